import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where a browser is: Playwright's own first, else the system's; undefined when there is none. */
export function findBrowser(): string | undefined {
  return [chromium.executablePath(), ...SYSTEM_BROWSERS].find((path) => existsSync(path))
}

/** Finds a browser or gets one, and says what it did. */
export function ensureBrowser(): string {
  const found = findBrowser()
  if (found) return said(`Browser tests use ${found}.`, found)
  const got = download() ?? installFromDebian()
  if (got) return got
  throw new Error(
    'Browser tests need Chromium. Install it with "npx playwright install chromium", or as root with "apt-get install chromium".',
  )
}

function download(): string | undefined {
  run('npx', ['playwright', 'install', 'chromium'])
  const path = findBrowser()
  return path && said(`Playwright downloaded a browser to ${path}.`, path)
}

function installFromDebian(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
  const path = findBrowser()
  return path && said(`Playwright could not download a browser here, so Debian's chromium was installed: ${path}.`, path)
}

/** A failure shows in that there is still no browser. */
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

function said(words: string, path: string): string {
  console.log(words)
  return path
}
