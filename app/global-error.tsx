'use client'

/** Stands in for the whole document when even the root layout fails, so it brings its own. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui, sans-serif', margin: '4rem auto', maxWidth: '40rem', padding: '0 1.5rem' }}>
        <title>Something went wrong · Memanto</title>
        <main>
          <h1>Something went wrong on our side</h1>
          <p>
            Nothing was lost. Load the page again in a moment.
            {error.digest ? ` If it goes on, tell your admin this number: ${error.digest}.` : ''}
          </p>
        </main>
      </body>
    </html>
  )
}
