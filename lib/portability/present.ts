import type { ExportedVersion } from '../../db/memory-exports'
import type { ImportedId } from '../../db/memory-imports'
import type { Agent, Memory } from '../../db/schema'
import type { StreamedResponse } from '../http/operation'
import { rfc3339 } from '../time'
import type { Export, ExportPage } from './export'
import { EXPORT_FORMAT, EXPORT_VERSION } from './formats/own'
import { JSONL, MARKDOWN } from './media-types'
import { OKF_DELIMITER } from './read/split-markdown'

/** An export as a file that is sent page by page. */
export function presentExport({ format, agentName, pages }: Export): StreamedResponse {
  const name = `memanto-${agentName ?? 'team'}`
  if (format === 'markdown') return { mediaType: `${MARKDOWN}; charset=utf-8`, fileName: `${name}.md`, parts: markdownOf(pages) }
  return { mediaType: JSONL, fileName: `${name}.jsonl`, parts: linesOf(pages) }
}

const lines = (values: object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')

/** The last line says how many memories there are, so that a file without it is known to be incomplete. */
async function* linesOf(pages: AsyncIterable<ExportPage>): AsyncGenerator<string> {
  let count = 0
  for await (const page of pages) {
    if (page.kind === 'header') yield lines([headerOf(page)])
    if (page.kind === 'agents') yield lines(page.agents.map(agentOf))
    if (page.kind === 'versions') yield lines(page.versions.map((version) => versionOf(version, page.agentName)))
    if (page.kind !== 'memories') continue
    count += page.memories.length
    yield lines(page.memories.map((memory) => memoryOf(memory, page.agentName)))
  }
  yield lines([{ record: 'end', memories: count }])
}

const headerOf = ({ exportedAt, agentName }: Extract<ExportPage, { kind: 'header' }>) => ({
  format: EXPORT_FORMAT,
  version: EXPORT_VERSION,
  exported_at: rfc3339(exportedAt),
  ...(agentName !== null && { agent_id: agentName }),
})

const agentOf = (agent: Agent) => ({
  record: 'agent',
  agent_id: agent.name,
  pattern: agent.pattern,
  description: agent.description,
  metadata: agent.metadata,
  created_at: rfc3339(agent.created_at),
  updated_at: rfc3339(agent.updated_at),
})

const versionOf = (version: ExportedVersion, agentName: string) => ({
  ...memoryOf(version, agentName),
  record: 'version',
  reason: version.reason,
  known_from: rfc3339(version.known_from),
  known_until: rfc3339(version.known_until),
})

/** `occurred_at` is null where nothing was said of it, so that it stays so after an import. */
const memoryOf = (memory: Memory, agentName: string) => ({
  record: 'memory',
  id: memory.id,
  agent_id: agentName,
  session_id: memory.session_id,
  type: memory.type,
  title: memory.title,
  content: memory.content,
  confidence: memory.confidence,
  tags: memory.tags,
  source: memory.source,
  provenance: memory.provenance,
  occurred_at: memory.occurred_at && rfc3339(memory.occurred_at),
  created_at: rfc3339(memory.created_at),
  updated_at: rfc3339(memory.updated_at),
  version: memory.version,
  status: memory.status,
  superseded_by: memory.superseded_by,
  expires_at: memory.expires_at && rfc3339(memory.expires_at),
  trust: memory.trust,
})

async function* markdownOf(pages: AsyncIterable<ExportPage>): AsyncGenerator<string> {
  for await (const page of pages) {
    if (page.kind === 'header') yield indexDocument(page)
    if (page.kind === 'agents') yield page.agents.map(agentDocument).join('')
    if (page.kind === 'memories') yield page.memories.map((memory) => memoryDocument(memory, page.agentName)).join('')
  }
}

/** JSON is YAML, too: texts need no other quoting. */
const frontMatter = (fields: object) =>
  `---\n${Object.entries(fields)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
    .join('')}---\n`

/** It says what the first line of JSONL says, so that an import knows the file by it. */
const indexDocument = (page: Extract<ExportPage, { kind: 'header' }>) =>
  frontMatter({
    type: 'index',
    title: page.agentName === null ? 'Memories of all agents' : `Memories of ${page.agentName}`,
    timestamp: rfc3339(page.exportedAt),
    x_memanto: headerOf(page),
  })

/** An index, too: it leads to the memories of the agent. */
const agentDocument = ({ name }: Agent) =>
  `${OKF_DELIMITER}\n${frontMatter({ type: 'index', title: `Memories of ${name}`, x_memanto: { record: 'agent', agent_id: name } })}`

const NO_TITLE = 'Untitled'

function memoryDocument(memory: Memory, agentName: string): string {
  const { record: _record, content, title, type, tags, ...others } = memoryOf(memory, agentName)
  // Readers of the format expect a title; one that reads like none is repeated where only Memanto looks.
  const own = Object.fromEntries(
    Object.entries({ ...others, title: title === NO_TITLE ? title : null }).filter(([, value]) => value !== null),
  )
  const front = frontMatter({ type, title: title ?? NO_TITLE, tags, timestamp: others.created_at, x_memanto: own })
  return `${OKF_DELIMITER}\n${front}\n${content.replaceAll(OKF_DELIMITER, `\\${OKF_DELIMITER}`)}\n`
}

/** Ids of an import as a file: one line for each memory that has another id than in the file. */
export const presentImportedIds = ({ importId, pages }: { importId: string; pages: AsyncIterable<ImportedId[]> }): StreamedResponse => ({
  mediaType: JSONL,
  fileName: `${importId}.jsonl`,
  parts: idLines(pages),
})

async function* idLines(pages: AsyncIterable<ImportedId[]>): AsyncGenerator<string> {
  for await (const page of pages) yield lines(page.map(({ oldId, newId }) => ({ id: oldId, memory_id: newId })))
}
