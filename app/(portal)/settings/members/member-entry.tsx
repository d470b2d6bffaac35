import { Badge } from '@/app/_ui/badge'
import { Button } from '@/app/_ui/button'
import { Field, Input, Select } from '@/app/_ui/field'
import { Moment } from '@/app/_ui/time'
import { ToastedForm } from '@/app/_ui/toasted-form'
import { UserText } from '@/app/_ui/user-text'
import type { ShownMember } from '@/lib/teams/present'
import { giveRole, remove } from './actions'
import { PasswordLinkForm } from './password-link-form'

export function MemberEntry({ member }: { member: ShownMember }) {
  const { name, email, role, joinedAt, isYou, hasPassword, givable } = member
  return (
    <li className="grid gap-2 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="mr-auto min-w-0">
          <p className="font-medium break-words">
            <UserText>{name}</UserText> {isYou && <span className="font-normal text-soft">(you)</span>}
          </p>
          <p className="text-xs break-all text-soft">
            {email}, joined <Moment at={joinedAt} />
          </p>
        </div>
        {!hasPassword && <Badge tone="neutral">No password</Badge>}
        <Badge tone={role === 'owner' ? 'accent' : 'neutral'}>{role}</Badge>
      </div>
      {givable.length > 0 && !isYou && <Managing member={member} />}
    </li>
  )
}

function Managing({ member }: { member: ShownMember }) {
  return (
    <details className="rounded-md border border-line px-3 open:pb-3">
      <summary className="cursor-pointer py-1.5 text-soft">
        Manage{' '}
        <span dir="auto" className="sr-only">
          {member.name}
        </span>
      </summary>
      <div className="grid gap-4 pt-1">
        <RoleForm member={member} />
        <PasswordLinkForm personId={member.id} name={member.name} />
        <RemovalForm member={member} />
      </div>
    </details>
  )
}

function RoleForm({ member: { id, role, givable } }: { member: ShownMember }) {
  return (
    <ToastedForm action={giveRole} undo={{ person: id, role }} words="Role changed." className="grid *:[button]:justify-self-start gap-2">
      <input type="hidden" name="person" value={id} />
      <Field id={`role-${id}`} label="Role">
        <Select id={`role-${id}`} name="role" defaultValue={role} key={role}>
          {givable.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
      </Field>
      <Button type="submit" size="small">
        Change role
      </Button>
    </ToastedForm>
  )
}

function RemovalForm({ member: { id, name, email } }: { member: ShownMember }) {
  return (
    <ToastedForm action={remove} className="grid *:[button]:justify-self-start gap-2">
      <input type="hidden" name="person" value={id} />
      <Field
        id={`confirm-${id}`}
        label={
          <>
            To remove <UserText>{name}</UserText>, type {email}
          </>
        }
        hint="Ends their sessions and invalidates their session tokens immediately. API keys they created keep working."
      >
        <Input id={`confirm-${id}`} name="confirm" autoComplete="off" required aria-describedby={`confirm-${id}-hint`} />
      </Field>
      <Button type="submit" size="small" kind="danger">
        Remove from team
      </Button>
    </ToastedForm>
  )
}
