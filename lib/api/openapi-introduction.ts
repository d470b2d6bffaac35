/** The introduction to the API in Markdown: what applies to every call. */
export const INTRODUCTION = `Memanto gives a team's AI agents memory that outlives a conversation. An **agent** is a persistent identity with its own
memories. A **session** is a limited period, six hours by default, in which an agent can store and retrieve them. Calls in a session are
authenticated by its **session token**.

Create an agent and activate it. Remember and recall with the token that activation returns. Deactivate the agent when the work is done.

## Credentials
Management calls take an API key, as \`Authorization: Bearer KEY\` or \`X-Api-Key: KEY\`. Session calls take the session token in \`X-Session-Token\`;
an API key is optional there. If you send one, it must be valid, belong to the same team and have access to the agent.

A token stays valid for the whole lifetime of its session, including extensions. Every response to a session call includes the expiry in
\`X-Session-Expires-At\`. After an extension, \`X-Session-Token\` contains a copy of the token that carries the new expiry.

## Parameters
Parameters of a POST, PATCH or DELETE can be in the query string or in a JSON body, with any content type. Sending a parameter twice with different
values is an error. Unknown names are ignored, unless they look like a misspelled parameter: then the request is refused. \`/memories/bulk\` and
\`/memories/erase\` refuse all unknown names. In a POST, optional values that are null or empty count as absent, but are an error in
\`/memories/erase\` and in the \`filter\` of \`/memories/bulk\`. In a PATCH they clear a field that may be empty, and are an error for others. Lists can be repeated keys, a comma-separated string, or a JSON array. Times without an offset are UTC.

## Errors
Every error is \`application/problem+json\` with a stable \`code\`; \`type\` links to an explanation, and \`request_id\` identifies the request in the log.
This also applies to requests that reach no operation: \`method_not_allowed\` (405), \`request_timeout\` (408), \`headers_too_large\` (431).

## Retries
Send an \`Idempotency-Key\` with every write. If a response gets lost, repeat the request with the same key: it is executed only once. A 503
includes \`Retry-After\`.

## Rate limits
Each key and each team has a limit of requests per minute (by default 12,000 and 60,000). Requests with a session token count for the key or
person it was issued to. \`RateLimit-Policy\` contains the limits and \`RateLimit\` the requests left, in responses to calls with a valid credential. A request above a limit is answered with
429 and \`Retry-After\`.

## Lists
Lists are paginated: send \`next_cursor\` as \`cursor\` to get the next page, until it is null.`
