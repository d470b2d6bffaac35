import { SubmitButton } from '@/app/_ui/action-form'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Select } from '@/app/_ui/field'
import { Card } from '@/app/_ui/page-parts'
import { SimpleForm } from '@/app/_ui/simple-form'
import { UserText } from '@/app/_ui/user-text'
import type { ShownMember } from '@/lib/teams/present'
import { leave, transfer } from './actions'

interface LeaveTeamProps {
  team: string
  isOwner: boolean
  others: ShownMember[]
}

/** Forms to transfer the ownership of the team and to leave it. */
export function LeaveTeam({ team, isOwner, others }: LeaveTeamProps) {
  return (
    <>
      {isOwner && others.length > 0 && <TransferForm others={others} />}
      <Card title="Leave team">
        {isOwner && !others.some(({ role }) => role === 'owner') ? <OnlyOwner hasOthers={others.length > 0} /> : <LeaveForm team={team} />}
      </Card>
    </>
  )
}

/** A team must have an owner, so the only one cannot leave it. */
const OnlyOwner = ({ hasOthers }: { hasOthers: boolean }) => (
  <p className="text-soft">
    You are the only owner.{' '}
    {hasOthers
      ? 'Transfer the ownership before you leave.'
      : 'Invite somebody and transfer the ownership before you leave, or delete the team.'}
  </p>
)

function LeaveForm({ team }: { team: string }) {
  return (
    <Disclosure label={<LeaveThis team={team} />} title="Leave team" className={WRAPPED_BUTTON}>
      <SimpleForm action={leave} className="grid justify-items-start gap-2">
        <p>
          Ends your sessions and open password links, invalidates your session tokens and signs you out on your other devices. You need an
          invite to come back.
        </p>
        <SubmitButton kind="danger" size="small" pending="Leaving…" className="h-auto min-h-7 max-w-full py-1 whitespace-normal">
          <span className="min-w-0 break-words">
            Leave <UserText>{team}</UserText>
          </span>
        </SubmitButton>
      </SimpleForm>
    </Disclosure>
  )
}

function TransferForm({ others }: { others: ShownMember[] }) {
  return (
    <Card title="Transfer ownership">
      <Disclosure label="Transfer ownership…" title="Transfer ownership">
        <SimpleForm action={transfer} className="grid justify-items-start gap-3">
          <p>Another member becomes an owner, and you become an admin. Only an owner can make you an owner again.</p>
          <Field id="new-owner" label="New owner">
            <Select id="new-owner" name="person_id" required defaultValue="">
              <option value="" disabled>
                Choose a member
              </option>
              {others.map(({ id, name }) => (
                <option key={id} value={id} dir="auto">
                  {name}
                </option>
              ))}
            </Select>
          </Field>
          <SubmitButton kind="danger" size="small" pending="Transferring…">
            Transfer ownership
          </SubmitButton>
        </SimpleForm>
      </Disclosure>
    </Card>
  )
}

const WRAPPED_BUTTON = 'h-auto min-h-9 max-w-full py-1 text-left whitespace-normal'

function LeaveThis({ team }: { team: string }) {
  return (
    <span className="min-w-0 break-words">
      Leave <UserText>{team}</UserText>…
    </span>
  )
}
