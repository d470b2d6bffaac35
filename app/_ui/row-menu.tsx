'use client'

import { clsx } from 'clsx'
import { Check, Copy } from 'lucide-react'
import { type ReactNode, use, useRef } from 'react'
import { rowFields } from '@/app/_actions/row-fields'
import { useIsInBrowser } from './browser'
import { buttonStyle } from './button'
import { SelectedText, useCopy } from './copy'
import { Disclosure } from './disclosure'
import { RowFormPrefix } from './row-form-prefix'

interface RowMenuProps {
  name: string
  /** The page of the row. It has the same actions; without JavaScript the button leads to it. */
  href: string
  children: ReactNode
}

/** The menu at the end of a row, with what can be done with it. A list has many rows: the HTML of the page does not contain their menus. */
export function RowMenu({ name, href, children }: RowMenuProps) {
  const isInBrowser = useIsInBrowser()
  const label = `Actions for ${name}`
  if (!isInBrowser)
    return (
      <a href={href} aria-label={label} className={clsx(buttonStyle(ROW_BUTTON), ROW_BUTTON.className)}>
        <Dots />
      </a>
    )
  return (
    <Disclosure as="popover" name={label} label={<Dots />} {...ROW_BUTTON}>
      {children}
    </Disclosure>
  )
}

/** The look of the button at the end of a row. Its content is `Dots`. */
export const ROW_BUTTON = { kind: 'quiet', size: 'icon', className: 'size-7 compact:size-6' } as const

/** Three dots: the content of the button at the end of a row. */
export const Dots = () => <span aria-hidden="true" className="dots" />

interface PanelActionsProps {
  /** The id of the row, which can be copied. */
  id: string
  forms: ReactNode
  /** The lines of the row's menu that change something; false where there are none. */
  children: ReactNode
}

/**
 * What can be done with the row of a panel: the lines of its menu, as buttons next to each other. The panel has forms of its own, so that a refusal is shown in it
 * and not in the list behind it. Without JavaScript the copy button is hidden, and so is the whole region if it has no other action; the outcome of a form stays visible.
 */
export function PanelActions({ id, forms, children }: PanelActionsProps) {
  return (
    <RowFormPrefix value="panel-">
      <div>
        {forms}
        <section aria-label="Actions" className={clsx('action-bar', !children && 'noscript:hidden')}>
          {children}
          <CopyItem text={id}>Copy id</CopyItem>
        </section>
      </div>
    </RowFormPrefix>
  )
}

interface RowActionProps {
  /** The id of the form that is sent: RowForm. */
  form: string
  /** The fields of the form that name the row. */
  fields: Record<string, string>
  children: ReactNode
}

/** A line of a row's menu that acts at once. */
export function RowAction({ form, fields, children }: RowActionProps) {
  return (
    <button type="submit" form={use(RowFormPrefix) + form} {...rowFields(fields)} className="menu-item">
      {children}
    </button>
  )
}

interface ConfirmedRowActionProps extends RowActionProps {
  /** What the line says; another click is needed on its button. */
  label: ReactNode
  /** What it does, before the person confirms it. */
  about: string
}

/** A line of a row's menu that shows what it would do, with the button that does it. */
export function ConfirmedRowAction({ form, fields, label, about, children }: ConfirmedRowActionProps) {
  return (
    <details>
      <summary className="menu-item list-none text-bad [&::-webkit-details-marker]:hidden [&_svg]:text-bad">{label}</summary>
      <div className="grid justify-items-start gap-2 px-2 pt-1 pb-2">
        <p className="text-xs text-soft">{about}</p>
        <button
          type="submit"
          form={use(RowFormPrefix) + form}
          {...rowFields(fields)}
          className="inline-flex h-7 items-center rounded-md bg-bad px-2 text-xs font-medium text-surface hover:opacity-90"
        >
          {children}
        </button>
      </div>
    </details>
  )
}

/** A line of a row's menu that copies an id. It needs JavaScript, and is not there without. */
export function CopyItem({ text, children }: { text: string; children: ReactNode }) {
  const button = useRef<HTMLButtonElement>(null)
  const { outcome, copy } = useCopy(button)
  const Icon = outcome === 'copied' ? Check : Copy
  return (
    <>
      <button ref={button} type="button" onClick={() => copy(text)} className="menu-item noscript:hidden">
        <Icon aria-hidden="true" />
        <span aria-live="polite">{outcome === 'copied' ? 'Copied' : children}</span>
      </button>
      {outcome === 'refused' && <SelectedText text={text} />}
    </>
  )
}
