import { insertAudit } from '../../db/audit'
import { listMemberships } from '../../db/memberships'
import type { Person, Tx } from '../../db/schema'
import { auditRow } from '../audit'
import type { Notes } from '../http/notes'

type Named = Pick<Person, 'id' | 'email' | 'name'>

/** A person as the one who acts. */
export const personActor = ({ id, email, name }: Named) => ({ kind: 'person', id, name: name || email }) as const

export const personTarget = ({ id, email, name }: Named) => ({ kind: 'person', id, name: name || email })

/** Tells every team of a person what the person did with the account. */
export async function auditAccount(
  tx: Tx,
  person: Named,
  action: string,
  notes: Notes,
  change: { before?: object; after?: object } = {},
): Promise<void> {
  for (const { team_id } of await listMemberships(tx, person.id))
    await insertAudit(tx, auditRow({ teamId: team_id, actor: personActor(person), notes }, action, personTarget(person), change))
}
