'use client'

import { useRouter } from 'next/navigation'
import { use, useEffect } from 'react'
import { ShownTeam } from '@/app/_ui/shown-team'

/** Loads the page with its shell again when the shell is of another team than the page. */
export function RefreshShell({ team }: { team: string }) {
  const router = useRouter()
  const shown = use(ShownTeam)
  useEffect(() => {
    if (shown !== team) router.refresh()
  }, [shown, team, router])
  return null
}
