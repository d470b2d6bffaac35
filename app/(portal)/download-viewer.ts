import { redirect } from 'next/navigation'
import { otherTeamOf } from '@/app/_actions/shown-team'
import type { Viewer } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'
import { requireViewer } from '@/lib/sign-in/viewer'

/**
 * The viewer of a file to download. If the link is from a page of another team than the viewer's present one, a page says so: another tab has switched teams, and the
 * file would have other data than the page. A link that names no team has the data of the present one.
 */
export async function requireDownloadViewer(request: Request): Promise<Viewer> {
  const viewer = await requireViewer()
  if (otherTeamOf(viewer, request) !== undefined) redirect(paths.downloadOfOtherTeam)
  return viewer
}
