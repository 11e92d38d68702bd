import { z } from 'zod';

/** The part of JSON Schema that the catalog's schema uses. */
type Schema = {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly type?: string | undefined;
  readonly default?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly items?: Schema | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly additionalProperties?: Schema | boolean | undefined;
};

const schemaShape: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    title: z.string().optional(),
    description: z.string().optional(),
    type: z.string().optional(),
    default: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(schemaShape).optional(),
    items: schemaShape.optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), schemaShape).optional(),
    additionalProperties: z.union([z.boolean(), schemaShape]).optional(),
  }),
);

/** One table of settings for each section of `services.yml`. */
export function catalogReference(schema: unknown, banner: string): string {
  const sections = Object.entries(schemaShape.parse(schema).properties ?? {});
  return [
    '# Every setting of services.yml',
    '',
    `<!-- ${banner} -->`,
    '',
    'A duration is written `500ms`, `90s`, `10m` or `1h`; a share `0.1%` or `0.001`. An annotated example is',
    '[services.example.yml](../../services.example.yml).',
    ...sections.flatMap(([name, section]) => sectionText(name, section)),
    '',
  ].join('\n');
}

function sectionText(name: string, section: Schema): string[] {
  const entry = typeof section.additionalProperties === 'object' ? section.additionalProperties : section;
  const title = entry === section ? name : `${name}.NAME`;
  const header = [
    '',
    `## ${title}`,
    '',
    section.description ?? '',
    '',
    '| setting | is | default | means |',
    '|---|---|---|---|',
  ];
  return [...header, ...rowsOf(entry, '')];
}

function rowsOf(schema: Schema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, setting]) => {
    const isNeeded = (schema.required ?? []).includes(key);
    const path = `${prefix}${key}`;
    const inner = setting.items?.properties ? setting.items : setting;
    const own = row(path, setting, isNeeded);
    return inner.properties ? [own, ...rowsOf(inner, `${path}${inner === setting ? '' : '[]'}.`)] : [own];
  });
}

function row(path: string, setting: Schema, isNeeded: boolean): string {
  return `| \`${path}\` | ${typeOf(setting)} | ${isNeeded ? '**needed**' : defaultOf(setting)} | ${setting.description ?? ''} |`;
}

/** Groups and lists of groups say their default in words. */
function defaultOf(setting: Schema): string {
  if (setting.default === undefined || setting.type === 'object' || setting.items?.properties) return '';
  return `\`${JSON.stringify(setting.default).replaceAll('"', '')}\``;
}

function typeOf(setting: Schema): string {
  if (setting.title) return setting.title;
  if (setting.enum) return setting.enum.map((value) => `\`${String(value)}\``).join(' or ');
  if (setting.anyOf) return setting.anyOf.map(typeOf).join(' or ');
  if (setting.items) return `list of ${typeOf(setting.items)}s`;
  if (setting.type === 'object') return 'group';
  return setting.type ?? '';
}
