import type { Viewer } from '@/lib/auth/viewer'
import { fail } from '@/lib/errors'

/** The field of a form that says which team the page showed. */
export const SHOWN_TEAM = 'shown_team'

/**
 * Refuses what was sent from a page of another team than the one that the browser shows now: another tab has switched, or the person was removed. Agents of two
 * teams may have the same id, so that the other team's would be changed. @throws invalid_request
 */
export function requireShownTeam(viewer: Viewer, shown: unknown): void {
  if (shown === viewer.teamId) return
  const message = refusalFor(viewer, shown)
  // An error of a field: after other errors the page is loaded again, and what was typed would be gone with the team's page.
  fail('invalid_request', message, { errors: [{ field: SHOWN_TEAM, message }] })
}

function refusalFor({ team, memberships }: Viewer, shown: unknown): string {
  if (memberships.some(({ team_id }) => team_id === shown))
    return `You switched to the team ${team.name} meanwhile. Nothing was changed. Switch back in another tab and try again, or reload the page.`
  if (typeof shown === 'string') return 'You are no longer a member of the team of this page. Nothing was changed.'
  return 'Nothing was changed. Reload the page and try again.'
}
