import { SubmitButton } from '@/app/_ui/action-form'
import { Badge } from '@/app/_ui/badge'
import { Button } from '@/app/_ui/button'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Input } from '@/app/_ui/field'
import { Card, EmptyState } from '@/app/_ui/page-parts'
import { PlainForm } from '@/app/_ui/plain-form'
import { SimpleForm } from '@/app/_ui/simple-form'
import type { Role } from '@/lib/auth/permissions'
import { ROLE_DESCRIPTIONS, ROLE_NAMES } from '@/lib/teams/rules'
import { switchTeam } from '../actions'
import { createAnotherTeam } from './actions'

interface Team {
  id: string
  name: string
  role: Role
}

/** The teams of the person, to switch between. */
export function Teams({ teams, shownId }: { teams: Team[]; shownId: string | undefined }) {
  if (teams.length === 0) return <NoTeam />
  return (
    <Card title="Teams">
      <ul className="divide-y divide-line">
        {teams.map((team) => (
          <TeamEntry key={team.id} team={team} isShown={team.id === shownId} />
        ))}
      </ul>
      {teams.some(({ role }) => role === 'owner') && <CreateTeamForm />}
    </Card>
  )
}

function TeamEntry({ team: { id, name, role }, isShown }: { team: Team; isShown: boolean }) {
  return (
    <li className="flex items-center gap-3 py-2 first:pt-0">
      <div className="min-w-0 flex-1">
        <p dir="auto" className="font-medium break-words">
          {name}
        </p>
        <p className="text-xs text-soft">
          {ROLE_NAMES[role]} {ROLE_DESCRIPTIONS[role]}.
        </p>
      </div>
      {isShown ? (
        <Badge tone="accent">Current</Badge>
      ) : (
        <PlainForm action={switchTeam}>
          <input type="hidden" name="team" value={id} />
          <Button type="submit" size="small" aria-label={`Switch to ${name}`}>
            Switch
          </Button>
        </PlainForm>
      )}
    </li>
  )
}

function CreateTeamForm() {
  return (
    <Disclosure label="Create another team" size="small">
      <SimpleForm action={createAnotherTeam} className="grid *:[button]:justify-self-start gap-3">
        <Field id="team" label="Team name" hint="It has its own agents, keys and members. You become its owner.">
          <Input id="team" name="team" autoComplete="off" required maxLength={200} aria-describedby="team-hint" />
        </Field>
        <SubmitButton kind="primary" pending="Creating…">
          Create team
        </SubmitButton>
      </SimpleForm>
    </Disclosure>
  )
}

function NoTeam() {
  return (
    <EmptyState title="You're not in a team">
      <p>
        Ask a team admin to invite your e-mail address, and open the link while you are signed in. You then see the team&apos;s agents and
        sessions.
      </p>
    </EmptyState>
  )
}
