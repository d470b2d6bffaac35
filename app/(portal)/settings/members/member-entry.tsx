import { SubmitButton } from '@/app/_ui/action-form'
import { Badge } from '@/app/_ui/badge'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Input, Select } from '@/app/_ui/field'
import { SimpleForm } from '@/app/_ui/simple-form'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { ShownMember } from '@/lib/teams/present'
import { remove, setRole } from './actions'
import { PasswordLinkForm } from './password-link-form'
import { RemovalPreview } from './removal-preview'

/** A member of the team, with forms to manage them. */
export function MemberEntry({ member }: { member: ShownMember }) {
  const { name, email, role, joinedAt, isYou, hasPassword, assignableRoles } = member
  return (
    <li className="grid gap-2 py-3 first:pt-0 last:pb-0">
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
      {assignableRoles.length > 0 && !isYou && <ManageMember member={member} />}
    </li>
  )
}

function ManageMember({ member }: { member: ShownMember }) {
  return (
    <Disclosure as="part" size="small" label={<Manage name={member.name} />}>
      <div className="grid gap-4 rounded-md border border-line p-3">
        <RoleForm member={member} />
        <PasswordLinkForm personId={member.id} name={member.name} />
        <RemovalForm member={member} />
      </div>
    </Disclosure>
  )
}

function Manage({ name }: { name: string }) {
  return (
    <span>
      Manage{' '}
      <span dir="auto" className="sr-only">
        {name}
      </span>
    </span>
  )
}

function RoleForm({ member: { id, role, assignableRoles } }: { member: ShownMember }) {
  return (
    <SimpleForm action={setRole} className="grid *:[button]:justify-self-start gap-2">
      <input type="hidden" name="person_id" value={id} />
      <Field id={`role-${id}`} label="Role">
        <Select id={`role-${id}`} name="role" defaultValue={role} key={role}>
          {assignableRoles.map((assignable) => (
            <option key={assignable}>{assignable}</option>
          ))}
        </Select>
      </Field>
      <SubmitButton size="small" pending="Changing…">
        Change role
      </SubmitButton>
    </SimpleForm>
  )
}

function RemovalForm({ member: { id, name, email, removal } }: { member: ShownMember }) {
  return (
    <SimpleForm action={remove} className="grid *:[button]:justify-self-start gap-2">
      <input type="hidden" name="person_id" value={id} />
      {removal && <RemovalPreview personId={id} name={name} removal={removal} />}
      <Field
        id={`confirm-${id}`}
        name="confirm"
        subject="The e-mail"
        label={
          <>
            To remove <UserText>{name}</UserText>, type {email}
          </>
        }
        hint="Invalidates their session tokens and signs them out immediately."
      >
        <Input id={`confirm-${id}`} name="confirm" autoComplete="off" required aria-describedby={`confirm-${id}-hint`} />
      </Field>
      <SubmitButton size="small" kind="danger" pending="Removing…">
        Remove from team
      </SubmitButton>
    </SimpleForm>
  )
}
