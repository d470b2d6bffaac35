import type { ColumnType, Generated, JSONColumnType, Kysely, RawBuilder, Selectable, Transaction } from 'kysely'
import type {
  ActorKind,
  AgentPattern,
  EndReason,
  EventKind,
  MemoryStatus,
  MemoryType,
  Provenance,
  RedactionPolicy,
  Role,
  Trust,
  ViewPage,
} from './constants'

/** One interface per table, with the columns that the migrations create. */
export interface Schema {
  teams: TeamTable
  people: PersonTable
  password_links: PasswordLinkTable
  logins: LoginTable
  failed_sign_ins: FailedSignInTable
  sign_in_guesses: SignInGuessTable
  memberships: MembershipTable
  saved_views: SavedViewTable
  invites: InviteTable
  api_keys: ApiKeyTable
  api_key_agents: ApiKeyAgentTable
  agents: AgentTable
  sessions: SessionTable
  session_counters: SessionCounterTable
  session_events: SessionEventTable
  session_days: SessionDayTable
  session_day_marks: SessionDayMarkTable
  memories: MemoryTable
  memory_versions: MemoryVersionTable
  memory_deletions: MemoryDeletionTable
  memory_words: MemoryWordTable
  memory_uses: MemoryUseTable
  memory_use_marks: MemoryUseMarkTable
  memory_imports: MemoryImportTable
  memory_import_ids: MemoryImportIdTable
  vocabulary_checks: VocabularyCheckTable
  audit_log: AuditTable
  idempotency_records: IdempotencyTable
  request_log: RequestTable
  request_hours: RequestHourTable
  key_usage: KeyUsageTable
}

/** A database, or a transaction on one. */
export type Db = Kysely<Schema>
/** A transaction. A function that takes one needs its locks, or sends more than one statement. */
export type Tx = Transaction<Schema>

export type { ActorKind, EndReason, EventKind, Role }

/** For how many days memories of each type are kept; for ever where there is no number. */
export type Retention = Partial<Record<MemoryType, number>>

/** Who can write a version of a memory. */
export type AuthorKind = 'key' | 'person' | 'system'

type Time = ColumnType<Date, Date | undefined, Date>
type OptionalTime = ColumnType<Date | null, Date | null | undefined, Date | null>
/** An xid8, as text. */
type TransactionId = ColumnType<string, string | undefined, RawBuilder<string>>
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>

interface TeamTable {
  id: Generated<string>
  name: string
  default_hours: Generated<number>
  life_cap_hours: Generated<number>
  renewal_grace_hours: Generated<number>
  renew_on_use: Generated<boolean>
  events_kept_days: Generated<number>
  redaction: Generated<RedactionPolicy>
  /** The version of the analysis that all memories of the team have at least. */
  analysis: Generated<number>
  /** For how many days a deleted memory can be restored; 0: it is purged at once. */
  deletion_grace_days: Generated<number>
  /** For how many days memories of a type are kept. */
  retention: JSONColumnType<Retention, string | undefined, string>
  retention_checked_at: OptionalTime
  /** For how many days calls are kept in the request log; 0: they are not recorded. */
  requests_kept_days: Generated<number>
  /** The longest time for which a new key may be valid, in days; null: for ever. */
  key_max_days: Optional<number>
  created_at: Time
  deleted_at: OptionalTime
}

interface PersonTable {
  id: Generated<string>
  email: string
  name: Generated<string>
  password_hash: Optional<string>
  created_at: Time
}

interface PasswordLinkTable {
  token_hash: Buffer
  person_id: string
  created_at: Time
  expires_at: Date
  used_at: OptionalTime
}

interface LoginTable {
  id: Generated<string>
  person_id: string
  created_at: Time
  last_seen_at: Time
  expires_at: Date
  ended_at: OptionalTime
  address: Optional<string>
  user_agent: Optional<string>
  device_hash: Optional<Buffer>
}

/** Failed sign-ins of a person that are not in the audit log yet. */
interface FailedSignInTable {
  person_id: string
  attempts: number
  first_at: Time
  last_at: Time
  last_address: Optional<string>
}

/** Counters that rate-limiter-flexible keeps; `expire` is in epoch milliseconds. */
interface SignInGuessTable {
  key: string
  points: number
  expire: number | null
}

interface MembershipTable {
  team_id: string
  person_id: string
  role: Role
  created_at: Time
}

interface SavedViewTable {
  team_id: string
  person_id: string
  id: Generated<string>
  page: ViewPage
  name: string
  query: string
  created_at: Time
}

interface InviteTable {
  team_id: string
  id: Generated<string>
  email: string
  role: Role
  token_hash: Buffer
  invited_by: Optional<string>
  created_at: Time
  expires_at: Date
  accepted_at: OptionalTime
  withdrawn_at: OptionalTime
}

