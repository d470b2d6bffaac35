'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, startTransition, use } from 'react'
import { paths } from '@/lib/paths'
import { Button } from './button'
import { CopyButton } from './copy'
import { MessagePage } from './message-page'
import { ReadsRequests } from './reads-requests'

interface ErrorMessageProps {
  /** `digest` finds the matching line in the server's log. */
  error: Error & { digest?: string }
  reset: () => void
}

/** A page that failed, with a button that tries again, or loads it again where a part of its code is missing. */
export const ErrorMessage = (props: ErrorMessageProps) => (isMissingCode(props.error) ? <MissingCode /> : <FailedPage {...props} />)

/** React does not request code again that could not be loaded: only another load of the page does. */
const MissingCode = () => (
  <MessagePage title="A part of this page could not be loaded" action={<Button onClick={() => location.reload()}>Reload page</Button>}>
    <p>Memanto may have been updated since you opened it, or the connection failed.</p>
  </MessagePage>
)

function FailedPage({ error, reset }: ErrorMessageProps) {
  const router = useRouter()
  const retry = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
  const { title, text } = inWords(error)
  return (
    <MessagePage title={title} action={<Button onClick={retry}>Try again</Button>}>
      <p>{text}</p>
    </MessagePage>
  )
}

function inWords(error: ErrorMessageProps['error']): { title: string; text: ReactNode } {
  if (isConnectionFailure(error))
    return { title: 'No connection to the server', text: 'The request did not reach it. Check your network, then try again.' }
  const title = 'Something went wrong'
  if (error.digest === undefined) return { title, text: 'Try again in a moment.' }
  return { title, text: <WithCode code={error.digest} /> }
}

/** The code leads to the entry of the request log for those who may read it. Others copy it for their admin. */
function WithCode({ code }: { code: string }) {
  if (!use(ReadsRequests))
    return (
      <>
        Try again; if it keeps happening, give your admin this code: <span className="font-mono">{code}</span>{' '}
        <CopyButton text={code} label="Copy code" />
      </>
    )
  return (
    <>
      Try again; if it keeps happening, give your admin this code:{' '}
      <a href={`${paths.requests}?request_id=${encodeURIComponent(code)}`} className="font-mono underline underline-offset-4">
        {code}
      </a>
      .
    </>
  )
}

const isMissingCode = ({ name }: Error) => name === 'ChunkLoadError'

/** True when a request failed in the browser. Each browser has its own words for it. */
const isConnectionFailure = ({ digest, name, message }: ErrorMessageProps['error']) =>
  digest === undefined && name === 'TypeError' && /failed to fetch|networkerror|load failed/i.test(message)
