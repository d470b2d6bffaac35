import { Snippets } from '@/app/_ui/snippets'
import { Card } from '@/app/_ui/surface'

/** Calls to paste, with everything but the key: that is shown once, when it is issued. */
export function FromAProgram({ agentId, address }: { agentId: string; address: string }) {
  return (
    <Card>
      <details>
        <summary className="cursor-pointer font-medium">Use it from a program</summary>
        <div className="grid gap-3 pt-3 *:min-w-0">
          <p className="text-soft">Put an API key of your team into MEMANTO_API_KEY. An admin or owner issues one.</p>
          <Snippets address={address} apiKey={undefined} agentId={agentId} />
        </div>
      </details>
    </Card>
  )
}
