import { type Command, Option } from 'commander'
import { commandState } from '../command-state'
import { apiWithKey, type Context } from '../context'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'
import { type Agent, unwrap } from '../http/client'
import { agentLines } from '../output/agent'
import { success } from '../output/lines'
import { agentName } from '../settings'
import { metadataOption, patternOption } from './agent-options'

interface EditOptions {
  pattern?: Agent['pattern']
  description?: string
  metadata?: string
  legalHold?: 'on' | 'off'
}

/** Adds `agent edit`. */
export function addEditAgentCommand(group: Command): void {
  const command = defineCommand(group, 'edit <agent>', {
    description: 'change the properties of an agent, or put it on legal hold',
    examples: [
      'memanto agent edit customer-support --description "Answers customers by e-mail"',
      'memanto agent edit customer-support --legal-hold on',
    ],
    options: [
      patternOption(),
      new Option('--description <text>', 'a short description ("": none)'),
      metadataOption(),
      new Option('--legal-hold <state>', 'while it is on, no memory of the agent is removed for good').choices(['on', 'off']),
    ],
    mayBeBlank: ['description'],
    run: (context, agent = '') => edit(context, agent, command.opts()),
  })
}

async function edit(context: Context, agent: string, { pattern, description, metadata, legalHold }: EditOptions): Promise<void> {
  commandState.agentId = agentName(agent)
  const body = {
    ...(pattern && { pattern }),
    ...(description !== undefined && { description }),
    ...(metadata && { metadata: metadata as never }),
    ...(legalHold && { legal_hold: legalHold === 'on' }),
  }
  if (Object.keys(body).length === 0) throw new CommandError('usage', 'Nothing to change.', 'Add an option. See --help.')
  const path = { agent_id: agent }
  const changed = await unwrap(apiWithKey(context).PATCH('/api/v2/agents/{agent_id}', { params: { path }, body }))
  context.print(changed, (format) => [success(`Agent '${changed.agent_id}' changed`, format), ...agentLines(changed, format).slice(1)])
}
