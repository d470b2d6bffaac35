import { commonMemoryFields, MEMORY_ID, NAME, newMemoryExample, SESSION_ID } from '../http/examples'

const versionExample = {
  ...commonMemoryFields,
  content: newMemoryExample.content,
  ...{ status: 'active', superseded_by: null, expires_at: null, trust: 'trusted' },
  author: { kind: 'key', id: 'Xy12Ab34Cd', name: 'Support bot' },
  client: 'support-bot/2.1',
  session_id: SESSION_ID,
}

export const memoryVersionsExample = {
  memory_id: MEMORY_ID,
  agent_id: NAME,
  versions: [
    {
      ...versionExample,
      version: 2,
      content: 'Ada prefers the phone over e-mail.',
      known_from: '2025-04-02T09:12:44.000Z',
      known_until: null,
      reason: 'Ada said so in her call.',
    },
    { ...versionExample, version: 1, known_from: commonMemoryFields.created_at, known_until: '2025-04-02T09:12:44.000Z', reason: null },
  ],
  count: 2,
  next_cursor: null,
}
