/** What a person may change in the list of memories. */
export interface MemoryRights {
  mayApprove: boolean
  /** For how many days deleted memories can be restored. */
  graceDays: number
}
