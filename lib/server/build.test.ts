import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { atEnd } from '../../test/at-end'
import { cleanEnvironment } from '../../test/server/process'

const asRoot = process.getuid?.() === 0

function run(folder: string, entry: string, how: { env?: Record<string, string>; uid?: number; gid?: number } = {}) {
  const child = spawn(process.execPath, [join(folder, 'lib/server/run.mjs'), entry], {
    ...how,
    env: { ...cleanEnvironment(), NODE_ENV: 'production', ...how.env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data))
  atEnd(() => void child.kill('SIGKILL'))
  return { child, said: () => said, ended: async () => (await endOf(child))[0] as number | null }
}

const endOf = (child: ChildProcess) =>
  child.exitCode === null && child.signalCode === null ? once(child, 'close') : Promise.resolve([child.exitCode])

/** The project with one page, which takes as long to build as SLOW_MS says; within the checkout, so that its packages are found. */
function smallCheckout(): string {
  mkdirSync('.next/cache/memanto', { recursive: true })
  const folder = resolve(mkdtempSync('.next/cache/memanto/checkout-'))
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  for (const path of ['cli', 'db', 'lib', 'package.json', 'package-lock.json', 'tsconfig.json'])
    cpSync(path, join(folder, path), { recursive: true, filter: (from) => !/node_modules|\.test\.tsx?$/.test(from) })
  mkdirSync(join(folder, 'app'))
  writeFileSync(join(folder, 'app/layout.tsx'), 'export default ({ children }) => <html lang="en"><body>{children}</body></html>')
  writeFileSync(
    join(folder, 'app/page.tsx'),
    'export default async function Page() {\n  await new Promise((done) => setTimeout(done, Number(process.env.SLOW_MS ?? 0)))\n  return <p>Hello</p>\n}',
  )
  const config = { typescript: { ignoreBuildErrors: true }, turbopack: { root: process.cwd() } }
  writeFileSync(join(folder, 'next.config.ts'), `export default ${JSON.stringify(config)}`)
  return folder
}

test('a build right after a killed one succeeds, and also builds the command line', async () => {
  const folder = smallCheckout()
  rmSync(join(folder, 'cli/dist'), { recursive: true, force: true })
  const killed = run(folder, 'build', { env: { SLOW_MS: '50000' } })
  while (!killed.said().includes('Generating static pages')) {
    expect(killed.child.exitCode, killed.said()).toBe(null)
    await pause(20)
  }
  expect(existsSync(join(folder, '.next/lock'))).toBe(true)
  killed.child.kill('SIGKILL')
  const next = run(folder, 'build')
  expect({ exitCode: await next.ended(), said: next.said() }).toEqual({ exitCode: 0, said: expect.not.stringContaining('already running') })
  expect(existsSync(join(folder, '.next/memanto/stamp'))).toBe(true)
  expect(readdirSync(join(folder, 'cli/dist'))).toContain('memanto.mjs')
}, 600_000)

test.each(['start', 'build', 'admin'])('%s in a checkout that is not built and cannot be written says so', async (entry) => {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-checkout-'))
  atEnd(() => {
    chmodSync(folder, 0o755)
    rmSync(folder, { recursive: true })
  })
  for (const path of ['lib/server/run.mjs', 'cli/bin/node-version.mjs']) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    cpSync(path, join(folder, path))
  }
  chmodSync(folder, 0o555)
  const nobody = asRoot ? { uid: 65534, gid: 65534 } : {} // to root every folder is open
  const refused = run(folder, entry, nobody)
  expect(await refused.ended()).toBe(1)
  expect(refused.said()).toMatch(
    /^Memanto is not built, and this user cannot write to \S+ \(EACCES\)\. Run `npm run build` as a user who can, then try again\.\n$/,
  )
})
