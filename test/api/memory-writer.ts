// A process that stores memories as fast as it can, and prints the id of each that was answered with 200. A test kills it.
import { writeSync } from 'node:fs'
import { POST as batchRemember } from '../../app/api/v2/agents/[agentId]/batch-remember/route'
import { POST as remember } from '../../app/api/v2/agents/[agentId]/remember/route'

const [, , agentId = '', token = ''] = process.argv

type Handler = (request: Request, context: { params: Promise<{ agentId: string }> }) => Promise<Response>

async function post(handle: Handler, body: object): Promise<Record<string, unknown>> {
  const headers = { 'x-session-token': token }
  const request = new Request(`http://memanto/api/v2/agents/${agentId}/remember`, { method: 'POST', headers, body: JSON.stringify(body) })
  const response = await handle(request, { params: Promise.resolve({ agentId }) })
  if (response.status !== 200) throw new Error(await response.text())
  return (await response.json()) as Record<string, unknown>
}

async function writer(): Promise<never> {
  for (;;) {
    const { memory_id } = await post(remember, { content: 'one' })
    writeSync(1, `${memory_id}\n`)
    const { results } = await post(batchRemember, { memories: [{ content: 'two' }, { content: 'three' }] })
    for (const { id } of results as { id: string }[]) writeSync(1, `${id}\n`)
  }
}

await Promise.all(Array.from({ length: 8 }, writer))
