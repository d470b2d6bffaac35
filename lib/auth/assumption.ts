/** A caller whose credential is checked together with the first statement that is sent for the caller. */
export interface Assumed<Caller> {
  caller: Caller
  /** True once the credential has been checked during this call, whatever the outcome. */
  isChecked(): boolean
  /** True once the database has said, during this call, that the credential is valid and that the caller is the one assumed. */
  isConfirmed(): boolean
}

/** Thrown instead of the result of a statement when the caller is authenticated, but has other permissions than were assumed. */
export class ChangedCaller extends Error {}
