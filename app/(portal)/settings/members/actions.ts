'use server'

import { revalidatePath } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { renewLogin } from '@/lib/auth/login-cookie'
import { requireViewer } from '@/lib/auth/viewer'
import { publicAddress } from '@/lib/http/address'
import { formAction } from '@/lib/http/form-action'
import { readFields, valuesOf } from '@/lib/http/input'
import { paths } from '@/lib/paths'
import { endedInWords } from '@/lib/sessions/session-row'
import { changeRole, handOver } from '@/lib/teams/change-role'
import { INVITE, INVITE_ID, MEMBER, MEMBER_ROLE, REMOVAL } from '@/lib/teams/input'
import { invite, withdrawInvite } from '@/lib/teams/invite'
import { issuePasswordLink } from '@/lib/teams/issue-password-link'
import { leaveTeam, removeMember } from '@/lib/teams/remove-member'
import { withArticle } from '@/lib/teams/rules'

const inviteHere = formAction(async (form) => {
  const viewer = await requireViewer()
  const made = await invite(viewer, readFields(INVITE, valuesOf(form)))
  revalidatePath(paths.members)
  return { email: made.invite.email, link: publicAddress(await headers()) + paths.invite(made.token) }
})

const withdrawHere = formAction<string>(async (form) => {
  await withdrawInvite(await requireViewer(), readFields(INVITE_ID, valuesOf(form)).invite)
  revalidatePath(paths.members)
  return 'Invite withdrawn. Its link no longer works.'
})

const changeRoleHere = formAction<string>(async (form) => {
  const { person, role } = readFields(MEMBER_ROLE, valuesOf(form))
  const member = await changeRole(await requireViewer(), person, role)
  revalidatePath(paths.members)
  return `${member.name || member.email} is now ${withArticle(member.role)}.`
})

const handOverHere = formAction<string>(async (form) => {
  const heir = await handOver(await requireViewer(), readFields(MEMBER, valuesOf(form)).person)
  revalidatePath(paths.members)
  return `${heir.name || heir.email} is now an owner, and you are an admin.`
})

const passwordLinkHere = formAction(async (form) => {
  const { email, token } = await issuePasswordLink(await requireViewer(), readFields(MEMBER, valuesOf(form)).person)
  return { email, link: publicAddress(await headers()) + paths.password(token) }
})

const removeHere = formAction<string>(async (form) => {
  const { person, confirm } = readFields(REMOVAL, valuesOf(form))
  const { sessionsEnded } = await removeMember(await requireViewer(), person, confirm)
  revalidatePath(paths.members)
  return `Member removed. ${endedInWords(sessionsEnded)}`
})

const leaveHere = formAction<string>(async () => {
  await renewLogin(await leaveTeam(await requireViewer()))
  redirect(paths.account)
})

export async function inviteMember(...sent: Parameters<typeof inviteHere>) {
  return inviteHere(...sent)
}

export async function withdraw(...sent: Parameters<typeof withdrawHere>) {
  return withdrawHere(...sent)
}

export async function giveRole(...sent: Parameters<typeof changeRoleHere>) {
  return changeRoleHere(...sent)
}

export async function handTeamOver(...sent: Parameters<typeof handOverHere>) {
  return handOverHere(...sent)
}

export async function makePasswordLink(...sent: Parameters<typeof passwordLinkHere>) {
  return passwordLinkHere(...sent)
}

export async function remove(...sent: Parameters<typeof removeHere>) {
  return removeHere(...sent)
}

export async function leave(...sent: Parameters<typeof leaveHere>) {
  return leaveHere(...sent)
}
