'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/_actions/form-action'
import { changeMemoryTrust } from '@/lib/api-keys/change-memory-trust'
import { changeAllowedNetworks } from '@/lib/api-keys/change-networks'
import { changeRateLimit } from '@/lib/api-keys/change-rate-limit'
import { ALLOWED_NETWORKS, MEMORY_TRUST, NEW_KEY, RATE_LIMIT, REVOCATION, ROTATION, toNewKey } from '@/lib/api-keys/input'
import { issueKey } from '@/lib/api-keys/issue'
import { revokeKey } from '@/lib/api-keys/revoke'
import { rotateKey } from '@/lib/api-keys/rotate'
import { paths } from '@/lib/paths'

/** Issues a key, and returns it: it can be shown only now. */
export const issue = formAction('keys:manage', NEW_KEY, async (viewer, input, context) => {
  const newKey = toNewKey(input)
  const { row, key } = await issueKey(viewer, newKey, context)
  revalidatePath(paths.apiKeys)
  return { name: row.name, key, scopes: row.scopes, agentName: newKey.agentNames?.[0] }
})

/** Gives a key a new secret, and returns the whole key: it can be shown only now. */
export const rotate = formAction('keys:manage', ROTATION, async (viewer, input, context) => {
  const { row, key } = await rotateKey(viewer, input, context)
  revalidatePath(paths.apiKeys)
  return { name: row.name, key, scopes: row.scopes, agentName: undefined }
})

/** Revokes a key. */
export const revoke = formAction('keys:manage', REVOCATION, async (viewer, input, context) => {
  const { key, sessionsEnded } = await revokeKey(viewer, input, context)
  revalidatePath(paths.apiKeys)
  return { name: key.name, sessionsEnded }
})

/** Changes the rate limit of a key. */
export const setRateLimit = formAction('keys:manage', RATE_LIMIT, async (viewer, input, context) => {
  await changeRateLimit(viewer, input, context)
  revalidatePath(paths.apiKeys)
  return true
})

/** Changes from which addresses and networks a key works. */
export const setNetworks = formAction('keys:manage', ALLOWED_NETWORKS, async (viewer, input, context) => {
  await changeAllowedNetworks(viewer, input, context)
  revalidatePath(paths.apiKeys)
  return true
})

/** Changes how far memories are trusted that are stored with a key. */
export const setMemoryTrust = formAction('keys:manage', MEMORY_TRUST, async (viewer, input, context) => {
  await changeMemoryTrust(viewer, input, context)
  revalidatePath(paths.apiKeys)
  return true
})
