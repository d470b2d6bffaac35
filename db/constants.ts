/** Values that the SQL and the rules of the product share, each stated once. This file imports nothing, so that pure rules may use it. */

/** Why a session ended. */
export const END_REASONS = ['deactivated', 'replaced', 'expired', 'revoked', 'agent_deleted'] as const
export type EndReason = (typeof END_REASONS)[number]

/** How the lists of sessions are filtered: `expiring` sessions are active with little time left, `inactive` ones have expired or ended. */
export const SESSION_STATUSES = ['active', 'expiring', 'inactive'] as const
export type SessionStatus = (typeof SESSION_STATUSES)[number]

/** How the list of agents is filtered: by whether they have an active session. */
export const AGENT_STATUSES = ['active', 'inactive'] as const
export type AgentStatus = (typeof AGENT_STATUSES)[number]

export const AGENT_PATTERNS = ['support', 'project', 'tool'] as const
export type AgentPattern = (typeof AGENT_PATTERNS)[number]

/** An active session with less time left is expiring soon. */
export const EXPIRING_SOON_MINUTES = 30

/** Who ends a session that the clock ended, and who renews one. */
export const SYSTEM_ACTOR = { kind: 'system', id: 'memanto', name: 'Memanto' } as const

/** A range of the summaries begins at most so long before it ends. */
export const LONGEST_RANGE_DAYS = 366

/** An answer is repeated for the same Idempotency-Key for so long. */
export const IDEMPOTENCY_RECORD_HOURS = 24
