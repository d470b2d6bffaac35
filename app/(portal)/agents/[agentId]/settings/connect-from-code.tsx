import { sessionExamples } from '@/app/_ui/example-calls'
import { Card } from '@/app/_ui/page-parts'
import { Snippets } from '@/app/_ui/snippets'
import { StoreExample } from '../store-example'

/** Example calls with everything but the key, which is shown only when it is issued. */
export function ConnectFromCode({ agentName, address }: { agentName: string; address: string }) {
  const target = { address, agentName, apiKey: undefined }
  return (
    <Card
      title={
        <span id="connect" className="scroll-mt-20">
          Connect from code
        </span>
      }
    >
      <div className="grid gap-3 *:min-w-0">
        <p className="text-soft">Set MEMANTO_API_KEY to one of your team&apos;s API keys. Owners and admins can create keys.</p>
        <Snippets examples={sessionExamples(target, ['recall'])} />
        <StoreExample examples={sessionExamples(target, ['remember'])} name="store-snippets" />
      </div>
    </Card>
  )
}
