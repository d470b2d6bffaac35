/** What a response says about the session of the token that it was requested with. */
export interface SessionHeaders {
  /** RFC 3339, as the server sends it. */
  expiresAt: string
  /** A newer copy of the token, with the session's current expiry. */
  token: string | undefined
  /** Until the session expires, by the server's clock. */
  remainingSeconds: number
}

/** Reads `X-Session-Expires-At` and `X-Session-Token`; undefined if the response carries no valid expiry. `now` replaces a missing `Date`. */
export function sessionHeadersOf({ headers }: Response, now: Date): SessionHeaders | undefined {
  const expiresAt = headers.get('x-session-expires-at') ?? ''
  const expiry = Date.parse(expiresAt)
  if (Number.isNaN(expiry)) return undefined
  // The clock of this machine may be wrong; the expiry and the response's date come from the same server.
  const serverTime = Date.parse(headers.get('date') ?? '') || now.getTime()
  return { expiresAt, token: headers.get('x-session-token') ?? undefined, remainingSeconds: (expiry - serverTime) / 1000 }
}
