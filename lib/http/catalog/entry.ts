import type { z } from 'zod'
import type { Scope } from '../../auth/permissions'
import type { FailureCode } from '../../errors'
import type { Parameters } from '../input'

export const TAGS = {
  Agents: 'Persistent identities, each with its own memories.',
  Sessions: 'Limited periods in which an agent can store and retrieve memories.',
  Memories: 'What an agent knows. Memories belong to the agent and outlive every session.',
  Server: 'Health, readiness and API description.',
} as const

/** Whose credential opens an endpoint, and what it must be allowed. */
export type Who =
  | { kind: 'anyone' }
  | { kind: 'key'; scope: Scope }
  | { kind: 'token'; scope?: Scope }
  /** Where both are sent, the token decides. `tokenScope` is what the token's own key needs. */
  | { kind: 'token or key'; scope: Scope; tokenScope?: Scope }
  /** An expired session passes when a key beside its token may do the same. */
  | { kind: 'token, expired with key'; scope: Scope }

/** What an endpoint answers when all goes well. */
interface Gives {
  status: 200 | 201
  says: string
  shape: z.ZodType
  example: unknown
}

/** One method of one path, told as data: the reference, the tests and the clients read it. */
export interface Endpoint {
  operationId: string
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  tag: keyof typeof TAGS
  summary: string
  description?: string
  who: Who
  /** Parameters: in the query, and where the method has a body there too. */
  takes?: Parameters<z.ZodRawShape>
  /** What the items of a list parameter take, where each is judged by itself. */
  items?: { [name: string]: Parameters<z.ZodRawShape> }
  /** Bytes; BODY_LIMIT when absent. */
  bodyLimit?: number
  bodyExample?: object
  /** It changes something, once per Idempotency-Key. */
  writes?: boolean
  /** Null: it always fails for now. */
  gives: Gives | null
  /** It answers 304 to whoever holds the same answer already. */
  revalidates?: boolean
  /** Failures of its own, beside those that follow from who calls and what it takes. */
  fails?: readonly FailureCode[]
}

/** Every code that an endpoint can answer. */
export function failureCodes(endpoint: Endpoint): FailureCode[] {
  const { who, path, takes, writes, fails = [] } = endpoint
  const isSized = takes !== undefined && endpoint.method !== 'GET'
  const groups: readonly FailureCode[][] = [
    credentialFailures(who, path),
    path.includes('{') ? ['malformed_request', 'not_found'] : ['malformed_request'],
    takes ? ['invalid_request'] : [],
    isSized ? ['malformed_json', 'body_too_large'] : [],
    writes ? ['idempotency_in_progress', 'idempotency_key_reused', 'invalid_request'] : [],
    [...fails],
    who.kind === 'anyone' ? [] : ['rate_limit_exceeded', 'too_many_requests', 'overloaded', 'database_unavailable'],
    ['internal_error'],
  ]
  return [...new Set(groups.flat())]
}

const BAD_KEY = ['invalid_api_key', 'ambiguous_api_key', 'api_key_revoked', 'api_key_expired'] as const
const BAD_TOKEN = [
  'invalid_session_token',
  'unknown_session',
  'session_expired',
  'session_ended',
  'agent_deleted',
  'credential_revoked',
] as const

function credentialFailures(who: Who, path: string): FailureCode[] {
  if (who.kind === 'anyone') return []
  if (who.kind === 'key') return ['missing_api_key', ...BAD_KEY, 'insufficient_scope']
  const missing: FailureCode = who.kind === 'token or key' ? 'missing_api_key' : 'missing_session_token'
  const wrongAgent: FailureCode[] = path.includes('{agent_id}') ? ['wrong_agent'] : []
  const noScope: FailureCode[] = who.scope === undefined ? [] : ['insufficient_scope']
  return [missing, ...BAD_TOKEN, ...BAD_KEY, ...noScope, ...wrongAgent, 'agent_not_allowed']
}
