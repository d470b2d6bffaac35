import { listMemberships } from '../../db/memberships'
import type { Person, Tx } from '../../db/schema'
import type { Actor } from '../actor'
import type { RequestContext } from '../context'
import { type AuditAction, recordEvent } from '../events'

export type NamedPerson = Pick<Person, 'id' | 'email' | 'name'>

/** A person as the author of an event. */
export const personActor = ({ id, email, name }: NamedPerson) => ({ kind: 'person', id, name: name || email }) as const

/** A person as the target of an event. */
export const personTarget = ({ id, email, name }: NamedPerson) => ({ kind: 'person', id, name: name || email })

interface AccountEvent {
  kind: Extract<AuditAction, `person.${string}`>
  before?: object
  after?: object
}

/** Records what happened to a person's account in the audit log of each of their teams. The person is the author unless another is named. */
export async function recordAccountEvent(
  tx: Tx,
  person: NamedPerson,
  context: Pick<RequestContext, 'requestId' | 'clientAddress'>,
  event: AccountEvent,
  actor: Actor = personActor(person),
): Promise<void> {
  for (const { team_id: teamId } of await listMemberships(tx, person.id))
    await recordEvent(tx, { teamId, actor }, context, { ...event, target: personTarget(person) })
}
