import { AGENT_CHANGES } from '@/lib/agents/input'
import { text } from '@/lib/input/fields'
import { changes, parameters } from '@/lib/input/parameters'
import { MEMORY_CHANGES } from '@/lib/memories/input'
import { ACTIVATION, EXTENSION } from '@/lib/sessions/input'

const agent = { agent_id: text(64) }
const memory = { ...agent, memory_id: text(64) }
const { duration_hours, on_active } = ACTIVATION.schema.shape

/** The fields of the forms on an agent's page: the agent or memory, and what is changed. */
export const AGENT = parameters(agent)
export const AGENT_ACTIVATION = parameters({ ...agent, duration_hours, on_active })
export const AGENT_EXTENSION = parameters({ ...agent, ...EXTENSION.schema.shape })
export const AGENT_EDIT = changes({ ...agent, ...AGENT_CHANGES.schema.shape })
export const AGENT_DELETION = parameters({ ...agent, confirm: text(200).default('') })
export const MEMORY = parameters(memory)
export const MEMORY_EDIT = changes({ ...memory, ...MEMORY_CHANGES.schema.shape })
