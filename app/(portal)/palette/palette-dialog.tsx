'use client'

import { Command } from 'cmdk'
import { Dialog } from 'radix-ui'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Role } from '@/lib/auth/permissions'
import { type Choice, choicesFor, searchTextOf } from './choices'
import { useChoosing } from './use-choosing'
import type { Query } from './use-early-keys'
import { useResults } from './use-results'

interface PaletteDialogProps {
  role: Role
  query: Query
  onQuery: (query: Query) => void
  /** The field of the dialog has the focus. */
  onFocus: () => void
  /** Opens a page of the portal; the shell shows that it is loading. */
  openPage: (href: string) => void
  onClose: () => void
}

/**
 * The command palette: finds agents, sessions by id, pages and actions. Enter chooses the first result of the whole search for the text, or
 * the one that was selected with the arrow keys. While the search runs, it waits for it.
 */
export function PaletteDialog({ role, query, onQuery, onFocus, openPage, onClose }: PaletteDialogProps) {
  const { text, isEntered } = query
  const { found, isSearching, problem } = useResults(searchTextOf(text))
  const groups = choicesFor(role, text, found)
  const { selected, isMoved, select } = useSelection(groups.flatMap(([, choices]) => choices))
  const run = useChoosing(openPage, onClose)
  const field = useRef<HTMLInputElement>(null)
  // By default the text would be selected, and the next key replace what was typed before.
  const focusField = (event: Event) => {
    event.preventDefault()
    field.current?.focus()
    field.current?.setSelectionRange(text.length, text.length)
  }
  const choose = (choice: Choice) => (choice.enters ? onQuery({ text: choice.enters, isEntered: false }) : run(choice))
  useEffect(() => {
    if (!isEntered || isSearching) return
    onQuery({ text, isEntered: false })
    if (selected && problem === undefined) choose(selected)
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || !isSearching || isMoved) return
    event.preventDefault() // the list would choose what it has so far
    onQuery({ text, isEntered: true })
  }
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-60 bg-backdrop" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusField}
          className="fixed inset-x-3 top-[10dvh] z-70 mx-auto max-w-xl overflow-hidden rounded-xl border border-line bg-raised shadow-dialog"
        >
          <Dialog.Title className="sr-only">Search or run a command</Dialog.Title>
          <Command
            label="Search or run a command"
            loop
            shouldFilter={false}
            value={selected?.id ?? ''}
            onValueChange={select}
            onKeyDown={onKeyDown}
          >
            <Command.Input
              ref={field}
              dir="auto"
              value={text}
              onValueChange={(changed) => onQuery({ text: changed, isEntered: false })}
              onFocus={onFocus}
              placeholder="Search agents, sessions, pages, actions…"
              className="w-full border-line border-b bg-transparent px-4 py-3 outline-none! placeholder:text-soft"
            />
            <Command.List className="max-h-[60dvh] overflow-y-auto p-2">
              <Command.Empty className="px-2 py-4 text-soft">
                {isSearching ? 'Searching…' : 'No results. Search sessions by the start of their id.'}
              </Command.Empty>
              <ChoiceGroups groups={groups} onChoose={choose} />
            </Command.List>
          </Command>
          <p role="status" className="border-line border-t px-4 py-2 text-bad empty:hidden">
            {problem}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ChoiceGroupsProps {
  groups: [heading: string, Choice[]][]
  onChoose: (choice: Choice) => void
}

function ChoiceGroups({ groups, onChoose }: ChoiceGroupsProps) {
  return groups.map(([heading, choices]) => (
    <Command.Group
      key={heading}
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-soft"
    >
      {choices.map((choice) => (
        <ChoiceItem key={choice.id} choice={choice} onSelect={() => onChoose(choice)} />
      ))}
    </Command.Group>
  ))
}

/** The selected choice: the first, until another is selected. It stays selected when results are added, as long as it is in the list. */
function useSelection(choices: Choice[]) {
  const [first] = choices
  const [movedTo, setMovedTo] = useState<string>()
  const moved = choices.find(({ id }) => id === movedTo)
  // The list itself selects its first item whenever its items change.
  const select = (id: string) => setMovedTo(id === first?.id ? undefined : id)
  return { selected: moved ?? first, isMoved: moved !== undefined, select }
}

function ChoiceItem({ choice: { id, label, note }, onSelect }: { choice: Choice; onSelect: () => void }) {
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
