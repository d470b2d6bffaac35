import { findViewer } from '@/lib/sign-in/viewer'
import { RefreshShell } from './refresh-shell'

/**
 * Loads the shell again when it is of another team than the page. A link loads only the page, not the shell around it. If another tab has switched teams since, the
 * page is of the new team, while its forms would send the old one, which the shell provides (`ShownTeam`). Every page of the portal with forms contains it.
 */
export async function PageTeam() {
  const viewer = await findViewer()
  return viewer && <RefreshShell team={viewer.teamId} />
}
