import { ButtonLink } from '@/app/_ui/button'
import { Snippet } from '@/app/_ui/copy'
import { Snippets } from '@/app/_ui/snippets'
import { paths } from '@/lib/paths'
import { FirstCall } from './first-call'

interface SetupDoneProps {
  address: string
  apiKey: string
  agentName: string
}

/** What the setup created: the API key, and calls to try it with. */
export function SetupDone(props: SetupDoneProps) {
  return (
    <div data-wide className="grid gap-5 *:min-w-0">
      <div>
        <h1 className="text-xl font-semibold">Your team is ready</h1>
        <p className="mt-1 text-soft">Your API key. You can see it only now: copy it into your secret manager.</p>
      </div>
      <Snippet text={props.apiKey} label="Copy API key" />
      <section className="grid gap-2 *:min-w-0">
        <h2 className="font-semibold">Try it: paste this into a terminal</h2>
        <Snippets {...props} />
        <FirstCall agentName={props.agentName} />
      </section>
      <ButtonLink href={paths.dashboard} kind="primary" className="justify-self-start">
        Continue to dashboard
      </ButtonLink>
    </div>
  )
}
