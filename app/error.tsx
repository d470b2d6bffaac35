'use client'

import { ErrorMessage } from './_ui/error-message'

/** A page that failed outside the portal's shell. */
export default function ErrorPage(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="px-4">
      <ErrorMessage {...props} />
    </main>
  )
}
