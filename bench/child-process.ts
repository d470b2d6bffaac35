import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** In a process that the bench started: what it was started for. */
export async function readTask<T>(): Promise<T> {
  process.once('disconnect', () => process.exit())
  const [order] = (await once(process, 'message')) as [T]
  return order
}

/** In the same process: listens on a free port, and reports it to the parent. */
export async function listenAndReport(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  reportAddress(server)
}

/** Reports to the parent process on which address a server listens. */
export function reportAddress(server: Server): void {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}
