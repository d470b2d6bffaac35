// A process of its own that answers calls on memories, which it gets as messages: so that a test can store in one process and recall in another.
import { PATCH as changeMemory, DELETE as deleteMemory } from '../../app/api/v2/agents/[agentId]/memories/[memoryId]/route'
import { POST as recall } from '../../app/api/v2/agents/[agentId]/recall/route'
import { POST as remember } from '../../app/api/v2/agents/[agentId]/remember/route'

export interface MemoryCall {
  nth: number
  kind: 'remember' | 'recall' | 'change' | 'delete'
  agentId: string
  token: string
  /** Of `change` and `delete`. */
  memoryId?: string
  body?: object
}

export interface MemoryReply {
  nth: number
  status: number
  body: unknown
}

const METHODS = { remember: 'POST', recall: 'POST', change: 'PATCH', delete: 'DELETE' } as const

async function answer({ kind, agentId, token, memoryId = '', body }: MemoryCall): Promise<Response> {
  const headers = { 'x-session-token': token }
  const url = `http://memanto/api/v2/agents/${agentId}/${kind}`
  const request = new Request(url, { method: METHODS[kind], headers, ...(body && { body: JSON.stringify(body) }) })
  const ofMemory = { params: Promise.resolve({ agentId, memoryId }) }
  if (kind === 'remember') return remember(request, ofMemory)
  if (kind === 'recall') return recall(request, ofMemory)
  return kind === 'change' ? changeMemory(request, ofMemory) : deleteMemory(request, ofMemory)
}

process.on('message', async (call: MemoryCall) => {
  const response = await answer(call)
  const reply: MemoryReply = { nth: call.nth, status: response.status, body: await response.json() }
  process.send?.(reply)
})
process.on('disconnect', () => process.exit())
process.send?.({ nth: 0, status: 0, body: 'ready' } satisfies MemoryReply)
