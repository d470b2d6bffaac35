import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { inject } from 'vitest'
import type { Db } from '../../db/schema'
import { atEnd } from '../at-end'
import { createDatabase } from '../database'
import { freePort } from '../free-port'
import { TEST_SECRET } from '../settings'
import { createKey, createTeam } from '../teams'
import { cleanEnv, type Env } from './process'

/** A running server and a team with an API key. */
export interface TestServer {
  db: Db
  teamId: string
  url: string
  key: string
}

/** Starts a server as its own process, on a database that belongs to the test file. It stops at the end of the file. */
export async function startServer(): Promise<TestServer> {
  const { db, url: databaseUrl } = await createDatabase()
  const teamId = await createTeam(db)
  const key = await createKey(db, teamId)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await startProcess(url, { DATABASE_URL: databaseUrl, MEMANTO_SECRET: TEST_SECRET, PORT: String(port) })
  return { db, teamId, url, key }
}

async function startProcess(url: string, env: Env): Promise<void> {
  const child = spawn(process.execPath, [inject('apiServerFile')], {
    env: { ...cleanEnv(), HOST: '127.0.0.1', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  atEnd(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGINT')) await once(child, 'exit')
  })
  while ((await fetch(`${url}/ready`).catch(() => undefined))?.status !== 200) {
    if (child.exitCode !== null) throw new Error('The server ended before it was ready.')
    await pause(50)
  }
}
