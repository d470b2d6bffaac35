import { describe, expect } from 'vitest'
import { testInSession as test } from '../../test/cli/fixtures'
import { activateNewAgent, type CliUser } from '../../test/cli/user'
import type { ChangedMemories, FoundMemories, StoredMemory } from '../http/client'

const remember = async (user: CliUser, ...args: string[]) => (await user.json<StoredMemory>('remember', ...args)).memory_id
const find = async (user: CliUser, ...args: string[]) =>
  (await user.json<FoundMemories>('memory', 'search', ...args)).memories.map(({ content }) => content)

describe('memory search', () => {
  test('finds memories of all agents, with filters, pages and counts', async ({ user }) => {
    const first = String(user.config().active_agent_id)
    await remember(user, 'the parrot is green', '--tag', 'birds, small', '--source', 'crm')
    const { agent_id: second } = await activateNewAgent(user)
    await remember(user, 'a parrot and another parrot', '--type', 'observation')
    expect(await find(user, 'parrot')).toHaveLength(2)
    const cut = await user.memanto(['memory', 'search', 'parrot', '--limit', '1'])
    expect(cut.stderr).toBe('More memories match. Use --limit to show more.\n')
    const asJson = await user.memanto(['memory', 'search', 'parrot', '--limit', '1', '--json'])
    expect([JSON.parse(asJson.stdout), asJson.stderr]).toMatchObject([{ count: 1, next_cursor: expect.any(String) }, cut.stderr])
    expect(await find(user, 'parrot', '--agents', first)).toEqual(['the parrot is green'])
    expect(await find(user, 'parrot', '--type', 'observation', '--status', 'all', '--trust', 'trusted')).toEqual([
      'a parrot and another parrot',
    ])
    expect(await find(user, '--tag', 'birds', '--source', 'crm', '--min-confidence', '0.5', '--created-after', '2020-01-01')).toEqual([
      'the parrot is green',
    ])
    expect(await find(user, '--occurred-before', '2020-01-01')).toEqual([])
    const { stdout } = await user.memanto(['memory', 'search', 'parrot', '--counts'])
    expect(stdout).toMatch(/^1\. .*parrot.*\n {3}agent-\d+ · /)
    expect(stdout).toContain('\n2 matches\n')
    for (const name of [first, second]) expect(stdout).toContain(`\n1 ${name}\n`)
  })
})

describe('memory bulk', () => {
  test('changes memories by their ids or by a search, after a trial run', async ({ user }) => {
    const agent = String(user.config().active_agent_id)
    const ids = [await remember(user, 'the walrus sleeps'), await remember(user, 'the walrus eats')]
    const tagged = await user.memanto(['memory', 'bulk', 'add_tags', '--tags', 'sea', '--ids', [...ids, 'mem_none'].join(',')])
    expect(tagged).toEqual({ exitCode: 0, stderr: '', stdout: '✓ 2 memories changed\nNot found: 1\n' })
    expect(await find(user, '--tag', 'sea')).toHaveLength(2)
    const trial = await user.memanto(['memory', 'bulk', 'delete', '--tag', 'sea', '--agents', agent, '--dry-run'])
    expect(trial.stdout).toBe('2 memories would be changed. Nothing was changed.\n')
    const retyped = ['memory', 'bulk', 'retype', '--to', 'event', '--query', 'walrus', '--agents', agent, '--reason', 'A review.']
    expect(await user.json<ChangedMemories>(...retyped)).toMatchObject({ act: 'retype', changed: 2, results: [{ outcome: 'changed' }, {}] })
    expect((await user.memanto(['memory', 'bulk', 'delete', '--tag', 'sea'])).stdout).toBe('✓ 2 memories changed\n')
    expect(await find(user, 'walrus')).toEqual([])
    expect((await user.memanto(['memory', 'bulk', 'restore', '--status', 'deleted', '--agents', agent])).stdout).toBe(
      '✓ 2 memories changed\n',
    )
  })

  test('fails where a memory would have too many tags, and the others are changed', async ({ user }) => {
    const tags = Array.from({ length: 20 }, (_, at) => `tag-${at}`).join()
    const ids = [await remember(user, 'a full memory', '--tags', tags), await remember(user, 'an empty memory')].join()
    const args = ['memory', 'bulk', 'add_tags', '--tags', 'one-more', '--ids', ids]
    const trial = await user.memanto([...args, '--dry-run'])
    expect(trial).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('With too many tags: 1\n') })
    expect(await user.memanto(args)).toEqual({
      exitCode: 1,
      stdout: '1 memory changed\nWith too many tags: 1\n',
      stderr: expect.stringMatching(/^Error: 1 memory would have more than 20 tags, and was not changed\.\nRemove tags /),
    })
    const asJson = await user.memanto([...args, '--json'])
    expect(asJson.exitCode).toBe(1)
    expect(JSON.parse(asJson.stdout)).toMatchObject({ failed: 1, unchanged: 1 })
    expect(JSON.parse(asJson.stderr)).toMatchObject({ code: 'not_changed' })
  })

  test.for([
    [['explode', '--ids', 'mem_1']],
    [['delete']],
    [['delete', '--ids', 'mem_1', '--tag', 'x']],
    [['retype', '--to', 'nonsense', '--ids', 'mem_1']],
  ])('%j is a usage error', async ([args = []], { user }) => {
    expect(await user.memanto(['memory', 'bulk', ...args])).toMatchObject({ exitCode: 2, stdout: '' })
  })

  test.for([['--query'], ['--agents'], ['--created-after']] as const)(
    'an empty %s is refused, not left out',
    async ([option], { user }) => {
      const refused = await user.memanto(['memory', 'bulk', 'delete', '--tag', 'sea', option, ''])
      expect(refused).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('It is empty.') })
    },
  )
})
