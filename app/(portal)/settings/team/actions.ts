'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { formAction } from '@/app/_actions/form-action'
import { paths } from '@/lib/paths'
import { deleteTeam as deleteWholeTeam } from '@/lib/teams/delete-team'
import { TEAM_DELETION } from '@/lib/teams/input'
import { changePolicy } from '@/lib/teams/policy'
import { POLICY_FORM } from '@/lib/teams/policy-input'

/** Changes the team's name and settings. */
export const savePolicy = formAction('policy:manage', POLICY_FORM, async (viewer, input, context) => {
  await changePolicy(viewer, input, context)
  revalidatePath('/', 'layout')
  return 'Settings saved.'
})

/** Deletes the team. */
export const deleteTeam = formAction('team:own', TEAM_DELETION, async (viewer, input, context) => {
  await deleteWholeTeam(viewer, input, context)
  revalidatePath('/', 'layout')
  redirect(paths.account)
})
