import type { Metadata } from 'next'
import Link from 'next/link'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-2xl flex-col gap-4 px-6 py-16">
      <h1 className="text-2xl font-semibold">Nothing is here</h1>
      <p>The address may be mistyped, or what it named was removed.</p>
      <p>
        <Link className="underline underline-offset-4" href="/">
          Go to the start page
        </Link>
      </p>
    </main>
  )
}
