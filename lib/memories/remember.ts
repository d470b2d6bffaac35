import { insertMemories, type LiveSession, type NewMemory } from '../../db/memories'
import type { Db, Tx } from '../../db/schema'
import type { GateParameters } from '../../db/session-gate'
import { passGate } from '../auth/gate'
import { admit, type SessionCall } from '../auth/session-caller'
import { gateParameters } from '../auth/session-parameters'
import { fail } from '../errors'
import type { Held } from '../http/input'
import { newId } from '../ids'
import { memoriesStored } from '../metrics'
import { db } from '../process'
import { writing } from '../writing'
import type { BatchItem } from './hold'

export type MemoryInput = Omit<NewMemory, 'id' | 'title'> & { title?: string | undefined }

/** Stores one memory in the caller's session. A held refusal is told once the caller proved to be someone. */
export async function remember(call: SessionCall, agentName: string, input: Held<MemoryInput>) {
  const list = input.refusal ? input : { value: [input.value] }
  const { memories, session } = await rememberAll(call, agentName, list)
  const [memory = fail('internal_error', 'Nothing was stored.')] = memories
  return { memory, session }
}

/** The good memories of a batch are stored together; each bad one only fails itself. */
export async function rememberBatch(call: SessionCall, agentName: string, batch: Held<BatchItem[]>) {
  const good = batch.refusal ? batch : { value: batch.value.flatMap((item) => ('memory' in item ? [item.memory] : [])) }
  const { memories, session } = await rememberAll(call, agentName, good)
  return { items: batch.value ?? [], memories, session }
}

interface Remembered {
  memories: NewMemory[]
  session: LiveSession
}

async function rememberAll(call: SessionCall, agentName: string, input: Held<MemoryInput[]>): Promise<Remembered> {
  const remembered = await storeAll(call, agentName, input)
  if (!call.notes.replayed) memoriesStored().inc(remembered.memories.length)
  return remembered
}

async function storeAll(call: SessionCall, agentName: string, input: Held<MemoryInput[]>): Promise<Remembered> {
  if (input.refusal || input.value.length === 0) {
    const caller = await admit(call, agentName, 'memories:write')
    if (input.refusal) throw input.refusal
    return { memories: [], session: caller.facts }
  }
  if (call.request.headers.has('idempotency-key')) return rememberOnce(call, agentName, input.value)
  return passGate(call, agentName, 'memories:write', (gate) => store(db(), gate, call, input.value))
}

/** With an Idempotency-Key the caller is asked for first: a stranger must not be told a recorded answer. */
async function rememberOnce(call: SessionCall, agentName: string, input: MemoryInput[]): Promise<Remembered> {
  const caller = await admit(call, agentName, 'memories:write')
  const gate = gateParameters(call, agentName, 'memories:write')
  return writing(caller, 'remember', { agentName, input }, async (tx) => {
    const remembered = await store(tx, gate, call, input)
    return remembered ?? fail('session_ended', 'The session has just ended. Activate the agent again.')
  })
}

async function store(on: Db | Tx, gate: GateParameters, call: SessionCall, input: MemoryInput[]): Promise<Remembered | undefined> {
  const memories = input.map(({ title, ...others }) => ({ ...others, id: newId('mem'), title: title ?? null }))
  const session = await insertMemories(on, gate, memories, call.notes.address)
  return session && { memories, session }
}
