import type { Principal } from '@/lib/auth/principal'
import { fail, failConfirmation } from '@/lib/errors'
import { readMemoryPolicy } from '@/lib/teams/memory-policy'

/** The word that confirms a deletion. */
const CONFIRMATION = 'delete'

/**
 * Checks that a deletion that cannot be undone was confirmed, and returns whether the memories can be restored afterwards. A page that was shown before the team
 * stopped keeping deleted memories has not asked for a confirmation: its form is refused, and the page is loaded again and asks. @throws invalid_request
 */
export async function requireConfirmation(reader: Principal<'memories:read'>, confirm: string | undefined): Promise<boolean> {
  const { deletion_grace_days: graceDays } = await readMemoryPolicy(reader)
  if (graceDays > 0) return true
  if (confirm === undefined)
    fail('invalid_request', 'Nothing was deleted: your team keeps no deleted memories. Confirm the deletion, which can’t be undone.')
  if (confirm !== CONFIRMATION) failConfirmation('The word', CONFIRMATION)
  return false
}
