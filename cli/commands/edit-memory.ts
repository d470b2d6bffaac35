import { type Command, Option } from 'commander'
import type { Context } from '../context'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'
import { unwrap } from '../http/client'
import { readStdin } from '../input/stdin'
import { MEMORY_TYPES, PROVENANCES } from '../memory-types'
import { agentOption, expiresAtOption, ifVersionOption, parseNumber, parseTags, reasonOption, tagsOption, ttlHoursOption } from '../options'
import { changedLines } from '../output/memory'
import { runOnAgent } from '../session/run-on-agent'
import { type ChangeOptions, changeOf } from './memory-change'
import { type MemoryOptions, parseProperties, warnFindings } from './remember'

/** Adds `memory edit`. */
export function addEditMemoryCommand(group: Command): void {
  const command = defineCommand(group, 'edit <id> [content...]', {
    description: 'change the text or properties of a memory; what it said before stays in its history',
    examples: [
      'memanto memory edit mem_1b6Q2tYx "Ada prefers the phone" --reason "She said so on Monday."',
      'memanto memory edit mem_1b6Q2tYx --type preference --tag contact --if-version 2',
      'memanto memory edit mem_1b6Q2tYx --expires-at never',
    ],
    options: [
      new Option('-t, --type <type>', 'kind of memory').choices(MEMORY_TYPES),
      new Option('--title <text>', 'a short title ("": none)'),
      new Option('--confidence <number>', 'how certain it is, 0 to 1').argParser(parseNumber),
      new Option('--tag <tag>', 'the tags instead of those it has; repeatable or comma-separated ("": none)').argParser(parseTags),
      tagsOption(parseTags),
      new Option('--source <text>', 'where it comes from'),
      new Option('--provenance <kind>', 'how the information was obtained').choices(PROVENANCES),
      new Option('--occurred-at <time>', 'when what it describes happened'),
      expiresAtOption(' (never: always recalled)'),
      ttlHoursOption(),
      reasonOption(),
      ifVersionOption(),
      agentOption(),
    ],
    mayBeBlank: ['title', 'tag', 'tags'],
    run: (context, id = '', ...words) => edit(context, id, words.join(' '), command.opts()),
  })
}

async function edit(context: Context, memory_id: string, words: string, options: MemoryOptions & ChangeOptions): Promise<void> {
  const content = words === '-' ? await readContent(context) : words
  const changes = { ...(content !== '' && { content }), ...parseChanges(options) }
  if (Object.keys(changes).length === 0) throw new CommandError('usage', 'Nothing to change.', 'Add the new text or an option. See --help.')
  const body = { ...changes, ...changeOf(options) }
  const memory = await runOnAgent(context)((api, agent_id) =>
    unwrap(api.PATCH('/api/v2/agents/{agent_id}/memories/{memory_id}', { params: { path: { agent_id, memory_id } }, body })),
  )
  warnFindings(context, memory)
  context.print(memory, (format) => changedLines('Memory changed', memory, format))
}

/** @throws usage for an empty text: without it, the other properties would be changed and the text not. */
async function readContent(context: Context): Promise<string> {
  const hint = 'Write the text after the id, or pipe it in.'
  const content = (await readStdin(context, hint)).trimEnd()
  if (content === '') throw new CommandError('usage', 'No text for the memory.', hint)
  return content
}

/** An empty text clears a title and an expiry. */
const parseChanges = (options: MemoryOptions) => ({
  ...parseProperties(options),
  ...(options.title === '' && { title: '' }),
  ...(options.expiresAt === 'never' && { expires_at: '' }),
})
