import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface HttpsProxy {
  address: string
  stop: () => void
}

/** Serves a plain http port of this machine over https, as a proxy in front of the product does. */
export async function startHttpsProxy(targetPort: number): Promise<HttpsProxy> {
  const server = createServer(newCertificate(), (asked, answer) => forward(targetPort, asked, answer)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return { address: `https://localhost:${(server.address() as AddressInfo).port}`, stop }
}

/** Made for this run, and trusted by nobody. */
function newCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  try {
    execFileSync('openssl', ['req', '-x509', ...kind, ...name, '-keyout', key, '-out', cert], { stdio: 'pipe' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } catch (error) {
    throw new Error('The browser tests over https need the openssl command, to make a certificate.', { cause: error })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Keeps the Host, and appends the client to those that earlier proxies named. */
function forward(port: number, asked: IncomingMessage, answer: ServerResponse): void {
  const before = asked.headers['x-forwarded-for']
  const client = [...(before === undefined ? [] : [before]), asked.socket.remoteAddress].join(', ')
  const headers = { ...asked.headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': client }
  const passed = request({ host: '127.0.0.1', port, method: asked.method, path: asked.url, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.rawHeaders)
    response.pipe(answer)
  })
  passed.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()))
  answer.on('close', () => passed.destroy())
  asked.pipe(passed)
}
