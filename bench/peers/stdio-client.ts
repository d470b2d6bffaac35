import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { OnCleanUp } from '../clean-up'

/** An MCP server that is called over its standard input and output. */
export interface StdioClient {
  /** Calls a tool. @throws when the server answers with an error */
  callTool(name: string, input: object): Promise<unknown>
}

interface RpcResponse {
  id?: number
  result?: { isError?: boolean }
  error?: { message: string }
}

/** Starts an MCP server, a JavaScript file, and introduces itself. It ends at clean-up. */
export async function startStdioServer(file: string, env: Record<string, string>, onCleanUp: OnCleanUp): Promise<StdioClient> {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  onCleanUp(async () => {
    child.kill()
    await exited
  })
  const request = requester(child)
  await request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'memanto-bench', version: '1' } })
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`)
  return { callTool: (name, input) => request('tools/call', { name, arguments: input }) }
}

type Child = ChildProcessByStdio<Writable, Readable, null>

function requester(child: Child): (method: string, params: object) => Promise<unknown> {
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id = 0, result, error } = JSON.parse(line) as RpcResponse
    const caller = waiting.get(id)
    waiting.delete(id)
    if (error || result?.isError) caller?.reject(new Error(`The MCP server answered: ${line.slice(0, 300)}`))
    else caller?.resolve(result)
  })
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The MCP server ended.'))
  })
  let lastId = 0
  return (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, { resolve, reject })
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
    })
}
