import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { OF_ALL_TEAMS } from '../test/architecture/all-team-statements'
import { findMissingTeamFilters } from '../test/architecture/team-filters'
import { createDatabase } from '../test/database'
import { recordStatements, runAndUndo } from '../test/statements'
import { listActiveAgents } from './active-agents'
import { readActivityCounts, readPastActivity } from './activity-counts'
import { listActorChoices } from './actor-choices'
import { listAuditOfAgent, listExtensions } from './agent-activity'
import { listDaysOfAgent } from './agent-days'
import { countAgentsByFacet, findAgentView, listAgentViews, lockAgentView } from './agent-lists'
import {
  findAgent,
  findAgentIds,
  findAgentLike,
  findWithAgent,
  insertAgent,
  listHeldAgents,
  lockAgent,
  lockAgents,
  lockAgentsOfTeam,
  NAMED_AGENT,
  softDeleteAgent,
  updateAgent,
  wasRecentlyDeleted,
} from './agents'
import { findKeyView, listKeyViews, readKeyHealth } from './api-key-lists'
import {
  findKeyToCheck,
  insertKey,
  insertKeyIfMissing,
  limitKey,
  lockKey,
  lockKeyForShare,
  lockUnrevokedKeys,
  lockUsableKey,
  markKeyRevoked,
  rotateSecret,
  touchKey,
  updateAllowedNetworks,
  updateMemoryTrust,
  updateRateLimit,
} from './api-keys'
import { insertAudit, listAudit } from './audit'
import { readChangeVersion } from './change-version'
import { END_REASONS, KEY_SORTS, SESSION_SORTS, SESSION_STATUSES, SUMMARY_SORTS } from './constants'
import { listDailyTotals } from './daily-totals'
import { listDeletedTeams, markTeamDeleted, purgeTeam, purgeTeamRows, TENANT_TABLES } from './deleted-teams'
import { listEndedSessions } from './ended-lists'
import { findFirstSteps } from './first-steps'
import { countActiveSessions } from './health'
import { insertRecord, lockRecordLater, purgeRecords, replaceAnswers, replaceAnswersOfAgent } from './idempotency'
import { findImportedSessions, findTakenIds, listContentHashes, storeImported } from './imported-memories'
import { listNamedSuccessors, resolveSuccessors } from './imported-successors'
import { readIndexPage, readIndexStart } from './index-rows'
import { acceptInvite, findInvite, insertInvite, isInvited, listOpenInvites, withdrawInvites } from './invites'
import { addKeyUsage, purgeKeyUsage, readKeyUsage } from './key-usage'
import { lockAgentAndSession } from './locked-agent'
import { lockOpenSessions, lockSession, readSessionUse } from './locked-session'
import { insertLogin } from './logins'
import { listSessionsPastGrace, purgeCounters, purgeEvents } from './maintenance'
import {
  countOwners,
  deleteMembership,
  findMember,
  findRole,
  insertMembership,
  listMembers,
  listMemberships,
  lockMembers,
  lockMembership,
  lockMemberships,
  updateRole,
} from './memberships'
import { deleteMemoriesOf, findMemory, insertMemories } from './memories'
import { listAndCountMatches, listLatestAcross, readAndCountChosen, readChosenAcross } from './memories-of-team'
import { listOldTerms, markAnalysed, mayHaveOldTerms, replaceTerms } from './memory-analysis'
import { addToMemoryCount, expireMemories, lockMemory, lockMemoryOf, readGraceDays, writeVersion } from './memory-changes'
import { purgeDeletions } from './memory-deletions'
import { findMatching } from './memory-erasure'
import { listAgentsToExport, listMemoriesToExport, listSessionsToExport, listVersionsToExport } from './memory-exports'
import { countFacets, countFacetsOf } from './memory-facets'
import {
  abandonImport,
  findImport,
  insertImport,
  isImportRunning,
  listImportedIds,
  lockAgentOfImport,
  lockImportOfKey,
  purgeImportedIds,
  purgeImports,
  recordProgress,
  stopOtherImports,
  takeOverImport,
} from './memory-imports'
import { listLatest } from './memory-lists'
import { lockMemoriesAcross } from './memory-locks'
import { deleteMemories, listEarlierTexts, listOverdue, lockMemories, lockOverdue } from './memory-purge'
import { listRecallingSessions } from './memory-recalls'
import { countTooOld, expireTooOld, findDueRetention, lookForTooOld, markRetentionChecked } from './memory-retention'
import { findCandidatesAcross } from './memory-search'
import type { SearchScope } from './memory-search-filters'
import { countRecalls, hasUncountedRecalls } from './memory-uses'
import { findVersion, findVersionsBefore, listVersions } from './memory-versions'
import { addMemoryWords, removeAgentWords, removeUnusedWords } from './memory-words'
import { readNavigationCounts } from './navigation-counts'
import { findOpenLogin } from './open-login'
import { listChosen, recallChosen } from './recall'
import { recallByTime } from './recall-by-time'
import { findCandidates } from './recall-candidates'
import { NOTHING_KNOWN } from './recall-choice'
import { countSessionsToEnd, listRemovalEffects } from './removal-effects'
import { countRequestsByStatus, insertRequests, listRequests, purgeRequestHours, purgeRequests, readRequestTotals } from './request-log'
import { countSavedViews, deleteSavedView, findSavedView, insertSavedView, listSavedViews, renameSavedView } from './saved-views'
import type { Tx } from './schema'
import { seedSample } from './seed'
import { insertSampleMemories, leaveToReview } from './seed-memories'
import { insertSampleRequests } from './seed-requests'
import { authorizeSession, NO_PERSON, NO_SECRET } from './session-authorization'
import { listExtensionTimes, readUsualSession } from './session-comparison'
import { countSessionsByFacet } from './session-counts'
import { hasDaysToSumUp, sumUpDays } from './session-days'
import { endLockedSession, endSessions, endSessionsOpenedBy, lockMatchingSessions } from './session-endings'
import { insertTimelineEvent, listEventsAfter } from './session-events'
import { extendAtOnce } from './session-extension'
import { joinAtOnce } from './session-joining'
import {
  findActiveSession,
  findOpenSession,
  findSession,
  findSessionWithEvents,
  listActiveByTimeLeft,
  listSessions,
  listSessionsByPrefix,
} from './session-lists'
import { listLatestStoredIn, listRecalledIn, listStoredIn } from './session-memories'
import { insertSession, renewIfExpiring, updateExpiry } from './sessions'
import { namesOfHotStatements } from './statement-hooks'
import { listEndedPerDay, readBounds, sumUpEndedSessions } from './summaries'
import { listSummaryGroups } from './summary-groups'
import { AGENT_MEASURES, listTopAgents } from './top-agents'
import { listVocabularyChecks, removeVocabularyCheck, restoreWords } from './vocabulary-checks'

