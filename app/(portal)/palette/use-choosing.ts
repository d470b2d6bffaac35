'use client'

import { useTheme } from 'next-themes'
import { use } from 'react'
import { hrefOfShownTeam } from '@/app/_actions/shown-team'
import { ShownTeam } from '@/app/_ui/shown-team'
import { showError, showSuccess } from '@/app/_ui/toasts'
import { formDataOf, runAction, runPlainAction } from '@/app/_ui/use-form-action'
import { paths } from '@/lib/paths'
import { signOut } from '../actions'
import { activate } from './actions'
import type { Choice } from './choices'

/** Returns a function that closes the palette and opens the page of a choice, or runs its action. */
export function useChoosing(openPage: (href: string) => void, onClose: () => void) {
  const { setTheme } = useTheme()
  const team = use(ShownTeam)
  return ({ href, leavesShell, isDownload, activates, theme, isSignOut }: Choice) => {
    onClose()
    if (activates) return void activateAndShow(activates, team, openPage)
    if (theme) return setTheme(theme)
    if (isSignOut) return void runPlainAction(signOut)
    if (href && isDownload) return window.location.assign(hrefOfShownTeam(href, team))
    if (href && leavesShell) return window.location.assign(href)
    if (href) openPage(href)
  }
}

async function activateAndShow(agentName: string, team: string | undefined, openPage: (href: string) => void): Promise<void> {
  const { problem } = await runAction(activate, formDataOf({ agent_id: agentName }, team))
  if (problem) return void showError(problem)
  showSuccess(`${agentName} is active. Open it to copy a token.`)
  openPage(paths.agent(agentName))
}
