import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { importFrom, installPackages, versionOf } from './packages'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-packages-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('a package is installed outside the project, imported from there, and not installed again', async () => {
  const folder = temporaryFolder()
  const dependencies = { greeting: `file:${writePackage(folder, '1.2.3')}` }
  const installed = await installPackages(join(folder, 'cache'), { folder: 'peer', dependencies })
  expect(await importFrom<{ hello: string }>(installed, 'greeting')).toMatchObject({ hello: 'world' })
  expect(versionOf(installed, 'greeting')).toBe('1.2.3')
  rmSync(join(folder, 'greeting'), { recursive: true })
  expect(await installPackages(join(folder, 'cache'), { folder: 'peer', dependencies })).toBe(installed)
})

test('an error says what could not be installed, where, and what is needed', async () => {
  const folder = temporaryFolder()
  const dependencies = { greeting: `file:${join(folder, 'missing', 'greeting.tgz')}` }
  const installing = installPackages(join(folder, 'cache'), { folder: 'peer', dependencies })
  await expect(installing).rejects.toThrow(/could not be installed into .*cache\/peer: npm install failed .* needs the npm registry/)
})

function writePackage(folder: string, version: string): string {
  const path = join(folder, 'greeting')
  mkdirSync(path)
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name: 'greeting', version, type: 'module', exports: './index.js' }))
  writeFileSync(join(path, 'index.js'), "export const hello = 'world'\n")
  return path
}
