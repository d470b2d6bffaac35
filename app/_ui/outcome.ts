/** What a form has done: a sentence, with the fields that, sent to the same action, undo it. */
export type Outcome = string | { words: string; undo?: Record<string, string> | undefined }

/** The sentence of an outcome. */
export const outcomeInWords = (done: Outcome): string => (typeof done === 'string' ? done : done.words)

/** The fields that undo an outcome; undefined where it cannot be undone. */
export const undoOfOutcome = (done: Outcome): Record<string, string> | undefined => (typeof done === 'string' ? undefined : done.undo)
