import { Download } from 'lucide-react'
import { Disclosure } from '@/app/_ui/disclosure'
import { DownloadLink } from '@/app/_ui/download-link'
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
    <Disclosure as="popover" size="small" label="Export…" title="Export">
      <p className="px-2 py-1 text-xs text-soft">
        All memories of {agentName ?? 'all agents'}, whatever the filters. Exports are in the audit log.
      </p>
      {Object.entries(files).map(([name, query]) => (
        <DownloadLink key={name} href={`${paths.memoriesExport}?${query}`} className="menu-item">
          <Download aria-hidden="true" />
          {name}
        </DownloadLink>
      ))}
    </Disclosure>
  )
}
