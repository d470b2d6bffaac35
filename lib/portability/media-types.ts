export const JSONL = 'application/x-ndjson'
export const MARKDOWN = 'text/markdown'
