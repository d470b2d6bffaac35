import type { ReactNode } from 'react'
import { Link } from '@/app/_ui/link'
import { paths } from '@/lib/paths'

/** A guide of the documentation. */
export function Guide({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto grid max-w-3xl gap-8 px-5 py-10 *:min-w-0">
      <h1 className="text-2xl font-semibold">{title}</h1>
      {children}
    </main>
  )
}

/** A section of a guide. Its paragraphs and lists follow each other with the same space. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-3 leading-6 *:min-w-0 [&_ul]:list-disc [&_ul]:pl-5">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children}
    </section>
  )
}

/** A link to an operation, by its id. */
export const Call = ({ id, children }: { id: string; children: ReactNode }) => (
  <DocsLink href={paths.operationReference(id)}>{children}</DocsLink>
)

/** A link to what an error code means. */
export const ErrorLink = ({ code }: { code: string }) => (
  <DocsLink href={`${paths.errorGuide}/${code}`}>
    <code className="font-mono text-xs">{code}</code>
  </DocsLink>
)

/** A link within a text. */
export const DocsLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link href={href} className="underline underline-offset-4">
    {children}
  </Link>
)
