import { expect, onTestFinished, vi } from 'vitest'
import { test } from '../../test/fixtures'
import { createTeam, TEST_CONTEXT } from '../../test/teams'
import { noteRefusedKey } from './refused-key-use'

test('an audit entry says how often the key was refused since the one before it, ten minutes earlier', async ({ db }) => {
  const team_id = await createTeam(db)
  const refuse = () => noteRefusedKey({ team_id, id: 'aaaaaaaaaa', name: 'CI' }, 'revoked', TEST_CONTEXT)
  const counts = async () => {
    const rows = await db.selectFrom('audit_log').select('after').where('team_id', '=', team_id).orderBy('id').execute()
    return rows.map(({ after }) => (after as { refusals?: number }).refusals)
  }
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1_000_000)
  onTestFinished(() => void clock.mockRestore())
  for (let attempt = 0; attempt < 5; attempt++) refuse()
  clock.mockReturnValue(1_000_000 + 10 * 60_000 - 1)
  refuse()
  await expect.poll(counts).toEqual([1])
  clock.mockReturnValue(1_000_000 + 10 * 60_000)
  refuse()
  clock.mockRestore()
  await expect.poll(counts).toEqual([1, 6])
})
