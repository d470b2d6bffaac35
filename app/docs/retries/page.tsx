import type { Metadata } from 'next'
import { Code } from '@/app/_ui/page-parts'
import { ErrorLink, Guide, Section } from '../guide'

export const metadata: Metadata = { title: 'Retries', description: 'Repeat a request safely, and wait when the server says so.' }

/** Which requests can be repeated, and when. */
export default function RetryGuidePage() {
  return (
    <Guide title="Retries">
      <Section title="Send an Idempotency-Key">
        <p>
          Send an <Code>Idempotency-Key</Code> with every call that writes: 1 to 255 visible ASCII characters, for example a UUID, new for
          each thing that you want to do. If the response gets lost, send the same request with the same key. Within 24 hours it is executed
          only once, and you get the recorded response with <Code>Idempotent-Replayed: true</Code>. An import is known for 7 days.
        </p>
        <ul>
          <li>
            The same key with another request is <ErrorLink code="idempotency_key_reused" />.
          </li>
          <li>
            While the first request is still running, it is <ErrorLink code="idempotency_in_progress" />: wait a moment and repeat it.
          </li>
          <li>What the work itself refuses with a status from 404 to 499 is recorded too: for a new attempt, use a new key.</li>
          <li>
            What is refused before the work (401, 403, 408, 413, 429, invalid parameters) is not recorded: repeat it with the same key.
          </li>
        </ul>
        <p>Calls that only read need no key: repeat them as they are. Recalls can be repeated too, but each is counted.</p>
      </Section>
      <Section title="What to repeat">
        <ul>
          <li>
            No response, 500 or 503: repeat the request with the same key. <ErrorLink code="overloaded" /> and{' '}
            <ErrorLink code="database_unavailable" /> say in <Code>Retry-After</Code> how many seconds to wait.
          </li>
          <li>
            429: wait as many seconds as <Code>Retry-After</Code> says. <Code>RateLimit</Code> says how many requests are left. Responses to
            calls with a valid credential have it, unless the server has no limits; a 401, a path that does not exist and a call that needs
            no credential may have none.
          </li>
          <li>
            401 <ErrorLink code="session_expired" /> or <ErrorLink code="session_ended" />: activate the agent again, and repeat the request
            with the new token.
          </li>
          <li>
            408 and 409 <ErrorLink code="idempotency_in_progress" /> or <ErrorLink code="import_in_progress" />: repeat the request with the
            same key after a moment.
          </li>
          <li>Other statuses from 400 to 499: change the request. Repeating it gives the same answer.</li>
        </ul>
      </Section>
      <Section title="Do not overwrite changes of others">
        <p>
          A memory has a <Code>version</Code>, and an <Code>ETag</Code> that repeats it. Send it as <Code>If-Match</Code> with a change or
          deletion: if somebody changed the memory since, nothing happens, and you get <ErrorLink code="memory_changed" />.
        </p>
      </Section>
    </Guide>
  )
}
