import { Badge } from '@/app/_ui/badge'
import type { ExpandingColumn } from '@/app/_ui/expanding-list'
import { Fact, Facts } from '@/app/_ui/facts'
import { Code } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { UnderlinedLink } from '@/app/_ui/underlined-link'
import { UserText } from '@/app/_ui/user-text'
import { paths } from '@/lib/paths'
import type { PresentedRequest } from '@/lib/request-log/present'

/** The columns of the request log. In a narrow window a row has two lines or more. */
export const REQUEST_COLUMNS: ExpandingColumn<PresentedRequest>[] = [
  {
    id: 'time',
    label: 'Time',
    isFixed: true,
    width: '10.5rem',
    className: 'whitespace-nowrap text-soft',
    cell: ({ at }) => <Moment at={at} />,
  },
  {
    id: 'call',
    label: 'Call',
    isFixed: true,
    width: 'minmax(0,1fr)',
    className: 'font-mono text-xs leading-5 break-words max-lg:order-3 max-lg:col-span-2',
    cell: ({ method, route }) => `${method} ${route.replace('/api/v2', '')}`,
  },
  {
    id: 'result',
    label: 'Result',
    width: 'minmax(0,12rem)',
    className: 'max-lg:order-4',
    cell: (request) => <Outcome request={request} />,
  },
  {
    id: 'who',
    label: 'Agent or key',
    width: 'minmax(0,9rem)',
    className: 'break-words text-soft max-lg:order-5 max-lg:col-span-2',
    cell: ({ agentName, key }) => <UserText>{agentName ?? key?.name ?? ''}</UserText>,
  },
  {
    id: 'took',
    label: 'Took',
    width: '4.5rem',
    className: 'text-right whitespace-nowrap text-soft tabular-nums',
    cell: ({ milliseconds }) => inWords(milliseconds),
  },
]

const inWords = (milliseconds: number) => (milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`)

function Outcome({ request: { status, code } }: { request: PresentedRequest }) {
  const tone = status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good'
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <Badge tone={tone}>{status}</Badge>
      {code && <span className="min-w-0 font-mono text-xs break-all text-soft">{code}</span>}
    </span>
  )
}

const withFilter = (name: string, value: string) => `${paths.requests}?${name}=${encodeURIComponent(value)}`

/** Who made a call and from where. */
export function RequestDetails({
  request: { at, requestId, code, key, sessionId, agentName, address, digest },
}: {
  request: PresentedRequest
}) {
  return (
    <Facts>
      <Fact name="Time (UTC)">
        <Code>{at}</Code>
      </Fact>
      <Fact name="Request id">
        <UnderlinedLink href={withFilter('request_id', requestId)}>
          <Code>{requestId}</Code>
        </UnderlinedLink>
      </Fact>
      {code && (
        <Fact name="Error">
          <UnderlinedLink href={`${paths.docs}/errors/${code}`}>{code}</UnderlinedLink>
        </Fact>
      )}
      {key && (
        <Fact name="Key">
          <UnderlinedLink href={withFilter('key', key.id)}>
            <UserText>{key.name}</UserText>
          </UnderlinedLink>
        </Fact>
      )}
      {sessionId && (
        <Fact name="Session">
          <UnderlinedLink href={paths.session(sessionId)}>
            <Code>{sessionId}</Code>
          </UnderlinedLink>
        </Fact>
      )}
      {agentName && (
        <Fact name="Agent">
          <UnderlinedLink href={withFilter('agent', agentName)}>{agentName}</UnderlinedLink>
        </Fact>
      )}
      {digest && (
        <Fact name="Code on the page">
          <Code>{digest}</Code>
        </Fact>
      )}
      <Fact name="Client address">{address ?? 'Not known'}</Fact>
    </Facts>
  )
}
