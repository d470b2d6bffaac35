import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { codeOf } from '../../db/error-code'
import type { Settings } from '../env'

/** Starts to listen, and returns the port, which the system chooses when PORT is 0. @throws an error for the operator when the port or host cannot be used */
export async function listen(server: Server, { HOST, PORT }: Settings): Promise<number> {
  server.listen(PORT, HOST)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new Error(describeListenError(codeOf(error), HOST, PORT), { cause: error })
  }
  return portOf(server)
}

/** Checks before a build that the server can listen. @throws what `listen` would throw */
export async function requireFreePort(settings: Settings): Promise<void> {
  const probe = createServer()
  await listen(probe, settings)
  probe.close()
  await once(probe, 'close')
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function describeListenError(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use by another program, perhaps another Memanto. Stop it, or choose another port: PORT=${port + 1} npm start`
  if (code === 'EACCES') return `Only root can open port ${port}. Choose one above 1023: PORT=8000 npm start`
  return `HOST=${host} is not an address of this machine (${code}). Unset HOST, or use 127.0.0.1 or 0.0.0.0.`
}
