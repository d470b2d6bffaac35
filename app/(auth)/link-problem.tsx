import type { ReactNode } from 'react'
import { ButtonLink } from '@/app/_ui/button-link'
import { paths } from '@/lib/paths'

/** The page of a link that does not work: why, and a way to the sign-in page. */
export function LinkProblem({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h1 className="text-xl font-semibold">{title}</h1>
      <div className="grid gap-2 text-soft">{children}</div>
      <ButtonLink href={paths.signIn} className="justify-self-start">
        Go to sign-in
      </ButtonLink>
    </>
  )
}
