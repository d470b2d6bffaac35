import { Disclosure } from '@/app/_ui/disclosure'
import { readExamples } from '@/app/_ui/example-calls'
import { Card } from '@/app/_ui/page-parts'
import { Peek } from '@/app/_ui/peek'
import { Snippets } from '@/app/_ui/snippets'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { peekLinks } from '@/app/_url/peek-links'
import type { Search } from '@/app/_url/search'
import { type PresentedKey, presentKey, presentUsage } from '@/lib/api-keys/present'
import { readKey } from '@/lib/api-keys/read'
import type { CapableViewer } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'
import { orUndefined } from '../../or-not-found'
import { KeyAdvice, KeyBadge } from './key-badge'
import { KeyFacts } from './key-facts'
import { KeyUsage } from './key-usage'
import { NetworksForm } from './networks-form'
import { RateLimitForm } from './rate-limit-form'
import { RevokeForm } from './revoke-form'
import { RotateForm } from './rotate-form'
import { TrustForm } from './trust-form'

interface KeyPeekProps {
  viewer: CapableViewer<'keys:manage'>
  id: string
  search: Search
  /** The keys of the list, in its order. */
  shown: string[]
  address: string
  /** The agent of example calls, for keys that are not limited to some. */
  agentName: string
}

/** A panel with a key next to the list: its use, and forms to change it. */
export async function KeyPeek({ viewer, id, search, shown, address, agentName }: KeyPeekProps) {
  const links = peekLinks(paths.apiKeys, search, shown, id)
  const found = await orUndefined(readKey(viewer, id))
  if (found === undefined)
    return (
      <Peek id={id} title="Key not found" href={undefined} links={links}>
        <p className="text-soft">Your team has no key with this id.</p>
      </Peek>
    )
  const key = presentKey(found.key)
  const target = { address, agentName: key.agents?.[0] ?? agentName, apiKey: undefined }
  return (
    <Peek id={id} title={key.name} href={undefined} links={links}>
      <Card>
        <div className="mb-4 grid justify-items-start gap-2">
          <KeyBadge presented={key} />
          <KeyAdvice presented={key} />
          <Revocation revoked={key.revoked} />
        </div>
        <KeyFacts presented={key} />
      </Card>
      {key.isUsable && (
        <Card title="Change">
          {/* With another `key` React creates the forms again: what was entered belongs to the API key that was open before. */}
          <div key={id} className="flex flex-wrap gap-2 *:open:w-full">
            <RotateForm presented={key} address={address} agentName={target.agentName} />
            <RateLimitForm id={id} name={key.name} requestsPerMinute={key.requestsPerMinute} />
            <NetworksForm id={id} name={key.name} allowedNetworks={key.allowedNetworks} />
            <TrustForm id={id} name={key.name} memoryTrust={key.memoryTrust} />
            <RevokeForm id={id} name={key.name} openSessions={found.openSessions} />
          </div>
        </Card>
      )}
      <Card title="Last 30 days">
        <KeyUsage id={id} usage={presentUsage(found.usage)} />
      </Card>
      {key.isUsable && <FirstCall examples={readExamples(target, key.scopes)} />}
    </Peek>
  )
}

function Revocation({ revoked }: Pick<PresentedKey, 'revoked'>) {
  if (!revoked) return null
  return (
    <p>
      Revoked by <UserText>{revoked.by}</UserText> <Moment at={revoked.at} />: <UserText>{revoked.reason}</UserText>
    </p>
  )
}

function FirstCall({ examples }: { examples: ReturnType<typeof readExamples> }) {
  if (examples === undefined) return null
  return (
    <Card>
      <Disclosure as="part" kind="quiet" label="A first call with this key" className="-ml-3 text-ink">
        <div className="grid gap-3 *:min-w-0">
          <p className="text-soft">It reads and changes nothing. Set MEMANTO_API_KEY to the key.</p>
          <Snippets examples={examples} />
        </div>
      </Disclosure>
    </Card>
  )
}
