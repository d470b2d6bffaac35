import { describe, expect } from 'vitest'
import { testInSession as test } from '../../test/cli/fixtures'
import { type CliUser, createUser } from '../../test/cli/user'
import type { DeletedMemory, Memory, MemoryVersion, RankedMemory, StoredMemory } from '../http/client'
import { version as cliVersion } from '../package.json'

const remember = async (user: CliUser, ...args: string[]) => (await user.json<StoredMemory>('remember', ...args)).memory_id
const recall = async (user: CliUser, ...args: string[]) =>
  (await user.json<{ memories: RankedMemory[] }>('recall', ...args)).memories.map(({ content }) => content)
const historyOf = async (user: CliUser, id: string, ...args: string[]) =>
  (await user.json<{ versions: MemoryVersion[] }>('memory', 'history', id, ...args)).versions

describe('memory', () => {
  test('edit keeps the version before, and history shows who changed it, with what and why', async ({ user }) => {
    const id = await remember(user, 'Ada prefers e-mail', '--tag', 'contact')
    const edited = await user.memanto(['memory', 'edit', id, 'Ada', 'prefers', 'the phone', '--reason', 'She said so.'])
    expect(edited).toEqual({ exitCode: 0, stderr: '', stdout: `✓ Memory changed: ${id} is at version 2\n` })
    const [latest, first] = await historyOf(user, id)
    expect(latest).toMatchObject({
      version: 2,
      content: 'Ada prefers the phone',
      reason: 'She said so.',
      client: `memanto-cli/${cliVersion}`,
      tags: ['contact'],
    })
    expect(first).toMatchObject({ version: 1, content: 'Ada prefers e-mail', reason: null })
    const { stdout } = await user.memanto(['memory', 'history', id])
    expect(stdout).toMatch(
      /^Version 2 · .* UTC · by .* · with memanto-cli\/\S+ · fact · active\n {3}Ada prefers the phone\n {3}Reason: She said so\.\n\nVersion 1 /,
    )
    expect(await historyOf(user, id, '--limit', '1')).toHaveLength(1)
    expect((await user.memanto(['memory', 'history', id, '--limit', '1'])).stderr).toContain('Use --limit to show more.')
  })

  test('edit sets and clears properties', async ({ user }) => {
    const id = await remember(user, 'a note', '--title', 'Note', '--tag', 'old', '--expires-at', '2100-01-01')
    const changed = await user.json<Memory>('memory', 'edit', id, '--title', '', '--tag', '', '--expires-at', 'never', '--type', 'goal')
    expect(changed).toMatchObject({ title: null, tags: [], expires_at: null, type: 'goal', content: 'a note' })
    expect(await user.json('memory', 'edit', id, '--ttl-hours', '2')).toMatchObject({ expires_at: expect.any(String) })
    expect((await user.memanto(['memory', 'edit', id, '-'], { input: 'from\nstdin\n' })).exitCode).toBe(0)
    expect(await user.json('memory', 'show', id)).toMatchObject({ content: 'from\nstdin', version: 4 })
    expect((await user.memanto(['memory', 'show', id])).stdout).toMatch(/^from\nstdin\n\nMemory ID: +mem_\w+\n(.*\n)*Version: +4\n/)
    expect(await user.memanto(['memory', 'edit', id])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Nothing to change.') })
  })

  test('a change of a version that is not the present one is refused, and the hint says how to see what changed', async ({ user }) => {
    const id = await remember(user, 'first')
    await user.memanto(['memory', 'edit', id, 'second', '--if-version', '1'])
    for (const args of [
      ['edit', id, 'third'],
      ['delete', id],
      ['supersede', id],
      ['restore', id, '--to-version', '1'],
    ]) {
      const { exitCode, stderr } = await user.memanto(['memory', ...args, '--if-version', '1'])
      expect([exitCode, stderr]).toEqual([
        1,
        expect.stringMatching(/is at version 2, not 1\..*\nSee what changed: memanto memory history ID/),
      ])
    }
    expect(await recall(user, '--recent')).toEqual(['second'])
  })

  test('supersede hides a memory from recall, and restore makes it active again', async ({ user }) => {
    const old = await remember(user, 'the office is in Bonn')
    const present = await remember(user, 'the office is in Ghent')
    expect((await user.memanto(['memory', 'supersede', old, '--by', present])).stdout).toBe(`✓ Memory superseded: ${old} is at version 2\n`)
    expect(await recall(user, 'office')).toEqual(['the office is in Ghent'])
    expect(await recall(user, 'office', '--status', 'superseded')).toEqual(['the office is in Bonn'])
    expect((await user.memanto(['recall', 'Bonn', '--status', 'all'])).stdout).toMatch(/ · superseded · mem_/)
    expect((await user.memanto(['memory', 'show', old])).stdout).toContain(`superseded by ${present}`)
    expect((await user.memanto(['memory', 'restore', old])).stdout).toBe(`✓ Memory restored: ${old} is at version 3\n`)
    expect(await recall(user, 'office')).toHaveLength(2)
  })

  test('delete can be undone, and purge cannot', async ({ user }) => {
    const id = await remember(user, 'a mistake')
    await user.memanto(['memory', 'edit', id, 'another mistake'])
    expect((await user.memanto(['memory', 'delete', id, '--reason', 'wrong'])).stdout).toMatch(
      new RegExp(`^✓ The memory was deleted\\. It can be restored until .*\\nUndo: memanto memory restore ${id}\\n$`),
    )
    expect(await recall(user, '--recent')).toEqual([])
    expect(await user.json('memory', 'restore', id, '--to-version', '1')).toMatchObject({ content: 'a mistake', status: 'active' })
    expect(await user.memanto(['memory', 'delete', id, '--purge'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--yes') })
    expect(await user.json<DeletedMemory>('memory', 'delete', id, '--purge', '--yes')).toMatchObject({ restorable_until: null })
    expect(await user.memanto(['memory', 'history', id])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Find memories with memanto recall'),
    })
  })

  test('a purge on a terminal happens only after the id is typed', async ({ user }) => {
    const id = await remember(user, 'a mistake')
    const refused = await user.inTerminal(['memory', 'delete', id, '--purge'], { answers: [['Type its id to confirm: ', 'no\r']] })
    expect([refused.exitCode, refused.lines.join('\n')]).toEqual([2, expect.stringContaining("The id doesn't match. Nothing was deleted.")])
    const done = await user.inTerminal(['memory', 'delete', id, '--purge'], { answers: [['to confirm: ', `${id}\r`]] })
    expect([done.exitCode, done.lines.join('\n')]).toEqual([0, expect.stringContaining('✓ The memory was purged.')])
  })

  test('works with the session alone, which the version then names', async ({ server, user }) => {
    const id = await remember(user, 'said in a session')
    const { active_agent_id, active_session_token } = user.config()
    const env = { MEMANTO_SESSION_TOKEN: String(active_session_token), MEMANTO_AGENT_ID: String(active_agent_id) }
    const inSession = createUser({ url: server.url })
    expect(await inSession.memanto(['memory', 'edit', id, 'changed in a session'], { env })).toMatchObject({ exitCode: 0 })
    const [latest, first] = await historyOf(user, id)
    expect([latest?.content, latest?.session_id]).toEqual(['changed in a session', first?.session_id])
  })

  test('approve makes a memory of a key under review one that is recalled', async ({ user, server }) => {
    const trust = (memory_trust: 'quarantined' | 'trusted') => server.db.updateTable('api_keys').set({ memory_trust }).execute()
    await trust('quarantined')
    const id = await remember(user, 'the vault opens at noon')
    await trust('trusted')
    expect(await recall(user, 'vault')).toEqual([])
    expect(await user.memanto(['memory', 'approve', id, '--if-version', '2'])).toMatchObject({ exitCode: 1 })
    const reason = 'Paid with 4111 1111 1111 1111.'
    const approved = await user.memanto(['memory', 'approve', id, '--reason', reason, '--if-version', '1'])
    const stderr = 'Found card_number in reason (characters 11 to 29).\n'
    expect(approved).toEqual({ exitCode: 0, stderr, stdout: `✓ Memory approved: ${id} is at version 2\n` })
    expect(await recall(user, 'vault')).toEqual(['the vault opens at noon'])
    const again = await user.memanto(['memory', 'approve', id])
    expect(again).toEqual({ exitCode: 0, stderr: '', stdout: `✓ Memory approved: ${id} is at version 2\n` })
    expect((await historyOf(user, id))[0]).toMatchObject({ reason, trust: 'trusted' })
  })
})

describe('remember', () => {
  test('names the memories whose place a new one takes, and shows similar ones', async ({ user }) => {
    const old = await remember(user, 'the meeting is on Monday')
    const { stdout } = await user.memanto(['remember', 'the meeting is on Tuesday', '--supersedes', old, '--check-similar'])
    expect(stdout).toMatch(new RegExp(`Supersedes: ${old}\\nNo similar memories\\.\\n$`))
    expect((await user.memanto(['remember', 'the meeting is on Wednesday', '--check-similar'])).stdout).toMatch(
      /Similar memories:\n- mem_\w+ the meeting is on Tuesday\n$/,
    )
    expect(await recall(user, 'meeting Monday')).not.toContain('the meeting is on Monday')
    expect(await user.memanto(['remember', '--batch', '-', '--check-similar'], { input: '"x"' })).toMatchObject({ exitCode: 2 })
  })

  test('sets when a memory expires, also for the memories of a batch', async ({ user }) => {
    expect(await user.json('remember', 'soon over', '--ttl-hours', '1')).toMatchObject({ expires_at: expect.any(String) })
    expect((await user.memanto(['remember', 'over then', '--expires-at', '2100-01-01'])).stdout).toContain(
      'Expires:   2100-01-01 23:59:59 UTC',
    )
    expect((await user.memanto(['remember', 'over before', '--expires-at', '2020-01-01'])).stdout).toContain(
      'Expires:   2020-01-01 23:59:59 UTC\nIts expiry has passed, so it is not recalled.\n',
    )
    expect(await user.memanto(['remember', '--batch', '-', '--expires-at', '2020-01-01'], { input: '"long over"' })).toMatchObject({
      exitCode: 0,
    })
    expect(await recall(user, '--recent')).not.toContain('long over')
    expect(await recall(user, '--recent', '--status', 'expired')).toEqual(['long over', 'over before'])
    const both = await user.memanto(['remember', 'x', '--ttl-hours', '1', '--expires-at', '2100-01-01'])
    expect(both).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--ttl-hours') })
  })
})
