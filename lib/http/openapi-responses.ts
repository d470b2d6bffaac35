import type { ResponseConfig } from '@asteasolutions/zod-to-openapi'
import { FAILURES, type FailureCode } from '../errors'
import { type Endpoint, failureCodes } from './catalog/entry'

type Responses = Record<string, ResponseConfig>

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` })

const headerRefs = (names: string[]) => Object.fromEntries(names.map((name) => [name, ref('headers', name)]))

/** Everything an endpoint may answer, by status. */
export function responsesOf(endpoint: Endpoint): Responses {
  return { ...successOf(endpoint), ...failuresOf(endpoint) }
}

function successOf(endpoint: Endpoint): Responses {
  const { gives, revalidates } = endpoint
  if (gives === null) return { default: problemResponse(endpoint, []) }
  const headers = headerRefs(['X-Request-Id', ...limitHeaders(endpoint), ...sessionHeaders(endpoint), ...replayHeader(endpoint)])
  const content = { 'application/json': { schema: gives.shape, example: gives.example } }
  const unchanged = { 304: { description: 'Not modified.', headers: headerRefs(['X-Request-Id']) } }
  return { [gives.status]: { description: gives.says, headers, content }, ...(revalidates && unchanged) }
}

function failuresOf(endpoint: Endpoint): Responses {
  const byStatus = new Map<number, FailureCode[]>()
  for (const code of failureCodes(endpoint)) {
    const { status } = FAILURES[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, problemResponse(endpoint, codes, status)]))
}

/** `codes` are all that this endpoint answers with this status; none means any. */
function problemResponse(endpoint: Endpoint, codes: FailureCode[], status?: number): ResponseConfig {
  const schema =
    codes.length === 0 ? ref('schemas', 'Problem') : { allOf: [ref('schemas', 'Problem'), { properties: { code: { enum: codes } } }] }
  const examples = Object.fromEntries(codes.map((code) => [code, ref('examples', code)]))
  const description = codes.map((code) => `\`${code}\``).join(', ') || 'Any error.'
  const content = { 'application/problem+json': { schema, ...(codes.length > 0 && { examples }) } }
  const headers = ['X-Request-Id', ...limitHeaders(endpoint), ...sessionHeaders(endpoint), ...headersOfStatus(endpoint, status)]
  return { description, headers: headerRefs(headers), content }
}

function headersOfStatus(endpoint: Endpoint, status: number | undefined): string[] {
  if (status === 401) return ['WWW-Authenticate']
  if (status === 503 || status === 429) return ['Retry-After']
  return status !== undefined && status >= 404 && status < 500 ? replayHeader(endpoint) : []
}

const limitHeaders = ({ who }: Endpoint) => (who.kind === 'anyone' ? [] : ['RateLimit', 'RateLimit-Policy'])

function sessionHeaders({ who }: Endpoint): string[] {
  return who.kind.startsWith('token') ? ['X-Session-Expires-At', 'X-Session-Token'] : []
}

const replayHeader = ({ writes }: Endpoint) => (writes ? ['Idempotent-Replayed'] : [])
