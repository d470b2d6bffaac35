import type { ReactNode } from 'react'

/** A page that only shows a message: what happened, and what to do. */
export function MessagePage({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto grid max-w-xl justify-items-start gap-4 py-10">
      <h1 className="text-xl font-semibold">{title}</h1>
      <div className="text-soft">{children}</div>
      <div className="flex flex-wrap gap-2">{action}</div>
    </div>
  )
}
