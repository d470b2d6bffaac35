import type { ReactNode } from 'react'

/** A narrow page; wider when its content has `data-wide`. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-6 px-4 py-10 *:min-w-0 has-data-wide:max-w-2xl">
      <p className="font-semibold">Memanto</p>
      {children}
    </main>
  )
}
