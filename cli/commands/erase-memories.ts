import { randomUUID } from 'node:crypto'
import { type Command, Option } from 'commander'
import { commandState } from '../command-state'
import { apiWithKey, type Context } from '../context'
import { defineCommand } from '../define-command'
import { ApiError, CommandError } from '../errors'
import { type Erasure, unwrap } from '../http/client'
import { ask } from '../input/prompt'
import { type Erased, erasedLines, erasureLines } from '../output/erasure'
import { countOf, memoriesOf } from '../output/lines'

interface EraseOptions {
  text?: string
  tag?: string
  source?: string
  agent?: string
  dryRun?: boolean
  yes?: boolean
}

/** Adds `memory erase`. */
export function addEraseCommand(group: Command): void {
  const command = defineCommand(group, 'erase', {
    description: 'erase memories for good, in all versions, and print a signed receipt',
    examples: [
      'memanto memory erase --text "Ada Lovelace" --dry-run',
      'memanto memory erase --text "Ada Lovelace"',
      'memanto memory erase --source crm --agent customer-support --yes --json',
    ],
    options: [
      new Option('--text <text>', 'memories that contain this, in whatever case'),
      new Option('--tag <tag>', 'memories with this tag'),
      new Option('--source <text>', 'memories with this source'),
      new Option('-a, --agent <name>', 'only memories of this agent (default: of all agents)'),
      new Option('--dry-run', 'only report what would be erased'),
      new Option('--yes', 'do not ask for confirmation'),
    ],
    run: (context) => erase(context, command.opts()),
  })
}

async function erase(context: Context, { dryRun, yes, agent, ...criteria }: EraseOptions): Promise<void> {
  const given = { ...criteria, ...(agent !== undefined && { agent_id: agent }) }
  if (Object.keys(given).length === 0)
    throw new CommandError('usage', 'Nothing says which memories to erase.', 'Add --text, --tag, --source or --agent.')
  const found = await callErase(context, { ...given, dry_run: true })
  if (dryRun) return context.print(found, () => erasureLines(found))
  if (!yes && found.matched > 0) await confirmErasure(context, found)
  const erased = await eraseAll(context, given, found)
  context.print(erased, (format) => erasedLines(erased, format))
}

/** One call erases a part of many memories: goes on until nothing is left. If that ends early, prints what is erased, with its receipts. */
async function eraseAll(context: Context, given: object, { matched }: Erasure): Promise<Erased> {
  const parts: Erasure[] = []
  const printParts = () => {
    if (parts.length > 0) context.print(erasedIn(parts), (format) => erasedLines(erasedIn(parts), format))
  }
  commandState.onSignal = printParts
  commandState.interruptHint = () => erasedEarly(parts, matched, true)
  try {
    for (let remaining = matched; remaining > 0; ) {
      const part = await callErase(context, { ...given, dry_run: false, confirm: remaining })
      parts.push(part)
      remaining = part.remaining
    }
    return erasedIn(parts)
  } catch (thrown) {
    printParts()
    // A refused call erased nothing.
    const isRefused = thrown instanceof ApiError && thrown.problem.status < 500
    if (!context.options.json && (parts.length > 0 || !isRefused)) context.note(erasedEarly(parts, matched, !isRefused))
    throw thrown
  }
}

function erasedIn(parts: Erasure[]): Erased {
  const memory_ids = parts.flatMap((part) => part.memory_ids)
  return { erased: memory_ids.length, memory_ids, receipts: parts.flatMap(({ receipt }) => receipt ?? []) }
}

/** How far an erasure came that ended early. With `isInFlight`, no answer to its last call has arrived. */
function erasedEarly(parts: Erasure[], matched: number, isInFlight: boolean): string {
  const { erased } = erasedIn(parts)
  const done = `${erased} of ${memoriesOf(matched)} ${erased === 1 ? 'is' : 'are'} erased.`
  const unsure = isInFlight ? ' The last call was not answered, and may have erased more: the audit log has it, as memory.erased.' : ''
  return `${done}${unsure} Erase the rest with the same command.`
}

function callErase(context: Context, body: { dry_run: boolean; confirm?: number }): Promise<Erasure> {
  const header = { 'Idempotency-Key': randomUUID() }
  return unwrap(apiWithKey(context).POST('/api/v2/memories/erase', { params: { header }, body }))
}

/**
 * Lets the person type how many memories are erased.
 * @throws usage if there is no terminal, or another number is typed.
 */
async function confirmErasure(context: Context, { matched, agents }: Erasure): Promise<void> {
  const what = `${memoriesOf(matched)} of ${countOf(agents.length, 'agent')}`
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new CommandError('usage', `This erases ${what} for good. No terminal to ask for confirmation.`, 'Add --yes.')
  for (const { agent_id, memories } of agents) context.note(`${agent_id}: ${memories}`)
  const typed = await ask(`This erases ${what} for good. Type ${matched} to confirm: `)
  if (typed !== String(matched)) throw new CommandError('usage', "The number doesn't match. Nothing was erased.")
}
