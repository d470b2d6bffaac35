import { describe, expect } from 'vitest'
import { testInSession as test } from '../test/cli/fixtures'
import type { Erasure } from './http/client'

describe('memory erase', () => {
  test('reports first, asks, and erases what was confirmed', async ({ user }) => {
    await user.memanto(['remember', 'Ada likes violets'])
    await user.memanto(['remember', 'Bob likes roses'])
    expect(await user.json<Erasure>('memory', 'erase', '--text', 'violets', '--dry-run')).toMatchObject({
      dry_run: true,
      matched: 1,
      receipt: null,
    })
    expect(await user.memanto(['memory', 'erase', '--text', 'VIOLETS', '--dry-run'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Would Erase: +1 memory, 1 version\nagent-\d+: +1\n$/),
    })
    expect(await user.memanto(['memory', 'erase', '--text', 'violets'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Add --yes.'),
    })
    const refused = await user.inTerminal(['memory', 'erase', '--text', 'violets'], { answers: [['Type 1 to confirm: ', '2\r']] })
    expect([refused.exitCode, refused.lines.join('\n')]).toEqual([2, expect.stringContaining('Nothing was erased.')])
    const done = await user.inTerminal(['memory', 'erase', '--text', 'violets'], { answers: [['Type 1 to confirm: ', '1\r']] })
    expect([done.exitCode, done.lines.join('\n')]).toEqual([0, expect.stringContaining('✓ 1 memory erased')])
    const left = await user.json<{ memories: { content: string }[] }>('recall', '--recent')
    expect(left.memories.map(({ content }) => content)).toEqual(['Bob likes roses'])
  })

  test('with --yes and --json prints ids and receipts', async ({ user }) => {
    await user.memanto(['remember', 'to be erased', '--tag', 'gone'])
    expect(await user.json('memory', 'erase', '--tag', 'gone', '--yes')).toEqual({
      erased: 1,
      memory_ids: [expect.stringMatching(/^mem_/)],
      receipts: [expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/)],
    })
    const nothing = { erased: 0, memory_ids: [], receipts: [] }
    expect(await user.json('memory', 'erase', '--tag', 'gone', '--yes')).toEqual(nothing)
    expect(await user.memanto(['memory', 'erase', '--tag', 'gone'])).toMatchObject({ exitCode: 0, stdout: '✓ 0 memories erased\n' })
  })

  test('without criteria is a usage error', async ({ user }) => {
    expect(await user.memanto(['memory', 'erase', '--yes'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--text') })
  })
})
