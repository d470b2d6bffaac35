import type { ReactNode } from 'react'
import { Button } from '@/app/_ui/button'
import { PlainForm } from '@/app/_ui/plain-form'
import { signOut } from './actions'

/** The shell of the account page for a person without a team. */
export function TeamlessShell({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="border-line border-b bg-surface">
        <PlainForm action={signOut} className="mx-auto flex max-w-3xl items-center px-4 py-3">
          <span className="mr-auto font-semibold">Memanto</span>
          <Button type="submit" size="small" kind="quiet">
            Sign out
          </Button>
        </PlainForm>
      </header>
      <main id="content" className="mx-auto w-full max-w-3xl px-4 py-6">
        {children}
      </main>
    </>
  )
}
