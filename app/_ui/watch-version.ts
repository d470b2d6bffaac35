'use client'

const INTERVAL_MS = 4_000
const LONGEST_INTERVAL_MS = 60_000

interface Listener {
  onChange: () => void
  /** Called after each request. */
  onResult: (isReachable: boolean) => void
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
    const found = await fetchVersion(url, latest, stop.signal)
    if (stop.signal.aborted) return
    failures = found === undefined ? failures + 1 : 0
    onResult(found !== undefined)
    if (found !== undefined && latest !== undefined && found !== latest) onChange()
    latest = found ?? latest
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

/**
 * The version, or `latest` when the server says that it has none now; undefined when there is no answer, or another one, such as a redirect to the sign-in
 * page.
 */
async function fetchVersion(url: string, latest: string | undefined, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal, redirect: 'error' })
    if (response.status === 204) return latest
    return response.ok ? ((await response.json()) as { version: string }).version : undefined
  } catch {
    return undefined
  }
}
