import type { Metadata } from 'next'
import { ButtonLink } from './_ui/button'
import { Trouble } from './_ui/trouble'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="px-4">
      <Trouble title="Page not found" action={<ButtonLink href="/">Go to start page</ButtonLink>}>
        <p>Check the address, or go to the start page.</p>
      </Trouble>
    </main>
  )
}
