'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/_actions/form-action'
import { ERASURE_FORM, RECEIPT_INPUT } from '@/lib/memories/admin-contract'
import { eraseMemories, verifyErasure } from '@/lib/memories/erase'
import { presentErasure, presentReceiptCheck } from '@/lib/memories/present-erasure'
import { paths } from '@/lib/paths'

/** Finds what an erasure would remove or, with the number of the dry run typed to confirm, removes it for good. */
export const erase = formAction('memories:admin', ERASURE_FORM, async (viewer, input, context) => {
  const { memory_ids: _ids, ...erasure } = presentErasure(await eraseMemories(viewer, input, context))
  revalidatePath(paths.memories)
  const { text = '', tag = '', source = '', agentName = '' } = input
  return { erasure, criteria: { text, tag, source, agent_id: agentName } }
})

/** Tells what a receipt confirms. */
export const verify = formAction('memories:admin', RECEIPT_INPUT, async (viewer, input) => {
  const { memory_ids: _ids, ...check } = presentReceiptCheck(await verifyErasure(viewer, input))
  return check
})
