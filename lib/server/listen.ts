import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Settings } from '../env'

/** Opens the door; gives the port, which the system chose when PORT is 0. */
export async function listen(server: Server, { HOST, PORT }: Settings): Promise<number> {
  server.listen(PORT, HOST)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new Error(describeListenError(error as NodeJS.ErrnoException, HOST, PORT), { cause: error })
  }
  return (server.address() as AddressInfo).port
}

/** Throws the sentence that `listen` would throw; so that nobody waits for a build to hear it. */
export async function requireFreePort(settings: Settings): Promise<void> {
  const probe = createServer()
  await listen(probe, settings)
  probe.close()
  await once(probe, 'close')
}

function describeListenError({ code }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use by another program, perhaps another Memanto. Stop it, or choose another port: PORT=${port + 1} npm start`
  if (code === 'EACCES') return `Only root can open port ${port}. Choose one above 1023: PORT=8000 npm start`
  return `HOST=${host} is not an address of this machine (${code}). Unset HOST, or use 127.0.0.1 or 0.0.0.0.`
}
