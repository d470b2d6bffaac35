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
import { askedIn, type Choice, choicesFor } from './choices'
import { useFound } from './use-found'

interface PaletteDialogProps {
  role: Role
  /** Goes to a page of the portal; the shell tells that it is on the way. */
  go: (href: string) => void
  onClose: () => void
}

/** Agents, sessions by id, pages and actions, by keyboard. */
export function PaletteDialog({ role, go, onClose }: PaletteDialogProps) {
  const [text, setText] = useState('')
  const { found, isLooking, problem } = useFound(askedIn(text))
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
                {isLooking ? 'Searching…' : 'No results. Search sessions by the start of their id.'}
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
  return ({ href, isElsewhere, activates, theme, isSignOut }: Choice) => {
    if (activates) return void activateAndShow(activates, go)
    if (theme) return setTheme(theme)
    if (isSignOut) return void signOut()
    if (href && isElsewhere) return window.location.assign(href)
    if (href) go(href)
  }
}

async function activateAndShow(agentId: string, go: (href: string) => void): Promise<void> {
  const { problem } = await activate(agentId).catch(() => ({ problem: 'The server did not answer. Try again.' }))
  if (problem) return void toast.error(problem)
  toast.success(`${agentId} is active. Open it to copy a token.`)
  go(paths.agent(agentId))
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
