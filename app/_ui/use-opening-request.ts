import { useEffect, useState } from 'react'

/**
 * Whether a link asked to open a form, by the parameter `new` of the URL. Returns its last value, which differs for each request, as the key of the form. The parameter is
 * removed from the URL, so that a reload does not open the form again.
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
