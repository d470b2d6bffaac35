'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import { NewPasswordField } from '@/app/_ui/new-password-field'
import { Notice } from '../notice'
import { setUp } from './actions'
import { SetupDone } from './setup-done'

/** `refusal` says why the link opens nothing. */
export function SetupForm({ token, refusal }: { token: string; refusal: string | undefined }) {
  const [{ done, problem, errors, sent }, submit, isSending] = useActionState(setUp, {})
  if (done) return <SetupDone {...done} />
  if (refusal) return <Notice title="This link does not work">{refusal}</Notice>
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold">Welcome</h1>
        <p className="mt-1 text-soft">Create your team. You become its owner, and we create a first agent and an API key for you.</p>
      </div>
      <form action={submit} className="grid gap-4">
        <FormProblem>{problem}</FormProblem>
        <input type="hidden" name="token" value={token} />
        <Field id="name" label="Your name" errors={errors}>
          <Input id="name" name="name" autoComplete="name" required maxLength={200} defaultValue={sent?.name} />
        </Field>
        <Field id="email" label="E-mail" errors={errors}>
          <Input id="email" name="email" type="email" autoComplete="username" required defaultValue={sent?.email} />
        </Field>
        <NewPasswordField errors={errors} />
        <Field id="team" label="Team name" errors={errors}>
          <Input id="team" name="team" autoComplete="organization" required maxLength={200} defaultValue={sent?.team} />
        </Field>
        <Field id="agent" label="First agent" hint="Used in API paths. Letters, digits, - and _." errors={errors}>
          <Input
            id="agent"
            name="agent"
            required
            pattern="[A-Za-z0-9_\-]{1,64}"
            defaultValue={sent?.agent ?? 'customer-support'}
            className="font-mono"
            aria-describedby="agent-hint"
          />
        </Field>
        <Button type="submit" kind="primary" disabled={isSending}>
          Create team
        </Button>
      </form>
    </>
  )
}
