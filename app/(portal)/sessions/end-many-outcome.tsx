import { counted } from '@/app/_ui/counted'
import { Notice } from '@/app/_ui/notice'
import type { EndedMatching } from '@/lib/sessions/end-matching'
import type { SelectedSession } from '@/lib/sessions/end-selected'

type EndManyOutcomeProps = { selected: SelectedSession[]; matching?: undefined } | { matching: EndedMatching; selected?: undefined }

/** The outcome of ending several sessions. */
export function EndManyOutcome({ selected, matching }: EndManyOutcomeProps) {
  return <Notice tone="good">{selected ? <SelectedOutcome selected={selected} /> : <MatchingOutcome {...matching} />}</Notice>
}

function SelectedOutcome({ selected }: { selected: SelectedSession[] }) {
  const count = (outcome: SelectedSession['outcome']) => selected.filter((each) => each.outcome === outcome).length
  const ended = selected.filter(({ outcome }) => outcome === 'ended').map(({ agentName }) => agentName)
  return (
    <>
      <p className="font-medium">
        {counted(ended.length, 'session', 'sessions')} ended{ended.length > 0 && `: ${ended.join(', ')}`}.
      </p>
      {count('had ended') > 0 && <p>{counted(count('had ended'), 'session', 'sessions')} had already ended.</p>}
      {count('missing') > 0 && <p>{counted(count('missing'), 'session', 'sessions')} not found.</p>}
    </>
  )
}

function MatchingOutcome({ ended, others, hasMore }: EndedMatching) {
  return (
    <>
      <p className="font-medium">
        {hasMore
          ? `Ended ${ended.toLocaleString('en')} so far. Run again for the rest.`
          : `${counted(ended, 'session', 'sessions')} ended.`}
      </p>
      {others > 0 && <p>{counted(others, 'session', 'sessions')} had already ended or no longer matched.</p>}
    </>
  )
}
