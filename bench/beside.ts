import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** In a process that the bench started: what it was started for. */
export async function orderOfParent<T>(): Promise<T> {
  process.once('disconnect', () => process.exit())
  const [order] = (await once(process, 'message')) as [T]
  return order
}

/** In the same process: opens the door, and tells where. */
export async function openDoor(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  tellAddress(server)
}

export function tellAddress(server: Server): void {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}