const VIEW_ID = '00000000-0000-4000-8000-000000000000'
const FOLDER = fileURLToPath(new URL('.', import.meta.url))

describe('a statement is examined table by table', () => {
  test.each([
    ['select * from sessions s where s.team_id = $1', []],
    ['select * from sessions where team_id = $2::uuid and ended_at is null', []],
    ['select * from sessions s where s.id = $1', ['s']],
    ['select * from sessions s where s.team_id = $1 or s.id = $2', ['s']],
    ['select * from sessions s where not s.team_id = $1', ['s']],
    ['select * from sessions s join agents a on a.team_id = s.team_id and a.id = s.agent_row_id where s.team_id = $1', ['a']],
    ['select * from sessions s join agents a on a.team_id = $1 and a.id = s.agent_row_id and s.team_id = $1', []],
    ['select * from sessions s left join agents a on a.team_id = $1 where s.team_id = $1', []],
    ['select * from sessions s left join agents a on s.team_id = $1 and a.team_id = $1', ['s']],
    ['select * from agents a where a.team_id = $1 and exists (select from sessions s where s.team_id = a.team_id)', ['s']],
    ['select * from agents a cross join lateral (select * from sessions s where s.team_id = $1) s where a.team_id = $1', []],
    ['with sessions as (select 1 as id) select * from sessions', []],
    ['with open as (select * from sessions) select * from open where team_id = $1', ['sessions']],
    [
      'select id from agents where team_id = $1 union all (select id from sessions union select id from memories)',
      ['memories', 'sessions'],
    ],
    ['update agents a set name = s.id from sessions s where a.team_id = $1 and s.team_id = $1', []],
    ['update agents set name = $2 where id = $1', ['agents']],
    ['delete from memory_words w using memories m where w.team_id = m.team_id and m.team_id = $1', ['w']],
    ['insert into agents (team_id, name) values ($1, $2)', []],
    ['insert into agents (name) select name from agents where team_id = $1', ['agents']],
    ['select * from people p join teams t on true', []],
  ])('%s', async (statement, missing) => {
    expect(await findMissingTeamFilters(statement)).toEqual(missing)
  })
})

/** Files without statements on tenant tables, and those that work on whole databases. */
const WITHOUT_TENANT_TABLES =
  /^(backup.*|client|connection-url|embedded.*|failed-sign-ins|installation-schema|logins|long-transaction|migrat.*|parse-time|password-links|people|pipelined-connection|prepared-statements|restore|round-trips|schema-state|sign-in-attempts|statement-batch|teams|timeouts)\.ts$/
/** Functions of other files that read no tenant table. */
const WITHOUT_TENANT_TABLE = [
  'ping',
  'isWritable',
  'readDatabaseInfo',
  'markWork',
  'undoWork',
  'withMaintenanceLock',
  'readRecalled',
  'readMoment',
]

const TERMS = { search: "'invoic':1", wordCount: 1, analysis: 0 }

const connection = await createDatabase()
const sent = recordStatements(connection)
const sample = await prepareSample()
const { teamId, agent, open, ended, key, personId, call } = sample

const ALL = { agentRowIds: null }
const SOME = { agentRowIds: [agent.id] }
const HASH = Buffer.alloc(32, 7)
const SOON = new Date(Date.now() + 3_600_000)
const EXPORT = { at: SOON, lastSeq: 1_000_000 }
const HERE = { time: new Date(), id: 'sess_x' }
const ENDING = { reason: 'deactivated', by: { kind: 'system', id: 'memanto', name: 'Memanto' }, address: null } as const
const NO_USE = { memories_stored: 1, memories_retrieved: 0, recalls: 0, first_used_at: null, last_used_at: null }
const WORD = { word: 'invoice', terms: [{ term: 'invoic', isPart: true }], isCompounding: false, parts: ['invo'] }
const SOUGHT = { terms: ['invoice'], stopTerms: [], words: [WORD], compoundingTerms: [',language:de'], analysis: 1 }
const SEARCHED: SearchScope['filters'] = {
  ...{ types: [], tags: [], minConfidence: 0, createdAfter: null, createdBefore: null, occurredAfter: null, occurredBefore: null },
  ...{ sources: [], authors: [], sessionIds: [], statuses: ['active'], trust: ['trusted'] },
}

