import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { networkList } from '../../lib/env'
import { setLogLevel } from '../../lib/process'
import { mountRoutes, type Routes } from '../../lib/server/api'
import { CONNECTION_LIMITS, type ConnectionLimits, createLimitedServer } from '../../lib/server/connection-limits'
import { createListener, type PageListener, type RequestRules } from '../../lib/server/listener'
import type { StaticFiles } from '../../lib/server/static-files'
import { atEnd } from '../at-end'
import { adoptTestSettings } from '../settings'
import { testPages, testRoutes } from './routes'

interface ServerOptions {
  limits?: Partial<ConnectionLimits>
  rules?: Partial<RequestRules>
  routes?: Routes
  pages?: PageListener
  files?: StaticFiles
}

/** Starts our server on a free port, with test routes for the API and a test page for Next. It is closed at the end of the test file. */
export async function startTestServer(options: ServerOptions = {}): Promise<{ port: number; url: string }> {
  const { limits, rules, routes = testRoutes, pages = testPages, files } = options
  setLogLevel('silent')
  adoptTestSettings()
  const wire = { proxies: networkList([]), corsOrigins: new Set<string>(), publicUrl: undefined, ...rules }
  const server = createLimitedServer(
    createListener(wire, mountRoutes(routes), () => pages, files),
    { ...CONNECTION_LIMITS, checkEveryMs: 50, ...limits },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}` }
}

/** How long a server on a busy machine may take for the first bytes of an answer. */
const FIRST_BYTES_MS = 20_000
const TURN_MS = 10

/**
 * Sends pieces one after another on a connection. Returns what comes back until the server closes it or is silent for a while. Silence is counted
 * in turns of the event loop, which the server shares: while the process gets no processor time, the server is not silent.
 */
export async function exchange(port: number, pieces: (string | Buffer)[], { silenceMs = 1_000, betweenMs = 0 } = {}): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  let quietTurns = 0
  socket.on('data', (data) => {
    heard += data
    quietTurns = 0
  })
  socket.on('error', () => {})
  for (const piece of pieces) {
    if (socket.destroyed) break
    await new Promise((sent) => socket.write(piece, sent))
    await pause(betweenMs)
  }
  const isSilent = () => quietTurns * TURN_MS > (heard === '' ? FIRST_BYTES_MS : silenceMs)
  for (; !socket.closed && !socket.readableEnded && !isSilent(); quietTurns++) await pause(TURN_MS)
  socket.destroy()
  return heard
}

/** Returns status, headers and body of the first answer in received text. */
export function parseResponse(heard: string): { status: number; headers: Record<string, string>; body: string } {
  const [head = '', ...rest] = heard.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  return { status: Number(statusLine.split(' ')[1]), headers, body: rest.join('\r\n\r\n') }
}