interface ApiKeyTable {
  team_id: string
  id: string
  name: string
  secret_hash: Buffer
  last_four: string
  previous_hash: Optional<Buffer>
  previous_last_four: Optional<string>
  previous_until: OptionalTime
  scopes: string[]
  limited: Generated<boolean>
  created_by: Optional<string>
  created_by_name: string
  created_at: Time
  expires_at: OptionalTime
  rotated_at: OptionalTime
  revoked_at: OptionalTime
  revoked_by_name: Optional<string>
  revoke_reason: Optional<string>
  last_used_at: OptionalTime
  last_used_ip: Optional<string>
  /** Null: the limit of the server's settings; 0: no limit. */
  requests_per_minute: Optional<number>
  /** The trust of memories that are stored with the key. */
  memory_trust: Generated<Trust>
  /** The addresses and networks (CIDRs) from which the key works; null: from everywhere. */
  allowed_networks: Optional<string[]>
}

interface ApiKeyAgentTable {
  team_id: string
  key_id: string
  agent_row_id: string
}

interface AgentTable {
  team_id: string
  id: Generated<string>
  /** The public id that the team chose. */
  name: string
  pattern: AgentPattern
  description: Generated<string>
  metadata: JSONColumnType<Record<string, unknown>, string | undefined, string>
  created_at: Time
  updated_at: Time
  deleted_at: OptionalTime
  session_count: Generated<number>
  last_session_at: OptionalTime
  settled_memories: Generated<number>
  /** While it is set, nothing removes memories of the agent for good. */
  legal_hold: Generated<boolean>
  /** Deletions of memories by earlier transactions are no longer listed in memory_deletions. */
  deletions_kept_from: TransactionId
}

interface SessionTable {
  team_id: string
  id: string
  agent_row_id: string
  started_at: Time
  expires_at: Date
  ended_at: OptionalTime
  end_reason: Optional<EndReason>
  end_note: Optional<string>
  extensions: Generated<number>
  gap_seconds: Generated<number>
  opened_by_kind: 'key' | 'person'
  opened_by_id: string
  opened_by_name: string
  ended_by_kind: Optional<ActorKind>
  ended_by_id: Optional<string>
  ended_by_name: Optional<string>
  memories_stored: Generated<number>
  memories_retrieved: Generated<number>
  recalls: Generated<number>
  first_used_at: OptionalTime
  last_used_at: OptionalTime
}

/** What an open session did so far, in several rows (shards), so that its calls rarely wait for each other. */
interface SessionCounterTable {
  team_id: string
  session_id: string
  shard: number
  stored: Generated<number>
  retrieved: Generated<number>
  recalls: Generated<number>
  first_used_at: Date
  last_used_at: Date
}

interface SessionEventTable {
  team_id: string
  session_id: string
  id: Generated<number>
  at: Time
  kind: EventKind
  amount: Generated<number>
  by_kind: ActorKind
  by_id: string
  address: Optional<string>
  /** The memories that were stored or returned, at most MOST_EVENT_MEMORIES; null if there are none, or the event is older than the column. */
  memory_ids: Optional<string[]>
  /** The transaction that wrote the event. */
  txid: TransactionId
}

/** Sums of the sessions that started or ended on one day (UTC). */
interface SessionDayTable {
  team_id: string
  counted_by: 'start' | 'end'
  day: Date
  end_reason: EndReason
  sessions: number
  stored: number
  retrieved: number
  recalls: number
}

/** The first day (UTC) of a team that is not summed up yet. */
interface SessionDayMarkTable {
  team_id: string
  counted_by: 'start' | 'end'
  summed_until: Date
}

interface MemoryTable {
  team_id: string
  id: string
  agent_row_id: string
  session_id: string
  seq: Generated<number>
  type: MemoryType
  title: Optional<string>
  content: string
  confidence: number
  tags: string[]
  source: string
  provenance: Provenance
  created_at: Time
  updated_at: Time
  /** The terms under which the memory is found, as text of a tsvector (lib/recall/stored-terms.ts). */
  search: Generated<string>
  /** The version of the analysis that found these terms; 0 if Postgres did, in earlier versions. */
  analysis: Generated<number>
  word_count: Generated<number>
  /** When what it describes happened; null if that was when it was stored. */
  occurred_at: OptionalTime
  /** 1 when it was stored, one more after each change. */
  version: Generated<number>
  /** A memory whose `expires_at` has passed counts as expired (`statusOf` in fragments.ts), also before the row says so. */
  status: Generated<MemoryStatus>
  /** Since when it has this status; null: since it was stored. */
  status_at: OptionalTime
  /** The memory that took its place. */
  superseded_by: Optional<string>
  expires_at: OptionalTime
  trust: Generated<Trust>
  /** Who wrote this version; null in memories of versions of the product that did not record it. */
  by_kind: Optional<AuthorKind>
  by_id: Optional<string>
  /** The program that sent it, as it named itself; '' if it did not. */
  client: Generated<string>
  /** The session in which this version was written; null if that is `session_id`, or if it was changed outside a session. */
  changed_in: Optional<string>
  /** Why this version was written. */
  reason: Optional<string>
  /** The transaction that wrote the row last. */
  txid: TransactionId
}

