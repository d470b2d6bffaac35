import { Notice } from '@/app/_ui/notice'
import type { EndedMatching } from '@/lib/sessions/end-matching'
import type { SelectedSession } from '@/lib/sessions/end-selected'

type EndManyOutcomeProps = { selected: SelectedSession[]; matching?: undefined } | { matching: EndedMatching; selected?: undefined }

/** The outcome of ending several sessions. */
export function EndManyOutcome({ selected, matching }: EndManyOutcomeProps) {
  return <Notice tone="good">{selected ? <SelectedOutcome selected={selected} /> : <MatchingOutcome {...matching} />}</Notice>
}

const counted = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'session' : 'sessions'}`

function SelectedOutcome({ selected }: { selected: SelectedSession[] }) {
  const count = (outcome: SelectedSession['outcome']) => selected.filter((each) => each.outcome === outcome).length
  const ended = selected.filter(({ outcome }) => outcome === 'ended').map(({ agentName }) => agentName)
  return (
    <>
      <p className="font-medium">
        {counted(ended.length)} ended{ended.length > 0 && `: ${ended.join(', ')}`}.
      </p>
      {count('had ended') > 0 && <p>{counted(count('had ended'))} had already ended.</p>}
      {count('missing') > 0 && <p>{counted(count('missing'))} not found.</p>}
    </>
  )
}

function MatchingOutcome({ ended, others, hasMore }: EndedMatching) {
  return (
    <>
      <p className="font-medium">
        {hasMore ? `Ended ${ended.toLocaleString('en')} so far. Run again for the rest.` : `${counted(ended)} ended.`}
      </p>
      {others > 0 && <p>{counted(others)} had already ended or no longer matched.</p>}
    </>
  )
}
