import type { Viewer } from '@/lib/auth/viewer'
import { fail } from '@/lib/errors'

/** The field of a form, and the parameter of a link to data, that says which team the page showed. */
export const SHOWN_TEAM = 'shown_team'

/** The address of data with the team that the page shows, so that the data of another team is refused. */
export function hrefOfShownTeam(href: string, team: string | undefined): string {
  if (team === undefined) return href
  return `${href}${href.includes('?') ? '&' : '?'}${SHOWN_TEAM}=${encodeURIComponent(team)}`
}

/** The team that a request for data names, if it is another one than the viewer's present team. A link that was typed by hand names none. */
export const otherTeamOf = (viewer: Viewer, request: Request): string | undefined =>
  new URL(request.url).searchParams.getAll(SHOWN_TEAM).find((shown) => shown !== viewer.teamId)

/**
 * Refuses a request from a page that shows another team than the viewer's present one: another tab has switched teams, or the person was removed from the team.
 * Without this check an agent of the wrong team could be changed, because agents of two teams may have the same id. @throws invalid_request
 */
export function requireShownTeam(viewer: Viewer, shown: unknown): void {
  if (shown === viewer.teamId) return
  const message = refusalFor(viewer, shown, 'Nothing was changed.')
  // Reported as an error of a field, because after any other error the page is loaded again, now of the other team, and what was typed would be lost.
  fail('invalid_request', message, { errors: [{ field: SHOWN_TEAM, message }] })
}

/** Says why a request from a page of another team is refused, and what to do. `outcome` says that nothing was done. */
export function refusalFor({ team, memberships }: Viewer, shown: unknown, outcome: string): string {
  if (memberships.some(({ team_id }) => team_id === shown))
    return `You switched to the team ${team.name} meanwhile. ${outcome} Switch back in another tab and try again, or reload the page.`
  if (typeof shown === 'string') return `You are no longer a member of the team of this page. ${outcome}`
  return `${outcome} Reload the page and try again.`
}
