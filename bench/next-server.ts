import { once } from 'node:events'
import { createServer } from 'node:http'
import { preparePages } from '../lib/server/pages'
import { readTask, reportAddress } from './child-process'

/** Next as our server mounts it, alone: its `/health` is a route handler that does nothing. */
export async function serveNext(): Promise<void> {
  await readTask<object>()
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const pages = await preparePages(server)
  server.on('request', (request, response) => void pages(request, response))
  reportAddress(server)
}
