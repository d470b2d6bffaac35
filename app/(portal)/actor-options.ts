import type { FilterOption } from '@/app/_ui/select-filter'
import type { ActorChoices } from '@/lib/teams/actor-choices'

/** The keys of a team as options: the name, and the end of the secret. */
export const keyOptions = ({ keys }: ActorChoices): FilterOption[] =>
  keys.map(({ id, name, last_four, is_usable }) => ({ value: id, words: `${name} · mk_live_…${last_four}${is_usable ? '' : ' (ended)'}` }))

/** The keys and people of a team as options in groups. */
export const actorGroups = (choices: ActorChoices): Record<string, FilterOption[]> => ({
  'API keys': keyOptions(choices),
  People: choices.people.map(({ id, name }) => ({ value: id, words: name })),
})

/**
 * The name of the key or person by which a list is filtered: as a choice of the filter, or as the rows of the list have it, which every role
 * sees. The id itself if neither has a name.
 */
export const actorName = (
  { keys, people }: ActorChoices,
  id: string | undefined,
  inRows: readonly { id: string; name: string }[] = [],
): string | undefined => [...keys, ...people, ...inRows].find((actor) => actor.id === id)?.name ?? id

/** Who opened the sessions of a list. */
export const openersOf = (sessions: readonly { opened_by_id: string; opened_by_name: string }[]) =>
  sessions.map(({ opened_by_id, opened_by_name }) => ({ id: opened_by_id, name: opened_by_name }))
