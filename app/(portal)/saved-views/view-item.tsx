'use client'

import { Pencil } from 'lucide-react'
import { SubmitButton } from '@/app/_ui/action-form'
import { Input } from '@/app/_ui/field'
import { Link } from '@/app/_ui/link'
import { Chosen } from '@/app/_ui/menu-items'
import { SimpleForm } from '@/app/_ui/simple-form'
import type { SavedView } from '@/lib/saved-views/read'
import { remove, rename } from './actions'

interface ViewItemProps {
  view: SavedView
  href: string
  /** The list shows this view now. */
  isShown: boolean
}

/** A view in its menu: a link, and forms that rename and delete it. */
export function ViewItem({ view: { id, page, name, query }, href, isShown }: ViewItemProps) {
  return (
    <li className="relative">
      <Link href={href} aria-current={isShown ? 'true' : undefined} className="menu-item pr-9">
        <span dir="auto" className="min-w-0 break-words">
          {name}
        </span>
        {isShown && <Chosen />}
      </Link>
      <details>
        <summary
          aria-label={`Change view ${name}`}
          className="absolute top-0 right-0 grid size-8 cursor-pointer list-none place-items-center rounded-md text-soft hover:bg-sunken hover:text-ink [&::-webkit-details-marker]:hidden"
        >
          <Pencil aria-hidden="true" className="size-3.5" />
        </summary>
        <div className="mt-1 grid gap-2 rounded-md bg-sunken p-2">
          <SimpleForm action={rename} className="grid gap-2">
            <input type="hidden" name="view_id" value={id} />
            <Input name="name" aria-label={`New name of view ${name}`} defaultValue={name} required maxLength={60} autoComplete="off" />
            <SubmitButton size="small" aria-label={`Rename view ${name}`} pending="Renaming…" className="justify-self-start">
              Rename
            </SubmitButton>
          </SimpleForm>
          <RemoveForm fields={{ view_id: id, page, name, query }} />
        </div>
      </details>
    </li>
  )
}

function RemoveForm({ fields }: { fields: Record<'view_id' | 'page' | 'name' | 'query', string> }) {
  return (
    <SimpleForm action={remove} undo={{ ...fields, restore: '1' }}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton size="small" aria-label={`Delete view ${fields.name}`} pending="Deleting…" className="text-bad">
        Delete
      </SubmitButton>
    </SimpleForm>
  )
}
