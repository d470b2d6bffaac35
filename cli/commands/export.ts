import { once } from 'node:events'
import { type Command, Option } from 'commander'
import { commandState } from '../command-state'
import { type Context, requireKey } from '../context'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'
import { isUnavailable, repeatWhile } from '../http/repeat'
import { type StreamedRequest, streamRequest } from '../http/stream'
import { agentOption } from '../options'
import { openDraft } from '../output/draft'
import { success } from '../output/lines'
import { progressBar } from '../output/progress-bar'
import { requireAgent } from '../session/select'
import { serverAddress } from '../settings'

interface ExportOptions {
  agent?: string
  all?: boolean
  format: 'jsonl' | 'markdown'
  output?: string
  versions?: boolean
}

/** Adds `export`. */
export function addExportCommand(program: Command): void {
  const command = defineCommand(program, 'export', {
    description: "write an agent's memories, or those of all agents, to a file",
    examples: ['memanto export -o support.jsonl', 'memanto export --all -o team.jsonl', 'memanto export --format markdown > memories.md'],
    options: [
      agentOption(),
      new Option('--all', 'all agents that the key reaches').conflicts('agent'),
      new Option('--format <format>', 'format of the file').choices(['jsonl', 'markdown']).default('jsonl'),
      new Option('--versions', 'earlier versions of the memories, too (jsonl only)'),
      new Option('-o, --output <file>', 'the file (default: standard output)'),
    ],
    run: (context) => exportMemories(context, command.opts<ExportOptions>()),
  })
}

async function exportMemories(context: Context, { agent, all, format, output, versions }: ExportOptions): Promise<void> {
  const key = requireKey(context)
  const name = all ? undefined : requireAgent(agent, context.settings, context.config)
  if (name) commandState.agentId = name
  const path = name === undefined ? '/api/v2/export' : `/api/v2/agents/${encodeURIComponent(name)}/export`
  const url = new URL(`${serverAddress(context.settings.serverUrl.value)}${path}?format=${format}${versions ? '&versions=true' : ''}`)
  const request = { url, method: 'GET' as const, headers: { authorization: `Bearer ${key}` }, silenceMs: context.timeoutMs }
  const exporting = { request, hasEnd: format === 'jsonl' }
  if (output === undefined) return writeToStdout(context, exporting)
  const bytes = await writeFile(context, exporting, output)
  const result = { file: output, bytes, agent_id: name ?? null, format }
  context.print(result, (lines) => [success(`${bytes} bytes written to ${output}`, lines)])
}

interface Exporting {
  request: StreamedRequest
  /** The last line says that the file is complete. */
  hasEnd: boolean
}

async function writeToStdout(context: Context, exporting: Exporting): Promise<void> {
  for await (const part of exported(context, exporting, 'What was written is not complete. Try again.'))
    if (!process.stdout.write(part)) await once(process.stdout, 'drain')
}

/** Writes a file completely or not at all. Returns its size in bytes. */
async function writeFile(context: Context, exporting: Exporting, path: string): Promise<number> {
  const draft = openDraft(path)
  commandState.onSignal = draft.discard
  const bar = progressBar(process.stderr)
  let bytes = 0
  try {
    for await (const part of exported(context, exporting, 'Nothing was kept. Try again.')) {
      draft.append(part)
      bytes += part.byteLength
      bar.show(undefined, `${(bytes / 1_000_000).toFixed(1)} MB`)
    }
    draft.keep()
    return bytes
  } finally {
    draft.discard()
    bar.clear()
  }
}

/** Yields an export as it arrives. `hint` says what there is of one that breaks off. */
async function* exported(context: Context, { request, hasEnd }: Exporting, hint: string): AsyncGenerator<Buffer> {
  const parts = await repeatWhile(isUnavailable, context, () => streamRequest(request))
  let tail: Buffer = Buffer.alloc(0)
  try {
    for await (const part of parts) {
      if (hasEnd) tail = Buffer.concat([tail, part]).subarray(-MAX_END_BYTES)
      yield part
    }
  } catch (thrown) {
    if (!(thrown instanceof CommandError)) throw thrown
    throw new CommandError(thrown.code, thrown.code === 'server_timeout' ? thrown.message : NO_END, hint, { cause: thrown })
  }
  // Behind a proxy that speaks HTTP/1.0, a server that fails on the way looks like one that has sent everything.
  if (hasEnd && !isEnd(tail.toString('utf8').trimEnd().split('\n').at(-1) ?? '')) throw new CommandError('server_unreachable', NO_END, hint)
}

const NO_END = 'The server closed the connection before the end of the export.'
/** More than the last line of an export takes. */
const MAX_END_BYTES = 1_000

function isEnd(line: string): boolean {
  try {
    return (JSON.parse(line) as { record?: unknown }).record === 'end'
  } catch {
    return false
  }
}
