/** The settings of a team that a form shows, as a text that differs when they do. */
export const policyVersion = (settings: object): string => JSON.stringify(settings)
