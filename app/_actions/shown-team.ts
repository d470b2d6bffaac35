import type { Viewer } from '@/lib/auth/viewer'
import { fail } from '@/lib/errors'

/** The field of a form that says which team the page showed. */
export const SHOWN_TEAM = 'shown_team'

/**
 * Refuses a request from a page that shows another team than the viewer's present one: another tab has switched teams, or the person was removed from the team.
 * Without this check an agent of the wrong team could be changed, because agents of two teams may have the same id. @throws invalid_request
 */
export function requireShownTeam(viewer: Viewer, shown: unknown): void {
  if (shown === viewer.teamId) return
  const message = refusalFor(viewer, shown)
  // Reported as an error of a field, because after any other error the page is loaded again, now of the other team, and what was typed would be lost.
  fail('invalid_request', message, { errors: [{ field: SHOWN_TEAM, message }] })
}

function refusalFor({ team, memberships }: Viewer, shown: unknown): string {
  if (memberships.some(({ team_id }) => team_id === shown))
    return `You switched to the team ${team.name} meanwhile. Nothing was changed. Switch back in another tab and try again, or reload the page.`
  if (typeof shown === 'string') return 'You are no longer a member of the team of this page. Nothing was changed.'
  return 'Nothing was changed. Reload the page and try again.'
}
