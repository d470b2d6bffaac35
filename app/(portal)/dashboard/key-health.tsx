import { clsx } from 'clsx'
import { CircleCheck, Clock, KeyRound, RefreshCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { ButtonLink } from '@/app/_ui/button-link'
import { counted } from '@/app/_ui/counted'
import { Link } from '@/app/_ui/link'
import { Card } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { KEY_EXPIRES_SOON_DAYS, KEY_LONG_UNUSED_DAYS } from '@/lib/api-keys/rules'
import type { KeyHealth as Health } from '@/lib/dashboard/read'
import { paths } from '@/lib/paths'
import { rfc3339 } from '@/lib/time'

/** What somebody who manages the keys should do about them. */
export function KeyHealth({ health }: { health: Health }) {
  return (
    <Card
      title="API keys"
      action={
        <ButtonLink href={paths.apiKeys} size="small" kind="quiet">
          All keys
        </ButtonLink>
      }
    >
      <ul data-rows className="grid gap-1">
        <KeyLines health={health} />
      </ul>
    </Card>
  )
}

function KeyLines({ health: { usable, expiring, neverUsed, idle, rotating, nextExpiry, now } }: { health: Health }) {
  const next = nextExpiry && <Moment at={rfc3339(nextExpiry)} relativeTo={rfc3339(now)} />
  const isFine = expiring.length + neverUsed.length + idle.length === 0
  return (
    <>
      <KeyLine icon={isFine && usable > 0 ? CircleCheck : KeyRound} ids={[]} tone={isFine && usable > 0 ? 'good' : 'soft'}>
        {usable === 0
          ? 'No key works. Create one to connect a program.'
          : `${counted(usable, 'key works', 'keys work')}${isFine ? ', nothing to do' : ''}`}
      </KeyLine>
      <KeyLine icon={TriangleAlert} ids={expiring} tone="warn" isHidden={expiring.length === 0}>
        {counted(expiring.length, 'expires', 'expire')} within {KEY_EXPIRES_SOON_DAYS} days, the first {next}
      </KeyLine>
      <KeyLine icon={Clock} ids={neverUsed} isHidden={neverUsed.length === 0}>
        {counted(neverUsed.length, 'was', 'were')} never used
      </KeyLine>
      <KeyLine icon={Clock} ids={idle} isHidden={idle.length === 0}>
        {counted(idle.length, 'was', 'were')} not used for {KEY_LONG_UNUSED_DAYS} days
      </KeyLine>
      <KeyLine icon={RefreshCw} ids={rotating} isHidden={rotating.length === 0}>
        {counted(rotating.length, 'still accepts its', 'still accept their')} previous secret
      </KeyLine>
      <KeyLine icon={Clock} ids={[]} isHidden={expiring.length > 0 || !next}>
        The next one expires {next}
      </KeyLine>
    </>
  )
}

const TONES = { soft: 'text-soft', warn: 'text-warn', good: 'text-good' }

interface KeyLineProps {
  icon: typeof Clock
  /** The keys that the line is about: of one, the line opens its panel. */
  ids: string[]
  tone?: keyof typeof TONES
  isHidden?: boolean
  children: ReactNode
}

function KeyLine({ icon: Icon, ids, tone = 'soft', isHidden = false, children }: KeyLineProps) {
  if (isHidden) return null
  const [only, ...others] = ids
  const href = only && others.length === 0 ? `${paths.apiKeys}?peek=${encodeURIComponent(only)}` : paths.apiKeys
  return (
    <li>
      <Link href={href} className="-mx-2 flex min-h-8 items-center gap-2.5 rounded-md px-2 hover:bg-sunken">
        <Icon aria-hidden="true" className={clsx('size-4 shrink-0', TONES[tone])} />
        <span className="min-w-0 py-1">{children}</span>
      </Link>
    </li>
  )
}
