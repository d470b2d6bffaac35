'use client'

import { useEffect, useState } from 'react'
import type { Found } from '@/lib/palette/find'
import { paths } from '@/lib/paths'

const TYPING_MS = 150
const NOTHING: Found = { agents: [], sessions: [] }

/** What the server finds for a text, asked once the typing rests. */
export function useFound(text: string): { found: Found; isLooking: boolean; problem: string } {
  const [found, setFound] = useState(NOTHING)
  const [answered, setAnswered] = useState<string>()
  const [problem, setProblem] = useState('')
  useEffect(() => {
    const stop = new AbortController()
    const ask = async () => {
      const answer = await fetch(`${paths.palette}?q=${encodeURIComponent(text)}`, { signal: stop.signal, redirect: 'manual' })
      if (!answer.ok) return setProblem('Search failed. Reload the page.')
      setFound(await answer.json())
      setAnswered(text)
      setProblem('')
    }
    const timer = setTimeout(() => ask().catch(() => stop.signal.aborted || setProblem('The server did not answer. Try again.')), TYPING_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [text])
  return { found, isLooking: answered !== text && problem === '', problem }
}
