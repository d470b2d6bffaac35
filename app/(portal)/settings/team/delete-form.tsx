import { SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { Card } from '@/app/_ui/page-parts'
import { SimpleForm } from '@/app/_ui/simple-form'
import { UserText } from '@/app/_ui/user-text'
import { deleteTeam } from './actions'

/** Deletes the team, whose name is typed to confirm. */
export function DeleteForm({ team }: { team: string }) {
  return (
    <div className="mt-6 max-w-2xl">
      <Card title="Delete team">
        <details>
          <summary className="cursor-pointer text-bad">
            Delete <UserText>{team}</UserText>…
          </summary>
          <SimpleForm action={deleteTeam} className="mt-3 grid gap-3 *:[button]:justify-self-start">
            <p>
              Ends all sessions, invalidates all keys and session tokens, and removes all members immediately. Agents, memories, history and
              audit log are deleted within minutes. This can&apos;t be undone.
            </p>
            <Field
              id="confirm"
              label={
                <>
                  Type <UserText>{team}</UserText> to confirm
                </>
              }
            >
              <Input id="confirm" name="confirm" required autoComplete="off" spellCheck={false} />
            </Field>
            <SubmitButton kind="danger" pending="Deleting…">
              Delete team
            </SubmitButton>
          </SimpleForm>
        </details>
      </Card>
    </div>
  )
}
