'use client'

import { SubmitButton } from '@/app/_ui/action-form'
import { SimpleForm } from '@/app/_ui/simple-form'
import { restore } from './actions'
import type { DetailOfMemory } from './read-detail'

/** Gives a memory back the text and fields of an earlier version, unless it was changed since this was shown. */
export function RestoreVersion({ memory, version }: { memory: DetailOfMemory['memory']; version: number }) {
  return (
    <SimpleForm action={restore} className="grid justify-items-start gap-2">
      <input type="hidden" name="agent_id" value={memory.agent_id} />
      <input type="hidden" name="memory_id" value={memory.id} />
      <input type="hidden" name="to_version" value={version} />
      <input type="hidden" name="version" value={memory.version} />
      <SubmitButton size="small">Restore version {version}</SubmitButton>
    </SimpleForm>
  )
}
