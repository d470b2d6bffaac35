/** What a parameter means, where its schema does not say; a name means the same wherever it is taken. */
export const PARAMETER_WORDS: { [name: string]: string } = {
  agent_id: 'The public id of an agent.',
  session_id: 'The id of a session.',
  memory_id: 'The id of a memory.',
  pattern: 'What kind of work the agent does.',
  description: 'What the agent is for.',
  metadata:
    'Whatever you want to keep with the agent; at most 5 kB of JSON. Numbers that JSON readers would round are refused: send them as text.',
  duration_hours: 'How long the session runs, in hours; by default as long as your team’s policy says (6).',
  extend_hours: 'How many hours to add.',
  status: 'Only those in this state.',
  end_reason: 'Only those that ended this way.',
  limit: 'How many at most.',
  content: 'What to remember.',
  type: 'What kind of memory it is.',
  title: 'A short name for it.',
  confidence: 'How sure you are, from 0 to 1.',
  tags: 'Words to find it by; at most 20 of at most 64 characters. In a query, one that holds a comma stands in double quotes.',
  source: 'Where it comes from.',
  provenance: 'How it came to be known.',
  min_confidence: 'Only memories of at least this confidence.',
  memories: 'The memories to store, each as `remember` takes it.',
}
