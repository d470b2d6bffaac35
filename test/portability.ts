import type { z } from 'zod'
import type { IMPORT_RESULT } from '../lib/portability/schemas'
import type { ApiResponse } from './api/client'
import { api, callOk } from './calls'

export type ImportResult = z.infer<typeof IMPORT_RESULT>

interface ImportOptions {
  query?: Record<string, string | boolean>
  idempotencyKey?: string
}

/** Sends a file to be imported into an agent. */
export const importFile = (
  key: string,
  agent: string,
  body: string | Uint8Array | ReadableStream,
  { query = {}, idempotencyKey }: ImportOptions = {},
): Promise<ApiResponse<ImportResult & Record<string, unknown>>> =>
  api.call('POST', `/api/v2/agents/${agent}/import`, {
    key,
    query,
    body: body as BodyInit,
    headers: { 'content-type': 'application/x-ndjson', ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) },
  })

/** An export of an agent, or of all agents, as text. */
export const exportText = (key: string, agent: string | null, query: Record<string, string> = {}): Promise<string> =>
  callOk('GET', agent === null ? '/api/v2/export' : `/api/v2/agents/${agent}/export`, { key, query })

/** The lines of an export as objects. */
export const exportLines = async (key: string, agent: string | null): Promise<Record<string, unknown>[]> =>
  (await exportText(key, agent))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

interface StoredMemory {
  id: string
  session_id: string
  type: string
  title: string | null
  content: string
  tags: string[]
  source: string
  provenance: string
  confidence: number
  occurred_at: string
  created_at: string
  updated_at: string
}

/** Up to a hundred memories of an agent, those that happened last first. */
export const listStored = async (key: string, agent: string): Promise<StoredMemory[]> =>
  (await callOk<{ memories: StoredMemory[] }>('GET', `/api/v2/agents/${agent}/memories`, { key, query: { limit: 100 } })).memories

/** The contents of up to a hundred memories of an agent, in alphabetical order. */
export const storedContents = async (key: string, agent: string): Promise<string[]> =>
  (await listStored(key, agent)).map(({ content }) => content).sort()
