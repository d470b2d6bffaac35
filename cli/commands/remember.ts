import { randomUUID } from 'node:crypto'
import { type Command, Option } from 'commander'
import type { Context } from '../context'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'
import { givenOptions } from '../given-options'
import { type Finding, unwrap } from '../http/client'
import { readStdin } from '../input/stdin'
import { MEMORY_TYPES, type MemoryType, PROVENANCES, type Provenance } from '../memory-types'
import {
  agentOption,
  expiresAtOption,
  noRenewOption,
  parseList,
  parseNumber,
  parseTags,
  reactivateOption,
  tagsOption,
  ttlHoursOption,
} from '../options'
import { describeFinding, storedLines } from '../output/memory'
import { runInSession } from '../session/run-in-session'
import { CONVERSATION, memoryLines, rememberFile } from './remember-file'

/** Adds `remember`. */
export function addRememberCommand(program: Command): void {
  const command = defineCommand(program, 'remember [content...]', {
    description: 'store a memory from the command line or standard input, or many from a file',
    examples: [
      'memanto remember "Ada prefers e-mail over the phone" --type preference --tag contact',
      'memanto remember < notes.txt',
      'memanto remember --batch memories.jsonl',
      'memanto remember --messages conversation.json',
    ],
    options: [
      new Option('-t, --type <type>', 'kind of memory (default: fact)').choices(MEMORY_TYPES),
      new Option('--title <text>', 'a short title'),
      new Option('--confidence <number>', 'how certain it is, 0 to 1 (default: 0.8)').argParser(parseNumber),
      new Option('--tag <tag>', 'a tag; repeatable or comma-separated').argParser(parseTags),
      tagsOption(parseTags),
      new Option('--source <text>', 'where it comes from (default: agent)'),
      new Option('--provenance <kind>', 'how the information was obtained').choices(PROVENANCES),
      new Option('--occurred-at <time>', 'when what it describes happened (default: now)'),
      expiresAtOption(),
      ttlHoursOption(),
      new Option('--supersedes <id>', 'a memory whose place it takes; repeatable or comma-separated').argParser(parseList),
      new Option('--check-similar', 'show memories that are like it'),
      new Option('--batch <file>', 'a file with one memory per line, {"content": "…"} or "…" (-: standard input)'),
      new Option(
        '--messages <file>',
        'a conversation: a JSON array of {"role": "user", "content": "…"}, or one message per line (-: standard input)',
      ),
      agentOption(),
      noRenewOption(),
      reactivateOption(),
    ],
    mayBeBlank: ['title', 'tag', 'tags', 'source', 'occurredAt', 'expiresAt'],
    run: (context, ...words) => remember(context, words.join(' '), command.opts(), givenOptions(command, ['batch', 'messages'])),
  })
}

interface RememberOptions extends MemoryOptions {
  supersedes?: string[]
  checkSimilar?: boolean
  batch?: string
  messages?: string
  reactivate?: boolean
}

/** The options that set properties of a memory. */
export interface MemoryOptions {
  type?: MemoryType
  title?: string
  confidence?: number
  tag?: string[]
  tags?: string[]
  source?: string
  provenance?: Provenance
  occurredAt?: string
  expiresAt?: string
  ttlHours?: number
}

async function remember(context: Context, words: string, options: RememberOptions, given: string[]): Promise<void> {
  const { batch, messages, reactivate = false, supersedes, checkSimilar } = options
  const properties = parseProperties(options)
  if ([words || undefined, batch, messages].filter((given) => given !== undefined).length > 1)
    throw new CommandError('usage', 'Use either a memory, --batch or --messages.', 'Add --help for examples.')
  if ((batch ?? messages) !== undefined && (supersedes || checkSimilar))
    throw new CommandError('usage', '--supersedes and --check-similar are for one memory.', 'Leave out the file.')
  if (messages !== undefined && Object.keys(properties).length > 0)
    throw new CommandError('usage', 'Properties cannot be set for --messages.', 'Messages have a role, a name, content and created_at.')
  if (messages !== undefined) return rememberFile(context, { name: messages, given }, CONVERSATION, reactivate)
  if (batch !== undefined) return rememberFile(context, { name: batch, given }, memoryLines(properties), reactivate)
  const body = {
    content: await readContent(context, words),
    ...properties,
    ...(supersedes && { supersedes }),
    ...(checkSimilar && { check_similar: true }),
  }
  const header = { 'Idempotency-Key': randomUUID() }
  const stored = await runInSession(
    context,
    reactivate,
  )((api, agent_id) => unwrap(api.POST('/api/v2/agents/{agent_id}/remember', { params: { path: { agent_id }, header }, body })))
  warnFindings(context, stored)
  context.print(stored, (format) => storedLines(stored, format))
}

async function readContent(context: Context, words: string): Promise<string> {
  const hint = 'Write the memory after the command, or pipe it in: memanto remember < notes.txt'
  const content = words === '' || words === '-' ? (await readStdin(context, hint)).trimEnd() : words
  if (content.trim() === '') throw new CommandError('usage', 'No memory to store.', hint)
  return content
}

/** Names on stderr what was found in a text that was stored. */
export function warnFindings({ options, warn }: Context, { findings = [] }: { findings?: Finding[] }): void {
  if (!options.json) for (const finding of findings) warn(describeFinding(finding))
}

/** The properties of a memory that options set. */
export function parseProperties(options: MemoryOptions) {
  const { type, title, confidence, tag, tags, source, provenance, occurredAt, expiresAt, ttlHours } = options
  return {
    ...(type && { type }),
    ...(title && { title }),
    ...(confidence !== undefined && { confidence }),
    ...((tag || tags) && { tags: [...(tag ?? []), ...(tags ?? [])] }),
    ...(source && { source }),
    ...(provenance && { provenance }),
    ...(occurredAt && { occurred_at: occurredAt }),
    ...(expiresAt && { expires_at: expiresAt }),
    ...(ttlHours !== undefined && { ttl_hours: ttlHours }),
  }
}
