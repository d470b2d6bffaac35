import { fail } from '@/lib/errors'

/** The field of a form that says which team the page showed. */
export const SHOWN_TEAM = 'shown_team'

/**
 * Refuses what was sent from a page of another team than the one that the browser shows now: another tab has switched. Agents of two teams may have the same
 * id, so that the other team's would be changed. @throws invalid_request
 */
export function requireShownTeam({ teamId, team }: { teamId: string; team: { name: string } }, shown: unknown): void {
  if (shown === teamId) return
  const message = `You switched to the team ${team.name} meanwhile. Nothing was changed. Switch back in another tab and try again, or reload the page.`
  // An error of a field: after other errors the page is loaded again, and what was typed would be gone with the team's page.
  fail('invalid_request', message, { errors: [{ field: SHOWN_TEAM, message }] })
}
