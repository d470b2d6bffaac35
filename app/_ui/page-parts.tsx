import { clsx } from 'clsx'
import { ChevronRight, Inbox } from 'lucide-react'
import type { ReactNode } from 'react'
import { ClickableRows } from './clickable-rows'
import { Link } from './link'

/** A page above the current one. */
interface Crumb {
  label: string
  href: string
}

interface PageHeaderProps {
  title: ReactNode
  /** Stands after the title, such as a state. */
  mark?: ReactNode
  about?: ReactNode
  /** The pages above this one, the highest first. */
  trail?: Crumb[]
  /** The actions of the page. */
  children?: ReactNode
}

/** The title of a page, with the pages above it, a line about it, and its actions at the right. */
export function PageHeader({ title, mark, about, trail = [], children }: PageHeaderProps) {
  return (
    <header className="mb-6 grid grid-cols-[minmax(0,1fr)] gap-1">
      <Breadcrumb trail={trail} />
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="mr-auto min-w-0">
          <div className="flex flex-wrap items-center gap-x-2">
            <h1 className="min-w-0 text-xl font-semibold break-words">{title}</h1>
            {mark}
          </div>
          {about && <div className="mt-1 max-w-prose text-soft">{about}</div>}
        </div>
        <div className="flex min-w-0 flex-wrap items-center gap-2">{children}</div>
      </div>
    </header>
  )
}

/** Links to the pages above the current one. */
function Breadcrumb({ trail }: { trail: Crumb[] }) {
  if (trail.length === 0) return null
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex flex-wrap items-center gap-1 text-xs text-soft">
        {trail.map(({ label, href }) => (
          <li key={href} className="flex min-h-6 items-center gap-1">
            <Link href={href} className="rounded-sm py-0.5 underline-offset-4 hover:text-ink hover:underline">
              {label}
            </Link>
            <ChevronRight aria-hidden="true" className="size-3" />
          </li>
        ))}
      </ol>
    </nav>
  )
}

interface CardProps {
  title?: ReactNode
  action?: ReactNode
  className?: string
  children: ReactNode
}

/** A framed part of a page. */
export function Card({ title, action, className, children }: CardProps) {
  return (
    <section className={clsx('min-w-0 rounded-lg border border-line bg-surface p-4', className)}>
      {(title || action) && (
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <h2 className="mr-auto font-semibold">{title}</h2>
          {action}
        </div>
      )}
      {children}
    </section>
  )
}

/** What is shown in place of an empty list: what will appear there, and how to get it. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-3 rounded-lg border border-dashed border-line px-4 py-10 text-center">
      <Inbox aria-hidden="true" strokeWidth={1.5} className="size-8 text-soft" />
      <p className="font-medium">{title}</p>
      <div className="grid max-w-prose justify-items-center gap-3 text-soft">{children}</div>
      {action}
    </div>
  )
}

/** A table, and cards where it is narrow: there each cell shows its `data-label`, and the head is not visible. */
export function Table({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="list-table rounded-lg border border-line bg-surface">
      <table>
        <thead>{head}</thead>
        <ClickableRows>{children}</ClickableRows>
      </table>
    </section>
  )
}

/** A piece of code in a line of text. */
export function Code({ children, className }: { children: ReactNode; className?: string }) {
  return <code className={clsx('code', className)}>{children}</code>
}

/** A placeholder for content that is loading. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={clsx('animate-pulse rounded-md bg-sunken', className)} />
}
