import { Fact, Facts } from '@/app/_ui/facts'
import { Code } from '@/app/_ui/surface'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { PresentedKey } from '@/lib/api-keys/present'
import { KeyBadge } from './key-badge'
import { RateLimitForm } from './rate-limit-form'
import { RevokeForm } from './revoke-form'
import { RotateForm } from './rotate-form'

interface KeyEntryProps {
  presented: PresentedKey
  address: string
  agentId: string
}

/** One key of the list: what it is, what it may, when it was used, and what can be done with it. */
export function KeyEntry({ presented, address, agentId }: KeyEntryProps) {
  const { id, name, is_live, revoked, requests_per_minute } = presented
  return (
    <li className="grid gap-3 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 dir="auto" className={`min-w-0 font-medium break-words ${is_live ? '' : 'text-soft'}`}>
          {name}
        </h3>
        <KeyBadge presented={presented} />
      </div>
      {revoked && (
        <p>
          Revoked by <UserText>{revoked.by}</UserText> <Moment at={revoked.at} />: <UserText>{revoked.reason}</UserText>
        </p>
      )}
      <KeyFacts presented={presented} />
      {is_live && (
        <div className="grid gap-2">
          <RotateForm presented={presented} address={address} agentId={agentId} />
          <RateLimitForm id={id} name={name} requests_per_minute={requests_per_minute} />
          <RevokeForm id={id} name={name} />
        </div>
      )}
    </li>
  )
}

function KeyFacts({ presented }: { presented: PresentedKey }) {
  const { id, last_four, previous, preset, scopes, agents, created_at, created_by, expires_at, last_used_at, last_used_ip } = presented
  const { requests_per_minute } = presented
  return (
    <Facts>
      <Fact name={previous ? 'New secret' : 'Key'}>
        <Code className="-ml-1.5 whitespace-nowrap">{`mk_live_${id}_…${last_four}`}</Code>
      </Fact>
      {previous && (
        <Fact name="Old secret">
          <Code>{`…${previous.last_four}`}</Code> (until <Moment at={previous.until} />)
        </Fact>
      )}
      <Fact name="Permissions">
        {preset ?? 'Custom'}
        <span className="block text-xs text-soft">{scopes.join(' ')}</span>
      </Fact>
      <Fact name="Agents">{agents === null ? 'All agents' : agents.join(', ') || 'None (its agents were deleted)'}</Fact>
      <Fact name="Last used">
        {last_used_at ? <Moment at={last_used_at} /> : 'Never'}
        {last_used_ip && ` from ${last_used_ip}`}
      </Fact>
      <Fact name="Expires">{expires_at ? <Moment at={expires_at} /> : 'Never'}</Fact>
      {requests_per_minute !== null && (
        <Fact name="Rate limit">{requests_per_minute === 0 ? 'None' : `${requests_per_minute} requests per minute`}</Fact>
      )}
      <Fact name="Created">
        <Moment at={created_at} /> by <UserText>{created_by}</UserText>
      </Fact>
    </Facts>
  )
}
