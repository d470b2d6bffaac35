import type { Metadata } from 'next'
import { Code } from '@/app/_ui/page-parts'
import { Call, ErrorLink, Guide, Section } from '../guide'

export const metadata: Metadata = { title: 'Sessions', description: 'Activate, extend and deactivate; what ends a session.' }

/** How sessions begin, last and end. */
export default function SessionGuidePage() {
  return (
    <Guide title="Sessions">
      <Section title="Activate">
        <p>
          An agent has at most one session that has not ended. <Call id="activateAgent">Activating</Call> it starts one, or joins the active
          one (<Code>reused: true</Code>), so an activation can always be repeated. Joining never shortens the session, and extends one with
          less than 30 minutes left, or less than you asked for.
        </p>
        <ul>
          <li>
            <Code>duration_hours</Code>: from one minute to 24 hours. Without it, the length that your team chose, usually 6 hours.
          </li>
          <li>
            <Code>on_active</Code>: <Code>join</Code> the active session, <Code>replace</Code> it with a new one, or <Code>reject</Code> the
            call with <ErrorLink code="session_already_active" />.
          </li>
        </ul>
      </Section>
      <Section title="Use the token">
        <p>
          Send the <Code>session_token</Code> as <Code>X-Session-Token</Code> with every call that remembers or recalls. It works as long as
          the session lasts, extensions included. Each response has the expiry in <Code>X-Session-Expires-At</Code>. A token works only on
          the paths of its agent; elsewhere it is <ErrorLink code="wrong_agent" />.
        </p>
      </Section>
      <Section title="Extend">
        <p>
          <Call id="extendSession">Extending</Call> adds hours to the expiry, at most 24 at a time, up to the maximum session lifetime of
          your team (168 hours, unless it chose another). Then it is <ErrorLink code="session_limit_reached" />.
        </p>
        <p>
          An expired session (<ErrorLink code="session_expired" />) can be extended for some time, usually 24 hours: send its token and an
          API key with <Code>sessions:write</Code>. An ended one (<ErrorLink code="session_ended" />) never becomes active again: activate
          the agent.
        </p>
      </Section>
      <Section title="End">
        <p>
          <Call id="deactivateAgent">Deactivating</Call> ends the session and returns its summary. It also ends when it is replaced, when
          somebody <Call id="endSession">ends it from outside</Call>, when the key or person that opened it loses access, and when its agent
          is deleted. <Code>end_reason</Code> says which. Memories belong to the agent and outlive every session.
        </p>
      </Section>
    </Guide>
  )
}
