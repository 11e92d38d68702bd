/** google.protobuf.Value and Struct, as proto-loader wants them. */
export function toStruct(fields: Record<string, unknown>): { fields: Record<string, object> } {
  return { fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toValue(value)])) };
}

function toValue(value: unknown): object {
  if (Array.isArray(value)) return { listValue: { values: value.map(toValue) } };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'object' && value !== null) return { structValue: toStruct({ ...value }) };
  return { nullValue: 'NULL_VALUE' };
}
