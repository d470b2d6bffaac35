import { z } from 'zod'
import { AGENT_NAME } from '../agents/input'
import { text, trimmedText } from '../input/fields'
import { parameters } from '../input/parameters'
import { email, linkToken, password, personName } from '../people/input'
import { ROLES } from './rules'

const role = z.enum(ROLES)
const personId = z.uuid('is not a member')

export const teamName = trimmedText(200)

/** A form without fields. */
export const NO_FIELDS = parameters({})

export const TEAM_NAME = parameters({ team: teamName })
export const INVITE = parameters({ email, role })
export const INVITE_ID = parameters({ invite_id: z.uuid('is not an invite') })
export const INVITE_TOKEN = parameters({ token: linkToken })
export const INVITE_PASSWORD = parameters({ token: linkToken, password })
export const MEMBER = parameters({ person_id: personId })
/** `expected_role` is the role that an undo takes back. */
export const MEMBER_ROLE = parameters({ person_id: personId, role, expected_role: role.optional() })
export const TEAM_DELETION = parameters({ confirm: text(200).default('') })
export const REMOVAL = parameters({ person_id: personId, confirm: text(254).default('') })

/** The form that sets up the server. */
export const FIRST_TEAM = parameters({
  token: linkToken,
  name: personName,
  email,
  password,
  team: teamName,
  agent: AGENT_NAME,
})
