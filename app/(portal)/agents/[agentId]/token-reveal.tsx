import { Snippet } from '@/app/_ui/copy'
import { tokenExamples } from '@/app/_ui/example-calls'
import { Snippets } from '@/app/_ui/snippets'
import { StoreExample } from './store-example'

interface TokenRevealProps {
  agentName: string
  token: string
  reused: boolean
  /** The address of this server. */
  address: string
}

/** A session token with example calls. It is only in the response to the activation: a reload removes it. */
export function TokenReveal({ token, reused, ...target }: TokenRevealProps) {
  return (
    <section aria-label="Session token" className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-md border border-line p-3">
      <p role="status">
        {reused ? 'You joined the current session.' : 'Session started.'} Copy the token now. It isn&apos;t stored; use “Get a session
        token” to get another.
      </p>
      <Snippet text={token} label="Copy session token" />
      <Snippets examples={tokenExamples(target, token, ['recall'])} name="token-snippets" />
      <StoreExample examples={tokenExamples(target, token, ['remember'])} name="token-store-snippets" />
    </section>
  )
}
