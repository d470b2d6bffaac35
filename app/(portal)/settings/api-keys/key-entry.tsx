import { Fact, Facts } from '@/app/_ui/facts'
import { Code } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { PresentedKey } from '@/lib/api-keys/present'
import { KeyBadge } from './key-badge'
import { RateLimitForm } from './rate-limit-form'
import { RevokeForm } from './revoke-form'
import { RotateForm } from './rotate-form'
import { TrustForm } from './trust-form'

interface KeyEntryProps {
  presented: PresentedKey
  address: string
  agentName: string
}

/** A key of the list, with its permissions and its use, and forms to change it. */
export function KeyEntry({ presented, address, agentName }: KeyEntryProps) {
  const { id, name, isUsable, revoked, requestsPerMinute } = presented
  return (
    <li className="grid gap-3 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 dir="auto" className={`min-w-0 font-medium break-words ${isUsable ? '' : 'text-soft'}`}>
          {name}
        </h2>
        <KeyBadge presented={presented} />
      </div>
      {revoked && (
        <p>
          Revoked by <UserText>{revoked.by}</UserText> <Moment at={revoked.at} />: <UserText>{revoked.reason}</UserText>
        </p>
      )}
      <KeyFacts presented={presented} />
      {isUsable && (
        <div className="grid gap-2">
          <RotateForm presented={presented} address={address} agentName={agentName} />
          <RateLimitForm id={id} name={name} requestsPerMinute={requestsPerMinute} />
          <TrustForm id={id} name={name} memoryTrust={presented.memoryTrust} />
          <RevokeForm id={id} name={name} />
        </div>
      )}
    </li>
  )
}

function KeyFacts({ presented }: { presented: PresentedKey }) {
  const { id, lastFour, previous, preset, scopes, agents, createdAt, createdBy, expiresAt, lastUsedAt, lastUsedIp } = presented
  const { requestsPerMinute } = presented
  return (
    <Facts>
      <Fact name={previous ? 'New secret' : 'Key'}>
        <Code className="-ml-1.5 whitespace-nowrap">{`mk_live_${id}_…${lastFour}`}</Code>
      </Fact>
      {previous && (
        <Fact name="Old secret">
          <Code>{`…${previous.lastFour}`}</Code> (until <Moment at={previous.until} />)
        </Fact>
      )}
      <Fact name="Permissions">
        {preset ?? 'Custom'}
        <span className="block text-xs text-soft">{scopes.join(' ')}</span>
      </Fact>
      <Fact name="Agents">{agents === null ? 'All agents' : agents.join(', ') || 'None (its agents were deleted)'}</Fact>
      <Fact name="Last used">
        {lastUsedAt ? <Moment at={lastUsedAt} /> : 'Never'}
        {lastUsedIp && ` from ${lastUsedIp}`}
      </Fact>
      <Fact name="Expires">{expiresAt ? <Moment at={expiresAt} /> : 'Never'}</Fact>
      {requestsPerMinute !== null && (
        <Fact name="Rate limit">{requestsPerMinute === 0 ? 'None' : `${requestsPerMinute} requests per minute`}</Fact>
      )}
      <Fact name="Created">
        <Moment at={createdAt} /> by <UserText>{createdBy}</UserText>
      </Fact>
    </Facts>
  )
}
