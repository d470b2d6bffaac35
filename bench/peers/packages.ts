import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What is installed for one peer, in a folder of its own, so that two peers cannot disagree about a dependency. */
export interface PeerPackages {
  folder: string
  /** Exact versions by name; the first is the peer itself. */
  dependencies: Record<string, string>
  /** The packages whose install script is run, because it compiles them. */
  compiled?: string[]
}

/** Where there is no network, the error comes after seconds. */
const QUICK_TO_FAIL = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000']
/** npm must not install optional peers of mem0ai (forty clients of vector stores and models), and runs no script that is not named. */
const INSTALL = [
  'install',
  '--ignore-scripts',
  '--legacy-peer-deps',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--loglevel=error',
  ...QUICK_TO_FAIL,
]

/** Installs the packages of a peer below a cache folder, unless they are there already, and returns their folder. @throws when npm fails */
export async function installPackages(cacheFolder: string, { folder: name, dependencies, compiled = [] }: PeerPackages): Promise<string> {
  const folder = join(cacheFolder, name)
  const marker = join(folder, 'installed.json')
  const wanted = JSON.stringify({ dependencies, compiled, node: process.versions.modules })
  if (readIfPresent(marker) === wanted) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  await runNpm(folder, INSTALL)
  if (compiled.length > 0)
    await runNpm(folder, ['rebuild', '--foreground-scripts', '--ignore-scripts=false', '--loglevel=error', ...compiled])
  writeFileSync(marker, wanted)
  return folder
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** The end of npm's output that an error contains, in characters. */
const OUTPUT_SHOWN = 600

async function runNpm(folder: string, args: string[]): Promise<void> {
  const child = spawn('npm', [...args, '--prefix', folder], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => output.push(part))
  const exitCode = await once(child, 'close').then(
    ([code]: unknown[]) => code,
    (error: Error) => error.message,
  )
  if (exitCode === 0) return
  const said = Buffer.concat(output).toString().trim().slice(-OUTPUT_SHOWN)
  throw new Error(
    `The packages of a peer could not be installed into ${folder}: npm ${args[0]} failed (${exitCode}). This needs the npm registry, and for mem0ai a C++ compiler.\n${said}`,
  )
}

/** Imports a module that is installed in a folder and not one of our dependencies. The caller says what it exports, since it brings no types here. */
export async function importFrom<T>(folder: string, name: string): Promise<T> {
  const path = createRequire(join(folder, 'package.json')).resolve(name)
  return (await import(pathToFileURL(path).href)) as T
}

/** The version of an installed package. */
export function versionOf(folder: string, name: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }
  return version
}
