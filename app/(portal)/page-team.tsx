import { findViewer } from '@/lib/sign-in/viewer'
import { RefreshShell } from './refresh-shell'

/**
 * Says of which team a page is. A link loads the page and not the shell around it: when another tab has switched to another team, the page would be of that team,
 * and what its forms send (`ShownTeam`) of the team of the shell. Then the shell is loaded, too. Every page of the portal contains it.
 */
export async function PageTeam() {
  const viewer = await findViewer()
  return viewer && <RefreshShell team={viewer.teamId} />
}
