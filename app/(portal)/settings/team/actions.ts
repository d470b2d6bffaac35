'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { requireViewer } from '@/lib/auth/viewer'
import { formAction } from '@/lib/http/form-action'
import { readFields, valuesOf } from '@/lib/http/input'
import { paths } from '@/lib/paths'
import { deleteTeam } from '@/lib/teams/delete-team'
import { TEAM_DELETION } from '@/lib/teams/input'
import { changePolicy } from '@/lib/teams/policy'
import { POLICY } from '@/lib/teams/policy-input'

const saveHere = formAction(async (form) => {
  await changePolicy(await requireViewer(), readFields(POLICY, valuesOf(form)))
  revalidatePath('/', 'layout')
  return 'Settings saved.'
})

const deleteHere = formAction<string>(async (form) => {
  const { confirm } = readFields(TEAM_DELETION, valuesOf(form))
  await deleteTeam(await requireViewer(), confirm)
  revalidatePath('/', 'layout')
  redirect(paths.account)
})

export async function savePolicy(...sent: Parameters<typeof saveHere>) {
  return saveHere(...sent)
}

export async function destroyTeam(...sent: Parameters<typeof deleteHere>) {
  return deleteHere(...sent)
}
