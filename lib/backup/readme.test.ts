import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { apiClient } from '../../test/api/client'
import { atEnd } from '../../test/at-end'
import { createEmptyDatabase } from '../../test/empty-database'
import { freePort } from '../../test/free-port'
import { cleanEnvironment, createDataFolder, waitUntilReady } from '../../test/server/process'

const README = readFileSync('README.md', 'utf8')

/** The shell commands under a heading of the README. */
function commandsUnder(heading: string): string[] {
  const [, section = ''] = README.split(`\n## ${heading}\n`)
  const [text = ''] = section.split('\n## ')
  return [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, commands = '']) => commands)
}

/** Starts shell commands in the project's folder, as a person would. */
function shell(commands: string, env: Record<string, string>): ChildProcess {
  const child = spawn('bash', ['-ec', commands], {
    env: { ...cleanEnvironment(), ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  atEnd(async () => void (await stopped(child)))
  return child
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = once(child, 'close')
  process.kill(-child.pid, 'SIGTERM')
  await ended
}

async function serving(commands: string, env: Record<string, string>) {
  const PORT = String(await freePort())
  const child = shell(commands, { ...env, PORT, HOST: '127.0.0.1' })
  let said = ''
  child.stdout?.on('data', (data) => {
    said += data
  })
  const url = `http://127.0.0.1:${PORT}`
  await waitUntilReady({ child, url, said: () => ({ stdout: said, stderr: '' }), ended: async () => null })
  return { child, url }
}

test('the steps of the README from the embedded to an external database keep ids, keys, tokens and memories', async () => {
  const MEMANTO_DATA_DIR = createDataFolder()
  const file = join(dirname(MEMANTO_DATA_DIR), 'memanto.backup')
  const target = await createEmptyDatabase()
  /** Only what depends on the machine is put in place of the README's examples. */
  const here = (commands: string) =>
    commands
      .replaceAll('memanto.backup', file)
      .replaceAll('.memanto/', `${MEMANTO_DATA_DIR}/`)
      .replace(/postgres:\/\/\S+/, `'${target.url}'`)

  const embedded = await serving('exec npm start', { MEMANTO_DATA_DIR })
  const bootstrap = ['run', '-s', 'admin', '--', 'bootstrap', '--email', 'ada@example.com', '--team', 'Acme', '--agent', 'bot', '--json']
  const env: NodeJS.ProcessEnv = { ...(cleanEnvironment() as NodeJS.ProcessEnv), MEMANTO_DATA_DIR }
  const { api_key: key } = JSON.parse(execFileSync('npm', bootstrap, { encoding: 'utf8', env }))
  const before = apiClient({ baseUrl: embedded.url })
  const { body: session } = await before.call('POST', '/api/v2/agents/bot/activate', { key })
  const token = String(session.session_token)
  const content = 'Ada prefers e-mail over the phone'
  const { body: stored } = await before.call('POST', '/api/v2/agents/bot/remember', { token, json: { content } })

  const [backup = '', restore = ''] = commandsUnder('Back up and restore').map(here)
  const saved = shell(backup, { MEMANTO_DATA_DIR })
  expect(await once(saved, 'close')).toEqual([0, null])
  await stopped(embedded.child)

  const [move = ''] = commandsUnder('Move to your own Postgres').map(here)
  expect(move).toContain(restore.trim())
  execFileSync('rm', [file])
  const own = await serving(move.replace('npm start', 'exec npm start'), { MEMANTO_DATA_DIR })
  const after = apiClient({ baseUrl: own.url })
  expect(await after.call('GET', '/api/v2/session/current', { token })).toMatchObject({
    status: 200,
    body: { session_id: session.session_id },
  })
  const found = await after.call('GET', '/api/v2/agents/bot/recall', { token, query: { query: 'does Ada like phones' } })
  expect(found.body).toMatchObject({ count: 1, memories: [{ id: stored.id, content }] })
  expect(await after.call('GET', '/api/v2/agents', { key })).toMatchObject({ status: 200, body: { agents: [{ agent_id: 'bot' }] } })
  const { rows } = await sql<{ people: number }>`select count(*)::int as people from people`.execute(target.db)
  expect(rows).toEqual([{ people: 1 }])
  await stopped(own.child)

  const fresh = createDataFolder()
  const secret = readFileSync(join(MEMANTO_DATA_DIR, 'secret'), 'utf8').trim()
  expect(await once(shell(restore, { MEMANTO_DATA_DIR: fresh, MEMANTO_SECRET: secret }), 'close')).toEqual([0, null])
  const elsewhere = await serving('exec npm start', { MEMANTO_DATA_DIR: fresh, MEMANTO_SECRET: secret })
  const restored = apiClient({ baseUrl: elsewhere.url })
  expect(await restored.call('GET', '/api/v2/session/current', { token })).toMatchObject({ status: 200 })
  await stopped(elsewhere.child)
}, 400_000)
