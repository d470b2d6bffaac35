import type { Metadata } from 'next'
import { ButtonLink } from './_ui/button'
import { Trouble } from './_ui/trouble'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="px-4">
      <Trouble title="Nothing is here" action={<ButtonLink href="/">Go to the start page</ButtonLink>}>
        <p>The address may be mistyped, or what it named was removed.</p>
      </Trouble>
    </main>
  )
}
