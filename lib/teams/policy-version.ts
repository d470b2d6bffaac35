/** The field of a form that sends the version of the settings that it showed. */
export const SEEN = 'seen'

/** The settings of a team that a form shows, as a text that differs when they do. */
export const policyVersion = (settings: object): string => JSON.stringify(settings)
