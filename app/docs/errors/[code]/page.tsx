import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ERROR_GUIDE } from '@/lib/api/error-guide'
import { OPERATIONS } from '@/lib/api/operations'
import { ERRORS, type ErrorCode } from '@/lib/errors'
import { errorCodesOf } from '@/lib/http/operation'
import { paths } from '@/lib/paths'
import { InlineMarkdown } from '../../markdown'

interface Props {
  params: Promise<{ code: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { code } = await params
  return isErrorCode(code) ? { title: code, description: ERRORS[code].title } : {}
}

/** What an error code means, and which operations return it. */
export default async function ErrorCodePage({ params }: Props) {
  const { code } = await params
  if (!isErrorCode(code)) notFound()
  const { status, title } = ERRORS[code]
  const { meaning, remedy } = ERROR_GUIDE[code]
  const operations = OPERATIONS.filter((operation) => errorCodesOf(operation).includes(code))
  return (
    <main className="mx-auto flex max-w-3xl flex-col gap-6 px-6 py-12">
      <header className="flex flex-col gap-2">
        <p className="font-mono text-sm break-words">
          {status} {code}
        </p>
        <h1 className="text-2xl font-semibold">{title}</h1>
      </header>
      <section className="flex flex-col gap-2">
        <h2 className="text-lg font-medium">What it means</h2>
        <p>
          <InlineMarkdown text={meaning} />
        </p>
      </section>
      <section className="flex flex-col gap-2">
        <h2 className="text-lg font-medium">What to do</h2>
        <p>
          <InlineMarkdown text={remedy} />
        </p>
      </section>
      <section className="flex flex-col gap-2">
        <h2 className="text-lg font-medium">Which call was it?</h2>
        <p>
          Every error has a <code>request_id</code>. Owners and admins find the call in the{' '}
          <a className="underline underline-offset-4" href={paths.requests}>
            request log
          </a>{' '}
          of their team, for as long as the team keeps it.
        </p>
      </section>
      {operations.length > 0 && (
        <section className="flex flex-col gap-2">
          <h2 className="text-lg font-medium">Returned by</h2>
          <ul className="flex flex-col gap-1 text-sm">
            {operations.map(({ id, method, path }) => (
              <li key={id}>
                <a className="font-mono break-all underline underline-offset-4" href={paths.operationReference(id)}>
                  {method} {path}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  )
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code)
}
