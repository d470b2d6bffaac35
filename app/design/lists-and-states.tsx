import { Avatar } from '@/app/_ui/avatar'
import { Badge } from '@/app/_ui/badge'
import { ButtonLink } from '@/app/_ui/button-link'
import { Fact, Facts } from '@/app/_ui/facts'
import { Mark } from '@/app/_ui/mark'
import { Notice } from '@/app/_ui/notice'
import { PageLinks } from '@/app/_ui/page-links'
import { Card, Code, EmptyState, PageHeader, Skeleton } from '@/app/_ui/page-parts'
import { Steps } from '@/app/_ui/steps'
import { Tabs } from '@/app/_ui/tabs'
import { Moment } from '@/app/_ui/time'
import { SessionTable } from '../(portal)/sessions/session-table'
import { StateBadge } from '../(portal)/sessions/state-badge'
import { Sample, Samples } from './sample'
import { sampleSessions } from './sample-sessions'

const TONES = ['neutral', 'accent', 'good', 'warn', 'bad'] as const
const NOTICES = ['good', 'warn', 'bad'] as const
const TABS = ['Overview', 'Memories', 'Sessions'].map((label, index) => ({ href: `#${label}`, label, isCurrent: index === 0 }))

export function States() {
  return (
    <Samples title="States and messages">
      <Sample label="Badges">
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
      </Sample>
      <Sample label="States of sessions">
        {sampleSessions().map((session) => (
          <StateBadge key={session.id} session={session} mayExtend />
        ))}
      </Sample>
      {NOTICES.map((tone) => (
        <Notice key={tone} tone={tone}>
          What happened, and what to do.
        </Notice>
      ))}
      <Sample label="Mark and avatars">
        <Mark />
        <Avatar name="Support Europe" />
        <Avatar name="Ada Lovelace" isRound />
        <Code>sess_0mwwkq7</Code>
      </Sample>
      <Sample label="Steps">
        <Steps label="Steps" steps={['Team', 'Agent and key', 'First call']} done={1} />
      </Sample>
      <Sample label="Loading">
        <Skeleton className="h-7 w-48" />
        <Skeleton className="h-7 w-24" />
      </Sample>
    </Samples>
  )
}

export function Lists() {
  const sessions = sampleSessions()
  return (
    <Samples title="Pages and lists">
      <Card>
        <PageHeader title="customer-support" about="Answers by night" trail={[{ label: 'Agents', href: '#' }]}>
          <ButtonLink href="#" kind="primary">
            An action
          </ButtonLink>
        </PageHeader>
        <Tabs label="Tabs" tabs={TABS} />
        <Facts>
          <Fact name="Kind">Support</Fact>
          <Fact name="Started">
            <Moment at={sessions[0]?.startedAt ?? ''} />
          </Fact>
          <Fact name="Memories">1,204</Fact>
        </Facts>
      </Card>
      <SessionTable sessions={sessions} mayExtend />
      <div className="max-w-sm">
        <SessionTable sessions={sessions.slice(0, 2)} mayExtend />
      </div>
      <PageLinks label="Sessions" first="#" next="#" />
      <EmptyState title="Nothing yet" action={<ButtonLink href="#">Begin</ButtonLink>}>
        What this page will show, and how to get it.
      </EmptyState>
    </Samples>
  )
}
