import { Snippet } from '@/app/_ui/copy'
import type { Answer } from './call'

/** What the server answered to a call: status, time, headers and body. */
export function AnswerView({ status, milliseconds, headers, text }: Answer) {
  return (
    <div className="grid gap-2 *:min-w-0">
      <p>
        <span className={status < 400 ? 'font-semibold text-good' : 'font-semibold text-bad'}>
          {status} {status < 400 ? 'succeeded' : 'was refused'}
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
      {text && <Snippet text={text} label="Copy response" />}
    </div>
  )
}
