import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { sessionExamples } from '@/app/_ui/example-calls'
import { Code } from '@/app/_ui/page-parts'
import { Snippets } from '@/app/_ui/snippets'
import { publicAddress } from '@/lib/http/address'
import { paths } from '@/lib/paths'
import { Call, DocsLink, Guide, Section } from '../guide'

export const metadata: Metadata = { title: 'Quick start', description: 'From an API key to the first memory.' }

/** How to store and recall a first memory. */
export default async function QuickStartPage() {
  const target = { address: publicAddress(await headers()), agentName: 'customer-support', apiKey: undefined }
  return (
    <Guide title="Quick start">
      <Section title="1. Get an API key">
        <p>
          Owners and admins of a team create keys on the page <DocsLink href={paths.apiKeys}>API keys</DocsLink>. A key is shown once. Put
          it into the environment, where the examples read it:
        </p>
        <Code className="px-3 py-2">read -rs MEMANTO_API_KEY && export MEMANTO_API_KEY</Code>
        <p>Paste the key and press Enter. It is not shown, and does not get into the history of your shell.</p>
      </Section>
      <Section title="2. Create an agent">
        <p>
          An agent is an identity with memories of its own. Create one on the page <DocsLink href={paths.agents}>Agents</DocsLink>, or with{' '}
          <Call id="createAgent">Create an agent</Call>. The examples use the agent <Code>customer-support</Code>.
        </p>
      </Section>
      <Section title="3. Remember and recall">
        <p>
          <Call id="activateAgent">Activate</Call> the agent: that starts a session, and returns a session token. With the token,{' '}
          <Call id="remember">store a memory</Call> and <Call id="recall">recall</Call> it. This stores “This is a test memory.” with the
          tag “test”.
        </p>
        <Snippets examples={sessionExamples(target, ['remember', 'recall'])} />
      </Section>
      <Section title="4. End the session">
        <p>
          <Call id="deactivateAgent">Deactivate</Call> the agent when the work is done. You get a summary of the session; the memories stay.
          A session that nobody ends expires after six hours, unless your team or the activation chose another length.
        </p>
        <p>
          Next: <DocsLink href={paths.sessionGuide}>what sessions do</DocsLink>, <DocsLink href={paths.keyGuide}>what keys may do</DocsLink>
          , and <DocsLink href={paths.retryGuide}>how to repeat requests</DocsLink>.
        </p>
      </Section>
    </Guide>
  )
}
