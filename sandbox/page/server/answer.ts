/** What goes back over HTTP. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

export function jsonAnswer(value: object, status = 200): Answer {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  return { status, headers, body: JSON.stringify(value) };
}

/** A request that cannot be answered; `because` says what to do. */
export function refusal(status: number, because: string): Answer {
  return jsonAnswer({ kind: 'refused', because }, status);
}
