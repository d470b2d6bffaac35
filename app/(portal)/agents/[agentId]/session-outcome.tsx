import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { FormState } from '@/app/_actions/form-action'
import { OutcomeOnPage } from '@/app/_ui/action-form'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { paths } from '@/lib/paths'
import { summaryLine } from '@/lib/sessions/session-row'
import type { activate, deactivate, extend } from './actions'

const TokenReveal = dynamic(() => import('./token-reveal').then((module) => module.TokenReveal))

/** An extension as a sentence. */
export const inWords = ({ hoursAdded }: { hoursAdded: number }) => `Extended by ${hoursAdded} h.`

interface SessionOutcomeProps {
  agentName: string
  /** The session that has not ended. */
  openId: string | undefined
  activation: Awaited<ReturnType<typeof activate>>
  extension: Awaited<ReturnType<typeof extend>>
  ending: Awaited<ReturnType<typeof deactivate>>
}

/** What the latest of the forms about a session did, as far as the page still shows that session. */
export function SessionOutcome({ agentName, openId, activation, extension, ending }: SessionOutcomeProps) {
  const latest = useLatest([activation, extension, ending])
  return (
    <div className="mb-4 hidden grid-cols-[minmax(0,1fr)] gap-4 has-[>:not(:empty)]:grid">
      <Notice tone="bad">{latest?.problem}</Notice>
      {extension.done?.sessionId === openId && extension.done && <OutcomeOnPage>{inWords(extension.done)}</OutcomeOnPage>}
      <div role="status" className="empty:hidden">
        {ending.done && latest === ending && openId === undefined && <Summary ended={ending.done} />}
      </div>
      {activation.done?.sessionId === openId && activation.done && <TokenReveal agentName={agentName} {...activation.done} />}
    </div>
  )
}

/** The outcome of several forms that is the latest: an earlier one is no longer about what the page shows. */
function useLatest(outcomes: FormState[]): FormState | undefined {
  const [seen, setSeen] = useState(outcomes)
  const [latest, setLatest] = useState(() => outcomes.find(({ done, problem }) => done !== undefined || problem !== undefined))
  const changed = outcomes.find((outcome, index) => outcome !== seen[index])
  if (changed) {
    setSeen(outcomes)
    setLatest(changed)
  }
  return changed ?? latest
}

function Summary({ ended }: { ended: { sessionId: string; duration: string; stored: number; retrieved: number } }) {
  return (
    <Notice tone="good">
      <p className="font-medium">Session deactivated.</p>
      <p>{summaryLine(ended)}</p>
      <Link href={paths.session(ended.sessionId)} className="text-accent underline underline-offset-4">
        View summary
      </Link>
    </Notice>
  )
}
