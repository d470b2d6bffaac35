import type { Policy } from './policy-input'

/** The settings of a team as a text that differs when they do. */
export const policyVersion = (policy: Policy): string => JSON.stringify(policy)
