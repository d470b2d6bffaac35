'use server'

import { headers } from 'next/headers'
import { publicAddress } from '@/lib/http/address'
import { formAction } from '@/lib/http/form-action'
import { notesFrom } from '@/lib/http/notes'
import { readFields, valuesOf } from '@/lib/input/parameters'
import { openLogin } from '@/lib/sign-in/login-cookie'
import { rememberTeam } from '@/lib/sign-in/viewer'
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
