import { SubmitButton } from '@/app/_ui/action-form'
import { ConfirmField } from '@/app/_ui/confirm-field'
import { Disclosure } from '@/app/_ui/disclosure'
import { Card } from '@/app/_ui/page-parts'
import { SimpleForm } from '@/app/_ui/simple-form'
import { UserText } from '@/app/_ui/user-text'
import { deleteTeam } from './actions'

/** Deletes the team, whose name is typed to confirm. */
export function DeleteForm({ team }: { team: string }) {
  return (
    <div className="mt-6 max-w-2xl">
      <Card title="Delete team">
        <Disclosure label={<DeleteThis team={team} />} title="Delete team" className={WRAPPED_BUTTON}>
          <SimpleForm action={deleteTeam} className="grid gap-3 *:[button]:justify-self-start">
            <p>
              Ends all sessions, invalidates all keys, session tokens and password links of members, and removes all members immediately.
              Agents, memories, history and audit log are deleted within minutes. This can&apos;t be undone.
            </p>
            <ConfirmField expected={<UserText>{team}</UserText>} subject="The name" required />
            <SubmitButton kind="danger" pending="Deleting…">
              Delete team
            </SubmitButton>
          </SimpleForm>
        </Disclosure>
      </Card>
    </div>
  )
}

const WRAPPED_BUTTON = 'h-auto min-h-9 max-w-full py-1 text-left whitespace-normal text-bad'

function DeleteThis({ team }: { team: string }) {
  return (
    <span className="min-w-0 break-words">
      Delete <UserText>{team}</UserText>…
    </span>
  )
}
