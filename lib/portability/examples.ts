const MEMORY = {
  record: 'memory',
  id: 'mem_0m8xq5n7cTf40kWz3uYe6HsDd',
  agent_id: 'customer-support',
  session_id: 'sess_0m8xq4k2pVb81mPq9sXw2LtRa',
  type: 'preference',
  title: null,
  content: 'Ada prefers e-mail over the phone.',
  confidence: 0.8,
  tags: ['contact'],
  source: 'agent',
  provenance: 'explicit_statement',
  occurred_at: null,
  created_at: '2025-03-31T16:45:00Z',
  updated_at: '2025-03-31T16:45:00Z',
  version: 1,
  status: 'active',
  superseded_by: null,
  expires_at: null,
  trust: 'trusted',
}

const HEADER = { format: 'memanto-export', version: 1, exported_at: '2025-04-01T08:00:00Z', agent_id: 'customer-support' }

const linesOf = (...values: object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')

export const exportExample = linesOf(HEADER, MEMORY, { record: 'end', memories: 1 })

export const importFileExample = linesOf({
  content: 'Ada prefers e-mail over the phone.',
  type: 'preference',
  created_at: '2025-03-31T16:45:00Z',
})

export const importExample = {
  agent_id: 'customer-support',
  import_id: 'imp_0m8xq6r2kQd63nXa8vZf1JcTe',
  dry_run: false,
  format: 'memanto',
  records: 4,
  stored: 1,
  duplicates: 1,
  skipped: 0,
  failed: 1,
  other_records: 1,
  ids_changed: 0,
  errors: [{ line: 4, error: 'content is required.' }],
  findings: [],
}

export const importedIdsExample = linesOf({ id: '3c90c3cc-0d44-4b50-8888-8dd25736052a', memory_id: 'mem_0m8xq5n7cTf40kWz3uYe6HsDd' })
