/** What a use case may know of the request that it serves, whatever transport brought it: REST, a form, a command or a job. */
export interface RequestContext {
  /** Names the request in answers, log lines and audit rows. */
  readonly requestId: string
  /** The client's IP address; null where nobody vouches for one. */
  readonly clientAddress: string | null
  /** The caller's Idempotency-Key; null without one. */
  readonly idempotencyKey: string | null
  /** Called when the stored result of an earlier request is returned instead of doing the work again. */
  readonly onReplay?: () => void
  /** Called with the session of the caller's token as soon as it is known, also when the call is then refused for another reason. */
  readonly onSession?: (session: { started_at: Date; expires_at: Date }) => void
}
