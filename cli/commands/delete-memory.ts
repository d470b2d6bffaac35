import { type Command, Option } from 'commander'
import { defineCommand } from '../define-command'
import { unwrap } from '../http/client'
import { confirmByName } from '../input/confirm'
import { agentOption, ifVersionOption, reasonOption } from '../options'
import { deletedLines } from '../output/memory'
import { runOnAgent } from '../session/run-on-agent'
import { type ChangeOptions, changeOf } from './memory-change'
import { warnFindings } from './remember'

interface DeleteOptions extends ChangeOptions {
  purge?: boolean
  yes?: boolean
}

/** Adds `memory delete`. */
export function addDeleteMemoryCommand(group: Command): void {
  const command = defineCommand(group, 'delete <id>', {
    description: "delete a memory; it can be restored during your team's grace period",
    examples: ['memanto memory delete mem_1b6Q2tYx --reason "It is wrong."', 'memanto memory delete mem_1b6Q2tYx --purge'],
    options: [
      new Option('--purge', 'remove it at once with all versions, so that it cannot be restored'),
      new Option('--yes', 'with --purge: do not ask for confirmation'),
      reasonOption(),
      ifVersionOption(),
      agentOption(),
    ],
    run: async (context, memory_id = '') => {
      const { purge, yes, ...options } = command.opts<DeleteOptions>()
      if (purge && !yes) await confirmByName(`'${memory_id}' and all its versions cannot be restored after a purge`, memory_id, 'id')
      const query = { ...(purge && { purge: true as const }), ...changeOf(options) }
      const deleted = await runOnAgent(context)((api, agent_id) =>
        unwrap(api.DELETE('/api/v2/agents/{agent_id}/memories/{memory_id}', { params: { path: { agent_id, memory_id }, query } })),
      )
      warnFindings(context, deleted)
      context.print(deleted, (format) => deletedLines(deleted, format))
    },
  })
}
