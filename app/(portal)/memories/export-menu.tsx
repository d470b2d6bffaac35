import { paths } from '@/lib/paths'
import { Fold } from './fold'

/** Links to files with the memories of an agent, or of all agents. */
export function ExportMenu({ agentName }: { agentName: string | undefined }) {
  const agent = agentName === undefined ? '' : `&agent_id=${encodeURIComponent(agentName)}`
  const files = {
    'JSONL, which can be imported again': `format=jsonl${agent}`,
    'JSONL with all versions': `format=jsonl&versions=true${agent}`,
    Markdown: `format=markdown${agent}`,
  }
  return (
    <Fold label="Export…">
      <p className="mb-2 text-soft">All memories of {agentName ?? 'all agents'}, whatever the filters. Exports are in the audit log.</p>
      <ul className="grid gap-1">
        {Object.entries(files).map(([name, query]) => (
          <li key={name}>
            <a href={`${paths.memoriesExport}?${query}`} download className="inline-flex min-h-6 items-center underline underline-offset-4">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </Fold>
  )
}
