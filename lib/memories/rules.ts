/** What a memory may be. */
export const MEMORY_TYPES = [
  'fact',
  'preference',
  'goal',
  'decision',
  'artifact',
  'learning',
  'event',
  'instruction',
  'relationship',
  'context',
  'observation',
  'commitment',
  'error',
] as const

/** How it came to be known. */
export const PROVENANCES = ['explicit_statement', 'inferred', 'corrected', 'validated', 'observed', 'imported'] as const
