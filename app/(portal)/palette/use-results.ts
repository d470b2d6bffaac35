'use client'

import { use, useEffect, useState } from 'react'
import { hrefOfShownTeam } from '@/app/_actions/shown-team'
import { ShownTeam } from '@/app/_ui/shown-team'
import type { PaletteResults } from '@/lib/palette/search'
import { paths } from '@/lib/paths'

const TYPING_MS = 150

interface Outcome {
  /** The text that was searched for; undefined before the first search. */
  text?: string
  found: PaletteResults
  problem?: string
}

/** Searches the team that the page shows for a text when the typing pauses. Until the search is done, `found` has those earlier results that match the text too. */
export function useResults(text: string): { found: PaletteResults; isSearching: boolean; problem: string | undefined } {
  const [outcome, setOutcome] = useState<Outcome>({ found: { agents: [], sessions: [] } })
  const team = use(ShownTeam)
  useEffect(() => {
    const stop = new AbortController()
    const search = async () => {
      const result = await fetchResults(text, team, stop.signal)
      if (!stop.signal.aborted) setOutcome((before) => ({ text, found: before.found, ...result }))
    }
    const timer = setTimeout(search, TYPING_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [text, team])
  const isSearching = outcome.text !== text
  const problem = isSearching ? undefined : outcome.problem
  return { found: isSearching || problem ? stillMatching(text, outcome.found) : outcome.found, isSearching, problem }
}

function stillMatching(text: string, { agents, sessions }: PaletteResults): PaletteResults {
  return {
    agents: agents.filter(({ agentName }) => agentName.toLowerCase().includes(text.toLowerCase())),
    sessions: sessions.filter(({ id }) => id.startsWith(text)),
  }
}

/** The status of a search that is refused, with the reason, because the page shows another team than the viewer's present one. */
const IS_OF_OTHER_TEAM = 409

async function fetchResults(
  text: string,
  team: string | undefined,
  signal: AbortSignal,
): Promise<{ found: PaletteResults } | { problem: string }> {
  try {
    const response = await fetch(hrefOfShownTeam(`${paths.palette}?q=${encodeURIComponent(text)}`, team), { signal, redirect: 'manual' })
    if (response.ok) return { found: await response.json() }
    return response.status === IS_OF_OTHER_TEAM ? await response.json() : { problem: 'Search failed. Reload the page.' }
  } catch {
    return { problem: 'The server did not answer. Try again.' }
  }
}
