import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { PartSummary } from '@/app/_ui/disclosure'
import { Link } from '@/app/_ui/link'
import { callExamples } from '@/lib/api/call-examples'
import { type OperationReference, operationWithId, referenceOf } from '@/lib/api/reference'
import { requestExample } from '@/lib/api/request-example'
import { publicAddress } from '@/lib/http/address'
import { paths } from '@/lib/paths'
import { Markdown } from '../../markdown'
import { Method } from '../../method'
import { Errors } from './errors'
import { Examples, JsonExample } from './examples'
import { FieldTable } from './field-table'
import { Part } from './part'
import { SideIndex } from './side-index'
import { trialOf } from './trial'
import { TryIt } from './try-it'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const operation = operationWithId((await params).id)
  return operation ? { title: operation.summary, description: `${operation.method} ${operation.path}` } : {}
}

/** An operation of the API: what it takes and returns, its errors, example calls, and a form that calls it. */
export default async function OperationPage({ params }: Props) {
  const operation = operationWithId((await params).id)
  if (operation === undefined) notFound()
  const reference = referenceOf(operation)
  const examples = callExamples(publicAddress(await headers()), operation.id, requestExample(reference))
  return (
    <div className="mx-auto flex max-w-7xl gap-10 px-5 py-8">
      <SideIndex current={operation} />
      <main className="grid min-w-0 flex-1 content-start gap-8 *:min-w-0">
        <OperationHeader {...reference} />
        <div className="grid items-start gap-x-8 gap-y-8 *:min-w-0 xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
          <div className="grid gap-8 *:min-w-0">
            <Request {...reference} />
            <Response {...reference} />
            <Errors errors={reference.errors} />
          </div>
          <div className="grid gap-8 *:min-w-0 max-xl:row-start-1">
            <Part title="Example">
              <Examples examples={examples} />
            </Part>
            <Part title="Try it">
              <TryIt trial={trialOf(reference)} />
            </Part>
          </div>
        </div>
      </main>
    </div>
  )
}

function OperationHeader({ operation, credential }: OperationReference) {
  const { summary, method, path, description, tag, isIdempotent } = operation
  return (
    <header className="grid gap-3">
      <nav aria-label="Position" className="text-soft">
        <Link href={paths.docs} className="underline underline-offset-4">
          API reference
        </Link>{' '}
        / {tag}
      </nav>
      <h1 className="text-2xl font-semibold">{summary}</h1>
      <p className="flex gap-2">
        <Method method={method} />
        <code className="min-w-0 font-mono text-xs leading-5 break-all">{path}</code>
      </p>
      {description && <Markdown text={description} />}
      <Markdown text={credential} />
      {isIdempotent && (
        <p className="max-w-prose">
          It writes: send an Idempotency-Key, so that it can be{' '}
          <Link href={paths.retryGuide} className="underline underline-offset-4">
            repeated safely
          </Link>
          .
        </p>
      )}
    </header>
  )
}

function Request({ pathFields, queryFields, bodyFields, headerFields, bodyDescription, operation }: OperationReference) {
  const hasFields = [pathFields, queryFields, bodyFields, headerFields].some(({ length }) => length > 0)
  return (
    <Part title="Request">
      {!hasFields && !bodyDescription && <p className="text-soft">No parameters.</p>}
      <FieldTable title="Path" fields={pathFields} />
      <FieldTable title="Query" fields={queryFields} />
      <FieldTable title="JSON body" fields={bodyFields} about={bodyFields.length > 0 ? bodyDescription : undefined} />
      {bodyFields.length === 0 && bodyDescription && (
        <p>
          <span className="font-medium">Body:</span> {operation.streamedBody?.mediaTypes.join(', ')}. {bodyDescription}
        </p>
      )}
      <FieldTable title="Headers" fields={headerFields} />
    </Part>
  )
}

function Response({ operation: { response }, responseFields }: OperationReference) {
  if (response === null) return null
  return (
    <Part title="Response">
      <p>
        <span className="font-mono text-xs font-semibold">{response.status}</span> {response.description}
        {response.streamedAs && ` Sent as ${response.streamedAs.join(' or ')}.`}
      </p>
      <JsonExample value={response.example} label="Copy response example" />
      {responseFields.length > 0 && (
        <details>
          <PartSummary size="small">Fields of the response</PartSummary>
          <FieldTable title="Response" fields={responseFields} isResponse />
        </details>
      )}
    </Part>
  )
}
