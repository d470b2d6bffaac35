'use server'

import { revalidatePath } from 'next/cache'
import { changeRateLimit } from '@/lib/api-keys/change-rate-limit'
import { readNewKey, readRateLimit, readRevocation, readRotation } from '@/lib/api-keys/input'
import { issueKey } from '@/lib/api-keys/issue'
import { revokeKey } from '@/lib/api-keys/revoke'
import { rotateKey } from '@/lib/api-keys/rotate'
import { formAction } from '@/lib/http/form-action'
import { paths } from '@/lib/paths'
import { requireViewer } from '@/lib/sign-in/viewer'

const issueHere = formAction(async (form) => {
  const asked = readNewKey(form)
  const { row, key } = await issueKey(await requireViewer(), asked)
  revalidatePath(paths.apiKeys)
  return { name: row.name, key, agentId: asked.agentNames?.[0] }
})

export async function issue(...sent: Parameters<typeof issueHere>) {
  return issueHere(...sent)
}

const rotateHere = formAction(async (form) => {
  const { id, overlap, seen } = readRotation(form)
  const { row, key } = await rotateKey(await requireViewer(), id, overlap, seen)
  revalidatePath(paths.apiKeys)
  return { name: row.name, key, agentId: undefined }
})

export async function rotate(...sent: Parameters<typeof rotateHere>) {
  return rotateHere(...sent)
}

const revokeHere = formAction(async (form) => {
  const { id, reason } = readRevocation(form)
  const { key, sessionsEnded } = await revokeKey(await requireViewer(), id, reason)
  revalidatePath(paths.apiKeys)
  return { name: key.name, sessionsEnded }
})

export async function revoke(...sent: Parameters<typeof revokeHere>) {
  return revokeHere(...sent)
}

const limitRateHere = formAction(async (form) => {
  const { id, requests_per_minute = null } = readRateLimit(form)
  await changeRateLimit(await requireViewer(), id, requests_per_minute)
  revalidatePath(paths.apiKeys)
  return { isChanged: true }
})

export async function limitRate(...sent: Parameters<typeof limitRateHere>) {
  return limitRateHere(...sent)
}
