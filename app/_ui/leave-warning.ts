'use client'

import { useEffect } from 'react'

/**
 * While it is on, the browser asks before the page is closed or loaded again, and before Back or Forward leave it. Browsers without the Navigation API do not
 * ask before Back and Forward inside the portal.
 * @param question what it asks before Back and Forward; otherwise browsers use words of their own
 */
export function useLeaveWarning(isOn: boolean, question: string): void {
  useEffect(() => {
    if (!isOn) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    const ask = (event: NavigateEvent) => {
      if (event.navigationType === 'traverse' && event.cancelable && !window.confirm(question)) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    window.navigation?.addEventListener('navigate', ask)
    return () => {
      window.removeEventListener('beforeunload', warn)
      window.navigation?.removeEventListener('navigate', ask)
    }
  }, [isOn, question])
}
