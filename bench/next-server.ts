import { createServer, Server } from 'node:http'
import { preparePages } from '../lib/server/pages'
import { openDoor, orderOfParent } from './beside'

/** Next as our server mounts it, alone: its `/health` is a route handler that does nothing. */
export async function serveNext(): Promise<void> {
  await orderOfParent<object>()
  const pages = await preparePages(new Server())
  await openDoor(createServer((request, response) => void pages(request, response)))
}
