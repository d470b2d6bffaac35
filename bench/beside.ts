import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Running, stopping } from './running'

/** Starts a server of ours to compare with, in a process of its own that ends with us. */
export async function startBeside(part: string, order: object): Promise<Running> {
  const [, program = ''] = process.argv
  const child = fork(program, ['bench', part], { serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'] })
  const stop = stopping(child)
  child.send(order)
  const answer = once(child, 'message') as Promise<[string]>
  const [origin] = await Promise.race([answer, once(child, 'exit').then(() => Promise.reject(new Error(`${part} did not start.`)))])
  return { origin, pid: child.pid ?? 0, stop }
}

/** In that process: what it was started for. */
export async function orderOfParent<T>(): Promise<T> {
  process.once('disconnect', () => process.exit())
  const [order] = (await once(process, 'message')) as [T]
  return order
}

/** In that process: opens the door, and tells where. */
export async function openDoor(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}
