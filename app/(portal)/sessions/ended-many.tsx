import type { EndedMatching } from '@/lib/sessions/end-matching'
import type { Selected } from '@/lib/sessions/end-selected'

type EndedManyProps = { selected: Selected[]; matching?: undefined } | { matching: EndedMatching; selected?: undefined }

/** What came of ending several sessions. */
export function EndedMany({ selected, matching }: EndedManyProps) {
  return <div className="rounded-md bg-good-wash p-3">{selected ? <OfSelected selected={selected} /> : <OfMatching {...matching} />}</div>
}

const counted = (count: number) => `${count} ${count === 1 ? 'session' : 'sessions'}`

function OfSelected({ selected }: { selected: Selected[] }) {
  const count = (outcome: Selected['outcome']) => selected.filter((each) => each.outcome === outcome).length
  const ended = selected.filter(({ outcome }) => outcome === 'ended').map(({ agentName }) => agentName)
  return (
    <>
      <p className="font-medium">
        {counted(ended.length)} ended{ended.length > 0 && `: ${ended.join(', ')}`}.
      </p>
      {count('had ended') > 0 && <p>{counted(count('had ended'))} had ended before.</p>}
      {count('missing') > 0 && <p>{counted(count('missing'))} could not be found.</p>}
    </>
  )
}

function OfMatching({ ended, others, hasMore }: EndedMatching) {
  return (
    <>
      <p className="font-medium">
        Ended {ended.toLocaleString('en')}
        {others > 0 && `; ${others.toLocaleString('en')} had ended already or no longer matched`}.
      </p>
      {hasMore && <p>More match than are ended at once. End all that match again to go on.</p>}
    </>
  )
}