/** Calls a function with a scope for each form of its statements. */
async function inEachScope(call: (scope: SearchScope) => Promise<unknown>): Promise<void> {
  for (const agentRowIds of [null, [agent.id]])
    for (const filters of [SEARCHED, { ...SEARCHED, trust: ['quarantined' as const] }, { ...SEARCHED, statuses: ['deleted' as const] }])
      await call({ teamId, agentRowIds, filters })
}

const RECALL = {
  types: null,
  tags: null,
  minConfidence: null,
  createdAfter: null,
  createdBefore: null,
  limit: 5,
  statuses: ['active' as const],
}
const CHOICE = {
  ...NOTHING_KNOWN,
  chosen: [{ id: sample.memoryId, txid: '3' }],
  known: [],
  mustBeCurrent: false,
  analysis: 1,
  statuses: ['active' as const],
}
const AUTHOR = { kind: 'key' as const, id: key.id, client: 'test', sessionId: null, reason: null }
const RULES = { newId: sample.newId, termsOf: () => TERMS }
const RECORD = { teamId, caller: 'key:x', key: 'k' }
const newKey = { team_id: teamId, name: 'new', secret_hash: HASH, last_four: 'abcd', scopes: [], created_by_name: 'Ada' }
const newInvite = { team_id: teamId, email: 'b@example.com', role: 'member', token_hash: HASH, expires_at: SOON } as const
const ofAgent = { team_id: teamId, id: agent.id }
const memory = { team_id: teamId, id: sample.memoryId }
const SOUGHT_AGENT = { teamId, agentName: agent.name, ...SOME }
const SOUGHT_SESSION = { teamId, sessionId: open.id, ...SOME }
const IMPORT = { agent: ofAgent, id: 'imp_x', attempt: 1 }
const newImport = { id: 'imp_x', caller: 'key:x', key: 'k', fingerprint: 'f' }

