import { ActionForm } from '@/app/_ui/action-form'
import { Button } from '@/app/_ui/button'
import { Field, Input } from '@/app/_ui/field'
import { Card } from '@/app/_ui/surface'
import { UserText } from '@/app/_ui/user-text'
import { destroyTeam } from './actions'

/** The owner's last way out. */
export function DeleteForm({ team }: { team: string }) {
  return (
    <div className="mt-6 max-w-2xl">
      <Card title="Delete the team">
        <details>
          <summary className="cursor-pointer text-bad">
            Delete <UserText>{team}</UserText> for good
          </summary>
          <ActionForm action={destroyTeam} className="mt-3 grid gap-3 *:[button]:justify-self-start">
            <p>
              Its keys and session tokens stop working at once, its sessions end and its people are no longer members. Its agents, memories,
              history and audit log are destroyed within the next minutes. This cannot be undone.
            </p>
            <Field
              id="confirm"
              label="Name of the team"
              hint={
                <>
                  Type <UserText>{team}</UserText> to confirm.
                </>
              }
            >
              <Input id="confirm" name="confirm" required autoComplete="off" spellCheck={false} aria-describedby="confirm-hint" />
            </Field>
            <Button type="submit" kind="danger">
              Delete the team
            </Button>
          </ActionForm>
        </details>
      </Card>
    </div>
  )
}
