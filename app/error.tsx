'use client'

/** What a person sees when a page fails. `digest` finds the matching line in the server's log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto flex max-w-2xl flex-col items-start gap-4 px-6 py-16">
      <h1 className="text-2xl font-semibold">Something went wrong on our side</h1>
      <p>Nothing was lost. Try again in a moment.{error.digest ? ` If it goes on, tell your admin this number: ${error.digest}.` : ''}</p>
      <button className="rounded-md border border-zinc-300 px-4 py-2 dark:border-zinc-700" onClick={reset} type="button">
        Try again
      </button>
    </main>
  )
}
