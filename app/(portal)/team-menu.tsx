import { Button } from '@/app/_ui/button'
import { Select } from '@/app/_ui/field'
import { signOut, switchTeam } from './actions'

interface TeamMenuProps {
  team: { id: string; name: string }
  teams: { id: string; name: string }[]
  person: string
}

/** The team that is shown, a form to switch teams, and a button to sign out. */
export function TeamMenu({ team, teams, person }: TeamMenuProps) {
  return (
    <div className="mb-4 grid grid-cols-[minmax(0,1fr)] gap-2 px-2">
      {teams.length > 1 ? (
        <form action={switchTeam} className="flex gap-1">
          <Select name="team" defaultValue={team.id} aria-label="Team" className="min-w-0">
            {teams.map(({ id, name }) => (
              <option key={id} value={id} dir="auto">
                {name}
              </option>
            ))}
          </Select>
          <Button type="submit">Switch</Button>
        </form>
      ) : (
        <p dir="auto" className="truncate font-medium">
          {team.name}
        </p>
      )}
      <form action={signOut} className="flex items-center gap-1 text-soft">
        <span dir="auto" className="mr-auto truncate">
          {person}
        </span>
        <Button type="submit" size="small" kind="quiet">
          Sign out
        </Button>
      </form>
    </div>
  )
}
