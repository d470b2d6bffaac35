import { sql } from 'kysely'
import { expect } from 'vitest'
import { testWithDatabase as test } from '../../test/fixtures'
import { createKey, createTeam, createViewer, keyIdOf } from '../../test/teams'
import { readActorChoices } from './actor-choices'

test('filters offer the people of the team to every role, and keys to those who manage them, without anything secret', async ({ db }) => {
  const teamId = await createTeam(db)
  const [revoked, usable] = [await createKey(db, teamId), await createKey(db, teamId)]
  await sql`update api_keys set revoked_at = memanto_now(), revoked_by_name = 'Ada', revoke_reason = 'lost'
    where team_id = ${teamId} and id = ${keyIdOf(revoked)}`.execute(db)
  const admin = await createViewer(db, teamId, 'admin', 'Grace')
  const reader = await createViewer(db, teamId, 'reader', '')
  const stranger = await createViewer(db, await createTeam(db), 'owner', 'Eve')
  await createKey(db, stranger.teamId)
  const people = [
    { kind: 'person', id: admin.person.id, name: 'Grace', last_four: null, is_usable: true },
    { kind: 'person', id: reader.person.id, name: reader.person.email, last_four: null, is_usable: true },
  ]
  const found = await readActorChoices(admin)
  expect(found.keys).toEqual([
    { kind: 'key', id: keyIdOf(usable), name: 'test key', last_four: usable.slice(-4), is_usable: true },
    { kind: 'key', id: keyIdOf(revoked), name: 'test key', last_four: revoked.slice(-4), is_usable: false },
  ])
  expect(found.people).toEqual(expect.arrayContaining(people))
  expect(found.people).toHaveLength(2)
  for (const role of ['member', 'reader'] as const) expect((await readActorChoices({ ...reader, role })).keys).toEqual([])
})
