'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { NewPasswordField } from '@/app/_ui/new-password-field'
import { ShownTeam } from '@/app/_ui/shown-team'
import { useFormAction } from '@/app/_ui/use-form-action'
import { LinkProblem } from '../link-problem'
import { setUp } from './actions'
import { SetupDone } from './setup-done'
import { SetupSteps } from './setup-steps'

/** The form of the setup link. `refusal` says why the link does not work. */
export function SetupForm({ token, refusal }: { token: string; refusal: string | undefined }) {
  const form = useFormAction(setUp)
  if (form.state.done) {
    const { teamId, ...created } = form.state.done
    return (
      <ShownTeam value={teamId}>
        <SetupDone {...created} />
      </ShownTeam>
    )
  }
  if (refusal) return <LinkProblem title="This link does not work">{refusal}</LinkProblem>
  return (
    <>
      <SetupSteps done={0} />
      <div>
        <h1 className="text-xl font-semibold">Welcome</h1>
        <p className="mt-1 text-soft">Create your team. You become its owner, and we create a first agent and an API key for you.</p>
      </div>
      <ActionForm form={form} className="grid gap-4">
        <FormProblem />
        <input type="hidden" name="token" value={token} />
        <Field id="name" label="Your name">
          <Input id="name" name="name" autoComplete="name" required maxLength={200} />
        </Field>
        <Field id="email" label="E-mail">
          <Input id="email" name="email" type="email" autoComplete="username" required />
        </Field>
        <NewPasswordField />
        <Field id="team" label="Team name">
          <Input id="team" name="team" autoComplete="organization" required maxLength={200} />
        </Field>
        <Field id="agent" label="First agent" hint="Used in API paths. Letters, digits, - and _.">
          <Input
            id="agent"
            name="agent"
            required
            pattern="[A-Za-z0-9_\-]{1,64}"
            defaultValue="customer-support"
            className="font-mono"
            aria-describedby="agent-hint"
          />
        </Field>
        <SubmitButton kind="primary" pending="Creating…">
          Create team
        </SubmitButton>
      </ActionForm>
    </>
  )
}
