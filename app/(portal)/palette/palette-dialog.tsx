'use client'

import { Command } from 'cmdk'
import { useTheme } from 'next-themes'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { toast } from 'sonner'
import type { Role } from '@/lib/auth/permissions'
import { paths } from '@/lib/paths'
import { signOut } from '../actions'
import { activate } from './actions'
import { type Choice, choicesFor, searchTextOf } from './choices'
import { useResults } from './use-results'

interface PaletteDialogProps {
  role: Role
  /** Opens a page of the portal; the shell shows that it is loading. */
  go: (href: string) => void
  onClose: () => void
}

/** The command palette: finds agents, sessions by id, pages and actions. */
export function PaletteDialog({ role, go, onClose }: PaletteDialogProps) {
  const [text, setText] = useState('')
  const { found, isSearching, problem } = useResults(searchTextOf(text))
  const choose = useChoosing(go)
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[10dvh] z-30 mx-auto max-w-xl overflow-hidden rounded-lg border border-line bg-surface shadow-lg"
        >
          <Dialog.Title className="sr-only">Search or run a command</Dialog.Title>
          <Command label="Search or run a command" loop shouldFilter={false}>
            <Command.Input
              dir="auto"
              value={text}
              onValueChange={setText}
              placeholder="Search agents, sessions, pages, actions…"
              className="w-full border-line border-b bg-transparent px-4 py-3 outline-none! placeholder:text-soft"
            />
            <Command.List className="max-h-[60dvh] overflow-y-auto p-2">
              <Command.Empty className="px-2 py-4 text-soft">
                {isSearching ? 'Searching…' : 'No results. Search sessions by the start of their id.'}
              </Command.Empty>
              {choicesFor(role, text.trim(), found).map(([heading, choices]) => (
                <Command.Group
                  key={heading}
                  heading={heading}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-soft"
                >
                  {choices.map((choice) => (
                    <Line
                      key={choice.id}
                      choice={choice}
                      onSelect={() => {
                        onClose()
                        choose(choice)
                      }}
                    />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
          {problem && (
            <p role="status" className="border-line border-t px-4 py-2 text-bad">
              {problem}
            </p>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function useChoosing(go: (href: string) => void) {
  const { setTheme } = useTheme()
  return ({ href, leavesShell, activates, theme, isSignOut }: Choice) => {
    if (activates) return void activateAndShow(activates, go)
    if (theme) return setTheme(theme)
    if (isSignOut) return void signOut()
    if (href && leavesShell) return window.location.assign(href)
    if (href) go(href)
  }
}

async function activateAndShow(agentName: string, go: (href: string) => void): Promise<void> {
  const form = new FormData()
  form.set('agent_id', agentName)
  const { problem } = await activate({}, form).catch(() => ({ problem: 'The server did not answer. Try again.' }))
  if (problem) return void toast.error(problem)
  toast.success(`${agentName} is active. Open it to copy a token.`)
  go(paths.agent(agentName))
}

function Line({ choice: { id, label, note }, onSelect }: { choice: Choice; onSelect: () => void }) {
  return (
    <Command.Item
      value={id}
      onSelect={onSelect}
      className="flex cursor-pointer items-center gap-2 rounded-md px-2 py-2 data-[selected=true]:bg-accent-wash data-[selected=true]:text-accent"
    >
      <span dir="auto" className="min-w-0 break-all">
        {label}
      </span>
      {note && <span className="text-xs text-soft">{note}</span>}
    </Command.Item>
  )
}
