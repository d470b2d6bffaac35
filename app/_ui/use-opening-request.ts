import { useEffect, useState } from 'react'

/**
 * Returns the last value of the URL's parameter `new`, by which a link asks a page to open its form; undefined if no link has. Each request has another value, which is the
 * React key of the form, so that a second request opens it again. The parameter is removed from the URL, so that a reload does not open the form.
 */
export function useOpeningRequest(inUrl: string | undefined): string | undefined {
  const [latest, setLatest] = useState(inUrl)
  if (inUrl !== undefined && inUrl !== latest) setLatest(inUrl)
  useEffect(() => {
    if (inUrl === undefined) return
    const url = new URL(window.location.href)
    url.searchParams.delete('new')
    window.history.replaceState(null, '', url)
  }, [inUrl])
  return latest
}
