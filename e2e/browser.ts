import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Returns the path of a browser: Playwright's own, else the system's; undefined if there is none. */
export function findBrowser(): string | undefined {
  return [chromium.executablePath(), ...SYSTEM_BROWSERS].find((path) => existsSync(path))
}

/** Finds a browser or installs one, and prints which. */
export function ensureBrowser(): void {
  const found = findBrowser()
  const message = found ? `Browser tests use ${found}.` : (download() ?? installFromDebian())
  if (message === undefined)
    throw new Error(
      'Browser tests need Chromium. Install it with "npx playwright install chromium", or as root with "apt-get install chromium".',
    )
  console.log(message)
}

function download(): string | undefined {
  run('npx', ['playwright', 'install', 'chromium'])
  const path = findBrowser()
  return path && `Playwright downloaded a browser to ${path}.`
}

function installFromDebian(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
  const path = findBrowser()
  return path && `Playwright could not download a browser here, so Debian's chromium was installed: ${path}.`
}

/** A failure is reported here and not thrown: the caller sees that there is still no browser. */
function run(command: string, args: string[]): void {
  try {
    execFileSync(command, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 240_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  } catch {
    console.log(`"${command} ${args.join(' ')}" did not work here.`)
  }
}
