import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** The headless shell comes first: opening a page takes a third of the CPU time that it takes in the whole browser. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell'
const SYSTEM_BROWSERS = [HEADLESS_SHELL, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const hasPlaywrightBrowser = () => existsSync(chromium.executablePath())

/** Returns the path of the browser to launch; undefined for Playwright's own, of which Playwright launches the headless shell. */
function systemBrowser(): string | undefined {
  return hasPlaywrightBrowser() ? undefined : SYSTEM_BROWSERS.find((path) => existsSync(path))
}

/** How every browser is launched. */
export const browserOptions = () => ({
  executablePath: systemBrowser(),
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-background-networking',
    '--host-resolver-rules=MAP *.memanto.test 127.0.0.1',
  ],
})

/** Finds a browser or installs one, and prints which. */
export function ensureBrowser(): void {
  if (!hasPlaywrightBrowser() && systemBrowser() !== HEADLESS_SHELL) install()
  const path = systemBrowser()
  if (path === undefined && !hasPlaywrightBrowser())
    throw new Error(
      'Browser tests need Chromium. Install it with "npx playwright install chromium", or as root with "apt-get install chromium-headless-shell".',
    )
  console.log(`Browser tests use ${path ?? "Playwright's Chromium"}.`)
}

/** Installs the headless shell from Debian as root, which takes seconds. If there is no browser at all, tries everything. */
function install(): void {
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (isDebianRoot) aptInstall('chromium-headless-shell')
  if (systemBrowser() === undefined) run('npx', ['playwright', 'install', 'chromium'])
  if (!isDebianRoot || hasPlaywrightBrowser() || systemBrowser() !== undefined) return
  run('apt-get', ['update', '-qq'])
  aptInstall('chromium-headless-shell')
  if (systemBrowser() === undefined) aptInstall('chromium')
}

function aptInstall(name: string): void {
  const options = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::https::Timeout=10']
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...options, name])
}

/** Runs a command and prints a note if it fails: another way to install a browser may work. */
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
