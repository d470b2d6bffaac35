import { once } from 'node:events'
import { createWriteStream, renameSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import { commandState } from '../command-state'
import { type Context, requireKey } from '../context'
import { defineCommand } from '../define-command'
import { CommandError, messageOf } from '../errors'
import { streamRequest } from '../http/stream'
import { agentOption } from '../options'
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
  const response = await streamRequest({ url, method: 'GET', headers: { authorization: `Bearer ${key}` }, silenceMs: context.timeoutMs })
  const bytes = output === undefined ? await copy(response, process.stdout) : await writeFile(response, output)
  if (output === undefined) return
  const result = { file: output, bytes, agent_id: name ?? null, format }
  context.print(result, (lines) => [success(`${bytes} bytes written to ${output}`, lines)])
}

/** Writes a file completely or not at all. Returns its size in bytes. */
async function writeFile(response: IncomingMessage, path: string): Promise<number> {
  const draft = `${path}.${process.pid}.tmp`
  const bar = progressBar(process.stderr)
  try {
    const target = createWriteStream(draft, { mode: 0o600 })
    const bytes = await copy(response, target, (written) => bar.show(undefined, `${(written / 1_000_000).toFixed(1)} MB`))
    await finished(target.end())
    renameSync(draft, path)
    return bytes
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  } finally {
    bar.clear()
  }
}

/** Writes a response as it arrives. Returns its size in bytes. */
async function copy(response: IncomingMessage, target: Writable, onProgress: (bytes: number) => void = () => {}): Promise<number> {
  let bytes = 0
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      bytes += part.byteLength
      if (!target.write(part)) await once(target, 'drain')
      onProgress(bytes)
    }
    return bytes
  } catch (error) {
    throw incomplete(error)
  }
}

function incomplete(error: unknown): Error {
  if ((error as NodeJS.ErrnoException).code === 'ECONNRESET')
    return new CommandError(
      'server_unreachable',
      'The server closed the connection before the end of the export.',
      'Nothing was kept. Try again.',
      {
        cause: error,
      },
    )
  return new CommandError('unwritable_output', `The export was not written: ${messageOf(error)}`, undefined, { cause: error })
}
