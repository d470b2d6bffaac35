/** The explanations of errors of memories that are changed, deleted or erased; part of ERROR_GUIDE. */
export const MEMORY_ERROR_GUIDE = {
  legal_hold: {
    meaning: 'An admin put the agent on legal hold, so that none of its memories can be removed for good.',
    remedy: 'Delete the memory without purge: it is no longer recalled. Admins end the hold with legal_hold=false of changeAgent.',
  },
  erasure_not_confirmed: {
    meaning: 'The number in `confirm` is not the number of memories that match now; nothing was erased.',
    remedy: 'Do a dry run again, look at what it reports, and confirm that number.',
  },
  memory_purged: {
    meaning:
      'The response to the first request with this Idempotency-Key contained a memory that was purged since, so that it is no longer stored.',
    remedy: 'Nothing was done by this request. To store the memory again, use a new Idempotency-Key.',
  },
  memory_changed: {
    meaning: 'The memory is no longer at the version that you sent with `version` or `If-Match`: somebody else changed it.',
    remedy: 'Read the memory again, and repeat your change if it still applies.',
  },
} as const
