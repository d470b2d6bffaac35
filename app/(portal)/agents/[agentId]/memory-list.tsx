'use client'

import { Notice } from '@/app/_ui/notice'
import { useFormAction } from '@/app/_ui/use-form-action'
import { deleteMemory } from './actions'
import { MemoryEntry } from './memory-entry'
import type { PresentedMemory } from './memory-form'

/** The memories of an agent. It keeps the outcome of a deletion, because the deleted entry is gone by then. */
export function MemoryList({ memories, mayWrite }: { memories: PresentedMemory[]; mayWrite: boolean }) {
  const deletion = useFormAction(deleteMemory)
  return (
    <>
      <Notice tone="bad">{deletion.state.problem}</Notice>
      <p role="status" className="text-good empty:hidden">
        {deletion.state.done && 'Memory deleted.'}
      </p>
      <ul className="divide-y divide-line">
        {memories.map((memory) => (
          <MemoryEntry key={memory.id} memory={memory} mayWrite={mayWrite} deletion={deletion} />
        ))}
      </ul>
    </>
  )
}
