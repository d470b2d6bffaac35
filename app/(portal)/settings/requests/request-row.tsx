import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '@/app/_ui/badge'
import { Fact, Facts } from '@/app/_ui/facts'
import { Code } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { paths } from '@/lib/paths'
import type { PresentedRequest } from '@/lib/request-log/present'

/** A call of the request log. It expands to who made it and from where. */
export function RequestRow({ request, isOpen }: { request: PresentedRequest; isOpen: boolean }) {
  const { at, method, route, milliseconds, key, agentName } = request
  return (
    <li>
      <details className="group" open={isOpen || undefined}>
        <summary className="grid cursor-pointer list-none grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-sunken lg:grid-cols-[12.5rem_minmax(0,1fr)_minmax(0,13rem)_minmax(0,11rem)_4.5rem]">
          <span className="whitespace-nowrap text-soft">
            <ChevronRight
              aria-hidden="true"
              className="mr-1.5 inline-block size-3.5 align-[-2px] transition-transform group-open:rotate-90"
            />
            <Moment at={at} />
          </span>
          <span className="min-w-0 font-mono text-xs leading-5 break-words max-lg:order-3 max-lg:col-span-2">
            {method} {route.replace('/api/v2', '')}
          </span>
          <span className="min-w-0 max-lg:order-4">
            <Outcome request={request} />
          </span>
          <span className="min-w-0 break-words text-soft max-lg:order-5 max-lg:col-span-2">
            <UserText>{agentName ?? key?.name ?? ''}</UserText>
          </span>
          <span className="text-right whitespace-nowrap text-soft tabular-nums">{inWords(milliseconds)}</span>
        </summary>
        <Details request={request} />
      </details>
    </li>
  )
}

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

function Details({ request: { at, requestId, code, key, sessionId, agentName, address, digest } }: { request: PresentedRequest }) {
  return (
    <div className="border-t border-line bg-sunken/50 px-4 py-3">
      <Facts>
        <Fact name="Time (UTC)">
          <Code>{at}</Code>
        </Fact>
        <Fact name="Request id">
          <PlainLink href={withFilter('request_id', requestId)}>
            <Code>{requestId}</Code>
          </PlainLink>
        </Fact>
        {code && (
          <Fact name="Error">
            <PlainLink href={`${paths.docs}/errors/${code}`}>{code}</PlainLink>
          </Fact>
        )}
        {key && (
          <Fact name="Key">
            <PlainLink href={withFilter('key', key.id)}>
              <UserText>{key.name}</UserText>
            </PlainLink>
          </Fact>
        )}
        {sessionId && (
          <Fact name="Session">
            <PlainLink href={paths.session(sessionId)}>
              <Code>{sessionId}</Code>
            </PlainLink>
          </Fact>
        )}
        {agentName && (
          <Fact name="Agent">
            <PlainLink href={withFilter('agent', agentName)}>{agentName}</PlainLink>
          </Fact>
        )}
        {digest && (
          <Fact name="Code on the page">
            <Code>{digest}</Code>
          </Fact>
        )}
        <Fact name="Client address">{address ?? 'Not known'}</Fact>
      </Facts>
    </div>
  )
}

function PlainLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className="underline underline-offset-4">
      {children}
    </Link>
  )
}
