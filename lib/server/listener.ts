import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { BlockList } from 'node:net'
import { AppError } from '../errors'
import { PATH_HEADER } from '../http/client'
import { lifecycle } from '../process'
import type { Api } from './api'
import { identifyClient } from './client-address'
import { allowOrigins } from './cors'
import { announcesLargeBody, rejectLargeBody, sendProblem, sendStarting, sendUnknownHost } from './error-responses'
import { addNoscriptNotice } from './noscript-notice'
import { findPageAddress, hasSeveralHosts, writePageAddress } from './page-address'
import { renderInSlot } from './page-slots'
import { setApiHeaders, setPageHeaders, setTransportHeaders } from './security-headers'
import { type StaticFiles, sendStaticFile } from './static-files'

/** What the settings say of every request. */
export interface RequestRules {
  proxies: BlockList
  corsOrigins: ReadonlySet<string>
  /** PUBLIC_URL: everyone is taken to come by it. */
  publicUrl: string | undefined
}

export type PageListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** The one door: says who the client is, sets what every answer carries, and hands on to the API or, once they are there, to the pages. */
export function createListener(
  rules: RequestRules,
  api: Api,
  pages: () => PageListener | undefined,
  files: StaticFiles = new Map(),
): RequestListener {
  return (request, response) => {
    const client = identifyClient(request, rules.proxies)
    response.setHeader('x-request-id', client.requestId)
    setTransportHeaders(response, client.isSecure || rules.publicUrl?.startsWith('https:') === true)
    if (lifecycle().stopping) response.setHeader('connection', 'close')
    const path = pathOf(request)
    if (path === undefined) return void sendProblem(response, new AppError('malformed_request', 'Unknown path.'))
    if (hasSeveralHosts(request)) return void sendProblem(response, new AppError('malformed_request', 'Send one Host header, not several.'))
    if (announcesLargeBody(request)) return rejectLargeBody(request, response)
    if (isApiPath(path) && allowOrigins(request, response, rules.corsOrigins)) return
    const match = isNextAuthPath(path) ? undefined : api.find(path)
    if (match || isApiPath(path)) setApiHeaders(response)
    else {
      if (!isDecodable(path)) return void sendProblem(response, new AppError('malformed_request', 'The address is not valid UTF-8.'))
      setPageHeaders(request, response)
      const address = findPageAddress(request, client, rules.publicUrl)
      if (address === undefined) return sendUnknownHost(request, response)
      writePageAddress(request, address)
      request.headers[PATH_HEADER] = request.url?.replace(/([?&])_rsc=[^&]*&?/, '$1').replace(/[?&]$/, '')
    }
    const file = isGetOrHead(request) ? files.get(path) : undefined
    if (file) return void sendStaticFile(file, request, response)
    if (lifecycle().starting && !(match && isHealthCheck(path))) return sendStarting(request, response)
    if (match) return api.handle(match, request, response)
    const renderPage = () => {
      void pages()?.(request, response)
      if (!isApiPath(path)) addNoscriptNotice(response)
    }
    // A page that another one asks for while it is made must not wait for that one to end.
    if (client.isInternal) renderPage()
    else void renderInSlot(request, response, client.address, renderPage)
  }
}

const isGetOrHead = ({ method }: IncomingMessage) => method === 'GET' || method === 'HEAD'

const isApiPath = (path: string) => path === '/api' || (path.startsWith('/api/') && !isNextAuthPath(path))

/** Signing in to the portal lies below the API's root, and is Next's. */
const isNextAuthPath = (path: string) => path.startsWith('/api/auth/')

/** What tells whether we are there yet cannot wait until we are. */
const isHealthCheck = (path: string) => /^\/(health|ready)\/?$/.test(path)

/** The path as it was sent, without its query; undefined when the request is for no path. */
function pathOf(request: IncomingMessage): string | undefined {
  const { url = '' } = request
  if (!url.startsWith('/')) request.url = withoutOrigin(url)
  return request.url?.replace(/[?#].*$/s, '')
}

/** Next answers 500 to a path with bytes that are not UTF-8; the API's router refuses them itself. */
function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path).length > 0
  } catch {
    return false
  }
}

/** A client that takes us for a proxy sends the whole address. */
function withoutOrigin(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined
  const { pathname, search } = new URL(url)
  return pathname + search
}
