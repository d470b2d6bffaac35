import type { ResponseConfig } from '@asteasolutions/zod-to-openapi'
import { takesToken } from '../auth/security'
import { ERRORS, type ErrorCode } from '../errors'
import { errorCodesOf, type Operation } from '../http/operation'

type Responses = Record<string, ResponseConfig>

const componentRef = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` })

const headerRefs = (names: string[]) => Object.fromEntries(names.map((name) => [name, componentRef('headers', name)]))

/** Returns all responses of an operation, by status. */
export function responsesOf(operation: Operation): Responses {
  return { ...successOf(operation), ...failuresOf(operation) }
}

function successOf(operation: Operation): Responses {
  const { response } = operation
  if (response === null) return { default: problemResponse(operation, []) }
  const headers = headerRefs([
    'X-Request-Id',
    ...limitHeaders(operation),
    ...sessionHeaders(operation),
    ...replayHeader(operation),
    ...(response.isVersioned || response.isRevalidated ? ['ETag'] : []),
  ])
  const { schema, example, streamedAs: mediaTypes = ['application/json'] } = response
  const content = Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema, example }]))
  const unchanged = { 304: { description: 'Not modified.', headers: headerRefs(['X-Request-Id', 'ETag']) } }
  return { [response.status]: { description: response.description, headers, content }, ...(response.isRevalidated && unchanged) }
}

function failuresOf(operation: Operation): Responses {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of errorCodesOf(operation)) {
    const { status } = ERRORS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, problemResponse(operation, codes, status)]))
}

/** Returns an error response. `codes` are the error codes of the operation with this status; an empty list stands for any. */
function problemResponse(operation: Operation, codes: ErrorCode[], status?: number): ResponseConfig {
  const schema =
    codes.length === 0
      ? componentRef('schemas', 'Problem')
      : { allOf: [componentRef('schemas', 'Problem'), { properties: { code: { enum: codes } } }] }
  const examples = Object.fromEntries(codes.map((code) => [code, componentRef('examples', code)]))
  const description = codes.map((code) => `\`${code}\``).join(', ') || 'Any error.'
  const content = { 'application/problem+json': { schema, ...(codes.length > 0 && { examples }) } }
  const headers = ['X-Request-Id', ...limitHeaders(operation), ...sessionHeaders(operation), ...headersOfStatus(operation, status)]
  return { description, headers: headerRefs(headers), content }
}

function headersOfStatus(operation: Operation, status: number | undefined): string[] {
  if (status === 401) return ['WWW-Authenticate']
  if (status === 503 || status === 429) return ['Retry-After']
  return status !== undefined && status >= 404 && status < 500 ? replayHeader(operation) : []
}

const limitHeaders = ({ security }: Operation) => (security.kind === 'none' ? [] : ['RateLimit', 'RateLimit-Policy'])

function sessionHeaders({ security }: Operation): string[] {
  return takesToken(security) ? ['X-Session-Expires-At', 'X-Session-Token'] : []
}

const replayHeader = ({ isIdempotent }: Operation) => (isIdempotent ? ['Idempotent-Replayed'] : [])
