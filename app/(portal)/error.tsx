'use client'

import { ErrorMessage } from '@/app/_ui/error-message'

/** A page that failed, inside the shell, so that the navigation stays. */
export default function PortalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return <ErrorMessage {...props} />
}
