'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { formAction } from '@/app/_actions/form-action'
import { MEMORY_TYPES } from '@/lib/memories/rules'
import { paths } from '@/lib/paths'
import { deleteTeam as deleteWholeTeam } from '@/lib/teams/delete-team'
import { TEAM_DELETION } from '@/lib/teams/input'
import { changeMemoryPolicy } from '@/lib/teams/memory-policy'
import { MEMORY_POLICY_FORM } from '@/lib/teams/memory-policy-contract'
import { changePolicy } from '@/lib/teams/policy'
import { POLICY_FORM } from '@/lib/teams/policy-input'

/** Changes the team's name and settings. */
export const savePolicy = formAction('policy:manage', POLICY_FORM, async (viewer, input, context) => {
  await changePolicy(viewer, input, context)
  revalidatePath('/', 'layout')
  return 'Settings saved.'
})

/** Changes the team's rules for memories, or only finds out which memories would expire by them. */
export const saveMemoryPolicy = formAction('memories:admin', MEMORY_POLICY_FORM, async (viewer, input, context) => {
  const { redaction, deletionGraceDays, dryRun, seen, expected, ...days } = input
  const retention = Object.fromEntries(MEMORY_TYPES.map((type) => [type, days[type] ?? null]))
  const policy = await changeMemoryPolicy(viewer, { redaction, deletionGraceDays, retention, dryRun, seen, expected }, context)
  if (policy.wouldExpire === undefined) revalidatePath('/', 'layout')
  return { ...policy, seen }
})

/** Deletes the team. */
export const deleteTeam = formAction('team:own', TEAM_DELETION, async (viewer, input, context) => {
  await deleteWholeTeam(viewer, input, context)
  revalidatePath('/', 'layout')
  redirect(paths.account)
})
