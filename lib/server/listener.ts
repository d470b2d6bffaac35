import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { BlockList } from 'node:net'
import { AppError } from '../errors'
import { PATH_HEADER } from '../http/client'
import { lifecycle } from '../process'
import { announcesTooMuch, answerNotYet, answerUnknownHost, refuse, refuseBody } from './answers'
import type { Api } from './api'
import { vouchForClient } from './client-address'
import { allowOrigins } from './cors'
import { findPageAddress, hasSeveralHosts, writePageAddress } from './page-address'
import { makePage } from './page-slots'
import { protectApi, protectPage, protectTransport } from './security-headers'
import { type StaticFiles, sendStaticFile } from './static-files'
import { tellWithoutScripts } from './without-scripts'

/** What the settings say of every request. */
export interface WireRules {
  proxies: BlockList
  corsOrigins: ReadonlySet<string>
  /** PUBLIC_URL: everyone is taken to come by it. */
  publicUrl: string | undefined
}

export type PageListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** The one door: says who the client is, sets what every answer carries, and hands on to the API or, once they are there, to the pages. */
export function createListener(
  rules: WireRules,
  api: Api,
  pages: () => PageListener | undefined,
  files: StaticFiles = new Map(),
): RequestListener {
  return (request, response) => {
    const client = vouchForClient(request, rules.proxies)
    response.setHeader('x-request-id', client.requestId)
    protectTransport(response, client.secure || rules.publicUrl?.startsWith('https:') === true)
    if (lifecycle().stopping) response.setHeader('connection', 'close')
    const path = pathOf(request)
    if (path === undefined) return void refuse(response, new AppError('malformed_request', 'Unknown path.'))
    if (hasSeveralHosts(request)) return void refuse(response, new AppError('malformed_request', 'Send one Host header, not several.'))
    if (announcesTooMuch(request)) return refuseBody(request, response)
    if (isApi(path) && allowOrigins(request, response, rules.corsOrigins)) return
    const match = isOfNextAuth(path) ? undefined : api.find(path)
    if (match || isApi(path)) protectApi(response)
    else {
      if (!isDecodable(path)) return void refuse(response, new AppError('malformed_request', 'The address is not valid UTF-8.'))
      protectPage(request, response)
      const address = findPageAddress(request, client, rules.publicUrl)
      if (address === undefined) return answerUnknownHost(request, response)
      writePageAddress(request, address)
      request.headers[PATH_HEADER] = request.url?.replace(/([?&])_rsc=[^&]*&?/, '$1').replace(/[?&]$/, '')
    }
    const file = isReading(request) ? files.get(path) : undefined
    if (file) return void sendStaticFile(file, request, response)
    if (lifecycle().starting && !(match && isWatch(path))) return answerNotYet(request, response)
    if (match) return api.answer(match, request, response)
    const make = () => {
      void pages()?.(request, response)
      if (!isApi(path)) tellWithoutScripts(response)
    }
    // A page that another one asks for while it is made must not wait for that one to end.
    if (client.internal) make()
    else void makePage(request, response, client.address, make)
  }
}

const isReading = ({ method }: IncomingMessage) => method === 'GET' || method === 'HEAD'

const isApi = (path: string) => path === '/api' || (path.startsWith('/api/') && !isOfNextAuth(path))

/** Signing in to the portal lies below the API's root, and is Next's. */
const isOfNextAuth = (path: string) => path.startsWith('/api/auth/')

/** What tells whether we are there yet cannot wait until we are. */
const isWatch = (path: string) => /^\/(health|ready)\/?$/.test(path)

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
