import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import { paths } from '@/lib/paths'

const RETRY_MS = 5_000

/**
 * Returns a function that loads the data of the page again as soon as the server can be reached. Without a connection, the router would replace the page, with
 * everything that was typed, by the error page of the browser. Aborting the signal cancels it.
 */
export function useRefresh(): (signal?: AbortSignal) => void {
  const router = useRouter()
  return useCallback((signal?: AbortSignal) => void whenReachable(() => router.refresh(), signal), [router])
}

async function whenReachable(refresh: () => void, signal: AbortSignal | undefined): Promise<void> {
  while (!(await isReachable()) && !signal?.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  if (!signal?.aborted) refresh()
}

const isReachable = () =>
  fetch(paths.changeVersion, { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  )
