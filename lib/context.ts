/** What a use case knows about the request that it serves, whatever the transport: REST, a form, a command or a job. */
export interface RequestContext {
  /** Identifies the request in responses, log lines and audit rows. */
  readonly requestId: string
  /** The client's IP address; null when it is not known reliably. */
  readonly clientAddress: string | null
  /** The caller's Idempotency-Key; null when there is none. */
  readonly idempotencyKey: string | null
  /** The program that sent the request, as it named itself; absent or '' if it did not. */
  readonly client?: string
  /** Called when the stored result of an earlier request is returned instead of doing the work again. */
  readonly onReplay?: () => void
  /** Called with the session of the caller's token as soon as it is known, also when the call is refused later for another reason. */
  readonly onSession?: (session: { started_at: Date; expires_at: Date }) => void
  /** Called with the key of the caller as soon as its secret was found to be right, also when the call is refused later. */
  readonly onKey?: (key: { teamId: string; id: string }) => void
}
