import { insertAudit } from '../../db/audit'
import { listMemberships } from '../../db/memberships'
import { findPerson } from '../../db/people'
import { auditRow } from '../audit'
import { requireCapability, type Viewer } from '../auth/viewer'
import { fail } from '../errors'
import { personTarget } from '../people/audit'
import { db } from '../process'
import { lockOwnMembershipFor, manageableMember } from './membership-lock'
import { OPERATOR, operatorNotes } from './operator'
import { makePasswordToken } from './password-link'
import { mayManage } from './rules'

export interface PasswordToken {
  email: string
  token: string
}

/** A one-time token with which a member chooses a new password. Whoever holds it becomes that person: in all of their teams. */
export async function issuePasswordLink(viewer: Viewer, personId: string): Promise<PasswordToken> {
  requireCapability(viewer, 'people:manage')
  return db()
    .transaction()
    .execute(async (tx) => {
      const own = await lockOwnMembershipFor(tx, viewer, 'people:manage')
      const member = await manageableMember(tx, viewer.teamId, own, personId)
      const mine = await listMemberships(tx, viewer.person.id)
      const theirs = await listMemberships(tx, member.id)
      const isManaged = theirs.every(({ team_id, role }) => mine.some((one) => one.team_id === team_id && mayManage(one.role, role)))
      if (!isManaged)
        fail(
          'insufficient_scope',
          'This person also belongs to a team that you do not manage. A server admin can create the link: npm run -s admin -- reset-password --email …',
        )
      await insertAudit(tx, auditRow(viewer, 'person.password_link_made', personTarget(member)))
      return { email: member.email, token: await makePasswordToken(tx, member.id) }
    })
}

/** The same for whoever has a shell on the server; undefined when nobody has this e-mail. */
export async function issuePasswordLinkAsOperator(email: string): Promise<PasswordToken | undefined> {
  const person = await findPerson(db(), email)
  if (person === undefined) return undefined
  const by = { actor: OPERATOR, notes: operatorNotes() }
  return db()
    .transaction()
    .execute(async (tx) => {
      for (const { team_id } of await listMemberships(tx, person.id))
        await insertAudit(tx, auditRow({ teamId: team_id, ...by }, 'person.password_link_made', personTarget(person)))
      return { email: person.email, token: await makePasswordToken(tx, person.id) }
    })
}
