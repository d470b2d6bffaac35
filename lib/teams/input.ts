import { z } from 'zod'
import { isAgentName } from '../agents/input'
import { nonBlank, text } from '../input/fields'
import { parameters } from '../input/parameters'
import { email, password, personName } from '../people/input'
import { ROLES } from './rules'

const role = z.enum(ROLES)
const personId = z.uuid('is not a member')

export const teamName = nonBlank(200).transform((name) => name.trim())

export const TEAM_NAME = parameters({ team: teamName })
export const INVITE = parameters({ email, role })
export const INVITE_ID = parameters({ invite: z.uuid('is not an invite') })
export const MEMBER = parameters({ person: personId })
export const MEMBER_ROLE = parameters({ person: personId, role })
export const TEAM_DELETION = parameters({ confirm: text(200).default('') })
export const REMOVAL = parameters({ person: personId, confirm: text(254).default('') })

export const FIRST_TEAM = parameters({
  name: personName,
  email,
  password,
  team: teamName,
  agent: z.string().refine(isAgentName, 'must be 1 to 64 letters, digits, hyphens or underscores'),
})
