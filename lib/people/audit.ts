import { insertAudit } from '../../db/audit'
import { listMemberships } from '../../db/memberships'
import type { Person, Tx } from '../../db/schema'
import type { Actor } from '../actor'
import { auditRow } from '../audit'
import type { Notes } from '../http/notes'

export type NamedPerson = Pick<Person, 'id' | 'email' | 'name'>

/** A person as the one who acts. */
export const personActor = ({ id, email, name }: NamedPerson) => ({ kind: 'person', id, name: name || email }) as const

export const personTarget = ({ id, email, name }: NamedPerson) => ({ kind: 'person', id, name: name || email })

/** Tells every team of a person what was done with the account: by the person, unless another actor is named. */
export async function auditAccount(
  tx: Tx,
  person: NamedPerson,
  action: string,
  notes: Notes,
  change: { before?: object; after?: object } = {},
  actor: Actor = personActor(person),
): Promise<void> {
  const rows = (await listMemberships(tx, person.id)).map(({ team_id: teamId }) =>
    auditRow({ teamId, actor, notes }, action, personTarget(person), change),
  )
  if (rows.length > 0) await insertAudit(tx, rows)
}
