import { Ajv2020 } from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import { addRoute, createRouter, findRoute } from 'rou3'
import { openApi } from '../../lib/api/openapi'
import { OPERATIONS } from '../../lib/api/operations'
import { takesKey, takesToken } from '../../lib/auth/security'
import { ERRORS, type ErrorCode } from '../../lib/errors'
import { errorCodesOf, type Operation } from '../../lib/http/operation'

export interface ReceivedResponse {
  status: number
  headers: Headers
  body: unknown
}

type Json = { [name: string]: unknown }

const router = createRouter<Operation>()
for (const operation of OPERATIONS) addRoute(router, operation.method, operation.path.replace(/\{(\w+)\}/g, ':$1'), operation)

/** Error codes of answers that are sent before the operation is known, or instead of it. */
const BEFORE_ANY: readonly ErrorCode[] = [
  'malformed_request',
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'headers_too_large',
  'body_too_large',
]

/** Returns how an answer contradicts the OpenAPI document, as sentences; none when it is correct. */
export function findContractViolations(method: string, path: string, seen: ReceivedResponse): string[] {
  const operation = findRoute(router, method, path)?.data
  const isProblem = seen.status >= 400
  const breaches = isProblem ? problemBreaches(operation, seen) : successBreaches(operation, seen)
  return [...breaches, ...(path.startsWith('/api/v2') ? headerBreaches(operation, seen) : [])]
}

function successBreaches(operation: Operation | undefined, { status, headers, body }: ReceivedResponse): string[] {
  if (operation === undefined) return [`${status} from an address that no operation has`]
  if (status === 304 && operation.response?.isRevalidated) return []
  if (status !== operation.response?.status) return [`the status ${status} is not documented`]
  const mediaType = headers.get('content-type')?.split(';', 1)[0] ?? ''
  const { streamedAs } = operation.response
  if (streamedAs) return streamedAs.includes(mediaType) ? [] : [`the content type ${mediaType} is not documented`]
  const isJson = mediaType === 'application/json'
  const place = ['paths', operation.path, operation.method.toLowerCase(), 'responses', status, 'content', 'application/json', 'schema']
  // The session of a repeated call may be over.
  const isExpiryRequired = takesToken(operation.security) && !takesKey(operation.security) && !headers.has('idempotent-replayed')
  const hasExpiry = !isExpiryRequired || headers.has('x-session-expires-at')
  return [
    ...(isJson ? [] : ['the content type is not application/json']),
    ...(hasExpiry ? [] : ['X-Session-Expires-At is missing']),
    ...schemaBreaches(place, body),
  ]
}

function problemBreaches(operation: Operation | undefined, { status, headers, body }: ReceivedResponse): string[] {
  const wrong = schemaBreaches(['components', 'schemas', 'Problem'], body)
  if (wrong.length > 0) return wrong
  const { code, request_id, title, type, ...problem } = body as { code: ErrorCode } & { [name: string]: string }
  const listed = [...BEFORE_ANY, ...(operation ? errorCodesOf(operation) : [])]
  return sentences({
    'the content type is not application/problem+json': headers.get('content-type') !== 'application/problem+json',
    [`the code ${code} is not listed for this operation`]: !listed.includes(code),
    [`${code} came with the status ${status}`]: status !== ERRORS[code].status || Number(problem.status) !== status,
    'title or type are not those of the code': title !== ERRORS[code].title || type !== `/docs/errors/${code}`,
    'request_id is not X-Request-Id': request_id !== headers.get('x-request-id'),
    'WWW-Authenticate is missing': status === 401 && !headers.has('www-authenticate'),
    'Retry-After is missing': (status === 503 || status === 429) && !/^[1-9]\d*$/.test(headers.get('retry-after') ?? ''),
  })
}

const SESSION_HEADERS = ['x-session-expires-at', 'x-session-token']

function headerBreaches(operation: Operation | undefined, { headers, body }: ReceivedResponse): string[] {
  const isSessionCall = operation !== undefined && takesToken(operation.security)
  const holdsToken = headers.has('x-session-token') || (typeof body === 'object' && body !== null && 'session_token' in body)
  return sentences({
    'X-Request-Id is missing': !/^req_\w+$/.test(headers.get('x-request-id') ?? ''),
    'a session header is not documented here': !isSessionCall && SESSION_HEADERS.some((name) => headers.has(name)),
    'Idempotent-Replayed is not documented here': !operation?.isIdempotent && headers.has('idempotent-replayed'),
    'it holds a token and may be cached': holdsToken && headers.get('cache-control') !== 'no-store',
  })
}

const sentences = (checks: { [sentence: string]: boolean }) => Object.keys(checks).filter((sentence) => checks[sentence])

let ajv: Ajv2020 | undefined

/** A validator that knows the document, under the name of `openapi`. */
function createValidator(): Ajv2020 {
  const validator = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(validator)
  return validator.addSchema(closed(JSON.parse(openApi().text)) as Json, 'openapi')
}

/** Validates a body against the schema at a place in the document, and allows no property that the schema does not name. */
function schemaBreaches(place: (string | number)[], body: unknown): string[] {
  ajv ??= createValidator()
  const pointer = place.map((name) => encodeURIComponent(String(name).replaceAll('/', '~1'))).join('/')
  const validate = ajv.getSchema(`openapi#/${pointer}`)
  if (validate === undefined) throw new Error(`The OpenAPI document has no schema at ${place.join(' ')}.`)
  if (validate(body)) return []
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `body${instancePath} ${message} ${JSON.stringify(params)}`)
}

/** Returns a schema in which every object that lists properties allows no others. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed)
  if (typeof node !== 'object' || node === null) return node
  const walked: Json = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closed(value)]))
  const isOpen = 'properties' in walked && 'type' in walked && !('additionalProperties' in walked)
  return isOpen ? { ...walked, unevaluatedProperties: false } : walked
}
