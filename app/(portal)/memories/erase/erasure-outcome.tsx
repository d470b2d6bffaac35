import { Fragment } from 'react'
import { Snippet } from '@/app/_ui/copy'
import { counted } from '@/app/_ui/counted'
import { Notice } from '@/app/_ui/notice'
import { UserText } from '@/app/_ui/user-text'
import type { presentErasure } from '@/lib/memories/present-erasure'

/** What an erasure found or removed, and by which criteria. */
export interface Erased {
  erasure: Omit<ReturnType<typeof presentErasure>, 'memory_ids'>
  criteria: Record<'text' | 'tag' | 'source' | 'agent_id', string>
}

/** What an erasure found or removed; with the receipt of what was removed. */
export function ErasureOutcome({ outcome: { erasure, criteria } }: { outcome: Erased }) {
  if (!erasure.dry_run) return <Receipt erasure={erasure} />
  if (erasure.matched === 0)
    return (
      <>
        <p>No memory matches.</p>
        <Criteria criteria={criteria} />
      </>
    )
  return (
    <div className="grid gap-2">
      <Criteria criteria={criteria} />
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
      {isHeld(erasure) && (
        <p>Nothing can be erased while one of these agents is on legal hold. Name another agent, or end the hold first.</p>
      )}
    </div>
  )
}

/** True when an agent of the result is on legal hold: the server then erases nothing. */
export const isHeld = ({ agents }: Erased['erasure']) => agents.some(({ legal_hold }) => legal_hold)

const NAMES = { text: 'containing', tag: 'with the tag', source: 'from the source', agent_id: 'of the agent' } as const

/** What was searched for: the fields may have other texts by now. */
function Criteria({ criteria }: Pick<Erased, 'criteria'>) {
  const given = (Object.keys(NAMES) as (keyof typeof NAMES)[]).filter((name) => criteria[name] !== '')
  return (
    <p className="wrap-anywhere text-soft">
      Searched for memories{' '}
      {given.map((name, nth) => (
        <Fragment key={name}>
          {nth > 0 && ', '}
          {NAMES[name]} “<UserText>{criteria[name]}</UserText>”
        </Fragment>
      ))}
      .
    </p>
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
