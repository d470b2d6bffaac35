import type { ApiKey } from '../../db/schema'

/** What the audit log may say of a key: nothing secret. */
export const describedKey = ({ name, scopes, limited, expires_at, last_four }: ApiKey) => ({ name, scopes, limited, expires_at, last_four })

export const keyTarget = (key: ApiKey) => ({ kind: 'api_key', id: key.id, name: key.name })
