import type { z } from 'zod'
import { rfc3339 } from '../time'
import type { ERASURE, RECEIPT_CHECK } from './admin-contract'
import type { Erasure } from './erase'
import type { ErasureReceipt } from './erasure-receipt'

/** What an erasure found and did. */
export const presentErasure = ({ isDryRun, agents, matched, versions, erased, memoryIds, receipt }: Erasure): z.infer<typeof ERASURE> => ({
  dry_run: isDryRun,
  matched,
  versions,
  agents: agents.map(({ name, memories, versions: ofAgent, legal_hold }) => ({ agent_id: name, memories, versions: ofAgent, legal_hold })),
  erased,
  remaining: matched - erased,
  memory_ids: memoryIds,
  receipt,
})

/** Whether a receipt is valid, and what it confirms. */
export const presentReceiptCheck = (receipt: ErasureReceipt | undefined): z.infer<typeof RECEIPT_CHECK> => ({
  valid: receipt !== undefined,
  erased_at: receipt ? rfc3339(new Date(receipt.iat * 1000)) : null,
  by: receipt?.by ?? null,
  criteria_sha256: receipt?.criteria_sha256 ?? null,
  memories: receipt?.memories ?? null,
  versions: receipt?.versions ?? null,
  remaining: receipt?.remaining ?? null,
  memory_ids: receipt?.memory_ids ?? [],
})
