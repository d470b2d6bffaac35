import { ButtonLink } from '@/app/_ui/button-link'
import { type Role, roleHasScope } from '@/lib/auth/permissions'
import { paths } from '@/lib/paths'
import { ExportMenu } from './export-menu'

/** The buttons of the page of memories: export for everybody, import for members, erase for admins. */
export function PageActions({ role, agentName }: { role: Role; agentName: string | undefined }) {
  const agent = agentName === undefined ? '' : `?agent_id=${encodeURIComponent(agentName)}`
  return (
    <>
      <ExportMenu agentName={agentName} />
      {roleHasScope(role, 'memories:write') && (
        <ButtonLink href={`${paths.memoriesImport}${agent}`} size="small">
          Import
        </ButtonLink>
      )}
      {roleHasScope(role, 'memories:admin') && (
        <ButtonLink href={paths.memoriesErase} size="small">
          Erase…
        </ButtonLink>
      )}
    </>
  )
}