/** A call of every function, with every filter that changes its statement. */
const CALLS: Record<string, (tx: Tx) => Promise<unknown>> = {
  findAgentView: (tx) => findAgentView(tx, teamId, agent.name, [agent.id]),
  listAgentViews: async (tx) => {
    const filters = { text: 'a', pattern: 'tool' as const, ...SOME }
    for (const sort of ['created', 'name', 'last_session'] as const)
      for (const status of ['active', 'inactive'] as const)
        await listAgentViews(tx, teamId, { ...filters, status }, sort, { time: HERE.time, id: agent.id }, 5)
  },
  lockAgentView: (tx) => lockAgentView(tx, teamId, agent.name, [agent.id]),
  countAgentsByFacet: (tx) => countAgentsByFacet(tx, teamId, ALL, 5),
  findAgent: (tx) => findAgent(tx, teamId, agent.name, null),
  findWithAgent: (tx) =>
    findWithAgent(tx, SOUGHT_AGENT, `select m.agent_row_id from memories m where m.team_id = $1 and m.agent_row_id = ${NAMED_AGENT}`, []),
  findAgentIds: (tx) => findAgentIds(tx, teamId, [agent.name]),
  lockAgent: (tx) => lockAgent(tx, teamId, agent.name, [agent.id]),
  lockAgents: (tx) => lockAgents(tx, teamId, [agent.id]),
  lockAgentsOfTeam: (tx) => lockAgentsOfTeam(tx, teamId),
  insertAgent: (tx) => insertAgent(tx, { team_id: teamId, name: 'new', pattern: 'tool' }),
  findAgentLike: (tx) => findAgentLike(tx, teamId, 'NEW'),
  updateAgent: (tx) => updateAgent(tx, ofAgent, { description: 'changed', updated_at: new Date() }),
  softDeleteAgent: (tx) => softDeleteAgent(tx, ofAgent),
  listHeldAgents: (tx) => listHeldAgents(tx, teamId),
  wasRecentlyDeleted: (tx) => wasRecentlyDeleted(tx, teamId, agent.name),

  findKeyView: (tx) => findKeyView(tx, teamId, key.id),
  listKeyViews: async (tx) => {
    for (const sort of KEY_SORTS) await listKeyViews(tx, teamId, sort, HERE, 5)
  },
  findKeyToCheck: (tx) => findKeyToCheck(tx, { id: key.id, secretHash: HASH, address: null }),
  lockKeyForShare: (tx) => lockKeyForShare(tx, teamId, key.id),
  touchKey: (tx) => touchKey(tx, teamId, key.id, null),
  insertKey: (tx) => insertKey(tx, { ...newKey, id: 'another' }),
  insertKeyIfMissing: (tx) => insertKeyIfMissing(tx, { ...newKey, id: 'another' }),
  limitKey: (tx) => limitKey(tx, key, [agent.name]),
  lockKey: (tx) => lockKey(tx, teamId, key.id),
  lockUnrevokedKeys: (tx) => lockUnrevokedKeys(tx, teamId),
  lockUsableKey: (tx) => lockUsableKey(tx, teamId, key.id),
  rotateSecret: (tx) => rotateSecret(tx, key, { secretHash: HASH, lastFour: 'wxyz' }, 15),
  updateRateLimit: (tx) => updateRateLimit(tx, key, 10),
  updateMemoryTrust: (tx) => updateMemoryTrust(tx, key, 'unreviewed'),
  updateAllowedNetworks: (tx) => updateAllowedNetworks(tx, key, ['192.0.2.0/24']),
  markKeyRevoked: (tx) => markKeyRevoked(tx, key, 'Ada', 'lost'),

  insertAudit: (tx) => {
    const row = { team_id: teamId, by_kind: 'system', by_id: 'memanto', by_name: 'Memanto', action: 'key.revoked' } as const
    return insertAudit(tx, [
      { ...row, target_kind: 'key', target_id: key.id },
      { ...row, by_kind: 'key', by_id: key.id, by_name: null, target_kind: 'key', target_id: key.id },
    ])
  },
  listAudit: (tx) =>
    listAudit(
      tx,
      teamId,
      { action: 'key', who: 'a', target: 'b', key: 'c', from: SOON, to: SOON, hours: 1 },
      { time: HERE.time, id: '1' },
      5,
    ),
  listAuditOfAgent: (tx) => listAuditOfAgent(tx, teamId, agent.name, { time: HERE.time, id: '1' }, 5),
  insertRequests: (tx) => insertRequests(tx, teamId, [], { calls: 1, errors: 0 }),
  listRequests: (tx) => {
    const filters = { method: 'GET', route: '/api/v2/agents', key: 'a', agent: 'a', requestId: 'req_x', from: SOON, to: SOON, hours: 1 }
    return listRequests(tx, teamId, { ...filters, status: 'server_error' }, HERE, 5)
  },
  countRequestsByStatus: (tx) => countRequestsByStatus(tx, teamId, { key: 'a' }, 5),
  readRequestTotals: (tx) => readRequestTotals(tx, teamId),
  purgeRequests: (tx) => purgeRequests(tx, teamId, 5),
  purgeRequestHours: (tx) => purgeRequestHours(tx, teamId, 5),
  listRemovalEffects: (tx) => listRemovalEffects(tx, teamId, ['owner', 'admin']),
  countSessionsToEnd: (tx) => countSessionsToEnd(tx, teamId, key.id),
  addKeyUsage: (tx) => addKeyUsage(tx, teamId, [{ key_id: key.id, address: '192.0.2.1', calls: 1, errors: 0 }]),
  readKeyUsage: (tx) => readKeyUsage(tx, teamId, key.id),
  purgeKeyUsage: (tx) => purgeKeyUsage(tx, teamId, 5),
  insertRecord: (tx) => insertRecord(tx, RECORD, 'fingerprint', '{}'),
  purgeRecords: (tx) => purgeRecords(tx, teamId, 5),
  replaceAnswers: (tx) => replaceAnswers(tx, teamId, [memory.id], '{}'),
  replaceAnswersOfAgent: (tx) => replaceAnswersOfAgent(tx, ofAgent, '{}'),
  lockRecordLater: (tx) => lockRecordLater(tx, RECORD, () => {}),

  insertInvite: (tx) => insertInvite(tx, newInvite),
  listOpenInvites: (tx) => listOpenInvites(tx, teamId),
  findInvite: (tx) => findInvite(tx, HASH),
  isInvited: (tx) => isInvited(tx, 'b@example.com'),
  acceptInvite: (tx) => acceptInvite(tx, HASH),
  withdrawInvites: (tx) => withdrawInvites(tx, teamId, { id: NO_PERSON, email: 'b@example.com', madeBy: { personId, roles: ['member'] } }),
  lockMembers: (tx) => lockMembers(tx, teamId),
  lockMembership: (tx) => lockMembership(tx, teamId, personId),
  lockMemberships: (tx) => lockMemberships(tx, teamId),
  insertMembership: async (tx) => {
    const other = await tx.insertInto('people').values({ email: 'c@example.com' }).returning('id').executeTakeFirstOrThrow()
    await insertMembership(tx, teamId, other.id, 'reader')
  },
  listMemberships: (tx) => listMemberships(tx, personId),
  findOpenLogin: async (tx) => findOpenLogin(tx, await insertLogin(tx, personId, { address: null, userAgent: null, deviceHash: null })),
  listMembers: (tx) => listMembers(tx, teamId),
  listSavedViews: (tx) => listSavedViews(tx, { teamId, personId }, 'sessions'),
  findSavedView: (tx) => findSavedView(tx, { teamId, personId }, VIEW_ID),
  countSavedViews: (tx) => countSavedViews(tx, { teamId, personId }),
  insertSavedView: (tx) => insertSavedView(tx, { teamId, personId }, { page: 'sessions', name: 'a', query: 'status=active' }),
  renameSavedView: (tx) => renameSavedView(tx, { teamId, personId }, VIEW_ID, 'b'),
  deleteSavedView: (tx) => deleteSavedView(tx, { teamId, personId }, VIEW_ID),
  listActorChoices: (tx) => listActorChoices(tx, teamId, true, 5),
  findMember: (tx) => findMember(tx, teamId, personId),
  findRole: (tx) => findRole(tx, teamId, personId),
  countOwners: (tx) => countOwners(tx, teamId),
  updateRole: (tx) => updateRole(tx, teamId, personId, 'admin'),
  deleteMembership: (tx) => deleteMembership(tx, teamId, personId),

  findMemory: (tx) => findMemory(tx, SOUGHT_AGENT, memory.id),
  writeVersion: (tx) => writeVersion(tx, ofAgent, memory.id, { content: 'changed', status: 'active' }, AUTHOR, TERMS),
  listVersions: (tx) => listVersions(tx, SOUGHT_AGENT, memory.id, 5),
  findVersion: (tx) => findVersion(tx, ofAgent, memory.id, 1),
  findVersionsBefore: (tx) => findVersionsBefore(tx, teamId, [memory.id]),
  addToMemoryCount: (tx) => addToMemoryCount(tx, ofAgent, 1),
  readGraceDays: (tx) => readGraceDays(tx, teamId),
  expireMemories: async (tx) => {
    await tx
      .updateTable('memories')
      .set({ expires_at: new Date(0) })
      .where('team_id', '=', teamId)
      .execute()
    await expireMemories(tx, teamId, 5)
  },
  lockMemoryOf: async (tx) => {
    const path = { agentName: agent.name, memoryId: memory.id }
    for (const isCounted of [true, false]) await lockMemoryOf(tx, teamId, path, [agent.id], isCounted)
  },
  lockMemory: (tx) => lockMemory(tx, ofAgent, memory.id),
  listEarlierTexts: (tx) => listEarlierTexts(tx, teamId, [memory.id], undefined),
  deleteMemories: (tx) => deleteMemories(tx, ofAgent, [memory.id], ['invoic']),
  lockMemories: (tx) => lockMemories(tx, teamId, [memory.id]),
  listOverdue: (tx) => listOverdue(tx, teamId, 5, []),
  lockOverdue: (tx) => lockOverdue(tx, ofAgent, [memory.id]),
  findMatching: async (tx) => {
    for (const agentRowIds of [null, [agent.id]])
      await findMatching(tx, teamId, { text: 'invoice', tag: 'a', source: 'agent', agentRowIds }, 5)
  },
  findDueRetention: (tx) => findDueRetention(tx, teamId),
  markRetentionChecked: (tx) => markRetentionChecked(tx, teamId, { fact: 1 }),
  lookForTooOld: (tx) => lookForTooOld(tx, teamId, { fact: 1 }, ''),
  expireTooOld: async (tx) => {
    await tx
      .updateTable('memories')
      .set({ updated_at: new Date(0), type: 'fact' })
      .where('team_id', '=', teamId)
      .execute()
    await expireTooOld(tx, teamId, { fact: 1 }, [memory.id])
  },
  countTooOld: (tx) => countTooOld(tx, teamId, { fact: 1 }),
  removeUnusedWords: (tx) => removeUnusedWords(tx, ofAgent, [memory.id], ['invoic']),
  listVocabularyChecks: (tx) => listVocabularyChecks(tx, teamId),
  removeVocabularyCheck: (tx) => removeVocabularyCheck(tx, ofAgent),
  restoreWords: async (tx) => {
    const check = { team_id: teamId, agent_row_id: agent.id }
    for (const waits_for of [null, []]) {
      await tx
        .insertInto('vocabulary_checks')
        .values({ ...check, waits_for })
        .onConflict((conflict) => conflict.columns(['team_id', 'agent_row_id']).doUpdateSet({ waits_for }))
        .execute()
      await restoreWords(tx, ofAgent)
    }
  },
  deleteMemoriesOf: (tx) => deleteMemoriesOf(tx, ofAgent),
  addMemoryWords: (tx) => addMemoryWords(tx, memory),
  removeAgentWords: (tx) => removeAgentWords(tx, ofAgent),
  insertMemories: (tx) => insertMemories(tx, { ...call, scope: 'memories:write' }, []),
  recallChosen: (tx) => recallChosen(tx, call, CHOICE),
  listChosen: (tx) => listChosen(tx, ofAgent, CHOICE),
  listLatest: (tx) => listLatest(tx, SOUGHT_AGENT, RECALL, ['trusted'], HERE),
  findCandidatesAcross: (tx) => inEachScope((scope) => findCandidatesAcross(tx, scope, SOUGHT)),
  listLatestAcross: (tx) => inEachScope((scope) => listLatestAcross(tx, scope, 5, HERE)),
  listAndCountMatches: (tx) => inEachScope((scope) => listAndCountMatches(tx, scope, 5)),
  readChosenAcross: (tx) => inEachScope((scope) => readChosenAcross(tx, scope, [memory.id])),
  readAndCountChosen: (tx) => inEachScope((scope) => readAndCountChosen(tx, scope, { shown: [memory.id], ranked: [memory.id] })),
  countFacets: (tx) => inEachScope((scope) => countFacets(tx, scope)),
  countFacetsOf: (tx) => inEachScope((scope) => countFacetsOf(tx, scope, [memory.id])),
  lockMemoriesAcross: async (tx) => {
    for (const use of ['read', 'change', 'changeAndCount'] as const)
      for (const agentRowIds of [null, [agent.id]]) await lockMemoriesAcross(tx, { teamId, agentRowIds }, [memory.id], use)
  },
  findCandidates: (tx) => findCandidates(tx, ofAgent, { ...RECALL, ...SOUGHT }),
  readIndexStart: (tx) => readIndexStart(tx, ofAgent),
  readIndexPage: (tx) => readIndexPage(tx, ofAgent, 1, 5),
  purgeDeletions: (tx) => purgeDeletions(tx, teamId, 5),
  mayHaveOldTerms: (tx) => mayHaveOldTerms(tx, teamId, 1),
  listOldTerms: (tx) => listOldTerms(tx, teamId, 1, '', 5),
  replaceTerms: async (tx) => {
    const [old] = await listOldTerms(tx, teamId, 1, '', 1)
    if (old) await replaceTerms(tx, old, TERMS)
  },
  markAnalysed: (tx) => markAnalysed(tx, teamId, 1),
  recallByTime: async (tx) => {
    for (const mode of ['recent', 'as_of', 'changed_since'] as const)
      await recallByTime(tx, call, { ...RECALL, mode, at: mode === 'recent' ? null : SOON, after: null })
  },
  hasUncountedRecalls: (tx) => hasUncountedRecalls(tx, teamId),
  countRecalls: (tx) => countRecalls(tx, teamId, 5),
  listStoredIn: (tx) => listStoredIn(tx, SOUGHT_SESSION, 0, 5),
  listLatestStoredIn: (tx) => listLatestStoredIn(tx, SOUGHT_SESSION, 5),
  listRecalledIn: (tx) => listRecalledIn(tx, SOUGHT_SESSION, { event_id: 0, position: 0 }, 5),

  listSessionsToExport: (tx) => listSessionsToExport(tx, ofAgent, EXPORT, 5),
  listMemoriesToExport: (tx) => listMemoriesToExport(tx, ofAgent, [open.id], { began: EXPORT, limit: 5 }),
  listAgentsToExport: (tx) => listAgentsToExport(tx, teamId, [agent.id], 5),
  insertImport: (tx) => insertImport(tx, ofAgent, newImport),
  lockImportOfKey: (tx) => lockImportOfKey(tx, teamId, newImport),
  isImportRunning: (tx) => isImportRunning(tx, ofAgent, 'imp_x'),
  takeOverImport: async (tx) => {
    await insertImport(tx, ofAgent, newImport)
    await takeOverImport(tx, teamId, 'imp_x')
  },
  stopOtherImports: (tx) => stopOtherImports(tx, ofAgent, 'imp_x'),
  lockAgentOfImport: (tx) => lockAgentOfImport(tx, ofAgent),
  recordProgress: (tx) => recordProgress(tx, IMPORT, { records: 1, digest: '', progress: {}, answer: null }),
  abandonImport: (tx) => abandonImport(tx, IMPORT),
  findImport: (tx) => findImport(tx, ofAgent, 'imp_x'),
  listImportedIds: (tx) => listImportedIds(tx, teamId, 'imp_x', 5),
  purgeImportedIds: (tx) => purgeImportedIds(tx, teamId, 5),
  purgeImports: (tx) => purgeImports(tx, teamId, 5),
  listContentHashes: (tx) => listContentHashes(tx, ofAgent, 'imp_x', 5),
  findImportedSessions: (tx) => findImportedSessions(tx, IMPORT, ['s1']),
  findTakenIds: (tx) => findTakenIds(tx, teamId, ['mem_x']),
  storeImported: (tx) => storeImported(tx, IMPORT, { sessions: [], memories: [], ids: [], by: ENDING.by, address: null, client: '' }),
  listNamedSuccessors: (tx) => listNamedSuccessors(tx, IMPORT, 5),
  resolveSuccessors: (tx) =>
    resolveSuccessors(tx, IMPORT, [{ id: memory.id, oldId: 'mem_x', sessionId: open.id, seq: 1 }], new Map([['mem_x', '0']])),
  listVersionsToExport: (tx) => listVersionsToExport(tx, ofAgent, [memory.id], 5),
  authorizeSession: async (tx) => {
    for (const states of ['active', 'activeOrExpired', 'any'] as const) await authorizeSession(tx, call, states)
  },

  findSession: (tx) => findSession(tx, teamId, open.id, [agent.id]),
  listSessionsByPrefix: (tx) => listSessionsByPrefix(tx, teamId, 'sess_', null, 5),
  findActiveSession: (tx) => findActiveSession(tx, teamId, ALL),
  findOpenSession: (tx) => findOpenSession(tx, teamId, { agentName: agent.name, ...SOME }),
  listActiveAgents: (tx) => listActiveAgents(tx, teamId, 5),
  listActiveByTimeLeft: (tx) => listActiveByTimeLeft(tx, teamId, null, 5),
  listSessions: async (tx) => {
    const times = { startedWithinHours: 24, startedFrom: new Date(0), startedTo: SOON }
    for (const status of SESSION_STATUSES) await listSessions(tx, teamId, { status, agentName: agent.name, ...times, ...SOME }, HERE, 5)
    for (const endReason of END_REASONS) await listSessions(tx, teamId, { endReason, openedBy: key.id, ...ALL }, undefined, 5)
    for (const sort of SESSION_SORTS) await listSessions(tx, teamId, { agentName: agent.name, ...SOME }, HERE, 5, sort)
  },
  countSessionsByFacet: async (tx) => {
    await countSessionsByFacet(tx, teamId, ALL, 5)
    await countSessionsByFacet(tx, teamId, { agentName: agent.name, ...ALL }, 5)
  },
  countActiveSessions: (tx) => countActiveSessions(tx),
  lockAgentAndSession: async (tx) => {
    for (const access of [undefined, { kind: 'key', id: key.id }, { kind: 'person', id: personId }] as const)
      for (const reach of [ALL, SOME, { ownSession: open.id }])
        await lockAgentAndSession(tx, { teamId, agentName: agent.name, ...reach, withUse: true, ...(access && { access }) })
  },
  joinAtOnce: (tx) =>
    joinAtOnce(tx, {
      teamId,
      agentName: agent.name,
      keyId: key.id,
      secretHash: key.secret_hash,
      scope: 'sessions:write',
      milliseconds: 1,
      clientAddress: null,
    }),
  extendAtOnce: (tx) => extendAtOnce(tx, call, { milliseconds: 1, hours: 0 }),
  readSessionUse: async (tx) => void (await readSessionUse(tx, open)),
  lockSession: async (tx) => {
    for (const agentRowIds of [null, [agent.id]]) await lockSession(tx, teamId, open.id, agentRowIds)
  },
  lockOpenSessions: (tx) => lockOpenSessions(tx, teamId, [open.id]),
  insertSession: async (tx) => {
    await endSessions(tx, teamId, [open.id], ENDING)
    await insertSession(tx, { ...ended, id: 'sess_new' }, null)
  },
  updateExpiry: (tx) => updateExpiry(tx, open, SOON, 0),
  renewIfExpiring: async (tx) => {
    await tx.updateTable('teams').set({ renew_on_use: true }).where('id', '=', teamId).execute()
    await renewIfExpiring(tx, teamId, open.id)
  },
  endSessions: (tx) => endSessions(tx, teamId, [open.id], ENDING),
  endLockedSession: (tx) => endLockedSession(tx, open, NO_USE, ENDING, new Date()),
  lockMatchingSessions: (tx) => lockMatchingSessions(tx, teamId, [open.id], { status: 'active', ...ALL }),
  endSessionsOpenedBy: (tx) => endSessionsOpenedBy(tx, teamId, key.id, ENDING),
  insertTimelineEvent: (tx) => insertTimelineEvent(tx, open, { kind: 'joined', by: { kind: 'key', id: key.id }, address: null }),
  findSessionWithEvents: (tx) => findSessionWithEvents(tx, teamId, open.id, [agent.id], 5),
  listEventsAfter: (tx) => listEventsAfter(tx, teamId, open.id, 1, 5),
  listRecallingSessions: (tx) => listRecallingSessions(tx, { team_id: teamId, agent_row_id: agent.id, id: 'mem_x' }, 5),
  listDaysOfAgent: (tx) => listDaysOfAgent(tx, teamId, agent.name, 14),
  listExtensions: (tx) => listExtensions(tx, teamId, [open.id]),

  listEndedSessions: async (tx) => {
    for (const sort of SUMMARY_SORTS)
      await listEndedSessions(tx, teamId, { withinHours: 24, agentName: agent.name, endReason: 'expired' }, sort, HERE, 5)
  },
  sumUpEndedSessions: (tx) => sumUpEndedSessions(tx, teamId, { withinHours: 24, agentName: agent.name, openedBy: key.id }),
  listEndedPerDay: (tx) => listEndedPerDay(tx, teamId, { withinHours: 24, from: new Date(0), to: SOON }),
  listSummaryGroups: async (tx) => {
    for (const grouping of ['agent', 'day', 'outcome'] as const)
      await listSummaryGroups(
        tx,
        teamId,
        { withinHours: 24, agentName: agent.name },
        { grouping, order: { by: 'name', direction: 'asc' }, limit: 5 },
      )
  },
  readBounds: (tx) => readBounds(tx, teamId, { withinHours: 24 }),
  readUsualSession: (tx) => readUsualSession(tx, open),
  listExtensionTimes: (tx) => listExtensionTimes(tx, open),
  listDailyTotals: (tx) => listDailyTotals(tx, teamId, 30),
  readActivityCounts: (tx) =>
    readActivityCounts(tx, teamId, { today: new Date(0), now: SOON, yesterday: new Date(0), yesterdayUntil: SOON }),
  readPastActivity: (tx) => readPastActivity(tx, teamId, [new Date(0), SOON]),
  listTopAgents: async (tx) => {
    for (const by of AGENT_MEASURES) await listTopAgents(tx, teamId, by, 30, 5)
  },
  leaveToReview: (tx) => leaveToReview(tx, teamId),
  insertSampleRequests: (tx) => insertSampleRequests(tx, teamId, key.id, new Date('2001-01-01'), () => 0.1),
  readNavigationCounts: (tx) => readNavigationCounts(tx, teamId, 5),
  readKeyHealth: (tx) => readKeyHealth(tx, teamId),
  readChangeVersion: async (tx) => {
    for (const scope of [{}, { agent: agent.name }, { session: open.id }]) await readChangeVersion(tx, teamId, scope)
  },
  findFirstSteps: (tx) => findFirstSteps(tx, teamId),
  sumUpDays: async (tx) => {
    for (const by of ['start', 'end'] as const) await sumUpDays(tx, teamId, by)
  },
  hasDaysToSumUp: (tx) => hasDaysToSumUp(tx, teamId),

  listSessionsPastGrace: (tx) => listSessionsPastGrace(tx, teamId, 5),
  purgeEvents: (tx) => purgeEvents(tx, teamId, 5),
  purgeCounters: (tx) => purgeCounters(tx, teamId, 5),
  markTeamDeleted: (tx) => markTeamDeleted(tx, teamId),
  listDeletedTeams: (tx) => listDeletedTeams(tx),
  purgeTeamRows: async (tx) => {
    for (const table of TENANT_TABLES) await purgeTeamRows(tx, teamId, table, 10_000)
  },
  purgeTeam: (tx) => purgeTeam(tx, teamId),
  seedSample: async (tx) => {
    const { id } = await tx.insertInto('teams').values({ name: 'New' }).returning('id').executeTakeFirstOrThrow()
    await seedSample(tx, id, await insertKey(tx, { ...newKey, team_id: id, id: 'sample' }), RULES)
  },
  insertSampleMemories: (tx) => insertSampleMemories(tx, agent, open, [new Date()], RULES, Math.random),
}

