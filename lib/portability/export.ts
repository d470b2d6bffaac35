import { findAgent } from '../../db/agents'
import {
  type ExportedSession,
  type ExportedVersion,
  type ExportMoment,
  listAgentsToExport,
  listMemoriesToExport,
  listSessionsToExport,
  listVersionsToExport,
  readMoment,
  type SessionPosition,
} from '../../db/memory-exports'
import { findImport, type ImportedId, listImportedIds } from '../../db/memory-imports'
import type { Agent, AgentKey, Memory } from '../../db/schema'
import { agentTarget } from '../agents/create'
import { agentNotFound } from '../agents/errors'
import { dbFor, type Identity, type Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { recordEvent } from '../events'
import { db } from '../process'
import { importNotFound } from './errors'

type ExportFileFormat = 'jsonl' | 'markdown'

/** A page of an export, in its order: what it is, the agents, and then the memories of each agent. */
export type ExportPage =
  | { kind: 'header'; exportedAt: Date; agentName: string | null }
  | { kind: 'agents'; agents: Agent[] }
  | { kind: 'memories'; agentName: string; memories: Memory[] }
  | { kind: 'versions'; agentName: string; versions: ExportedVersion[] }

interface ExportInput {
  format: ExportFileFormat
  /** Whether earlier versions are exported, too. */
  versions: boolean
}

export interface Export {
  format: ExportFileFormat
  /** The agent; null for all agents of the team that the caller reaches. */
  agentName: string | null
  pages: AsyncIterable<ExportPage>
}

/** Exports the memories of an agent, page by page. The export is recorded when the first page is taken. @throws agent_not_found */
export async function exportAgent(
  principal: Principal<'memories:read'>,
  { agentName, format, versions }: ExportInput & { agentName: string },
  context: RequestContext,
): Promise<Export> {
  const { teamId, agentRowIds } = principal
  const agent = (await findAgent(dbFor(principal), teamId, agentName, agentRowIds)) ?? agentNotFound()
  const begin = () => recordExport(principal, context, agentTarget(agent), format)
  return { format, agentName, pages: pagesOf({ begin, agentName, versions }, () => once([agent])) }
}

/** Exports the memories of all agents that the caller reaches, page by page. The export is recorded when the first page is taken. */
export async function exportTeam(
  principal: Principal<'memories:read'>,
  { format, versions }: ExportInput,
  context: RequestContext,
): Promise<Export> {
  const begin = () =>
    recordExport(
      principal,
      context,
      { kind: 'export', id: 'memories', name: principal.agentRowIds === null ? 'all agents' : 'the agents that the key reaches' },
      format,
    )
  return { format, agentName: null, pages: pagesOf({ begin, agentName: null, versions }, () => agentsOf(principal)) }
}

/** Lists which id each memory of an import has now, where it is not the id of the file. @throws agent_not_found, import_not_found */
export async function listIdsOfImport(
  principal: Principal<'memories:read'>,
  { agentName, importId }: { agentName: string; importId: string },
): Promise<{ importId: string; pages: AsyncIterable<ImportedId[]> }> {
  const { teamId, agentRowIds } = principal
  const agent = (await findAgent(dbFor(principal), teamId, agentName, agentRowIds)) ?? agentNotFound()
  await findImport(db(), agent, importId).then((found) => found ?? importNotFound())
  return { importId, pages: idsOf(teamId, importId) }
}

const PAGE = 500

/** Returns when the export began: memories that are stored later are not in it. */
async function recordExport(
  principal: Principal<'memories:read'>,
  context: RequestContext,
  target: { kind: string; id: string; name: string },
  format: ExportFileFormat,
): Promise<ExportMoment> {
  return dbFor(principal)
    .transaction()
    .execute(async (tx) => {
      await recordEvent(tx, principal, context, { kind: 'memories.exported', target, after: { format } })
      return readMoment(tx)
    })
}

interface Beginning {
  begin: () => Promise<ExportMoment>
  agentName: string | null
  versions: boolean
}

/** The export begins when its first page is taken: a caller that only asks for the headers exports nothing. */
async function* pagesOf({ begin, agentName, versions }: Beginning, agents: () => AsyncIterable<Agent[]>): AsyncGenerator<ExportPage> {
  const began = await begin()
  yield { kind: 'header', exportedAt: began.at, agentName }
  for await (const page of agents()) yield { kind: 'agents', agents: page }
  for await (const page of agents()) for (const agent of page) yield* pagesOfAgent(agent, began, versions)
}

async function* pagesOfAgent(agent: Agent, began: ExportMoment, withVersions: boolean): AsyncGenerator<ExportPage> {
  for await (const memories of memoriesOf(agent, began)) {
    yield { kind: 'memories', agentName: agent.name, memories }
    if (withVersions) for await (const versions of versionsOf(agent, memories)) yield { kind: 'versions', agentName: agent.name, versions }
  }
}

/** The earlier versions of memories. */
async function* versionsOf({ team_id, id }: Agent, memories: Memory[]): AsyncGenerator<ExportedVersion[]> {
  const ids = memories.filter(({ version }) => version > 1).map((memory) => memory.id)
  for (let last: ExportedVersion | undefined; ids.length > 0; ) {
    const page = await listVersionsToExport(db(), { team_id, id }, ids, PAGE, last)
    if (page.length > 0) yield page
    last = page.at(-1)
    if (page.length < PAGE) return
  }
}

async function* once<Item>(item: Item): AsyncGenerator<Item> {
  yield item
}

async function* agentsOf({ teamId, agentRowIds }: Identity): AsyncGenerator<Agent[]> {
  for (let last: Agent | undefined; ; ) {
    const page = await listAgentsToExport(db(), teamId, agentRowIds, PAGE, last?.name)
    if (page.length > 0) yield page
    last = page.at(-1)
    if (page.length < PAGE) return
  }
}

/** The memories of an agent session by session, in the order in which they were stored: recall goes by neighbours in a session. */
async function* memoriesOf({ team_id, id }: Agent, began: ExportMoment): AsyncGenerator<Memory[]> {
  const agent = { team_id, id }
  for (let after: SessionPosition | undefined; ; ) {
    const sessions = await listSessionsToExport(db(), agent, began, PAGE, after)
    yield* memoriesOfSessions(agent, sessions, began)
    after = positionAfter(sessions, after)
    if (sessions.length < PAGE) return
  }
}

function positionAfter(sessions: ExportedSession[], before: SessionPosition | undefined): SessionPosition | undefined {
  const started = sessions.at(-1)?.started
  if (started === undefined) return before
  const listed = sessions.filter((session) => session.started === started).map(({ id }) => id)
  return { started, listed: before?.started === started ? [...before.listed, ...listed] : listed }
}

async function* memoriesOfSessions(agent: AgentKey, sessions: ExportedSession[], began: ExportMoment): AsyncGenerator<Memory[]> {
  const ids = sessions.map(({ id }) => id)
  for (let after: { nth: number; seq: number } | undefined; ids.length > 0; ) {
    const page = await listMemoriesToExport(db(), agent, ids, { began, limit: PAGE, after })
    if (page.length > 0) yield page
    after = page.at(-1)
    if (page.length < PAGE) return
  }
}

async function* idsOf(teamId: string, importId: string): AsyncGenerator<ImportedId[]> {
  for (let last: ImportedId | undefined; ; ) {
    const page = await listImportedIds(db(), teamId, importId, PAGE, last?.oldId)
    if (page.length > 0) yield page
    last = page.at(-1)
    if (page.length < PAGE) return
  }
}
