import { createHash } from 'node:crypto'
import { closeSync, createReadStream, openSync, statSync } from 'node:fs'
import { type Command, Option } from 'commander'
import type { components } from '../api'
import { commandState } from '../command-state'
import { type Context, requireKey } from '../context'
import { defineCommand } from '../define-command'
import { ApiError, CommandError } from '../errors'
import { isUnavailable, repeatWhile } from '../http/repeat'
import { readText, streamRequest } from '../http/stream'
import { withStdinFile } from '../input/stdin-file'
import { unreadableFile } from '../input/unreadable-file'
import { agentOption } from '../options'
import { countOf, memoriesOf, success } from '../output/lines'
import { describeFinding } from '../output/memory'
import { progressBar } from '../output/progress-bar'
import { requireAgent } from '../session/select'
import { serverAddress } from '../settings'
import { unfinishedImport } from '../storage/unfinished-imports'

type ImportResult = components['schemas']['ImportResult']

interface ImportOptions {
  agent?: string
  fromAgent?: string
  dryRun?: boolean
}

/** Adds `import`. */
export function addImportCommand(program: Command): void {
  const command = defineCommand(program, 'import <file>', {
    description: 'store the memories of a file (-: standard input): an export of Memanto, mem0, Letta, Hindsight or MCP’s memory server',
    examples: [
      'memanto import support.jsonl --agent support',
      'memanto import mem0.json --dry-run',
      'gunzip -c support.jsonl.gz | memanto import - --agent support',
    ],
    options: [
      agentOption(),
      new Option('--from-agent <name>', 'only the memories of this agent, from the export of a team'),
      new Option('--dry-run', 'check the file, and store nothing'),
    ],
    run: (context, name = '') => importNamed(context, name, command.opts<ImportOptions>()),
  })
}

async function importNamed(context: Context, name: string, options: ImportOptions): Promise<void> {
  const key = requireKey(context)
  const agent = requireAgent(options.agent, context.settings, context.config)
  commandState.agentId = agent
  if (name !== '-') return importFile(context, name, { ...options, key, agent })
  await withStdinFile(HINT, (file) => importFile(context, file, { ...options, key, agent }))
}

interface Target extends ImportOptions {
  key: string
  agent: string
}

async function importFile(context: Context, file: string, { key, agent, ...options }: Target): Promise<void> {
  const size = sizeOf(file)
  const url = new URL(`${serverAddress(context.settings.serverUrl.value)}/api/v2/agents/${encodeURIComponent(agent)}/import`)
  if (options.fromAgent) url.searchParams.set('from_agent', options.fromAgent)
  if (options.dryRun) url.searchParams.set('dry_run', 'true')
  const unfinished = options.dryRun ? undefined : await unfinishedImport(context.home, await nameOf(file, url))
  if (unfinished?.isResumed && !context.options.json) context.note('Going on with an earlier import of this file.')
  commandState.interruptHint = () => 'Run the same command again to go on.'
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/octet-stream',
    'content-length': String(size),
    ...(unfinished && { 'idempotency-key': unfinished.key }),
  }
  const result = await uploadUntilDone(context, { file, size, url, headers }, unfinished !== undefined).catch(async (error: unknown) => {
    if (isFinal(error)) await unfinished?.finish()
    throw error
  })
  await unfinished?.finish()
  printResult(context, result)
}

/** Refusals that the server does not keep as the import's result: of a credential or address, of a slow or concurrent request, or of too many. */
const NOT_FINAL = [401, 403, 408, 409, 429]

/** Returns whether the same import would get the same answer again. */
const isFinal = (error: unknown) => error instanceof ApiError && error.problem.status < 500 && !NOT_FINAL.includes(error.problem.status)

function sizeOf(file: string): number {
  try {
    const stats = statSync(file)
    if (!stats.isFile()) throw new Error('it is not a file')
    closeSync(openSync(file, 'r'))
    return stats.size
  } catch (error) {
    throw unreadableFile(file, error, HINT)
  }
}

const HINT = 'Pass the path of a file with memories, or pipe them in: memanto import - < memories.jsonl'

/** A name for the import of this content at this address. */
async function nameOf(file: string, url: URL): Promise<string> {
  const hash = createHash('sha256').update(url.href)
  try {
    for await (const part of createReadStream(file)) hash.update(part)
  } catch (error) {
    throw unreadableFile(file, error, HINT)
  }
  return hash.digest('hex').slice(0, 32)
}

interface Upload {
  file: string
  size: number
  url: URL
  headers: Record<string, string>
}

/** Sends the file, and again where the connection was lost: the server continues where it stopped. A file without an Idempotency-Key is sent once. */
function uploadUntilDone(context: Context, upload: Upload, isRepeatable: boolean): Promise<ImportResult> {
  return repeatWhile(
    (error) => isRepeatable && isTemporary(error),
    context,
    () => uploadOnce(context, upload),
  )
}

const isTemporary = (error: unknown) => isUnavailable(error) || (error instanceof CommandError && error.code === 'server_timeout')

async function uploadOnce({ timeoutMs }: Context, { file, size, url, headers }: Upload): Promise<ImportResult> {
  const bar = progressBar(process.stderr)
  const body = createReadStream(file)
  let sent = 0
  let readError: Error | undefined
  body.on('error', (error) => {
    readError = error
  })
  body.on('data', (part) => {
    sent += part.length
    bar.show(sent / Math.max(1, size), `${(sent / 1_000_000).toFixed(1)} of ${(size / 1_000_000).toFixed(1)} MB`)
  })
  try {
    const response = await streamRequest({ url, method: 'POST', headers, body, silenceMs: timeoutMs })
    return JSON.parse(await readText(response)) as ImportResult
  } catch (error) {
    // A file that cannot be read to its end also closes the connection, which is not lost.
    throw readError ? unreadableFile(file, readError, HINT) : error
  } finally {
    body.destroy()
    bar.clear()
  }
}

const LINES_SHOWN = 20

function printResult(context: Context, result: ImportResult): void {
  const { agent_id, stored, duplicates, skipped, failed, other_records: noMemories = 0, errors, findings = [], dry_run } = result
  if (!context.options.json) {
    for (const { line, error } of errors.slice(0, LINES_SHOWN)) context.note(`Line ${line}: ${error}`)
    if (failed > LINES_SHOWN) context.note(`… and ${failed - LINES_SHOWN} more. Use --json for the first 1,000.`)
    for (const finding of findings.slice(0, LINES_SHOWN)) context.warn(`Line ${finding.line}: ${describeFinding(finding)}`)
    if (findings.length > LINES_SHOWN) context.warn('… and more was found. Use --json for the first 1,000.')
  }
  const others = [
    duplicates && `${duplicates} known already`,
    skipped && `${skipped} left out`,
    failed && `${failed} with errors`,
    noMemories && `${countOf(noMemories, 'record')} without a memory`,
  ].filter(Boolean)
  const sentence = `${memoriesOf(stored)} ${dry_run ? 'would be imported' : 'imported'} into '${agent_id}'${others.length > 0 ? `; ${others.join(', ')}` : ''}`
  context.print(result, (format) => [failed === 0 ? success(sentence, format) : sentence])
  if (failed > 0)
    throw new CommandError(
      'not_stored',
      `${countOf(failed, 'record')} ${failed === 1 ? 'was' : 'were'} not imported.`,
      'Fix them and import the file again: what is stored is left out.',
    )
}
