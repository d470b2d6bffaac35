import type { ApiKey } from '../../db/schema'

/** The fields of a key that the audit log may contain: nothing secret. */
export const describeKey = ({ name, scopes, limited, expires_at, last_four, memory_trust, allowed_networks }: ApiKey) => ({
  ...{ name, scopes, limited, expires_at, last_four, memory_trust, allowed_networks },
})

/** A key as the target of an audit entry. */
export const keyTarget = (key: ApiKey) => ({ kind: 'api_key', id: key.id, name: key.name })
