import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { BlockList } from 'node:net'
import { AppError } from '../errors'
import { PATH_HEADER } from '../http/notes'
import { lifecycle } from '../process'
import { announcesTooMuch, answerNotYet, refuse, refuseBody } from './answers'
import type { Api } from './api'
import { vouchForClient } from './client-address'
import { allowOrigins } from './cors'
import { protectApi, protectPage, protectTransport } from './security-headers'
import { tellWithoutScripts } from './without-scripts'

/** What the settings say of every request. */
export interface WireRules {
  proxies: BlockList
  corsOrigins: ReadonlySet<string>
  /** True when everyone comes by https. */
  isHttps: boolean
}

export type PageListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** The one door: says who the client is, sets what every answer carries, and hands on to the API or, once they are there, to the pages. */
export function createListener(rules: WireRules, api: Api, pages: () => PageListener | undefined): RequestListener {
  return (request, response) => {
    const { secure, requestId } = vouchForClient(request, rules.proxies)
    response.setHeader('x-request-id', requestId)
    protectTransport(response, secure || rules.isHttps)
    if (lifecycle().stopping) response.setHeader('connection', 'close')
    const path = pathOf(request)
    if (path === undefined) return void refuse(response, new AppError('malformed_request', 'Unknown path.'))
    if (announcesTooMuch(request)) return refuseBody(request, response)
    if (isApi(path) && allowOrigins(request, response, rules.corsOrigins)) return
    const match = api.find(path)
    if (match || isApi(path)) protectApi(response)
    else {
      protectPage(request, response)
      request.headers[PATH_HEADER] = request.url?.replace(/([?&])_rsc=[^&]*&?/, '$1').replace(/[?&]$/, '')
    }
    if (lifecycle().starting && !(match && isWatch(path))) return answerNotYet(request, response)
    if (match) return api.answer(match, request, response)
    void pages()?.(request, response)
    if (!isApi(path)) tellWithoutScripts(response)
  }
}

const isApi = (path: string) => path === '/api/v2' || path.startsWith('/api/v2/')

/** What tells whether we are there yet cannot wait until we are. */
const isWatch = (path: string) => /^\/(health|ready)\/?$/.test(path)

/** The path as it was sent, without its query; undefined when the request is for no path. */
function pathOf(request: IncomingMessage): string | undefined {
  const { url = '' } = request
  if (!url.startsWith('/')) request.url = withoutOrigin(url)
  return request.url?.replace(/[?#].*$/s, '')
}

/** A client that takes us for a proxy sends the whole address. */
function withoutOrigin(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined
  const { pathname, search } = new URL(url)
  return pathname + search
}
