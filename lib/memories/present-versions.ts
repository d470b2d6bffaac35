import type { z } from 'zod'
import type { VersionView } from '../../db/memory-versions'
import { rfc3339 } from '../time'
import type { MemoryHistory } from './history'
import type { MEMORY_VERSIONS } from './version-schemas'

/** A page of the versions of a memory, the latest first. */
export const presentHistory = ({ agentName, memoryId, versions, nextCursor }: MemoryHistory): z.infer<typeof MEMORY_VERSIONS> => ({
  memory_id: memoryId,
  agent_id: agentName,
  versions: versions.map(presentVersion),
  count: versions.length,
  next_cursor: nextCursor,
})

function presentVersion(version: VersionView): z.infer<typeof MEMORY_VERSIONS>['versions'][number] {
  const { type, title, content, confidence, tags, source, provenance, status, superseded_by, trust, client, reason } = version
  const { by_kind: kind, by_id: id, by_name: name } = version
  return {
    version: version.version,
    ...{ type, title, content, confidence, tags, source, provenance, status, superseded_by, trust, client, reason },
    occurred_at: rfc3339(version.occurred_at ?? version.created_at),
    created_at: rfc3339(version.created_at),
    expires_at: version.expires_at && rfc3339(version.expires_at),
    known_from: rfc3339(version.known_from),
    known_until: version.known_until && rfc3339(version.known_until),
    author: kind && id ? { kind, id, name: name ?? id } : null,
    session_id: version.version === 1 ? version.session_id : version.changed_in,
  }
}
