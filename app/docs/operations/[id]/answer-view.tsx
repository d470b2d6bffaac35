import { useState } from 'react'
import { Button } from '@/app/_ui/button'
import { Snippet } from '@/app/_ui/copy'
import { type Answer, credentials } from './call'

const outcomeOf = (status: number) => {
  if (status < 400) return 'succeeded'
  return status < 500 ? 'was refused' : 'failed'
}

/** What the server answered to a call: status, time, headers and body. */
export function AnswerView({ status, milliseconds, headers, text, sessionToken }: Answer) {
  return (
    <div className="grid gap-2 *:min-w-0">
      <p>
        <span className={status < 400 ? 'font-semibold text-good' : 'font-semibold text-bad'}>
          {status} {outcomeOf(status)}
        </span>{' '}
        after {milliseconds} ms
      </p>
      <dl className="text-xs text-soft">
        {headers.map(([name, value]) => (
          <div key={name} className="flex flex-wrap gap-x-2">
            <dt>{name}:</dt>
            <dd className="font-mono break-all">{value}</dd>
          </div>
        ))}
      </dl>
      {sessionToken && <UseToken key={sessionToken} token={sessionToken} />}
      {text && <Snippet text={text} label="Copy response" />}
    </div>
  )
}

/** Takes over the token of an activation, so that it need not be copied into the forms of other calls. */
function UseToken({ token }: { token: string }) {
  const [isUsed, setIsUsed] = useState(false)
  const use = () => {
    credentials.token = token
    setIsUsed(true)
  }
  if (isUsed) return <p>Calls that take a session token now use it.</p>
  return (
    <Button size="small" onClick={use} className="justify-self-start">
      Use this session token
    </Button>
  )
}
