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
      <Card title="Delete team">
        <details>
          <summary className="cursor-pointer text-bad">
            Delete <UserText>{team}</UserText>…
          </summary>
          <ActionForm action={destroyTeam} className="mt-3 grid gap-3 *:[button]:justify-self-start">
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
            <Button type="submit" kind="danger">
              Delete team
            </Button>
          </ActionForm>
        </details>
      </Card>
    </div>
  )
}
