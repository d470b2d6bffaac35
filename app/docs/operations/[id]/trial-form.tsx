'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, Input, Textarea } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { AnswerView } from './answer-view'
import { type Answer, addressOf, call } from './call'
import { CredentialFields } from './credential-fields'
import type { Trial, TrialField } from './trial'

/** What the form shows below its fields. */
type Outcome = { kind: 'confirm'; form: FormData } | { kind: 'sending' } | { kind: 'answer'; answer: Answer } | { kind: 'failed' }

/** A form that calls an operation of this server for real. */
export function TrialForm({ trial }: { trial: Trial }) {
  const [outcome, setOutcome] = useState<Outcome>()
  const send = async (form: FormData) => {
    setOutcome({ kind: 'sending' })
    try {
      setOutcome({ kind: 'answer', answer: await call(trial, form) })
    } catch {
      setOutcome({ kind: 'failed' })
    }
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    if (trial.canDelete) setOutcome({ kind: 'confirm', form })
    else void send(form)
  }
  const onChange = () => setOutcome((shown) => (shown?.kind === 'confirm' ? undefined : shown))
  return (
    <div className="grid gap-4 *:min-w-0">
      <form method="post" autoComplete="off" onSubmit={onSubmit} onChange={onChange} className="grid gap-3 *:min-w-0">
        <CredentialFields takesKey={trial.takesKey} takesToken={trial.takesToken} />
        <Fields place="path" fields={trial.pathFields} />
        <Fields place="query" fields={trial.queryFields} />
        <Body trial={trial} />
        <Button type="submit" kind="primary" disabled={outcome?.kind === 'sending'} className="justify-self-start">
          Send {trial.method}
        </Button>
      </form>
      {outcome?.kind === 'confirm' && (
        <Confirmation
          address={`${trial.method} ${addressOf(trial, outcome.form)}`}
          onConfirm={() => send(outcome.form)}
          onCancel={() => setOutcome(undefined)}
        />
      )}
      {outcome?.kind === 'failed' && (
        <Notice tone="bad">No connection, or the answer was lost. It is not known whether the call was made.</Notice>
      )}
      <div role="status">{outcome?.kind === 'answer' && <AnswerView {...outcome.answer} />}</div>
    </div>
  )
}

function Body({ trial: { body } }: { trial: Trial }) {
  if (body === undefined) return null
  const rows = Math.min(14, Math.max(4, body.text.split('\n').length + 1))
  return (
    <Field id="body" label={`Body (${body.mediaType})`}>
      <Textarea id="body" name="body" dir="ltr" rows={rows} spellCheck={false} defaultValue={body.text} className="font-mono text-xs" />
    </Field>
  )
}

/** The parameters of one place. Those of the path begin with their examples. */
function Fields({ place, fields }: { place: 'path' | 'query'; fields: TrialField[] }) {
  return fields.map(({ name, isRequired, example }) => (
    <Field key={name} id={`${place}.${name}`} label={<code className="font-mono text-xs">{name}</code>}>
      <Input
        id={`${place}.${name}`}
        name={`${place}.${name}`}
        required={isRequired}
        spellCheck={false}
        defaultValue={place === 'path' || isRequired ? example : undefined}
        placeholder={example}
      />
    </Field>
  ))
}

function Confirmation({ address, onConfirm, onCancel }: { address: string; onConfirm: () => void; onCancel: () => void }) {
  return (
    <Notice tone="bad">
      <p>This call can delete data of your team on this server.</p>
      <p className="my-2 font-mono text-xs break-all">{address}</p>
      <div className="flex flex-wrap gap-2">
        <Button kind="danger" onClick={onConfirm}>
          Send it for real
        </Button>
        <Button autoFocus onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </Notice>
  )
}
