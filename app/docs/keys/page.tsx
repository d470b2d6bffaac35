import type { Metadata } from 'next'
import { Code } from '@/app/_ui/page-parts'
import { OPERATIONS } from '@/lib/api/operations'
import { SCOPES, type Scope } from '@/lib/auth/permissions'
import { keyScopeOf, tokenScopeOf } from '@/lib/auth/security'
import { paths } from '@/lib/paths'
import { Call, DocsLink, ErrorLink, Guide, Section } from '../guide'
import { InlineMarkdown } from '../markdown'

export const metadata: Metadata = { title: 'Keys and scopes', description: 'Which credential a call takes, and what a key may do.' }

/** Which credentials there are, and which operations each scope allows. */
export default function KeyGuidePage() {
  return (
    <Guide title="Keys and scopes">
      <Section title="Two credentials">
        <p>
          An <strong>API key</strong> belongs to your team. Send it as <Code>Authorization: Bearer KEY</Code> or <Code>X-Api-Key: KEY</Code>
          . A <strong>session token</strong> belongs to one session of one agent. Send it as <Code>X-Session-Token</Code>. The page of each
          call says which of them it takes. Where both could decide, a token that was sent decides.
        </p>
        <p>
          A token can do what the key or person may do that it was issued to. Revoking a key invalidates its tokens with the very next
          request, and ends the sessions that it opened.
        </p>
      </Section>
      <Section title="Scopes">
        <p>
          A key has scopes. A call for which it lacks the scope is refused with <ErrorLink code="insufficient_scope" />. Some calls need a
          second scope, always or with a certain parameter, which is in parentheses below.
        </p>
        <dl className="grid gap-3">
          {SCOPES.map((scope) => (
            <ScopeCalls key={scope} scope={scope} />
          ))}
        </dl>
      </Section>
      <Section title="Limits of a key">
        <ul>
          <li>
            Agents: a key can be limited to some agents, also in lists and searches. Others do not exist for it (
            <ErrorLink code="agent_not_found" />
            ). It cannot create agents, and session calls of other agents are <ErrorLink code="agent_not_allowed" />.
          </li>
          <li>
            Networks: it can be limited to addresses. Calls from elsewhere are <ErrorLink code="address_not_allowed" />.
          </li>
          <li>Expiry: after some days, on a date, or never.</li>
          <li>Rate: it can have a limit of its own of requests per minute.</li>
          <li>Review: what it stores can wait for an approval, or be marked, instead of being trusted.</li>
        </ul>
        <p>
          Rotating a key on the page <DocsLink href={paths.apiKeys}>API keys</DocsLink> creates a new secret, while the old one works for
          the time that you choose.
        </p>
      </Section>
    </Guide>
  )
}

function ScopeCalls({ scope }: { scope: Scope }) {
  const operations = OPERATIONS.filter(({ security }) => keyScopeOf(security) === scope || tokenScopeOf(security) === scope)
  const furtherUses = OPERATIONS.flatMap(({ id, summary, furtherScopes = [] }) =>
    furtherScopes.filter((further) => further.scope === scope).map(({ when }) => ({ id, summary, when })),
  )
  return (
    <div>
      <dt>
        <Code>{scope}</Code>
      </dt>
      <dd className="flex flex-wrap gap-x-4">
        {operations.map(({ id, summary }) => (
          <Call key={id} id={id}>
            {summary}
          </Call>
        ))}
        {furtherUses.map(({ id, summary, when }) => (
          <span key={id}>
            <Call id={id}>{summary}</Call> (<InlineMarkdown text={when ?? 'besides its other scope'} />)
          </span>
        ))}
      </dd>
    </div>
  )
}
