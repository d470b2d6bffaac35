import { ActionForm } from '@/app/_ui/action-form'
import { Button } from '@/app/_ui/button'
import { Field, Select } from '@/app/_ui/field'
import { Card } from '@/app/_ui/surface'
import { UserText } from '@/app/_ui/user-text'
import type { ShownMember } from '@/lib/teams/present'
import { handTeamOver, leave } from './actions'

interface LeavingProps {
  team: string
  isOwner: boolean
  others: ShownMember[]
}

/** Ways out: to hand the team over, to leave it. */
export function Leaving({ team, isOwner, others }: LeavingProps) {
  return (
    <>
      {isOwner && others.length > 0 && <HandOver others={others} />}
      <Card title="Leave team">
        <details>
          <summary className="cursor-pointer text-soft">
            Leave <UserText>{team}</UserText>…
          </summary>
          <ActionForm action={leave} className="mt-3 grid justify-items-start gap-2">
            <p>
              Ends your sessions, invalidates your session tokens and signs you out on your other devices. You need an invite to come back.
            </p>
            <Button type="submit" kind="danger" size="small" className="h-auto min-h-7 max-w-full py-1 whitespace-normal">
              <span className="min-w-0 break-words">
                Leave <UserText>{team}</UserText>
              </span>
            </Button>
          </ActionForm>
        </details>
      </Card>
    </>
  )
}

function HandOver({ others }: { others: ShownMember[] }) {
  return (
    <Card title="Transfer ownership">
      <ActionForm action={handTeamOver} className="grid justify-items-start gap-3">
        <p className="text-soft">Another member becomes an owner, and you become an admin. Only an owner can make you an owner again.</p>
        <Field id="heir" label="New owner">
          <Select id="heir" name="person">
            {others.map(({ id, name }) => (
              <option key={id} value={id} dir="auto">
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Button type="submit" size="small">
          Transfer ownership
        </Button>
      </ActionForm>
    </Card>
  )
}
