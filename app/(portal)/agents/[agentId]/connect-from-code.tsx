import { Card } from '@/app/_ui/page-parts'
import { Snippets } from '@/app/_ui/snippets'

/** Example calls with everything but the key, which is shown only when it is issued. */
export function ConnectFromCode({ agentName, address }: { agentName: string; address: string }) {
  return (
    <Card>
      <details>
        <summary className="cursor-pointer font-medium">Connect from code</summary>
        <div className="grid gap-3 pt-3 *:min-w-0">
          <p className="text-soft">Set MEMANTO_API_KEY to one of your team&apos;s API keys. Owners and admins can create keys.</p>
          <Snippets address={address} apiKey={undefined} agentName={agentName} />
        </div>
      </details>
    </Card>
  )
}
