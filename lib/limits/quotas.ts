/** For whom requests are counted and slots are taken. */
export interface LimitedCaller {
  teamId: string
  /** `key:<id>` or `person:<id>`; for a session token, whoever it was issued to. */
  issuedTo: string
}

/** What is left of a rate limit. */
export interface Quota {
  name: 'key' | 'team'
  perMinute: number
  remaining: number
  resetSeconds: number
}
