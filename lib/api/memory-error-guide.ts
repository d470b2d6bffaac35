/** What the errors about memories mean, and what to do: a part of the guide to all errors. */
export const MEMORY_ERROR_GUIDE = {
  memory_not_found: {
    meaning: 'The agent has no such memory; it may have been deleted.',
    remedy: 'List or recall the agent’s memories to find the id.',
  },
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
  secret_in_memory: {
    meaning:
      'A text of the memory contains a secret or a personal number that your team’s policy does not allow, or an API key or session token of Memanto, which is never stored. findings names field, kind and position.',
    remedy: 'Remove it, or store where it can be found instead. Admins can change the policy: see changeMemoryPolicy.',
  },
  import_in_progress: {
    meaning: 'Another import into this agent is running. An agent takes one at a time, so that duplicates are found.',
    remedy: 'Wait until it has ended. An import that makes no progress for a minute no longer counts as running.',
  },
  import_not_found: {
    meaning: 'The agent has no import with this id. Imports are known for 7 days.',
    remedy: 'Use the import_id of the response to the import.',
  },
} as const
