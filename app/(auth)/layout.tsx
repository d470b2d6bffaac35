import type { ReactNode } from 'react'
import { Mark } from '@/app/_ui/mark'

/** A card in the middle of the page; wider when its content has `data-wide`. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-md content-center px-4 py-10 has-data-wide:max-w-2xl">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 rounded-xl border border-line bg-surface p-6 shadow-popover sm:p-8">
        <p className="flex items-center gap-2 font-semibold">
          <Mark />
          Memanto
        </p>
        {children}
      </div>
    </main>
  )
}
