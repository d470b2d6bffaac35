import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withBuildLock } from './build-lock'

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>()
  return { ...fs, utimesSync: vi.fn(fs.utimesSync) }
})

const LOCK = '.next/cache/memanto.lock'
const project = process.cwd()
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memanto-build-lock-'))
  process.chdir(folder)
})

afterEach(() => {
  vi.useRealTimers()
  process.chdir(project)
  rmSync(folder, { recursive: true })
})

test('a stale lock is replaced, and nothing is left afterwards', async () => {
  await withBuildLock(async () => {})
  writeFileSync(LOCK, 'of a process that has ended')
  utimesSync(LOCK, new Date(0), new Date(0))
  await withBuildLock(async () => expect(readFileSync(LOCK, 'utf8')).not.toContain('ended'))
  expect([existsSync(LOCK), existsSync(`${LOCK}.clearing`)]).toEqual([false, false])
})

test('a stale lock that another process is replacing is left to it', async () => {
  await withBuildLock(async () => {})
  writeFileSync(LOCK, 'of a process that has ended')
  utimesSync(LOCK, new Date(0), new Date(0))
  writeFileSync(`${LOCK}.clearing`, 'another')
  vi.useFakeTimers()
  const waiting = withBuildLock(async () => {})
  expect(readFileSync(LOCK, 'utf8')).toBe('of a process that has ended')
  rmSync(`${LOCK}.clearing`)
  await vi.advanceTimersByTimeAsync(500)
  await waiting
})

test('a build that has lost its lock goes on, and leaves that of another alone', async () => {
  vi.useFakeTimers()
  await withBuildLock(async () => {
    rmSync(LOCK)
    await vi.advanceTimersByTimeAsync(500)
    writeFileSync(LOCK, 'another')
  })
  expect(readFileSync(LOCK, 'utf8')).toBe('another')
})

test('a build whose lock is removed at the moment at which it is touched goes on', async () => {
  vi.useFakeTimers()
  const touch = vi.mocked(utimesSync)
  await withBuildLock(async () => {
    touch.mockImplementationOnce(() => {
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
    })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(touch.mock.results.slice(-2)).toMatchObject([{ type: 'throw' }, { type: 'return' }])
  })
})
