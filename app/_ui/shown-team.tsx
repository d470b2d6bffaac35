'use client'

import { createContext, use } from 'react'
import { SHOWN_TEAM } from '@/app/_actions/shown-team'

/** The id of the team that the page shows; undefined on pages without one. */
export const ShownTeam = createContext<string | undefined>(undefined)

/** The hidden field by which a form says which team its page shows: its action refuses to act in another one. */
export function ShownTeamField() {
  const team = use(ShownTeam)
  return team !== undefined && <input type="hidden" name={SHOWN_TEAM} value={team} />
}
