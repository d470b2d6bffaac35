import { listMemberships } from '../../db/memberships'
import { findPerson, lockPeople } from '../../db/people'
import { lockOwnMembershipFor } from '../auth/own-membership'
import type { CapableViewer } from '../auth/viewer'
import type { RequestContext } from '../context'
import { fail } from '../errors'
import { recordEvent } from '../events'
import { personTarget, recordAccountEvent } from '../people/account-events'
import { db } from '../process'
import { findManageableMember } from './membership-lock'
import { OPERATOR, operatorContext } from './operator'
import { createPasswordToken } from './password-link'
import { mayManage } from './rules'

interface PasswordToken {
  email: string
  token: string
}

/**
 * Creates a one-time token with which a member sets a new password. Its holder gets access to all teams of that person, so the viewer
 * must be able to manage them in each of their teams.
 * @throws not_found, insufficient_scope
 */
export async function issuePasswordLink(
  viewer: CapableViewer<'people:manage'>,
  { personId }: { personId: string },
  context: RequestContext,
): Promise<PasswordToken> {
  return db()
    .transaction()
    .execute(async (tx) => {
      const own = await lockOwnMembershipFor(tx, viewer, 'people:manage')
      const member = await findManageableMember(tx, viewer.teamId, own, personId)
      await lockPeople(tx, [member.id]) // so that they join no other team and get no higher role after the checks below
      const viewerMemberships = await listMemberships(tx, viewer.person.id)
      const memberMemberships = await listMemberships(tx, member.id)
      const isManaged = memberMemberships.every(({ team_id, role }) =>
        viewerMemberships.some((one) => one.team_id === team_id && mayManage(one.role, role)),
      )
      if (!isManaged)
        fail(
          'insufficient_scope',
          'This person also belongs to a team that you do not manage. A server admin can create the link: npm run -s admin -- reset-password --email …',
        )
      await recordEvent(tx, viewer, context, { kind: 'person.password_link_made', target: personTarget(member) })
      return { email: member.email, token: await createPasswordToken(tx, member.id) }
    })
}

/** Creates a one-time token for the person with an e-mail, on the command of a server admin; undefined when nobody has this e-mail. */
export async function issuePasswordLinkAsOperator(email: string): Promise<PasswordToken | undefined> {
  const person = await findPerson(db(), email)
  if (person === undefined) return undefined
  return db()
    .transaction()
    .execute(async (tx) => {
      await recordAccountEvent(tx, person, operatorContext(), { kind: 'person.password_link_made' }, OPERATOR)
      return { email: person.email, token: await createPasswordToken(tx, person.id) }
    })
}
