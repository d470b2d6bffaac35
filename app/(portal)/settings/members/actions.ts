'use server'

import { revalidatePath } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { formAction } from '@/app/_actions/form-action'
import { publicAddress } from '@/lib/http/address'
import { paths } from '@/lib/paths'
import { describeEndedCount } from '@/lib/sessions/session-row'
import { renewLogin } from '@/lib/sign-in/login-cookie'
import { requirePerson } from '@/lib/sign-in/viewer'
import { changeRole, type RoleOutcome, transferOwnership } from '@/lib/teams/change-role'
import { INVITE, INVITE_ID, MEMBER, MEMBER_ROLE, NO_FIELDS, REMOVAL } from '@/lib/teams/input'
import { createInvite, withdrawInvite } from '@/lib/teams/invite'
import { issuePasswordLink } from '@/lib/teams/issue-password-link'
import { leaveTeam, removeMember } from '@/lib/teams/remove-member'
import { isAbove, withArticle } from '@/lib/teams/rules'

/** Creates an invite, and returns its link: it can be shown only now. */
export const inviteMember = formAction('people:manage', INVITE, async (viewer, input, context) => {
  const { invite, token } = await createInvite(viewer, input, context)
  revalidatePath(paths.members)
  return { email: invite.email, link: publicAddress(await headers()) + paths.invite(token) }
})

/** Withdraws an invite. */
export const withdraw = formAction('people:manage', INVITE_ID, async (viewer, input, context) => {
  await withdrawInvite(viewer, input, context)
  revalidatePath(paths.members)
  return 'Invite withdrawn. Its link no longer works.'
})

/** Gives a member another role. It can be undone unless links ended with the role. */
export const setRole = formAction('people:manage', MEMBER_ROLE, async (viewer, input, context) => {
  const outcome = await changeRole(viewer, input, context)
  revalidatePath(paths.members)
  const { id, name, email, role } = outcome.member
  const ended = endedLinksInWords(outcome)
  const undo = ended === '' && outcome.before !== role ? { person_id: id, role: outcome.before, expected_role: role } : undefined
  return { words: `${name || email} is now ${withArticle(role)}.${ended}`, undo }
})

/** Makes another member an owner, and the viewer an admin. */
export const transfer = formAction('team:own', MEMBER, async (viewer, input, context) => {
  const { name, email } = await transferOwnership(viewer, input, context)
  revalidatePath(paths.members)
  return `${name || email} is now an owner, and you are an admin.`
})

/** Creates a link with which a member sets a new password, and returns it: it can be shown only now. */
export const createPasswordLink = formAction('people:manage', MEMBER, async (viewer, input, context) => {
  const { email, token } = await issuePasswordLink(viewer, input, context)
  return { email, link: publicAddress(await headers()) + paths.password(token) }
})

/** Removes a member from the team. */
export const remove = formAction('people:manage', REMOVAL, async (viewer, input, context) => {
  const { sessionsEnded } = await removeMember(viewer, input, context)
  revalidatePath(paths.members)
  return `Member removed. ${describeEndedCount(sessionsEnded)}`
})

/** Removes the viewer from the team. */
export const leave = formAction('member', NO_FIELDS, async (viewer, _input, context) => {
  const person = await requirePerson()
  await leaveTeam(viewer, context)
  await renewLogin(person)
  redirect(paths.account)
})

/** Says which links no longer work because of a change of a role; nothing if there are none. */
function endedLinksInWords({ member, before, invitesWithdrawn, linksExpired }: RoleOutcome): string {
  const invites = invitesWithdrawn === 1 ? '1 invite of theirs was withdrawn' : `${invitesWithdrawn} invites of theirs were withdrawn`
  const links = isAbove(member.role, before)
    ? 'their password reset link no longer works'
    : 'password reset links of members no longer work'
  const ended = [...(invitesWithdrawn > 0 ? [invites] : []), ...(linksExpired > 0 ? [links] : [])]
  return ended.length === 0 ? '' : ` ${capitalized(ended.join(', and '))}.`
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
