import { Code, Download, ListTree, Upload } from 'lucide-react'
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
      <a href={`${paths.memoriesExport}?format=jsonl&agent_id=${agent}`} download className="menu-item">
        <Download aria-hidden="true" />
        Export memories
      </a>
      {roleHasCapability(role, 'audit:read') && (
        <Link href={`${paths.requests}?agent=${agent}`} className="menu-item">
          <ListTree aria-hidden="true" />
          Requests
        </Link>
      )}
    </MenuGroup>
  )
}
