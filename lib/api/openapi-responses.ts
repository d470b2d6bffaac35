import type { ResponseConfig } from '@asteasolutions/zod-to-openapi'
import { ERRORS, type ErrorCode } from '../errors'
import { errorCodesOf, type Operation } from '../http/operation'

type Responses = Record<string, ResponseConfig>

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` })

const headerRefs = (names: string[]) => Object.fromEntries(names.map((name) => [name, ref('headers', name)]))

/** Everything an endpoint may answer, by status. */
export function responsesOf(endpoint: Operation): Responses {
  return { ...successOf(endpoint), ...failuresOf(endpoint) }
}

function successOf(endpoint: Operation): Responses {
  const { gives, revalidates } = endpoint
  if (gives === null) return { default: problemResponse(endpoint, []) }
  const headers = headerRefs(['X-Request-Id', ...limitHeaders(endpoint), ...sessionHeaders(endpoint), ...replayHeader(endpoint)])
  const content = { 'application/json': { schema: gives.shape, example: gives.example } }
  const unchanged = { 304: { description: 'Not modified.', headers: headerRefs(['X-Request-Id']) } }
  return { [gives.status]: { description: gives.says, headers, content }, ...(revalidates && unchanged) }
}

function failuresOf(endpoint: Operation): Responses {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of errorCodesOf(endpoint)) {
    const { status } = ERRORS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, problemResponse(endpoint, codes, status)]))
}

/** `codes` are all that this endpoint answers with this status; none means any. */
function problemResponse(endpoint: Operation, codes: ErrorCode[], status?: number): ResponseConfig {
  const schema =
    codes.length === 0 ? ref('schemas', 'Problem') : { allOf: [ref('schemas', 'Problem'), { properties: { code: { enum: codes } } }] }
  const examples = Object.fromEntries(codes.map((code) => [code, ref('examples', code)]))
  const description = codes.map((code) => `\`${code}\``).join(', ') || 'Any error.'
  const content = { 'application/problem+json': { schema, ...(codes.length > 0 && { examples }) } }
  const headers = ['X-Request-Id', ...limitHeaders(endpoint), ...sessionHeaders(endpoint), ...headersOfStatus(endpoint, status)]
  return { description, headers: headerRefs(headers), content }
}

function headersOfStatus(endpoint: Operation, status: number | undefined): string[] {
  if (status === 401) return ['WWW-Authenticate']
  if (status === 503 || status === 429) return ['Retry-After']
  return status !== undefined && status >= 404 && status < 500 ? replayHeader(endpoint) : []
}

const limitHeaders = ({ who }: Operation) => (who.kind === 'anyone' ? [] : ['RateLimit', 'RateLimit-Policy'])

function sessionHeaders({ who }: Operation): string[] {
  return who.kind.startsWith('token') ? ['X-Session-Expires-At', 'X-Session-Token'] : []
}

const replayHeader = ({ writes }: Operation) => (writes ? ['Idempotent-Replayed'] : [])
