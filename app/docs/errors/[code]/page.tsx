import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { FAILURES, type FailureCode } from '@/lib/errors'
import { CATALOG } from '@/lib/http/catalog'
import { failureCodes } from '@/lib/http/catalog/entry'
import { FAILURE_GUIDE } from '@/lib/http/failure-guide'

interface Props {
  params: Promise<{ code: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { code } = await params
  return isFailureCode(code) ? { title: code, description: FAILURES[code].title } : {}
}

export default async function ErrorCodePage({ params }: Props) {
  const { code } = await params
  if (!isFailureCode(code)) notFound()
  const { status, title } = FAILURES[code]
  const { means, remedy } = FAILURE_GUIDE[code]
  const endpoints = CATALOG.filter((endpoint) => failureCodes(endpoint).includes(code))
  return (
    <main className="mx-auto flex max-w-3xl flex-col gap-6 px-6 py-12">
      <Link className="underline underline-offset-4" href="/docs/errors">
        All error codes
      </Link>
      <header className="flex flex-col gap-2">
        <p className="font-mono text-sm break-words">
          {status} {code}
        </p>
        <h1 className="text-2xl font-semibold">{title}</h1>
      </header>
      <section className="flex flex-col gap-2">
        <h2 className="text-lg font-medium">What it means</h2>
        <p>{means}</p>
      </section>
      <section className="flex flex-col gap-2">
        <h2 className="text-lg font-medium">What to do</h2>
        <p>{remedy}</p>
      </section>
      {endpoints.length > 0 && (
        <section className="flex flex-col gap-2">
          <h2 className="text-lg font-medium">Returned by</h2>
          <ul className="flex flex-col gap-1 text-sm">
            {endpoints.map(({ operationId, method, path, tag }) => (
              <li key={operationId}>
                <a className="font-mono break-all underline underline-offset-4" href={`/docs#/${tag}/${operationId}`}>
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

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(FAILURES, code)
}
