'use server'

import { headers } from 'next/headers'
import { openLogin } from '@/lib/auth/login-cookie'
import { rememberTeam } from '@/lib/auth/viewer'
import { publicAddress } from '@/lib/http/address'
import { formAction } from '@/lib/http/form-action'
import { readFields, valuesOf } from '@/lib/http/input'
import { notesFrom } from '@/lib/http/notes'
import { startHere } from '@/lib/teams/first-start'
import { FIRST_TEAM } from '@/lib/teams/input'

const setUpHere = formAction(async (form) => {
  const sent = await headers()
  const first = readFields(FIRST_TEAM, valuesOf(form))
  const { owner, teamId, apiKey } = await startHere(String(form.get('token') ?? ''), first, notesFrom(sent))
  await openLogin(owner, 'first_start')
  await rememberTeam(teamId)
  return { apiKey, agentId: first.agent, address: publicAddress(sent) }
})

export async function setUp(...sent: Parameters<typeof setUpHere>) {
  return setUpHere(...sent)
}
