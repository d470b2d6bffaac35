'use client'

import { Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useState, useTransition } from 'react'
import { useIsInBrowser } from '@/app/_ui/browser'
import type { Role } from '@/lib/auth/permissions'
import { NavigationPending } from '../navigation-pending'
import { type Query, useEarlyKeys } from './use-early-keys'

const PaletteDialog = dynamic(() => import('./palette-dialog').then((module) => module.PaletteDialog), { ssr: false })

/** The button and the keys that open the command palette. Its code is loaded when it is opened first. */
export function Palette({ role }: { role: Role }) {
  const [isOpen, setIsOpen] = useState(false)
  const [isPending, startNavigation] = useTransition()
  const router = useRouter()
  const close = useCallback(() => setIsOpen(false), [])
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
        className="flex h-9 shrink-0 items-center gap-2 rounded-md border border-line px-2.5 text-xs text-soft hover:bg-sunken md:h-8 md:w-full rail-narrow:w-8 rail-narrow:px-2"
      >
        <Search aria-hidden="true" className="size-3.5 shrink-0" />
        <span className="max-md:hidden rail-narrow:hidden">Search</span>
        <kbd className="ml-auto font-sans max-md:hidden rail-narrow:hidden">{isApple() ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <NavigationPending isPending={isPending} />
      {isOpen && <OpenPalette role={role} openPage={(href) => startNavigation(() => router.push(href))} onClose={close} />}
    </>
  )
}

const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent)

interface OpenPaletteProps {
  role: Role
  openPage: (href: string) => void
  onClose: () => void
}

function OpenPalette(props: OpenPaletteProps) {
  const [query, setQuery] = useState<Query>({ text: '', isEntered: false })
  const [isLoading, setIsLoading] = useState(true)
  useEarlyKeys(isLoading, { onQuery: setQuery, onEscape: props.onClose })
  return <PaletteDialog {...props} query={query} onQuery={setQuery} onFocus={() => setIsLoading(false)} />
}