describe('every tenant table in the statements of a function has its own team filter', () => {
  test.each(Object.keys(CALLS).filter((name) => !(name in OF_ALL_TEAMS)))('%s', async (name) => {
    expect(await missingIn(name)).toEqual([])
  })
})

test.each(Object.entries(OF_ALL_TEAMS).map(([name, { reason, contains }]) => [name, reason, contains] as const))(
  '%s reads rows of any team: %s',
  async (name, _reason, contains) => {
    const missing = await missingIn(name)
    expect(missing).not.toEqual([])
    expect(missing.filter((statement) => !contains.test(statement))).toEqual([])
  },
)

test('every function that sends statements on tenant tables is examined', async () => {
  const files = readdirSync(FOLDER).filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name))
  const paths = files.filter((name) => !WITHOUT_TENANT_TABLES.test(name)).map((name) => join(FOLDER, name))
  const modules = paths.map((path) => import(/* @vite-ignore */ path))
  const exported = (await Promise.all(modules)).flatMap((module) => Object.values<unknown>(module))
  const functions = exported.filter((value) => typeof value === 'function' && value.constructor.name === 'AsyncFunction')
  const names = functions.map((value) => (value as () => void).name).filter((name) => !WITHOUT_TENANT_TABLE.includes(name))
  expect([...new Set(names)].sort()).toEqual(Object.keys(CALLS).sort())
  // A function that sends a statement is async: this test would not find it otherwise.
  const others = exported.filter((value) => typeof value === 'function' && !functions.includes(value))
  expect(others.filter((value) => /\.execute/.test(String(value)))).toEqual([])
})

