import { paths } from '@/lib/paths'

/** Links to files with the memories of an agent, or of all agents. */
export function ExportMenu({ agentName }: { agentName: string | undefined }) {
  const agent = agentName === undefined ? '' : `&agent_id=${encodeURIComponent(agentName)}`
  const files = {
    'JSONL, which can be imported again': `format=jsonl${agent}`,
    'JSONL with all versions': `format=jsonl&versions=true${agent}`,
    Markdown: `format=markdown${agent}`,
  }
  return (
    <details className="relative">
      <summary className="inline-flex h-7 cursor-pointer list-none items-center rounded-md border border-line bg-surface px-2 text-xs font-medium hover:bg-sunken [&::-webkit-details-marker]:hidden">
        Export…
      </summary>
      <div className="absolute left-0 z-10 mt-1 w-72 rounded-lg border border-line bg-surface p-4 shadow-lg sm:right-0 sm:left-auto">
        <p className="mb-2 text-soft">All memories of {agentName ?? 'all agents'}, whatever the filters. Exports are in the audit log.</p>
        <ul className="grid gap-1">
          {Object.entries(files).map(([name, query]) => (
            <li key={name}>
              <a
                href={`${paths.memoriesExport}?${query}`}
                download
                className="inline-flex min-h-6 items-center underline underline-offset-4"
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </details>
  )
}
