/** What a parameter means, where its schema does not say; a name means the same wherever it is taken. */
export const PARAMETER_WORDS: { [name: string]: string } = {
  agent_id: 'The public id of an agent.',
  session_id: 'The id of a session.',
  memory_id: 'The id of a memory.',
  pattern: 'The kind of agent. A label for lists and filters.',
  description: 'What the agent is for.',
  metadata:
    'Your own data about the agent; at most 5 kB of JSON. Numbers beyond the precision of JSON readers are refused: send them as strings.',
  duration_hours: 'Length of the session in hours. Defaults to your team’s setting (usually 6).',
  extend_hours: 'Hours to add.',
  status: 'Only results with this status.',
  end_reason: 'Only sessions with this end reason.',
  limit: 'Maximum number of results.',
  content: 'The text to remember.',
  type: 'The kind of memory.',
  title: 'A short title.',
  confidence: 'How certain the memory is, from 0 to 1.',
  tags: 'Labels for filtering; at most 20, each at most 64 characters. In a query, put a tag that contains a comma in double quotes.',
  source: 'Where the memory comes from.',
  provenance: 'How the information was obtained.',
  min_confidence: 'Only memories with at least this confidence.',
  memories: 'The memories to store, each with the parameters of `remember`.',
}
