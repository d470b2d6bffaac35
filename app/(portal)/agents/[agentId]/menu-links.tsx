import { Code, Download, ListTree, Upload } from 'lucide-react'
import { DownloadLink } from '@/app/_ui/download-link'
import { Link } from '@/app/_ui/link'
import { MenuGroup } from '@/app/_ui/menu-items'
import { type Role, roleHasCapability, roleHasScope } from '@/lib/auth/permissions'
import { paths } from '@/lib/paths'

/** The links of an agent's menu that a role may use. */
export function MenuLinks({ agentName, role }: { agentName: string; role: Role }) {
  const agent = encodeURIComponent(agentName)
  return (
    <MenuGroup>
      {roleHasScope(role, 'sessions:write') && (
        <Link href={`${paths.agentSettings(agentName)}#connect`} className="menu-item">
          <Code aria-hidden="true" />
          Connect from code
        </Link>
      )}
      {roleHasScope(role, 'memories:write') && (
        <Link href={`${paths.memoriesImport}?agent_id=${agent}`} className="menu-item">
          <Upload aria-hidden="true" />
          Import memories
        </Link>
      )}
      <DownloadLink href={`${paths.memoriesExport}?format=jsonl&agent_id=${agent}`} className="menu-item">
        <Download aria-hidden="true" />
        Export memories
      </DownloadLink>
      {roleHasCapability(role, 'audit:read') && (
        <Link href={`${paths.requests}?agent=${agent}`} className="menu-item">
          <ListTree aria-hidden="true" />
          Requests
        </Link>
      )}
    </MenuGroup>
  )
}
