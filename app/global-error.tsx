'use client'

/** Replaces the whole document when the root layout fails, so it has its own html and body. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui, sans-serif', margin: '4rem auto', maxWidth: '40rem', padding: '0 1.5rem' }}>
        <title>Something went wrong · Memanto</title>
        <main>
          <h1>Something went wrong</h1>
          <p>
            {error.digest
              ? `Reload the page; if it keeps happening, give your admin this code: ${error.digest}.`
              : 'Reload the page in a moment.'}
          </p>
        </main>
      </body>
    </html>
  )
}
