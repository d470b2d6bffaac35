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

/** The settings that apply to every request. */
export interface RequestRules {
  proxies: BlockList
  corsOrigins: ReadonlySet<string>
  /** PUBLIC_URL, at which all pages are assumed to be requested. */
  publicUrl: string | undefined
}

export type PageListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Creates the listener of the server. It identifies the client, sets the headers of every response, and passes the request to the API or, when they are ready, to the pages. */
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
    // A page that is requested while another page is rendered must not wait until that one has finished.
    if (client.isInternal) renderPage()
    else void renderInSlot(request, response, client.address, renderPage)
  }
}

const isGetOrHead = ({ method }: IncomingMessage) => method === 'GET' || method === 'HEAD'

const isApiPath = (path: string) => path === '/api' || (path.startsWith('/api/') && !isNextAuthPath(path))

/** NextAuth's paths begin like those of the API, but Next serves them. */
const isNextAuthPath = (path: string) => path.startsWith('/api/auth/')

/** Health checks are answered also while the server is starting. */
const isHealthCheck = (path: string) => /^\/(health|ready)\/?$/.test(path)

/** Returns the path as it was sent, without its query; undefined when the request target is not a path. */
function pathOf(request: IncomingMessage): string | undefined {
  const { url = '' } = request
  if (!url.startsWith('/')) request.url = withoutOrigin(url)
  const path = request.url
  const end = path?.search(/[?#]/) ?? -1
  return end === -1 ? path : path?.slice(0, end)
}

/** Returns whether a path is valid UTF-8. Next would respond 500 to other paths; the API's router rejects them itself. */
function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path).length > 0
  } catch {
    return false
  }
}

/** Returns the path of an absolute URL, which a client sends that is configured to use a proxy. */
function withoutOrigin(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined
  const { pathname, search } = new URL(url)
  return pathname + search
}
