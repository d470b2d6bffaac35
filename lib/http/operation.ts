import type { z } from 'zod'
import type { Scope } from '../auth/permissions'
import type { Principal, SessionPrincipal } from '../auth/principal'
import { type Security, takesKey, takesToken, tokenScopeOf } from '../auth/security'
import type { StatementCredential } from '../auth/session-credential'
import type { ErrorCode } from '../errors'
import { type CamelCaseFields, toCamelCase } from '../input/camel-case'
import type { Parameters } from '../input/parameters'

/** The groups of operations in the API reference. */
export const TAGS = {
  Agents: 'Persistent identities, each with its own memories.',
  Sessions: 'Limited periods in which an agent can store and retrieve memories.',
  Memories: 'What an agent knows. Memories belong to the agent and outlive every session.',
  Server: 'Health, readiness and API description.',
} as const

/** The contract of an operation, which is one method of one path. Its handler, the OpenAPI document, tests and clients are derived from it. */
export interface Operation {
  /** The operationId. */
  id: string
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** The path with its parameters in braces: `/api/v2/agents/{agent_id}`. */
  path: string
  tag: keyof typeof TAGS
  summary: string
  description?: string
  security: Security
  /** The scopes that it requires in addition. */
  furtherScopes?: readonly FurtherScope[]
  /** The parameters, in the query or, unless the method is GET, in a JSON body. */
  request?: Parameters<z.ZodRawShape>
  /** The parameters of the items of a list, when each item is validated separately. */
  items?: { [name: string]: Parameters<z.ZodRawShape> }
  /** The largest body in bytes; BODY_LIMIT when absent. */
  bodyLimit?: number
  bodyExample?: object
  /** The body, where the use case reads it as it arrives. The parameters are in the query then. */
  streamedBody?: StreamedBodyContract
  /** True when requests with the same Idempotency-Key are executed only once. */
  isIdempotent?: boolean
  /** True when the header If-Match says the same as the parameter `version`: the version that the caller read. */
  isConditional?: boolean
  /** The response of a success; null when the operation never succeeds. */
  response: ResponseContract | null
  /** Error codes in addition to those that follow from `security` and `request`. */
  errors?: readonly ErrorCode[]
}

/** A scope that an operation requires besides that of its security. */
export interface FurtherScope {
  scope: Scope
  /** When it is required, in Markdown: "with `filter`". Absent where it always is. */
  when?: string
}

interface StreamedBodyContract {
  mediaTypes: readonly string[]
  description: string
  /** The largest body in bytes, as it is sent. */
  limit: number
  example: string
}

interface ResponseContract {
  status: 200 | 201
  description: string
  schema: z.ZodType
  example: unknown
  /** True when the response contains a secret, so that it must not be cached. */
  isSecret?: boolean
  /** True when a client that has the current response gets a 304. */
  isRevalidated?: boolean
  /** True when the response has a `version`, which its ETag repeats. */
  isVersioned?: boolean
  /** The media types of a response that is sent part by part, as a file. */
  streamedAs?: readonly string[]
}

/** A response that is sent part by part. */
export interface StreamedResponse {
  mediaType: string
  fileName: string
  /** Each part is made in a slot of the call, which is given back while the client takes what was made. */
  parts: AsyncIterable<string>
}

/** Defines an operation. Its type keeps the exact types of `security`, `request` and `response`. */
export const defineOperation = <const O extends Operation>(operation: O): O => operation

type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | PathNames<Rest> : never

type RequestOf<O extends Operation> = O extends { request: Parameters<infer Shape> } ? z.output<z.ZodObject<Shape>> : object

type ParametersOf<O extends Operation> = CamelCaseFields<{ [Name in PathNames<O['path']>]: string } & RequestOf<O>>

/** The input of the use case of an operation: its path parameters and validated parameters in camelCase, and a streamed body. */
export type InputOf<O extends Operation> = O extends { streamedBody: StreamedBodyContract }
  ? ParametersOf<O> & { body: AsyncIterable<Uint8Array> }
  : ParametersOf<O>

/** The caller that the use case of an operation gets, by the operation's security. */
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

/** Returns the folder of an operation's route under `app`, which logs and metrics use as its name: `/api/v2/agents/[agentId]`. */
export const routeOf = ({ path }: Operation) => path.replace(/\{(\w+)\}/g, (_, name: string) => `[${toCamelCase(name)}]`)

/** The body of the response of a successful operation. */
export type BodyOf<O extends Operation> = O['response'] extends { schema: infer Schema extends z.ZodType; streamedAs?: never }
  ? z.input<Schema>
  : O['response'] extends { streamedAs: readonly string[] }
    ? StreamedResponse
    : never

/** Returns all error codes that an operation can respond with. */
export function errorCodesOf(operation: Operation): ErrorCode[] {
  const { security, path, request, isIdempotent, isConditional, streamedBody, tag, errors = [] } = operation
  const hasBody = request !== undefined && operation.method !== 'GET' && streamedBody === undefined
  const groups: readonly ErrorCode[][] = [
    credentialErrors(security, path),
    path.includes('{') ? ['malformed_request', 'not_found'] : ['malformed_request'],
    request ? ['invalid_request'] : [],
    hasBody ? ['malformed_json', 'body_too_large'] : [],
    streamedBody ? ['body_too_large'] : [],
    isIdempotent ? ['idempotency_in_progress', 'idempotency_key_reused', 'invalid_request'] : [],
    // The recorded answer of an import has no memories.
    isIdempotent && tag === 'Memories' && !streamedBody ? ['memory_purged'] : [],
    isConditional ? ['memory_changed'] : [],
    [...errors],
    security.kind === 'none' ? [] : ['too_many_requests', 'rate_limit_exceeded', 'overloaded', 'database_unavailable'],
    ['internal_error'],
  ]
  return [...new Set(groups.flat())]
}

const KEY_ERRORS = ['invalid_api_key', 'ambiguous_api_key', 'api_key_revoked', 'api_key_expired', 'address_not_allowed'] as const
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

/** Returns a copy of an operation for the method GET, with its parameters in the query. */
export const asGet = <O extends Operation>(operation: O) =>
  ({ ...operation, id: `${operation.id}ByGet`, method: 'GET', summary: `${operation.summary} (GET)` }) as const satisfies Operation
