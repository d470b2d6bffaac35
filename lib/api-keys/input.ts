import { z } from 'zod'
import { SCOPE_PRESETS, SCOPES } from '../auth/permissions'
import { failField } from '../errors'
import { nonBlank, text, time } from '../http/fields'
import { parameters, readFields, valuesOf } from '../http/input'
import type { NewKey } from './issue'
import { type Expiry, OVERLAP_MINUTES, type Overlap } from './rules'

/** How many days a new key may live, as a person picks them; `date` and `never` beside them. */
const EXPIRY_DAYS = [7, 30, 90, 365] as const

const PRESETS = Object.keys(SCOPE_PRESETS) as (keyof typeof SCOPE_PRESETS)[]

const CUSTOM = 'custom'

const newKeyFields = parameters({
  name: nonBlank(200).transform((name) => name.trim()),
  preset: z.enum([...PRESETS, CUSTOM]),
  scopes: z.array(z.enum(SCOPES)).default([]),
  reach: z.enum(['all', 'some']).default('all'),
  agents: z.array(text(64)).max(500, 'may be at most 500 agents').default([]),
  more_agents: z.array(text(64)).max(500, 'may be at most 500 agents').default([]),
  expiry: z.enum([...EXPIRY_DAYS.map(String), 'date', 'never']),
  expires_on: time('end').optional(),
})

/** A new key as its form asks for it. */
export function readNewKey(form: FormData): NewKey {
  const { name, preset, scopes, reach, agents, more_agents, ...asked } = readFields(newKeyFields, valuesOf(form))
  const agentNames = reach === 'all' ? null : some([...new Set([...agents, ...more_agents])])
  return { name, scopes: preset === CUSTOM ? scopes : [...SCOPE_PRESETS[preset]], agentNames, expiresAt: expiryOf(asked) }
}

function some(agentNames: string[]): string[] {
  if (agentNames.length === 0) failField('agents', 'must contain at least one agent; or choose all agents')
  return agentNames
}

function expiryOf({ expiry, expires_on }: { expiry: string; expires_on?: Date | undefined }): Expiry {
  if (expiry === 'never') return null
  if (expiry !== 'date') return { days: Number(expiry) }
  return expires_on ?? failField('expires_on', 'is required')
}

const rotationFields = parameters({
  id: text(20),
  seen: text(4).optional(),
  overlap: z.enum(Object.keys(OVERLAP_MINUTES) as [Overlap, ...Overlap[]]),
})

export const readRotation = (form: FormData) => readFields(rotationFields, valuesOf(form))

const revocationFields = parameters({ id: text(20), reason: nonBlank(500).transform((reason) => reason.trim()) })

export const readRevocation = (form: FormData) => readFields(revocationFields, valuesOf(form))

const rateLimitFields = parameters({
  id: text(20),
  requests_per_minute: z
    .int('must be a whole number')
    .gte(0, 'must be at least 0')
    .lte(1_000_000_000, 'must be at most 1,000,000,000')
    .optional(),
})

export const readRateLimit = (form: FormData) => readFields(rateLimitFields, valuesOf(form))
