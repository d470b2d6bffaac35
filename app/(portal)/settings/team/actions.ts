'use server'

import { revalidatePath } from 'next/cache'
import { requireViewer } from '@/lib/auth/viewer'
import { formAction } from '@/lib/http/form-action'
import { readFields, valuesOf } from '@/lib/http/input'
import { changePolicy } from '@/lib/teams/policy'
import { POLICY } from '@/lib/teams/policy-input'

const saveHere = formAction(async (form) => {
  const { name } = await changePolicy(await requireViewer(), readFields(POLICY, valuesOf(form)))
  revalidatePath('/', 'layout')
  return `Saved for ${name}.`
})

export async function savePolicy(...sent: Parameters<typeof saveHere>) {
  return saveHere(...sent)
}
