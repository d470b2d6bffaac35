'use client'

const INTERVAL_MS = 4_000
const LONGEST_INTERVAL_MS = 60_000

/** What a request found: a version or that there is none now, a redirect because nobody is signed in or the person has no team, or no proper response. */
export type WatchResult = 'reachable' | 'no access' | 'unreachable'

interface Listener {
  onChange: () => void
  /** Called after each request. */
  onResult: (result: WatchResult) => void
}

/**
 * Requests a change version every few seconds, and calls `onChange` when it differs from the one before. It waits longer while there is no
 * answer, and pauses while the page is hidden. Without a first version it requests one at once. Returns a function that stops it.
 */
export function watchVersion(url: string, version: string | undefined, { onChange, onResult }: Listener): () => void {
  let latest = version
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = new AbortController()
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(check, Math.min(INTERVAL_MS * 2 ** failures, LONGEST_INTERVAL_MS))
  }
  const check = async () => {
    if (document.visibilityState === 'hidden') return
    const { result, version: found = latest } = await fetchVersion(url, stop.signal)
    if (stop.signal.aborted) return
    failures = result === 'reachable' ? 0 : failures + 1
    onResult(result)
    if (latest !== undefined && found !== latest) onChange()
    latest = found
    wait()
  }
  document.addEventListener('visibilitychange', check, { signal: stop.signal })
  if (latest === undefined) void check()
  wait()
  return () => {
    clearTimeout(timer)
    stop.abort()
  }
}

async function fetchVersion(url: string, signal: AbortSignal): Promise<{ result: WatchResult; version?: string }> {
  try {
    const response = await fetch(url, { signal, redirect: 'manual' })
    if (response.type === 'opaqueredirect') return { result: 'no access' }
    if (response.status === 204) return { result: 'reachable' }
    return response.ok ? { result: 'reachable', ...((await response.json()) as { version: string }) } : { result: 'unreachable' }
  } catch {
    return { result: 'unreachable' }
  }
}
