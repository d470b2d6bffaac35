/** The options of every command that writes a version of a memory. */
export interface ChangeOptions {
  reason?: string
  ifVersion?: number
}

/** What these options send. */
export const changeOf = ({ reason, ifVersion }: ChangeOptions) => ({
  ...(reason !== undefined && { reason }),
  ...(ifVersion !== undefined && { version: ifVersion }),
})
