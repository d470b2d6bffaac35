/** The caller for whom requests are counted and slots are taken. */
export interface LimitedCaller {
  teamId: string
  /** `key:<id>` or `person:<id>`. For a session token, the key or person that it was issued to. */
  issuedTo: string
}

/** How much of a rate limit is left. */
export interface Quota {
  name: 'key' | 'team'
  perMinute: number
  remaining: number
  resetSeconds: number
}
