import type { z } from 'zod'
import type { Scope } from '../auth/permissions'
import type { Principal, SessionPrincipal } from '../auth/principal'
import { type Security, takesKey, takesToken, tokenScopeOf } from '../auth/security'
import type { StatementCredential } from '../auth/session-credential'
import type { ErrorCode } from '../errors'
import { type CamelCaseFields, toCamelCase } from '../input/camel-case'
import type { Parameters } from '../input/parameters'

export const TAGS = {
  Agents: 'Persistent identities, each with its own memories.',
  Sessions: 'Limited periods in which an agent can store and retrieve memories.',
  Memories: 'What an agent knows. Memories belong to the agent and outlive every session.',
  Server: 'Health, readiness and API description.',
} as const

/** The contract of one method of one path: the handler, the OpenAPI document, the tests and the clients derive from it. */
export interface Operation {
  /** Its operationId. */
  id: string
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Parameters in braces: `/api/v2/agents/{agent_id}`. */
  path: string
  tag: keyof typeof TAGS
  summary: string
  description?: string
  security: Security
  /** Parameters: in the query, and where the method has a body there too. */
  request?: Parameters<z.ZodRawShape>
  /** What the items of a list parameter take, where each is validated by itself. */
  items?: { [name: string]: Parameters<z.ZodRawShape> }
  /** In bytes; BODY_LIMIT when absent. */
  bodyLimit?: number
  bodyExample?: object
  /** It changes something, once per Idempotency-Key. */
  isIdempotent?: boolean
  response: ResponseContract | null
  /** Codes of its own, apart from those that follow from its security and its request. */
  errors?: readonly ErrorCode[]
}

interface ResponseContract {
  status: 200 | 201
  description: string
  schema: z.ZodType
  example: unknown
  /** It holds a secret, and must not be cached. */
  isSecret?: boolean
  /** 304 is answered to a client that holds the current answer. */
  isRevalidated?: boolean
}

/** Declares an operation, keeping the types of its security, request and response. */
export const defineOperation = <const O extends Operation>(operation: O): O => operation

type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | PathNames<Rest> : never

type RequestOf<O extends Operation> = O extends { request: Parameters<infer Shape> } ? z.output<z.ZodObject<Shape>> : object

/** What the use case of an operation takes: path parameters and validated parameters under their names inside. */
export type InputOf<O extends Operation> = CamelCaseFields<{ [Name in PathNames<O['path']>]: string } & RequestOf<O>>

/** What the use case of an operation is called with as its caller. */
export type PrincipalOf<S extends Security> = S extends {
  kind: 'apiKey' | 'either' | 'eitherOrExpired'
  scope: infer Granted extends Scope
}
  ? Principal<Granted>
  : S extends { kind: 'sessionToken' | 'sessionOrExpired'; scope: infer Granted }
    ? SessionPrincipal<Granted extends Scope ? Granted : never>
    : S extends { kind: 'sessionStatement'; scope: infer Granted extends Scope }
      ? StatementCredential<Granted>
      : undefined

/** The folder of an operation's route under `app`, by which logs and metrics name it: `/api/v2/agents/[agentId]`. */
export const routeOf = ({ path }: Operation) => path.replace(/\{(\w+)\}/g, (_, name: string) => `[${toCamelCase(name)}]`)

/** The body of an operation's success. */
export type BodyOf<O extends Operation> = O['response'] extends { schema: infer Schema extends z.ZodType } ? z.input<Schema> : never

/** Every error code that an operation can answer. */
export function errorCodesOf(operation: Operation): ErrorCode[] {
  const { security, path, request, isIdempotent, errors = [] } = operation
  const hasBody = request !== undefined && operation.method !== 'GET'
  const groups: readonly ErrorCode[][] = [
    credentialErrors(security, path),
    path.includes('{') ? ['malformed_request', 'not_found'] : ['malformed_request'],
    request ? ['invalid_request'] : [],
    hasBody ? ['malformed_json', 'body_too_large'] : [],
    isIdempotent ? ['idempotency_in_progress', 'idempotency_key_reused', 'invalid_request'] : [],
    [...errors],
    security.kind === 'none' ? [] : ['too_many_requests', 'rate_limit_exceeded', 'overloaded', 'database_unavailable'],
    ['internal_error'],
  ]
  return [...new Set(groups.flat())]
}

const KEY_ERRORS = ['invalid_api_key', 'ambiguous_api_key', 'api_key_revoked', 'api_key_expired'] as const
const TOKEN_ERRORS = [
  'invalid_session_token',
  'unknown_session',
  'session_expired',
  'session_ended',
  'agent_deleted',
  'credential_revoked',
] as const

function credentialErrors(security: Security, path: string): ErrorCode[] {
  if (security.kind === 'none') return []
  if (!takesToken(security)) return ['missing_api_key', ...KEY_ERRORS, 'insufficient_scope']
  const missing: ErrorCode = takesKey(security) ? 'missing_api_key' : 'missing_session_token'
  const wrongAgent: ErrorCode[] = path.includes('{agent_id}') ? ['wrong_agent'] : []
  const noScope: ErrorCode[] = takesKey(security) || tokenScopeOf(security) !== null ? ['insufficient_scope'] : []
  return [missing, ...TOKEN_ERRORS, ...KEY_ERRORS, ...noScope, ...wrongAgent, 'agent_not_allowed']
}

/** The same operation by GET, with its parameters in the query. */
export const asGet = <O extends Operation>(operation: O) =>
  ({ ...operation, id: `${operation.id}ByGet`, method: 'GET', summary: `${operation.summary} (GET)` }) as const satisfies Operation
