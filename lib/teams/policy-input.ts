import { z } from 'zod'
import type { CamelCaseFields } from '../input/camel-case'
import { text } from '../input/fields'
import { parameters } from '../input/parameters'
import { hours } from '../sessions/input'
import { teamName } from './input'

const YEAR_HOURS = 8760
const TEN_YEARS_DAYS = 3650

const LONGEST_LOG_DAYS = 90

const between = (min: number, max: number) => z.number().gte(min, `must be at least ${min}`).lte(max, `must be at most ${max}`)

const days = (min: number, max: number) =>
  z.int('must be a whole number').gte(min, `must be at least ${min}`).lte(max, `must be at most ${max}`)

/** A team's settings as fields of a form. Browsers do not send a checkbox that is not checked. */
const POLICY = parameters({
  name: teamName,
  default_hours: hours,
  life_cap_hours: between(1, YEAR_HOURS),
  renewal_grace_hours: between(0, YEAR_HOURS),
  renew_on_use: z.boolean().default(false),
  events_kept_days: days(1, TEN_YEARS_DAYS),
  requests_kept_days: days(0, LONGEST_LOG_DAYS),
  /** Empty: keys may be valid for ever. */
  key_max_days: days(1, TEN_YEARS_DAYS)
    .optional()
    .transform((value) => value ?? null),
})

/** The form, with the settings that it showed when somebody began to change them. */
export const POLICY_FORM = parameters({ ...POLICY.schema.shape, seen: text(2000) })

/** A team's settings under the names of their columns and form fields. */
export type Policy = z.output<typeof POLICY.schema>

export type PolicyInput = CamelCaseFields<z.output<typeof POLICY_FORM.schema>>
