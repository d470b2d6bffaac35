import { z } from 'zod'
import { TRUST_LEVELS } from '../../db/constants'
import { SCOPE_PRESETS, SCOPES } from '../auth/permissions'
import { isNetwork } from '../env'
import { failField } from '../errors'
import type { CamelCaseFields } from '../input/camel-case'
import { text, time, trimmedText } from '../input/fields'
import { parameters } from '../input/parameters'
import type { NewKey } from './issue'
import { type Expiry, OVERLAP_MINUTES, type Overlap } from './rules'

/** Lifetimes of a new key in days that the form offers, besides a date and no expiry. */
const EXPIRY_DAYS = [7, 30, 90, 365] as const

const PRESETS = Object.keys(SCOPE_PRESETS) as (keyof typeof SCOPE_PRESETS)[]

const CUSTOM = 'custom'

const MOST_NETWORKS = 100

/** The addresses and networks from which a key works; an empty list stands for everywhere. */
const networks = z
  .array(text(64).trim().refine(isNetwork, 'must be IP addresses or networks such as 203.0.113.0/24, separated by commas'))
  .max(MOST_NETWORKS, `may be at most ${MOST_NETWORKS}`)
  .default([])
  .transform((list) => (list.length === 0 ? null : [...new Set(list)]))

/** The form of a new key. */
export const NEW_KEY = parameters({
  name: trimmedText(200),
  preset: z.enum([...PRESETS, CUSTOM]),
  scopes: z.array(z.enum(SCOPES)).default([]),
  reach: z.enum(['all', 'some']).default('all'),
  agents: z.array(text(64)).max(500, 'may be at most 500 agents').default([]),
  more_agents: z.array(text(64)).max(500, 'may be at most 500 agents').default([]),
  expiry: z.enum([...EXPIRY_DAYS.map(String), 'date', 'never']),
  expires_on: time('end').optional(),
  memory_trust: z.enum(TRUST_LEVELS).default('trusted'),
  allowed_networks: networks,
})

/** The new key that a form describes. @throws invalid_request where its choices do not fit together */
export function toNewKey(form: CamelCaseFields<z.output<typeof NEW_KEY.schema>>): NewKey {
  const { name, preset, scopes, reach, agents, moreAgents, memoryTrust, allowedNetworks, ...expiry } = form
  const agentNames = reach === 'all' ? null : requireAgents([...new Set([...agents, ...moreAgents])])
  const granted = preset === CUSTOM ? scopes : [...SCOPE_PRESETS[preset]]
  return { name, scopes: granted, agentNames, expiresAt: expiryOf(expiry), memoryTrust, allowedNetworks }
}

function requireAgents(agentNames: string[]): string[] {
  if (agentNames.length === 0) failField('agents', 'must contain at least one agent; or choose all agents')
  return agentNames
}

function expiryOf({ expiry, expiresOn }: { expiry: string; expiresOn?: Date | undefined }): Expiry {
  if (expiry === 'never') return null
  if (expiry !== 'date') return { days: Number(expiry) }
  return expiresOn ?? failField('expires_on', 'is required')
}

/** The form that rotates a key. */
export const ROTATION = parameters({
  id: text(20),
  last_four: text(4).optional(),
  overlap: z.enum(Object.keys(OVERLAP_MINUTES) as [Overlap, ...Overlap[]]),
})

/** The form that revokes a key. */
export const REVOCATION = parameters({ id: text(20), reason: trimmedText(500) })

/** The form of a key's rate limit; an empty field stands for the server's default. */
export const RATE_LIMIT = parameters({
  id: text(20),
  requests_per_minute: z
    .int('must be a whole number')
    .gte(0, 'must be at least 0')
    .lte(1_000_000_000, 'must be at most 1,000,000,000')
    .optional(),
})

/** The form of the networks from which a key works. */
export const ALLOWED_NETWORKS = parameters({ id: text(20), allowed_networks: networks })

/** The form of how far memories are trusted that are stored with a key. */
export const MEMORY_TRUST = parameters({ id: text(20), memory_trust: z.enum(TRUST_LEVELS) })
