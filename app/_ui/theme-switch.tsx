'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useIsInBrowser } from './browser'

const THEMES = [
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon },
  { theme: 'system', label: 'System', icon: Monitor },
] as const

/** Chooses the light, dark or system theme. The browser stores the choice. */
export function ThemeSwitch() {
  const { theme: chosen, setTheme } = useTheme()
  if (!useIsInBrowser()) return null
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">Theme</legend>
      {THEMES.map(({ theme, label, icon: Icon }) => (
        <button
          key={theme}
          type="button"
          title={label}
          aria-label={label}
          aria-pressed={chosen === theme}
          onClick={() => setTheme(theme)}
          className="grid size-8 place-content-center rounded-md text-soft hover:bg-sunken aria-pressed:bg-sunken aria-pressed:text-ink"
        >
          <Icon aria-hidden="true" className="size-4" />
        </button>
      ))}
    </fieldset>
  )
}
