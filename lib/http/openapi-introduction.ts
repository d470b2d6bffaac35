/** What holds for every call; Markdown. */
export const INTRODUCTION = `Memanto gives a team's AI agents memory that outlives a conversation. An **agent** is a persistent identity with its own
memories. A **session** is a bounded window, six hours by default, in which an agent may store and retrieve them; a **session token** proves it.

Create an agent, activate it, remember and recall with the token that activation gave, and deactivate it when the work is done.

## Credentials
Management calls take an API key, as \`Authorization: Bearer KEY\` or \`X-Api-Key: KEY\`. Session calls take the session token in \`X-Session-Token\`;
an API key beside it is not needed, and if one is sent it has to be valid, of the same team and allowed for the agent.

One token stays valid for the whole life of its session, extensions included. Every answer to a session call tells the expiry in
\`X-Session-Expires-At\`. After an extension, \`X-Session-Token\` offers a copy of the token that tells the new expiry.

## Parameters
Every parameter of a POST or PATCH may come in the query string or in a JSON body, whatever its content type. The same parameter with two different
values is refused. Unknown names are ignored; null and an empty optional value count as absent. Lists may be repeated keys, a comma-separated
string, or a JSON array. Times without an offset are UTC.

## Errors
Every error is \`application/problem+json\` with a stable \`code\`; \`type\` is a page that explains it, and \`request_id\` finds it in the log.
A request that never becomes one is answered the same way: \`method_not_allowed\` (405), \`request_timeout\` (408), \`headers_too_large\` (431).

## Retries
Send an \`Idempotency-Key\` with what writes, and repeat the same request with the same key when an answer gets lost: it is done once. A 503 carries
\`Retry-After\`.

## Rate limits
Each key and each team may send so many requests a minute (by default 12,000 and 60,000); a session token counts for whoever it was issued to.
\`RateLimit-Policy\` tells the limits and \`RateLimit\` what is left of them. A request above them is answered 429 with \`Retry-After\`.

## Lists
Lists come in pages: send \`next_cursor\` as \`cursor\` to get the next one, until it is null.`
