import type { Search } from './search'

/** Where a list is shown: on its own page, or on a page of an agent, where it has only the rows of that agent. */
export interface ListPlace {
  path: string
  agentName?: string | undefined
}

/** The query of a list's URL. On the page of an agent it has no filter by agent. */
export function urlAt({ agentName }: ListPlace, url: Search): Search {
  const { agent_id: _name, agent: _alias, ...others } = url
  return agentName === undefined ? url : others
}

/** The query of a list's URL with the filter by agent that the page of an agent implies. */
export function searchAt(place: ListPlace, url: Search): Search {
  return place.agentName === undefined ? url : { ...urlAt(place, url), agent_id: place.agentName }
}