test('each hot statement has a name of its own', () => {
  const names = namesOfHotStatements()
  expect(names.length).toBeGreaterThan(40)
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
})

test('the files that are not examined have no statement on a tenant table', () => {
  const files = readdirSync(FOLDER).filter((name) => WITHOUT_TENANT_TABLES.test(name))
  expect(files).toContain('logins.ts')
  const statement = new RegExp(`(from|join|into|update|table)(\\(['"]|\\s+)(${TENANT_TABLES.join('|')})\\b`, 'i')
  const found = files.map((name) => `${name}: ${statement.exec(readFileSync(join(FOLDER, name), 'utf8'))?.[0]}`)
  expect(found.filter((line) => !line.endsWith(': undefined'))).toEqual([])
})

/** What a function's statements lack, each as `table: statement`. */
async function missingIn(name: string): Promise<string[]> {
  const from = sent.length
  await runAndUndo(connection, CALLS[name] ?? fail)
  const statements = [...new Set(sent.slice(from))]
  const missing = await Promise.all(
    statements.map(async (statement) => (await findMissingTeamFilters(statement)).map((table) => `${table}: ${statement}`)),
  )
  return missing.flat()
}

function fail(): never {
  throw new Error('There is no call of this function.')
}

async function prepareSample() {
  const { db } = connection
  const team = await db.insertInto('teams').values({ name: 'Acme' }).returning('id').executeTakeFirstOrThrow()
  const scopes = ['memories:read', 'memories:write']
  const row = {
    team_id: team.id,
    id: 'samplekey1',
    name: 'k',
    secret_hash: Buffer.alloc(32),
    last_four: 'abcd',
    scopes,
    created_by_name: 'Ada',
  }
  const madeKey = await db.insertInto('api_keys').values(row).returningAll().executeTakeFirstOrThrow()
  const person = await db.insertInto('people').values({ email: 'a@example.com' }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('memberships').values({ team_id: team.id, person_id: person.id, role: 'owner' }).execute()
  let count = 0
  const newId = (prefix: 'sess' | 'mem') => `${prefix}_${++count}`
  await db.transaction().execute((tx) => seedSample(tx, team.id, madeKey, { newId, termsOf: () => TERMS }))
  const ofTeam = db.selectFrom('sessions').selectAll().where('team_id', '=', team.id)
  const openSession = await ofTeam.where('ended_at', 'is', null).orderBy('id').limit(1).executeTakeFirstOrThrow()
  const endedSession = await ofTeam
    .where('ended_at', 'is not', null)
    .where('agent_row_id', '=', openSession.agent_row_id)
    .limit(1)
    .executeTakeFirstOrThrow()
  const itsAgent = await db.selectFrom('agents').selectAll().where('id', '=', openSession.agent_row_id).executeTakeFirstOrThrow()
  const itsMemory = await db.selectFrom('memories').select('id').where('agent_row_id', '=', itsAgent.id).limit(1).executeTakeFirstOrThrow()
  return {
    teamId: team.id,
    key: madeKey,
    personId: person.id,
    agent: itsAgent,
    open: openSession,
    ended: endedSession,
    memoryId: itsMemory.id,
    newId,
    call: {
      teamId: team.id,
      sessionId: openSession.id,
      agentName: itsAgent.name,
      issuedToKeyId: madeKey.id,
      issuedToPersonId: NO_PERSON,
      scope: 'memories:read',
      rolesWithScope: [],
      companionKeyId: '',
      companionSecretHash: NO_SECRET,
      address: '',
    },
  }
}
