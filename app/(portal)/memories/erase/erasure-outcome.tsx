import { Snippet } from '@/app/_ui/copy'
import { Notice } from '@/app/_ui/notice'
import type { presentErasure } from '@/lib/memories/present-erasure'

/** What an erasure found or removed, and by which criteria. */
export interface Erased {
  erasure: Omit<ReturnType<typeof presentErasure>, 'memory_ids'>
  criteria: Record<'text' | 'tag' | 'source' | 'agent_id', string>
}

const counted = (count: number, one: string, many: string) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** What an erasure found or removed; with the receipt of what was removed. */
export function ErasureOutcome({ outcome: { erasure } }: { outcome: Erased }) {
  if (!erasure.dry_run) return <Receipt erasure={erasure} />
  if (erasure.matched === 0) return <p>No memory matches.</p>
  return (
    <div className="grid gap-2">
      <p className="font-medium">
        {counted(erasure.matched, 'memory matches', 'memories match')}, with {counted(erasure.versions, 'version', 'versions')}. Nothing is
        erased yet.
      </p>
      <ul className="grid gap-1">
        {erasure.agents.map(({ agent_id, memories, legal_hold }) => (
          <li key={agent_id}>
            {agent_id}: {memories.toLocaleString('en')}
            {legal_hold && <span className="text-bad"> on legal hold, cannot be erased</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Receipt({ erasure: { erased, remaining, receipt } }: Pick<Erased, 'erasure'>) {
  return (
    <Notice tone="good">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <p className="font-medium">{counted(erased, 'memory', 'memories')} erased.</p>
        {remaining > 0 && <p>{counted(remaining, 'memory still matches', 'memories still match')}: find and erase again.</p>}
        {receipt && (
          <>
            <p>The receipt is signed by this server and contains no text. Keep it as evidence:</p>
            <div className="max-h-40 overflow-y-auto">
              <Snippet text={receipt} label="Copy receipt" />
            </div>
          </>
        )}
      </div>
    </Notice>
  )
}
