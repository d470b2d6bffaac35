'use server'

import { headers } from 'next/headers'
import { formAction, publicFormAction } from '@/app/_actions/form-action'
import { publicAddress } from '@/lib/http/address'
import { text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { listAgentMemories } from '@/lib/memories/read'
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
  return { teamId, apiKey, agentName: first.agent, address: publicAddress(await headers()) }
})

/** Finds the memory that an agent stored last: its id, or null if the agent has none. */
export const findLatestMemory = formAction('memories:read', parameters({ agent_id: text(64) }), async (viewer, input) => {
  const { shown } = await listAgentMemories(viewer, { ...input, limit: 1 })
  return { id: shown[0]?.id ?? null }
})
