import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { BlockList } from 'node:net'
import { AppError } from '../errors'
import { BATCH_BODY_LIMIT } from '../http/body'
import { problem } from '../http/problem'
import { newId } from '../ids'
import { lifecycle } from '../process'
import type { Api } from './api'
import { vouchForClient } from './client-address'
import { allowOrigins } from './cors'
import { protectApi, protectPage, protectTransport } from './security-headers'

/** What the settings say of every request. */
export interface WireRules {
  proxies: BlockList
  corsOrigins: ReadonlySet<string>
  /** True when everyone comes by https. */
  isHttps: boolean
}

export type PageListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** How long a refused body is read and thrown away, so that its sender gets to our answer. */
const DRAIN_MS = 5_000

/** The one door: says who the client is, sets the headers of every answer, and hands on to the API or, once they are there, to the pages. */
export function createListener(rules: WireRules, api: Api, pages: () => PageListener | undefined): RequestListener {
  return (request, response) => {
    const { secure } = vouchForClient(request, rules.proxies)
    protectTransport(response, secure || rules.isHttps)
    if (lifecycle().stopping) response.setHeader('connection', 'close')
    const path = pathOf(request)
    if (path === undefined) return refuse(response, new AppError('malformed_request', 'This address is not valid.'))
    if (isTooLarge(request)) return refuseBody(request, response)
    const match = api.find(path)
    if (match === undefined && !isOfApi(path)) return servePage(request, response, pages())
    protectApi(response)
    if (isOfApi(path) && allowOrigins(request, response, rules.corsOrigins)) return
    if (match && !(isOfApi(path) && lifecycle().starting)) return api.answer(match, request, response)
    const mounted = pages()
    mounted ? void mounted(request, response) : notYet(response)
  }
}

const isOfApi = (path: string) => path === '/api/v2' || path.startsWith('/api/v2/')

function servePage(request: IncomingMessage, response: ServerResponse, pages: PageListener | undefined): void {
  protectPage(request, response)
  if (pages) void pages(request, response)
  else notYet(response)
}

/** The path as it was sent; a proxy's absolute address is cut down to it. */
function pathOf(request: IncomingMessage): string | undefined {
  const { url = '' } = request
  if (!url.startsWith('/') && URL.canParse(url)) {
    const { protocol, pathname, search } = new URL(url)
    if (/^https?:$/.test(protocol)) request.url = pathname + search
  }
  return request.url?.startsWith('/') ? request.url.replace(/[?#].*$/s, '') : undefined
}
