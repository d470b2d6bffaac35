import type { Command } from 'commander'
import { apiWithKey } from '../context'
import { defineCommand } from '../define-command'
import { unwrap } from '../http/client'
import { agentOption, ifVersionOption, reasonOption } from '../options'
import { changedLines } from '../output/memory'
import { requireAgent } from '../session/select'
import { type ChangeOptions, changeOf } from './memory-change'
import { warnFindings } from './remember'

/** Adds `memory approve`. */
export function addApproveMemoryCommand(group: Command): void {
  const command = defineCommand(group, 'approve <id>', {
    description: 'approve a memory that needs review: from then on it is recalled',
    examples: ['memanto memory approve mem_1b6Q2tYx --reason "Checked with Ada."'],
    options: [reasonOption(), ifVersionOption(), agentOption()],
    run: async (context, memory_id = '') => {
      const agent_id = requireAgent(context.options.agent, context.settings, context.config)
      const params = { path: { agent_id, memory_id } }
      const body = changeOf(command.opts<ChangeOptions>())
      const approval = apiWithKey(context).POST('/api/v2/agents/{agent_id}/memories/{memory_id}/approve', { params, body })
      const memory = await unwrap(approval)
      warnFindings(context, memory)
      context.print(memory, (format) => changedLines('Memory approved', memory, format))
    },
  })
}
