'use client'

import { ActionForm, OutcomeOnPage, SubmitButton } from '@/app/_ui/action-form'
import { ButtonLink } from '@/app/_ui/button-link'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { Table } from '@/app/_ui/page-parts'
import { RowLink } from '@/app/_ui/row-link'
import { TimeUsedBar } from '@/app/_ui/time-used-bar'
import { type FormController, useFormAction } from '@/app/_ui/use-form-action'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'
import { extend } from '../agents/[agentId]/actions'
import { StateBadge, TimeLeft } from '../sessions/state-badge'
import type { ShownRow } from './merge-rows'
import { useStillRows } from './use-still-rows'

interface ActiveNowProps {
  /** Those that expire first. */
  sessions: SessionRow[]
  /** The number of all active sessions. */
  total: number
  mayExtend: boolean
}

interface Extension {
  hoursAdded: number
}

const inWords = ({ hoursAdded }: Extension) => `Extended by ${hoursAdded} h.`

/** The active sessions that expire first, each with the time that it has left. */
export function ActiveNow({ sessions, total, mayExtend }: ActiveNowProps) {
  const extension = useFormAction(extend, { inWords })
  const rows = useStillRows(sessions)
  const { done, problem } = extension.state
  return (
    <section aria-labelledby="active">
      <div className="mb-3 flex flex-wrap items-center gap-x-2 gap-y-1">
        <h2 id="active" className="font-semibold">
          Active now
        </h2>
        <span className="mr-auto text-soft">{total > 0 && describeCount(sessions.length, total)}</span>
        {total > 0 && (
          <ButtonLink href={`${paths.sessions}?status=active`} size="small" kind="quiet">
            {total > sessions.length ? `View all ${total.toLocaleString('en')}` : 'View in sessions'}
          </ButtonLink>
        )}
      </div>
      <Notice tone="bad">{problem}</Notice>
      {done && <OutcomeOnPage>{inWords(done)}</OutcomeOnPage>}
      {rows.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line px-4 py-6 text-center text-soft">
          No active agents. Activate one to see it here.
        </p>
      ) : (
        <Table label="Active sessions" head={<Head mayExtend={mayExtend} />}>
          {rows.map((session) => (
            <ActiveRow
              key={session.id}
              session={session}
              isPartOfList={total > sessions.length}
              extension={mayExtend ? extension : undefined}
            />
          ))}
        </Table>
      )}
    </section>
  )
}

/** `56 active`, and with more than are shown `56 active, the 10 that expire first`. */
const describeCount = (shown: number, total: number) =>
  `${total.toLocaleString('en')} active${total > shown ? `, the ${shown} that expire first` : ''}`

interface ActiveRowProps {
  session: ShownRow<SessionRow>
  /** The list has only those that expire first: a row that is gone from it may just have been extended. */
  isPartOfList: boolean
  extension: FormController<Extension> | undefined
}

function ActiveRow({ session, isPartOfList, extension }: ActiveRowProps) {
  const mayBeExtended = session.isGone && isPartOfList
  return (
    <tr className={session.isGone && !isPartOfList ? 'opacity-50' : undefined}>
      <td className="title grow @max-[42rem]:row-start-1 @max-[42rem]:pr-20">
        <Link
          href={paths.agent(session.agentName)}
          title={session.agentName}
          className="block truncate font-medium underline-offset-4 hover:underline"
        >
          {session.agentName}
        </Link>
      </td>
      <td data-label="State">
        <StateBadge session={session} hasTimeLeft={false} />
      </td>
      <td data-label="Time left">
        <RowLink
          id={session.id}
          href={paths.session(session.id)}
          peekHref={undefined}
          className="inline-flex min-h-6 items-center text-accent underline-offset-4 hover:underline"
        >
          {mayBeExtended ? 'Not among the first any more' : <TimeLeft session={session} />}
        </RowLink>
        {!mayBeExtended && (
          <TimeUsedBar
            startedAt={session.startedAt}
            expiresAt={session.expiresAt}
            serverNow={session.now}
            isExpiring={session.isExpiringSoon}
            className="w-36 max-w-full"
          />
        )}
      </td>
      <td data-label="Stored" className="number">
        {session.stored}
      </td>
      <td data-label="Opened by">
        <span dir="auto" className="name">
          {session.openedBy.name}
        </span>
      </td>
      {extension && <td className={EXTEND_CELL}>{!session.isGone && <ExtendForm session={session} extension={extension} />}</td>}
    </tr>
  )
}

/** In a card the button is next to the title. */
const EXTEND_CELL = 'w-px @max-[42rem]:col-span-full @max-[42rem]:row-start-1 @max-[42rem]:w-auto @max-[42rem]:justify-self-end'

function ExtendForm({ session, extension }: { session: Pick<SessionRow, 'id' | 'agentName'>; extension: FormController<Extension> }) {
  return (
    <ActionForm form={extension}>
      <input type="hidden" name="agent_id" value={session.agentName} />
      <input type="hidden" name="session_id" value={session.id} />
      <SubmitButton
        size="small"
        name="extend_hours"
        value="6"
        pending="Extending…"
        title="Extend by 6 h"
        aria-label={`Extend ${session.agentName} by 6 h`}
      >
        Extend
      </SubmitButton>
    </ActionForm>
  )
}

function Head({ mayExtend }: { mayExtend: boolean }) {
  return (
    <tr>
      <th scope="col">Agent</th>
      <th scope="col">State</th>
      <th scope="col">Time left</th>
      <th scope="col" className="number">
        Stored
      </th>
      <th scope="col">Opened by</th>
      {mayExtend && (
        <th scope="col">
          <span className="sr-only">Extend</span>
        </th>
      )}
    </tr>
  )
}
