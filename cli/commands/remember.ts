import { randomUUID } from 'node:crypto'
import { type Command, Option } from 'commander'
import { answer } from '../client'
import type { Context } from '../context'
import { CommandFailure } from '../failures'
import { readStdin } from '../input'
import { agentOption, leaf, noRenewOption, number, reactivateOption, several, tagsOption } from '../leaf'
import { MEMORY_TYPES, type MemoryType, PROVENANCES, type Provenance } from '../memory-words'
import { printStored } from '../print-memory'
import { rememberBatch } from '../remember-batch'
import { insideSession } from '../use-session'

export function addRememberCommand(program: Command): void {
  const command = leaf(program, 'remember [content...]', {
    does: 'store a memory from the command line or standard input, or many from a file',
    examples: [
      'memanto remember "Ada prefers e-mail over the phone" --type preference --tag contact',
      'memanto remember < notes.txt',
      'memanto remember --batch memories.jsonl',
    ],
    options: [
      new Option('-t, --type <type>', 'kind of memory (default: fact)').choices(MEMORY_TYPES),
      new Option('--title <text>', 'a short title'),
      new Option('--confidence <number>', 'how certain it is, 0 to 1 (default: 0.8)').argParser(number),
      new Option('--tag <tag>', 'a tag; repeatable or comma-separated').argParser(several),
      tagsOption(),
      new Option('--source <text>', 'where it comes from (default: agent)'),
      new Option('--provenance <kind>', 'how the information was obtained').choices(PROVENANCES),
      new Option('--batch <file>', 'a file with one memory per line, {"content": "…"} or "…" (-: standard input)'),
      agentOption(),
      noRenewOption(),
      reactivateOption(),
    ],
    work: (context, ...words) => remember(context, words.join(' '), command.opts()),
  })
}

interface RememberOptions {
  type?: MemoryType
  title?: string
  confidence?: number
  tag?: string[]
  tags?: string[]
  source?: string
  provenance?: Provenance
  batch?: string
  reactivate?: boolean
}

async function remember(context: Context, words: string, { batch, reactivate = false, ...options }: RememberOptions): Promise<void> {
  const described = descriptionOf(options)
  if (batch !== undefined && words !== '')
    throw new CommandFailure('usage', 'Use either a memory or --batch, not both.', 'Add --help for examples.')
  if (batch !== undefined) return rememberBatch(context, batch, described, reactivate)
  const content = await contentOf(context, words)
  const header = { 'Idempotency-Key': randomUUID() }
  const stored = await insideSession(
    context,
    reactivate,
  )((api, agent_id) =>
    answer(api.POST('/api/v2/agents/{agent_id}/remember', { params: { path: { agent_id }, header }, body: { content, ...described } })),
  )
  context.print(stored, (look) => printStored(stored, look))
}

async function contentOf(context: Context, words: string): Promise<string> {
  const instead = 'Write the memory after the command, or pipe it in: memanto remember < notes.txt'
  const content = words === '' || words === '-' ? (await readStdin(context, instead)).trimEnd() : words
  if (content.trim() === '') throw new CommandFailure('usage', 'No memory to store.', instead)
  return content
}

function descriptionOf({ type, title, confidence, tag, tags, source, provenance }: RememberOptions) {
  return {
    ...(type && { type }),
    ...(title && { title }),
    ...(confidence !== undefined && { confidence }),
    ...((tag || tags) && { tags: [...(tag ?? []), ...(tags ?? [])] }),
    ...(source && { source }),
    ...(provenance && { provenance }),
  }
}
