import { findContractViolations } from './contract'
import { callHandler } from './handlers'

type QueryValue = string | number | boolean | readonly (string | number)[] | undefined

/** What a call sends. */
export interface CallOptions {
  /** As `Authorization: Bearer`. */
  key?: string | undefined
  /** As `X-Session-Token`. */
  token?: string | undefined
  /** A list is sent as a repeated key. */
  query?: Record<string, QueryValue>
  json?: unknown
  /** A body that is sent as it is, instead of `json`. */
  body?: BodyInit
  headers?: Record<string, string>
}

export interface ApiResponse<Body> {
  status: number
  headers: Headers
  /** Parsed JSON; the text if the body is not JSON. */
  body: Body
}

export interface ApiClient {
  /** `path` is complete and encoded: `/api/v2/agents/customer-support`. */
  call<Body = Record<string, unknown>>(method: string, path: string, sent?: CallOptions): Promise<ApiResponse<Body>>
}

/** Creates a client that checks every answer against the OpenAPI document. It calls the exported handlers or, with `baseUrl`, a running server. */
export function apiClient({ baseUrl }: { baseUrl?: string } = {}): ApiClient {
  const send = baseUrl === undefined ? callHandler : (request: Request) => fetch(request)
  return {
    async call<Body>(method: string, path: string, sent: CallOptions = {}) {
      const response = await send(requestOf(baseUrl ?? 'http://localhost:8000', method, path, sent))
      const { status, headers } = response
      const body = parsed(await response.text())
      const breaches = findContractViolations(method, path, { status, headers, body })
      if (breaches.length > 0)
        throw new Error(`${method} ${path} answered against the OpenAPI document: ${breaches.join('; ')}\n${JSON.stringify(body)}`)
      return { status, headers, body: body as Body }
    },
  }
}

function requestOf(baseUrl: string, method: string, path: string, { key, token, query = {}, json, body, headers }: CallOptions): Request {
  const text = queryText(query)
  const sentHeaders = new Headers(headers)
  if (key !== undefined) sentHeaders.set('authorization', `Bearer ${key}`)
  if (token !== undefined) sentHeaders.set('x-session-token', token)
  if (json !== undefined) sentHeaders.set('content-type', 'application/json')
  const content = json === undefined ? body : JSON.stringify(json)
  const how = { method, headers: sentHeaders, redirect: 'manual', duplex: 'half', ...(content !== undefined && { body: content }) } as const
  return new Request(`${baseUrl}${path}${text && `?${text}`}`, how)
}

function queryText(query: Record<string, QueryValue>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((item) => [name, item]))
  return new URLSearchParams(pairs.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)])).toString()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
