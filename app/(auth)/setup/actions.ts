'use server'

import { headers } from 'next/headers'
import { publicFormAction } from '@/app/_actions/form-action'
import { publicAddress } from '@/lib/http/address'
import { openLogin } from '@/lib/sign-in/login-cookie'
import { rememberTeam } from '@/lib/sign-in/viewer'
import { setUpServer } from '@/lib/teams/first-start'
import { FIRST_TEAM } from '@/lib/teams/input'

/** Creates the first person, team, agent and key of the server, and signs the person in. */
export const setUp = publicFormAction(FIRST_TEAM, async (fields, context) => {
  const first = fields()
  const { owner, teamId, apiKey } = await setUpServer(first, context)
  await openLogin(owner, 'first_start')
  await rememberTeam(teamId)
  return { apiKey, agentName: first.agent, address: publicAddress(await headers()) }
})
