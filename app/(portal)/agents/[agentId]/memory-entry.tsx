import Link from 'next/link'
import { ActionForm, SubmitButton } from '@/app/_ui/action-form'
import { Badge } from '@/app/_ui/badge'
import { Moment } from '@/app/_ui/time'
import type { FormController } from '@/app/_ui/use-form-action'
import { paths } from '@/lib/paths'
import { MemoryForm, type PresentedMemory } from './memory-form'

interface MemoryEntryProps {
  memory: PresentedMemory
  mayWrite: boolean
  deletion: FormController<unknown>
}

/** A memory, with forms to change and delete it. */
export function MemoryEntry({ memory, mayWrite, deletion }: MemoryEntryProps) {
  return (
    <li className="grid gap-2 py-3">
      {memory.title && (
        <p dir="auto" className="font-medium wrap-anywhere">
          {memory.title}
        </p>
      )}
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
        {memory.content}
      </p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-soft">
        <Badge tone="accent">{memory.type}</Badge>
        {memory.tags.map((tag) => (
          <span key={tag} dir="auto" className="max-w-full truncate">
            #{tag}
          </span>
        ))}
        <span>confidence {memory.confidence}</span>
        <Moment at={memory.created_at} />
        <Link href={paths.session(memory.session_id)} className="underline underline-offset-4">
          Session
        </Link>
      </p>
      {mayWrite && (
        <div className="flex flex-wrap gap-x-4 gap-y-2">
          <MemoryForm memory={memory} />
          <details className="open:w-full">
            <summary className="cursor-pointer text-xs text-soft">Delete</summary>
            <ActionForm form={deletion} className="flex flex-wrap items-center gap-3 pt-2">
              <input type="hidden" name="agent_id" value={memory.agent_id} />
              <input type="hidden" name="memory_id" value={memory.id} />
              <span>Delete this memory? This can&apos;t be undone.</span>
              <SubmitButton size="small" kind="danger">
                Delete memory
              </SubmitButton>
            </ActionForm>
          </details>
        </div>
      )}
    </li>
  )
}
