'use client'

import { useEffect } from 'react'

const QUESTION = 'The key has not been copied and will not be shown again. Leave this page?'

/**
 * Protects a new API key that was not copied. While it is on, the browser asks before the page is closed or loaded again, and before Back or Forward leave it. Browsers without the Navigation API do not
 * ask before Back and Forward inside the portal.
 */
export function useKeyLeaveWarning(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    const ask = (event: NavigateEvent) => {
      if (event.navigationType === 'traverse' && event.cancelable && !window.confirm(QUESTION)) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    window.navigation?.addEventListener('navigate', ask)
    return () => {
      window.removeEventListener('beforeunload', warn)
      window.navigation?.removeEventListener('navigate', ask)
    }
  }, [isOn])
}
