'use client'

import { Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useEffect, useState, useTransition } from 'react'
import { useIsInBrowser } from '@/app/_ui/browser'
import type { Role } from '@/lib/auth/permissions'
import { NavigationPending } from '../navigation-pending'

const PaletteDialog = dynamic(() => import('./palette-dialog').then((made) => made.PaletteDialog), { ssr: false })

/** The button and the keys that open the command palette. Its code is loaded when it is opened first. */
export function Palette({ role }: { role: Role }) {
  const [isOpen, setIsOpen] = useState(false)
  const [isPending, startNavigation] = useTransition()
  const router = useRouter()
  const go = (href: string) => startNavigation(() => router.push(href))
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setIsOpen((wasOpen) => !wasOpen)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  if (!useIsInBrowser()) return null
  return (
    <>
      <button
        type="button"
        onClick={() => setIsOpen(true)}
        aria-label="Search or run a command"
        aria-keyshortcuts="Meta+K Control+K"
        className="flex h-8 items-center gap-1.5 rounded-md border border-line px-2 text-xs text-soft hover:bg-sunken"
      >
        <Search aria-hidden="true" className="size-3.5" />
        <kbd className="font-sans">{isApple() ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <NavigationPending isPending={isPending} />
      {isOpen && <PaletteDialog role={role} go={go} onClose={() => setIsOpen(false)} />}
    </>
  )
}

const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent)
