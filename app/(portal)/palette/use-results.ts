'use client'

import { useEffect, useState } from 'react'
import type { PaletteResults } from '@/lib/palette/search'
import { paths } from '@/lib/paths'

const TYPING_MS = 150
const NOTHING: PaletteResults = { agents: [], sessions: [] }

/** What the server finds for a text. It is asked when the typing pauses. */
export function useResults(text: string): { found: PaletteResults; isSearching: boolean; problem: string } {
  const [found, setFound] = useState(NOTHING)
  const [answered, setAnswered] = useState<string>()
  const [problem, setProblem] = useState('')
  useEffect(() => {
    const stop = new AbortController()
    const search = async () => {
      const answer = await fetch(`${paths.palette}?q=${encodeURIComponent(text)}`, { signal: stop.signal, redirect: 'manual' })
      if (!answer.ok) return setProblem('Search failed. Reload the page.')
      setFound(await answer.json())
      setAnswered(text)
      setProblem('')
    }
    const timer = setTimeout(
      () => search().catch(() => stop.signal.aborted || setProblem('The server did not answer. Try again.')),
      TYPING_MS,
    )
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [text])
  return { found, isSearching: answered !== text && problem === '', problem }
}
