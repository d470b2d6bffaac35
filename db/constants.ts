/** Values that the SQL and the rules of the product share, each written once. This file imports nothing, so that pure rules can use it. */

/** Roles of the members of a team, from the least to the most powerful. */
export const ROLES = ['reader', 'member', 'admin', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** The lists whose filters a person can save under a name. */
export const VIEW_PAGES = ['agents', 'sessions', 'summaries', 'memories', 'requests', 'audit'] as const
export type ViewPage = (typeof VIEW_PAGES)[number]

/** Who can do something: an API key, a person, an agent in its session, or the server itself. */
export const ACTOR_KINDS = ['key', 'person', 'agent', 'system'] as const
export type ActorKind = (typeof ACTOR_KINDS)[number]

/** The server as an actor: it ends expired sessions and renews sessions that are used. */
export const SYSTEM_ACTOR = { kind: 'system', id: 'memanto', name: 'Memanto' } as const

/** What the timeline of a session records. */
export const EVENT_KINDS = ['activated', 'joined', 'extended', 'renewed', 'remembered', 'recalled', 'ended'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** An event of a timeline names no more memories than this. */
export const MOST_EVENT_MEMORIES = 100

/** Why a session ended. */
export const END_REASONS = ['deactivated', 'replaced', 'expired', 'revoked', 'agent_deleted'] as const
export type EndReason = (typeof END_REASONS)[number]

/** What became of a session: it is still active, or why it ended. */
export const SESSION_OUTCOMES = ['active', ...END_REASONS] as const
export type SessionOutcome = (typeof SESSION_OUTCOMES)[number]

/** Whether a session is active, or an agent has an active session. */
export const ACTIVITY_STATUSES = ['active', 'inactive'] as const
export type ActivityStatus = (typeof ACTIVITY_STATUSES)[number]

/** Filters of a list of sessions: `expiring` sessions are active with less than EXPIRING_SOON_MINUTES left, `inactive` ones have expired or ended. */
export const SESSION_STATUSES = ['active', 'expiring', 'inactive'] as const
export type SessionStatus = (typeof SESSION_STATUSES)[number]

/** The orders of the list of sessions: by their start, or by the time that active ones have left. */
export const SESSION_SORTS = ['newest', 'oldest', 'expires'] as const
export type SessionSort = (typeof SESSION_SORTS)[number]

/** The orders of the summaries, all descending: by the end of the session, or by what it did. */
export const SUMMARY_SORTS = ['ended', 'duration', 'stored', 'retrieved', 'recalls'] as const
export type SummarySort = (typeof SUMMARY_SORTS)[number]

/** The orders of the list of API keys. A key that was never used, or that never expires, is last in both directions. */
export const KEY_SORTS = ['newest', 'oldest', 'name', 'name_desc', 'last_used', 'last_used_asc', 'expires', 'expires_desc'] as const
export type KeySort = (typeof KEY_SORTS)[number]

/** Kinds of agents, for lists and filters. */
export const AGENT_PATTERNS = ['support', 'project', 'tool'] as const
export type AgentPattern = (typeof AGENT_PATTERNS)[number]

/** Kinds of memories. */
export const MEMORY_TYPES = [
  'fact',
  'preference',
  'goal',
  'decision',
  'artifact',
  'learning',
  'event',
  'instruction',
  'relationship',
  'context',
  'observation',
  'commitment',
  'error',
] as const
export type MemoryType = (typeof MEMORY_TYPES)[number]

/** How the information in a memory was obtained. */
export const PROVENANCES = ['explicit_statement', 'inferred', 'corrected', 'validated', 'observed', 'imported'] as const
export type Provenance = (typeof PROVENANCES)[number]

/** What became of a memory. Only active ones are recalled. */
export const MEMORY_STATUSES = ['active', 'superseded', 'expired', 'deleted'] as const
export type MemoryStatus = (typeof MEMORY_STATUSES)[number]

/** How far a memory is trusted: `unreviewed` ones are recalled and marked, `quarantined` ones are not recalled until somebody approves them. */
export const TRUST_LEVELS = ['trusted', 'unreviewed', 'quarantined'] as const
export type Trust = (typeof TRUST_LEVELS)[number]

/** What happens with a secret or a personal number in a memory: it is stored, stored and reported, replaced and reported, or the memory is refused. */
export const REDACTION_POLICIES = ['off', 'warn', 'redact', 'refuse'] as const
export type RedactionPolicy = (typeof REDACTION_POLICIES)[number]

/** Classes of responses by which the request log is filtered: without an error, with any, with one of the caller (4xx) or of the server (5xx). */
export const REQUEST_STATUSES = ['success', 'error', 'client_error', 'server_error'] as const
export type RequestStatus = (typeof REQUEST_STATUSES)[number]

/** The reason of the version with which a memory expired because it was older than the team keeps its type. */
export const RETENTION_REASON = 'retention'

/** An active session with less time left than this is expiring soon. */
export const EXPIRING_SOON_MINUTES = 30

/** A key that expires within this time needs a successor soon. */
export const KEY_EXPIRES_SOON_DAYS = 14

/** A key that was not used for this time is perhaps no longer needed. */
export const KEY_LONG_UNUSED_DAYS = 90

/** The longest range that summaries cover. */
export const LONGEST_RANGE_DAYS = 366

/** How long the result of a request is repeated for the same Idempotency-Key. */
export const IDEMPOTENCY_RECORD_HOURS = 24

/** A word of a query that no more memories have may be misspelt: it is compared with similar words. */
export const RARE_WORD_MEMORIES = 2

/** The longest word that may have one typing error; longer ones may have two. */
export const ONE_ERROR_UP_TO = 5
