import type { Metadata } from 'next'
import { ButtonLink } from './_ui/button-link'
import { MessagePage } from './_ui/message-page'

export const metadata: Metadata = { title: 'Not found' }

/** A page that does not exist, outside the portal's shell. */
export default function NotFound() {
  return (
    <main className="px-4">
      <MessagePage title="Page not found" action={<ButtonLink href="/">Go to start page</ButtonLink>}>
        <p>Check the address, or go to the start page.</p>
      </MessagePage>
    </main>
  )
}
