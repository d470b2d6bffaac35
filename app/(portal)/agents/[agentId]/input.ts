import { z } from 'zod'
import { AGENT_CHANGES } from '@/lib/agents/input'
import { text, time } from '@/lib/input/fields'
import { changes, parameters } from '@/lib/input/parameters'
import { ACTIVATION, EXTENSION } from '@/lib/sessions/input'

const agent = { agent_id: text(64) }
/** The session that the page shows. If the agent has another one by now, nothing is done to that. */
const shownSession = { session_id: text(64).optional() }
const { duration_hours, on_active } = ACTIVATION.schema.shape

/** The form that deactivates an agent. */
export const AGENT_DEACTIVATION = parameters({ ...agent, ...shownSession })

/** The form that activates an agent. */
export const AGENT_ACTIVATION = parameters({ ...agent, ...shownSession, duration_hours, on_active })

/** The form that extends an agent's session. */
export const AGENT_EXTENSION = parameters({ ...agent, ...shownSession, ...EXTENSION.schema.shape })

/** The form that edits an agent. */
export const AGENT_EDIT = changes({ ...agent, ...AGENT_CHANGES.schema.shape, seen_at: time().optional() })

/** The form that puts an agent on legal hold, or ends the hold. */
export const LEGAL_HOLD = parameters({ ...agent, legal_hold: z.boolean() })

/** The form that deletes an agent, whose name is typed to confirm. */
export const AGENT_DELETION = parameters({ ...agent, confirm: text(200).default('') })
