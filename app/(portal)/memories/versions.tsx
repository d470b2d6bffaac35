import { Link } from '@/app/_ui/link'
import { Card } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { paths } from '@/lib/paths'
import { ChangedText } from './changed-text'
import { type DetailOfMemory, VERSIONS_SHOWN } from './read-detail'
import { RestoreVersion } from './restore-version'
import { changedFields } from './version-changes'

type Version = DetailOfMemory['versions'][number]

interface VersionsProps {
  memory: DetailOfMemory['memory']
  /** The latest first, and one more than is shown. */
  versions: Version[]
  mayWrite: boolean
}

/** The versions of a memory: who wrote each, when and why, and what it changed. */
export function Versions({ memory, versions, mayWrite }: VersionsProps) {
  const shown = versions.slice(0, VERSIONS_SHOWN)
  const [newest, oldest] = [shown[0], shown.at(-1)]
  return (
    <Card title={`History (${memory.version} ${memory.version === 1 ? 'version' : 'versions'})`}>
      <ol id="history" className="grid scroll-mt-16 grid-cols-[minmax(0,1fr)] gap-4">
        {shown.map((version, nth) => (
          <li key={version.version} className="grid grid-cols-[minmax(0,1fr)] gap-1.5 border-l-2 border-line pl-3">
            <VersionHead version={version} />
            <VersionBody version={version} before={versions[nth + 1]} />
            {mayWrite && version.version !== memory.version && <RestoreVersion memory={memory} version={version.version} />}
          </li>
        ))}
      </ol>
      <div className="mt-3 flex flex-wrap gap-x-4 empty:hidden">
        {newest && newest.version < memory.version && (
          <VersionsLink href={`${paths.memory(memory.id)}#history`}>Latest versions</VersionsLink>
        )}
        {oldest && versions.length > shown.length && (
          <VersionsLink href={`${paths.memory(memory.id)}?before=${oldest.version}#history`}>Earlier versions</VersionsLink>
        )}
      </div>
    </Card>
  )
}

const VersionsLink = ({ href, children }: { href: string; children: string }) => (
  <Link href={href} className="inline-flex min-h-6 items-center underline underline-offset-4">
    {children}
  </Link>
)

function VersionHead({ version: { version, author, client, session_id, known_from, reason } }: { version: Version }) {
  return (
    <div className="text-xs text-soft">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium text-ink">Version {version}</span>
        <Moment at={known_from} />
        <span>
          by <UserText>{author?.name ?? 'somebody who is not known'}</UserText>
          {author && ` (${author.kind})`}
          {client && `, with ${client}`}
        </span>
        {session_id && (
          <Link href={paths.session(session_id)} className="inline-flex min-h-6 items-center underline underline-offset-4">
            Session
          </Link>
        )}
      </p>
      {reason && (
        <p className="mt-0.5">
          Reason: <UserText>{reason}</UserText>
        </p>
      )}
    </div>
  )
}

function VersionBody({ version, before }: { version: Version; before: Version | undefined }) {
  if (before === undefined)
    return (
      <p dir="auto" className="line-clamp-3 wrap-anywhere whitespace-pre-wrap">
        {version.content}
      </p>
    )
  const fields = changedFields(before, version)
  const isSame = fields.length === 0 && before.content === version.content
  return (
    <>
      {isSame && <p className="text-xs text-soft">The same text and fields as before.</p>}
      {before.content !== version.content && <ChangedText before={before.content} after={version.content} />}
      {fields.length > 0 && (
        <dl className="grid gap-1 text-xs">
          {fields.map((field) => (
            <div key={field.name} className="flex flex-wrap gap-x-2">
              <dt className="text-soft">{field.name}</dt>
              <dd className="min-w-0 wrap-anywhere">
                <del dir="auto" className="text-soft">
                  {field.before || 'none'}
                </del>{' '}
                →{' '}
                <ins dir="auto" className="no-underline">
                  {field.after || 'none'}
                </ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}