/** An earlier version of a memory: what the columns of memories were, and from when until when. */
interface MemoryVersionTable extends Omit<MemoryTable, 'search' | 'analysis' | 'word_count' | 'txid'> {
  known_from: Date
  known_until: Date
}

/** A memory that was deleted lately, so that processes remove it from their indexes. */
interface MemoryDeletionTable {
  team_id: string
  agent_row_id: string
  memory_id: string
  txid: TransactionId
  deleted_at: Time
}

/** The terms that occur in the memories of an agent, or did. Misspelled words of a query are compared with them. */
interface MemoryWordTable {
  team_id: string
  agent_row_id: string
  word: string
}

/** How often a memory was returned by recalls, as far as their events are counted. No row: never. */
interface MemoryUseTable {
  team_id: string
  memory_id: string
  recalled_count: number
  last_recalled_at: Date
}

/** The events of a team's recalls that are counted: by transactions that had ended in a snapshot, and all with an id up to `after_id`. */
interface MemoryUseMarkTable {
  team_id: string
  /** A pg_snapshot, as text. */
  counted: Generated<string>
  after_id: Generated<number>
}

/** An import of memories from a file: how far it came, and what it answered. */
interface MemoryImportTable {
  team_id: string
  id: string
  agent_row_id: string
  caller: string
  /** The caller's Idempotency-Key. */
  key: Optional<string>
  fingerprint: string
  /** Only the request that took the import over last goes on with it. */
  attempt: Generated<number>
  /** How many records of the file are done. */
  records: Generated<number>
  /** The hash of these records. */
  digest: Generated<string>
  progress: JSONColumnType<object, string | undefined, string>
  /** Null until it is finished. */
  answer: JSONColumnType<object | null, string | null | undefined, string | null>
  created_at: Time
  updated_at: Time
}

/** Which id a memory or a session of an imported file has now. */
interface MemoryImportIdTable {
  team_id: string
  import_id: string
  kind: 'memory' | 'session'
  old_id: string
  new_id: string
}

/** An agent whose vocabulary lost words, which other transactions may have taken for present. */
interface VocabularyCheckTable {
  team_id: string
  agent_row_id: string
  since: TransactionId
  waits_for: Optional<string[]>
}

interface AuditTable {
  team_id: string
  id: Generated<number>
  at: Time
  by_kind: ActorKind
  by_id: string
  by_name: string
  action: string
  target_kind: string
  target_id: string
  target_name: Generated<string>
  address: Optional<string>
  request_id: Optional<string>
  before: JSONColumnType<object | null, string | null, string | null>
  after: JSONColumnType<object | null, string | null, string | null>
}

interface IdempotencyTable {
  team_id: string
  caller: string
  key: string
  fingerprint: string
  answer: JSONColumnType<object, string, string>
  created_at: Time
}

/** A call of the API that a team made. */
interface RequestTable {
  team_id: string
  /** The request id of its response. */
  id: string
  at: Date
  method: string
  /** The path of the operation, with the names of its parameters. */
  route: string
  status: number
  /** The error code of the response. */
  code: string | null
  ms: number
  /** The key that was sent, or to which the session token was issued. */
  key_id: string | null
  /** The session of the token that was sent. */
  session_id: string | null
  agent: string | null
  address: string | null
  /** The code that a page of the portal showed when it failed; null for calls of the API. */
  digest: string | null
}

/** How many calls a team made in an hour, and how many of them are in the request log. */
interface RequestHourTable {
  team_id: string
  hour: Date
  calls: number
  errors: number
  recorded: number
}

/** How often a key was used on a day (UTC) from an address; '' stands for addresses that are not known, or too many. */
interface KeyUsageTable {
  team_id: string
  key_id: string
  day: Date
  address: string
  calls: number
  errors: number
  last_at: Date
}

export type Team = Selectable<TeamTable>
export type Person = Selectable<PersonTable>
export type Login = Selectable<LoginTable>
export type FailedSignIns = Selectable<FailedSignInTable>
export type Agent = Selectable<AgentTable>
/** What identifies an agent in its tables. */
export type AgentKey = Pick<Agent, 'team_id' | 'id'>
export type ApiKey = Selectable<ApiKeyTable>
export type Session = Selectable<SessionTable>
/** A memory as it is shown: without what only searching needs. */
export type Memory = Omit<Selectable<MemoryTable>, 'search' | 'analysis' | 'word_count' | 'txid'>
