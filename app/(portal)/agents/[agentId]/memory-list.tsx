'use client'

import { useActionState } from 'react'
import { FormProblem } from '@/app/_ui/field'
import type { presentMemory } from '@/lib/memories/present'
import { forget } from './actions'
import { MemoryEntry } from './memory-entry'

export type PresentedMemory = ReturnType<typeof presentMemory>

/** Holds what forgetting gave back: the forgotten entry is gone by then. */
export function MemoryList({ memories, mayWrite }: { memories: PresentedMemory[]; mayWrite: boolean }) {
  const [state, submit, isSending] = useActionState(forget, {})
  return (
    <>
      <FormProblem>{state.problem}</FormProblem>
      <p role="status" className="text-good empty:hidden">
        {state.done && 'Memory deleted.'}
      </p>
      <ul className="divide-y divide-line">
        {memories.map((memory) => (
          <MemoryEntry key={memory.id} memory={memory} mayWrite={mayWrite} forget={submit} isForgetting={isSending} />
        ))}
      </ul>
    </>
  )
}
