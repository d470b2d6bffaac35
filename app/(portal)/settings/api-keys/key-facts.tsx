import { Fact, Facts } from '@/app/_ui/facts'
import { Code } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { PresentedKey } from '@/lib/api-keys/present'

/** What a key may do, where it works and who made it. */
export function KeyFacts({ presented }: { presented: PresentedKey }) {
  const { id, lastFour, previous, preset, scopes, agents, createdAt, createdBy, expiresAt, lastUsedAt, lastUsedIp } = presented
  const { requestsPerMinute, allowedNetworks } = presented
  return (
    <Facts>
      <Fact name={previous ? 'New secret' : 'Key'}>
        <Code>{`mk_live_${id}_…${lastFour}`}</Code>
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
      <Fact name="Works from">
        {allowedNetworks.length === 0 ? 'Everywhere' : <span className="font-mono text-xs break-all">{allowedNetworks.join(', ')}</span>}
      </Fact>
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
