import type { ReactNode } from 'react'
import { Fact, Facts } from '@/app/_ui/facts'
import { Link } from '@/app/_ui/link'
import { Card } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { paths } from '@/lib/paths'
import { MemoryActions } from './memory-actions'
import { StateMarks } from './memory-row'
import type { DetailOfMemory } from './read-detail'
import { RecalledBy } from './recalled-by'
import { TypeMark } from './type-mark'
import { Versions } from './versions'

/** The text of a memory, what can be done with it, where it comes from, and its versions. */
export function MemoryDetail({ detail }: { detail: DetailOfMemory }) {
  const { memory, versions } = detail
  return (
    <>
      <Card>
        <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <TypeMark type={memory.type} />
          <StateMarks memory={memory} />
        </div>
        {memory.title && (
          <p dir="auto" className="mb-1 font-semibold wrap-anywhere">
            {memory.title}
          </p>
        )}
        <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
          {memory.content}
        </p>
        {memory.tags.length > 0 && (
          <p className="mt-3 flex flex-wrap gap-x-3 gap-y-1 text-xs text-soft">
            {memory.tags.map((tag) => (
              <span key={tag} dir="auto" title={`#${tag}`} className="max-w-full truncate">
                #{tag}
              </span>
            ))}
          </p>
        )}
      </Card>
      {detail.mayWrite && <MemoryActions key={memory.id} detail={detail} />}
      <Card title="Where it comes from">
        <Origin memory={memory} first={detail.first} latest={detail.latest} />
      </Card>
      {(memory.recalled_count > 0 || detail.recalledBy.found > 0) && <RecalledBy memory={memory} recalledBy={detail.recalledBy} />}
      <Versions memory={memory} versions={versions} mayWrite={detail.mayWrite} />
    </>
  )
}

type Version = DetailOfMemory['versions'][number]

interface OriginProps {
  memory: DetailOfMemory['memory']
  first: Version | undefined
  latest: Version | undefined
}

function Origin({ memory, first, latest }: OriginProps) {
  return (
    <Facts>
      <Fact name="Agent">
        <TextLink href={paths.agent(memory.agent_id)}>{memory.agent_id}</TextLink>
      </Fact>
      <Fact name="Stored">
        <Moment at={memory.created_at} />
      </Fact>
      {first && <AuthorFacts version={first} name="Stored by" />}
      <Fact name="Session">
        <TextLink href={paths.session(memory.session_id)}>
          <span title={memory.session_id} className="truncate font-mono text-xs underline underline-offset-4">
            {memory.session_id}
          </span>
        </TextLink>
      </Fact>
      {memory.version > 1 && latest && <AuthorFacts version={latest} name="Last changed by" />}
      {memory.occurred_at !== memory.created_at && (
        <Fact name="Happened">
          <Moment at={memory.occurred_at} />
        </Fact>
      )}
      <Fact name="Source">
        <UserText>{memory.source}</UserText> <span className="text-soft">({memory.provenance.replaceAll('_', ' ')})</span>
      </Fact>
      <Fact name="Confidence">{memory.confidence}</Fact>
      <Recalls memory={memory} />
      {memory.expires_at && (
        <Fact name={memory.status === 'expired' ? 'Expired' : 'Expires'}>
          <Moment at={memory.expires_at} />
        </Fact>
      )}
      {memory.superseded_by && (
        <Fact name="Superseded by">
          <TextLink href={paths.memory(memory.superseded_by)}>
            <span title={memory.superseded_by} className="truncate font-mono text-xs underline underline-offset-4">
              {memory.superseded_by}
            </span>
          </TextLink>
        </Fact>
      )}
    </Facts>
  )
}

function AuthorFacts({ version: { author, client }, name }: { version: Version; name: string }) {
  return (
    <Fact name={name}>
      {author ? (
        <>
          <UserText>{author.name}</UserText> ({author.kind})
        </>
      ) : (
        'Not known'
      )}
      {client && (
        <span title={`with ${client}`} className="block truncate text-xs text-soft">
          with {client}
        </span>
      )}
    </Fact>
  )
}

const Recalls = ({ memory: { recalled_count, last_recalled_at } }: { memory: DetailOfMemory['memory'] }) => (
  <Fact name="Recalled">
    {recalled_count === 0 ? 'Never' : `${recalled_count.toLocaleString('en')} ${recalled_count === 1 ? 'time' : 'times'}, last `}
    {last_recalled_at && <Moment at={last_recalled_at} />}
  </Fact>
)

const TextLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link href={href} className="inline-flex min-h-6 max-w-full items-center underline underline-offset-4">
    {children}
  </Link>
)
