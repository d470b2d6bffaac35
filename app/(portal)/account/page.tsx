import type { Metadata } from 'next'
import { SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { Card, PageHeader } from '@/app/_ui/page-parts'
import { SimpleForm } from '@/app/_ui/simple-form'
import { ThemeSwitch } from '@/app/_ui/theme-switch'
import { PageTeam } from '@/app/(portal)/page-team'
import { listLogins } from '@/lib/people/logins'
import { findViewer, requireLogin } from '@/lib/sign-in/viewer'
import { rename } from './actions'
import { Logins } from './logins'
import { PasswordForm } from './password-form'
import { Teams } from './teams'

export const metadata: Metadata = { title: 'Account' }

/** The account of the person, who may have no team. */
export default async function AccountPage() {
  const { person, loginId } = await requireLogin()
  const viewer = await findViewer()
  const teams = (viewer?.memberships ?? []).map(({ team_id, team_name, role }) => ({ id: team_id, name: team_name, role }))
  return (
    <>
      <PageTeam />
      <PageHeader title="Account" about={<span className="break-all">{person.email}</span>} />
      <div className="grid max-w-2xl gap-6 *:min-w-0">
        <Teams teams={teams} shownId={viewer?.teamId} />
        <Card title="Name">
          <SimpleForm action={rename} className="grid *:[button]:justify-self-start gap-3">
            <Field id="name" label="Your name" hint="Shown to your teams and in audit logs.">
              <Input
                id="name"
                name="name"
                autoComplete="name"
                required
                maxLength={200}
                defaultValue={person.name}
                aria-describedby="name-hint"
              />
            </Field>
            <SubmitButton kind="primary" pending="Saving…">
              Save
            </SubmitButton>
          </SimpleForm>
        </Card>
        <Card title="Password">{person.password_hash === null ? <NoPassword /> : <PasswordForm email={person.email} />}</Card>
        <div className="noscript:hidden">
          <Card title="Theme">
            <ThemeSwitch />
          </Card>
        </div>
        <Logins logins={await listLogins(person.id, loginId)} />
      </div>
    </>
  )
}

function NoPassword() {
  return (
    <p className="text-soft">You sign in with another provider and have no password here. A team admin can create a link to set one.</p>
  )
}
