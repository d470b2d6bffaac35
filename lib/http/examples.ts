const CREATED = '2025-03-31T16:30:00.000Z'
const EXPIRES = '2025-03-31T22:30:00.000Z'
export const SESSION_ID = 'sess_0m8xq4k2pVb81mPq9sXw2LtRa'
export const MEMORY_ID = 'mem_0m8xq5n7cTf40kWz3uYe6HsDd'
export const NAME = 'customer-support'
const NAMESPACE = 'memanto_agent_customer-support'

const KEY = { kind: 'key', id: 'a1B2c3D4e5', name: 'Production' }
const AGENT_ACTOR = { kind: 'agent', id: NAME, name: NAME }

/** Has the form of a session token, but no valid signature. */
const TOKEN = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhZ2VudF9pZCI6ImN1c3RvbWVyLXN1cHBvcnQifQ.c2lnbmVkLWJ5LW5vYm9keQ'

export const agentExample = {
  agent_id: NAME,
  namespace: NAMESPACE,
  pattern: 'support',
  description: 'Answers customers by e-mail.',
  metadata: { owner: 'ada' },
  status: 'active',
  created_at: '2025-03-01T09:00:00.000Z',
  updated_at: '2025-03-01T09:00:00.000Z',
  last_session: CREATED,
  session_count: 12,
  memory_count: 340,
  legal_hold: false,
  current_session: { session_id: SESSION_ID, expires_at: EXPIRES, time_remaining_seconds: 21_600 },
}

export const newAgentExample = {
  ...agentExample,
  status: 'inactive',
  last_session: null,
  session_count: 0,
  memory_count: 0,
  legal_hold: false,
  current_session: null,
}

const commonSessionFields = {
  session_id: SESSION_ID,
  agent_id: NAME,
  namespace: NAMESPACE,
  pattern: 'support',
  status: 'active',
  created_at: CREATED,
  started_at: CREATED,
  expires_at: EXPIRES,
  time_remaining_seconds: 21_600,
  duration_hours: 6,
  opened_by: KEY,
}

export const sessionExample = { ...commonSessionFields, session_token: TOKEN, reused: false }

export const extendedExample = {
  ...commonSessionFields,
  expires_at: '2025-04-01T04:30:00.000Z',
  time_remaining_seconds: 43_200,
  duration_hours: 12,
  session_token: TOKEN,
  reused: true,
  new_expires_at: '2025-04-01T04:30:00.000Z',
  previous_expires_at: EXPIRES,
  hours_added: 6,
}

export const sessionInfoExample = { ...commonSessionFields, memories_stored: 12, memories_retrieved: 47, extensions: 0, end_reason: null }

export const summaryExample = {
  session_id: SESSION_ID,
  agent_id: NAME,
  status: 'inactive',
  started_at: CREATED,
  created_at: CREATED,
  ended_at: '2025-03-31T18:45:00.000Z',
  end_reason: 'deactivated',
  opened_by: KEY,
  ended_by: AGENT_ACTOR,
  duration_seconds: 8100,
  duration_hours: 2.25,
  duration: '2h 15m',
  memories_stored: 12,
  memories_created: 12,
  memories_retrieved: 47,
  recalls: 9,
  first_used_at: '2025-03-31T16:31:04.000Z',
  last_used_at: '2025-03-31T18:40:51.000Z',
}

export const sessionDetailExample = {
  ...summaryExample,
  events: [
    { at: CREATED, kind: 'activated', amount: 0, memory_ids: [], by: KEY, address: '192.0.2.7' },
    { at: '2025-03-31T16:31:04.000Z', kind: 'remembered', amount: 1, memory_ids: [MEMORY_ID], by: KEY, address: '192.0.2.7' },
    { at: '2025-03-31T18:45:00.000Z', kind: 'ended', amount: 0, memory_ids: [], by: AGENT_ACTOR, address: '192.0.2.7' },
  ],
}

export const newMemoryExample = { content: 'Ada prefers e-mail over the phone.', type: 'preference', tags: ['contact'] }

export const commonMemoryFields = {
  type: 'preference',
  title: null,
  confidence: 0.8,
  tags: ['contact'],
  source: 'agent',
  provenance: 'explicit_statement',
  occurred_at: '2025-03-31T16:31:04.000Z',
  created_at: '2025-03-31T16:31:04.000Z',
}

const ids = { memory_id: MEMORY_ID, id: MEMORY_ID, agent_id: NAME, session_id: SESSION_ID }

export const storedExample = { ...ids, namespace: NAMESPACE, status: 'stored', ...commonMemoryFields, expires_at: null, supersedes: [] }

export const batchExample = {
  agent_id: NAME,
  session_id: SESSION_ID,
  namespace: NAMESPACE,
  total_submitted: 2,
  successful: 1,
  failed: 1,
  results: [
    { index: 0, status: 'stored', memory_id: MEMORY_ID, id: MEMORY_ID },
    {
      index: 1,
      status: 'failed',
      memory_id: null,
      id: null,
      error: 'content must not be blank.',
      errors: [{ field: 'content', message: 'must not be blank' }],
    },
  ],
}

const lifeFields = { version: 1, status: 'active', superseded_by: null, expires_at: null, trust: 'trusted' }

export const memoryExample = {
  ...ids,
  ...commonMemoryFields,
  content: newMemoryExample.content,
  text: newMemoryExample.content,
  updated_at: commonMemoryFields.created_at,
  ...lifeFields,
}

export const deletedMemoryExample = {
  ...memoryExample,
  namespace: NAMESPACE,
  version: 2,
  status: 'deleted',
  message: 'The memory was deleted. It can be restored until 2025-04-07 16:31 UTC.',
  restorable_until: '2025-04-07T16:31:04.000Z',
}

export const useExample = { recalled_count: 4, last_recalled_at: '2025-04-02T08:12:40.000Z' }

const commonRecallFields = { agent_id: NAME, session_id: SESSION_ID, count: 1 }

export const recalledExample = {
  ...commonRecallFields,
  query: 'how does Ada want to be reached',
  is_complete: true,
  memories: [{ ...memoryExample, score: 2.41 }],
}

export const recalledByTimeExample = (temporal_mode: 'recent' | 'as_of' | 'changed_since') => ({
  ...commonRecallFields,
  memories: [{ ...memoryExample, score: null }],
  temporal_mode,
  ...(temporal_mode === 'as_of' && { as_of_date: EXPIRES }),
  ...(temporal_mode === 'changed_since' && { since_date: '2025-03-31T00:00:00.000Z' }),
  next_cursor: null,
})
