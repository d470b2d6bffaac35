export interface paths {
    "/api/v2/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List agents
         * @description Newest first. `total` counts all matches, `count` the agents on this page.
         *
         *     Requires an API key with the scope `agents:read`.
         */
        get: operations["listAgents"];
        put?: never;
        /**
         * Create an agent
         * @description Requires an API key with the scope `agents:write`.
         */
        post: operations["createAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an agent
         * @description Requires an API key with the scope `agents:read`.
         */
        get: operations["getAgent"];
        put?: never;
        post?: never;
        /**
         * Delete an agent
         * @description Ends its session and deletes its memories. Session history is kept. The name can be used again for a new agent without memories.
         *
         *     Requires an API key with the scope `agents:write`.
         */
        delete: operations["deleteAgent"];
        options?: never;
        head?: never;
        /**
         * Change an agent
         * @description Omitted fields stay unchanged. `metadata` is replaced as a whole. Null or an empty string clears `description` and `metadata`.
         *
         *     Requires an API key with the scope `agents:write`. It also requires `memories:admin` with `legal_hold`.
         */
        patch: operations["changeAgent"];
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate an agent
         * @description Starts a session, or joins the active one (`reused: true`). A joined session is extended if it has less than 30 minutes, or less than the requested duration, left; it is never shortened. Retrying is always safe.
         *
         *     Requires an API key with the scope `sessions:write`. It also requires `agents:write` with `create=true`, if the agent does not exist.
         */
        post: operations["activateAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an agent’s active session
         * @description Requires a session token, or an API key with the scope `sessions:read`. If both are sent, the token decides.
         */
        get: operations["getAgentStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deactivate an agent
         * @description Ends the agent’s session and returns its summary. An expired session is closed as `expired`.
         *
         *     Requires a session token issued to a key or person with `sessions:write`, or an API key with the scope `sessions:write`. If both are sent, the token decides.
         */
        post: operations["deactivateAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/session/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get current session
         * @description Requires a session token.
         */
        get: operations["getCurrentSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the latest active session
         * @description The most recently activated session among all active sessions the key has access to.
         *
         *     Requires an API key with the scope `sessions:read`.
         */
        get: operations["getLatestActiveSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description All sessions of your team, active and ended, newest first. `from` and `to` filter by start time.
         *
         *     Requires an API key with the scope `sessions:read`.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a session and its events
         * @description An ended session is returned as its summary, any other with its current state.
         *
         *     Requires an API key with the scope `sessions:read`.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/sessions/{session_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a session without its token
         * @description Ends the session as `revoked` and invalidates its tokens. Ending an ended session returns its summary.
         *
         *     Requires an API key with the scope `sessions:write`.
         */
        post: operations["endSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/session/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extend a session
         * @description Adds hours to the expiry, up to the maximum lifetime your team allows. Within your team’s renewal grace, an expired session is reactivated if you send its token and an API key; an ended session cannot be reactivated. `session_token` carries the new expiry; your current token stays valid too.
         *
         *     Requires a session token issued to a key or person with `sessions:write`. If the session has expired, also an API key with `sessions:write`.
         */
        post: operations["extendSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/session/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extend a session (agent session path)
         * @description Adds hours to the expiry, up to the maximum lifetime your team allows. Within your team’s renewal grace, an expired session is reactivated if you send its token and an API key; an ended session cannot be reactivated. `session_token` carries the new expiry; your current token stays valid too.
         *
         *     Requires a session token issued to a key or person with `sessions:write`. If the session has expired, also an API key with `sessions:write`.
         */
        post: operations["extendAgentSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extend a session (agent path)
         * @description Adds hours to the expiry, up to the maximum lifetime your team allows. Within your team’s renewal grace, an expired session is reactivated if you send its token and an API key; an ended session cannot be reactivated. `session_token` carries the new expiry; your current token stays valid too.
         *
         *     Requires a session token issued to a key or person with `sessions:write`. If the session has expired, also an API key with `sessions:write`.
         */
        post: operations["extendAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/remember": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store a memory
         * @description `supersedes` names memories whose place it takes; they are no longer recalled. If one of them does not exist, nothing is stored.
         *
         *     Requires a session token issued to a key or person with `memories:write`. It also requires `memories:read` with `check_similar`.
         */
        post: operations["remember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/batch-remember": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store up to 100 memories
         * @description Each memory is validated separately: an invalid one does not prevent the others from being stored. `results` has one entry per memory, in order.
         *
         *     Requires a session token issued to a key or person with `memories:write`.
         */
        post: operations["rememberBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a question from memory
         * @description Not implemented: always 501. Use recall, and answer from the memories it returns.
         *
         *     Requires a session token issued to a key or person with `memories:read`.
         */
        post: operations["answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/memories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List or search an agent’s memories
         * @description Newest first; with `query` best match first. Needs no session, and is not counted as a retrieval.
         *
         *     Requires an API key with the scope `memories:read`.
         */
        get: operations["listMemories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/memories/{memory_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a memory
         * @description Requires a session token issued to a key or person with `memories:read`, or an API key with the scope `memories:read`. If both are sent, the token decides.
         */
        get: operations["getMemory"];
        put?: never;
        post?: never;
        /**
         * Delete a memory
         * @description It can be restored during the grace period of the team, 7 days by default. With `purge` it is removed at once, with all versions.
         *
         *     Requires a session token issued to a key or person with `memories:write`, or an API key with the scope `memories:write`. If both are sent, the token decides.
         */
        delete: operations["deleteMemory"];
        options?: never;
        head?: never;
        /**
         * Change a memory
         * @description Omitted fields stay unchanged. Null or an empty string clears `title`, `tags`, `occurred_at` and `expires_at`. The version before the change is kept.
         *
         *     Requires a session token issued to a key or person with `memories:write`, or an API key with the scope `memories:write`. If both are sent, the token decides.
         */
        patch: operations["changeMemory"];
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/memories/{memory_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a memory
         * @description Latest first, in pages: what the memory said, who wrote it, when and why. A deleted memory has its history until it is purged.
         *
         *     Requires a session token issued to a key or person with `memories:read`, or an API key with the scope `memories:read`. If both are sent, the token decides.
         */
        get: operations["getMemoryHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/memories/{memory_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a memory
         * @description Makes a deleted, superseded or expired memory active again, or gives a memory the text and fields of an earlier version; as a new version.
         *
         *     Requires a session token issued to a key or person with `memories:write`, or an API key with the scope `memories:write`. If both are sent, the token decides.
         */
        post: operations["restoreMemory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/memories/{memory_id}/supersede": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a memory as superseded
         * @description It is no longer recalled, but keeps its history and can be restored. `superseded_by` names the memory that took its place.
         *
         *     Requires a session token issued to a key or person with `memories:write`, or an API key with the scope `memories:write`. If both are sent, the token decides.
         */
        post: operations["supersedeMemory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/remember/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store up to 200 messages of a conversation
         * @description Each message becomes a memory of the type event, in order. Its content begins with the name of who said it, or with the role: `Ada: I moved to Paris.` Its source is the role, and it happened at `created_at`. Each message is validated separately, and `results` has one entry per message, in order.
         *
         *     Requires a session token issued to a key or person with `memories:write`.
         */
        post: operations["rememberMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/sessions/{session_id}/memories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the memories that a session stored or recalled
         * @description What the session stored, in order, or what it recalled, in the order of the first recall of each. Deleted memories are left out; the events of the session still name them. What was recalled is known as long as your team keeps events.
         *
         *     Requires an API key with the scope `memories:read`. It also requires `sessions:read`.
         */
        get: operations["listSessionMemories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export an agent’s memories
         * @description A header, the agent, and its memories in the order in which they were stored. The last line of JSONL is `{"record": "end"}`; without it the file is incomplete.
         *
         *     Requires an API key with the scope `memories:read`.
         */
        get: operations["exportAgent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the memories of all agents
         * @description All agents that the key reaches, then the memories of each.
         *
         *     Requires an API key with the scope `memories:read`.
         */
        get: operations["exportTeam"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import memories from a file
         * @description Reads exports of Memanto, and the files of mem0, Letta, Hindsight, MCP’s memory server and Memanto’s Python version, which it recognizes by their shape. The file is stored in batches while it arrives. With an Idempotency-Key, a request that failed can be sent again and continues where it stopped.
         *
         *     Requires an API key with the scope `memories:write`.
         */
        post: operations["importMemories"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/imports/{import_id}/ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the new ids of imported memories
         * @description One line for each memory that has another id than in the file. Kept for 7 days.
         *
         *     Requires an API key with the scope `memories:read`.
         */
        get: operations["listImportedIds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/memories/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase memories everywhere
         * @description Finds memories by text, tag, source or agent, in all statuses and versions, and reports them. Unknown names and empty values are refused. With `dry_run=false` and `confirm` they are purged at once, up to 1,000 per call, and the response has a signed receipt.
         *
         *     Requires an API key with the scope `memories:admin`.
         */
        post: operations["eraseMemories"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/memories/erase/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the receipt of an erasure
         * @description Returns whether this server signed the receipt for your team, and what it confirms.
         *
         *     Requires an API key with the scope `memories:admin`.
         */
        post: operations["verifyErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/memories/{memory_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a memory
         * @description A memory that is quarantined or unreviewed becomes trusted, as a new version: from then on it is recalled. A trusted one stays as it is.
         *
         *     Requires an API key with the scope `memories:admin`.
         */
        post: operations["approveMemory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/memories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search memories of all agents
         * @description In all agents that the key reaches: best match first with `q`, at most 1,000; else newest first. Needs no session, and is not counted as a retrieval.
         *
         *     Requires an API key with the scope `memories:read`.
         */
        get: operations["searchMemories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/memories/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change up to 1,000 memories
         * @description Those with the ids, or those that a search finds. Each gets a new version with the reason. A hundred are changed together; after an error, send the request again with the same Idempotency-Key, and it continues where it stopped.
         *
         *     Requires an API key with the scope `memories:write`. It also requires `memories:read` with `filter`, and `memories:admin` with `act=approve`.
         */
        post: operations["changeMemories"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/recall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recall memories (GET)
         * @description The memories that match the query best, best match first.
         *
         *     Requires a session token issued to a key or person with `memories:read`.
         */
        get: operations["recallByGet"];
        put?: never;
        /**
         * Recall memories
         * @description The memories that match the query best, best match first.
         *
         *     Requires a session token issued to a key or person with `memories:read`.
         */
        post: operations["recall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/recall/recent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recall the latest memories (GET)
         * @description Newest first, in pages.
         *
         *     Requires a session token issued to a key or person with `memories:read`.
         */
        get: operations["recallRecentByGet"];
        put?: never;
        /**
         * Recall the latest memories
         * @description Newest first, in pages.
         *
         *     Requires a session token issued to a key or person with `memories:read`.
         */
        post: operations["recallRecent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/recall/as-of": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recall what was known at a time (GET)
         * @description What was known at `as_of`, in the words of then, newest first, in pages. Memories that were changed, superseded or deleted later are included, unless they were purged.
         *
         *     Requires a session token issued to a key or person with `memories:read`.
         */
        get: operations["recallAsOfByGet"];
        put?: never;
        /**
         * Recall what was known at a time
         * @description What was known at `as_of`, in the words of then, newest first, in pages. Memories that were changed, superseded or deleted later are included, unless they were purged.
         *
         *     Requires a session token issued to a key or person with `memories:read`.
         */
        post: operations["recallAsOf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{agent_id}/recall/changed-since": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recall what changed since a time (GET)
         * @description Memories stored or changed since `since`, latest change first, in pages.
         *
         *     Requires a session token issued to a key or person with `memories:read`.
         */
        get: operations["recallChangedSinceByGet"];
        put?: never;
        /**
         * Recall what changed since a time
         * @description Memories stored or changed since `since`, latest change first, in pages.
         *
         *     Requires a session token issued to a key or person with `memories:read`.
         */
        post: operations["recallChangedSince"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/memory-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the team’s rules for memories
         * @description Requires an API key with the scope `memories:read`.
         */
        get: operations["getMemoryPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the team’s rules for memories
         * @description Omitted rules stay unchanged. `redaction` holds for what is stored from then on, `retention` and `deletion_grace_days` for all memories.
         *
         *     Requires an API key with the scope `memories:admin`.
         */
        patch: operations["changeMemoryPolicy"];
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Liveness check
         * @description Returns 200 while the process runs, whatever the state of the database.
         *
         *     No credential required.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readiness check
         * @description Returns 503 until the database is reachable and its schema is up to date, and while the server is shutting down.
         *
         *     No credential required.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get this document
         * @description No credential required.
         */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            /**
             * Format: uri-reference
             * @description A page that explains the code.
             * @example /docs/errors/invalid_api_key
             */
            type: string;
            title: string;
            status: number;
            /** @description A sentence for people. */
            detail: string;
            /**
             * @description Stable: check this one in your program.
             * @enum {string}
             */
            code: "malformed_request" | "malformed_json" | "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired" | "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "wrong_password" | "credential_revoked" | "insufficient_scope" | "address_not_allowed" | "wrong_agent" | "agent_not_allowed" | "not_found" | "agent_not_found" | "session_not_found" | "memory_not_found" | "import_not_found" | "no_active_session" | "method_not_allowed" | "request_timeout" | "agent_exists" | "session_already_active" | "session_limit_reached" | "team_needs_owner" | "import_in_progress" | "idempotency_in_progress" | "legal_hold" | "erasure_not_confirmed" | "link_spent" | "memory_purged" | "memory_changed" | "body_too_large" | "unknown_host" | "invalid_request" | "secret_in_memory" | "idempotency_key_reused" | "headers_too_large" | "too_many_attempts" | "too_many_requests" | "rate_limit_exceeded" | "internal_error" | "answer_not_configured" | "overloaded" | "database_unavailable";
            /** @description Same as X-Request-Id. */
            request_id: string;
            /** @description What is wrong with each field. */
            errors?: {
                field: string;
                message: string;
            }[];
            /** @description With `secret_in_memory`: what was found in the memory, and where. */
            findings?: components["schemas"]["Finding"][];
            /** @description Why the session ended. */
            end_reason?: string;
        };
        Finding: {
            /**
             * @description `content`, `title`, `source`, `reason`, or `tags.0` for the first tag.
             * @example content
             */
            field: string;
            /**
             * @description Such as `card_number`, `iban`, `private_key` or `github_token`.
             * @example card_number
             */
            kind: string;
            /** @description Where it begins in the text of the memory, before anything is replaced there: in UTF-16 code units of the composed form (NFC). */
            start: number;
            /** @description Where it ends: the place after its last character. */
            end: number;
        };
        Agent: {
            /** @example customer-support */
            agent_id: string;
            /** @example memanto_agent_customer-support */
            namespace: string;
            /** @enum {string} */
            pattern: "support" | "project" | "tool";
            description: string;
            metadata: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            status: "active" | "inactive";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            updated_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            last_session: string | null;
            session_count: number;
            memory_count: number;
            /** @description Whether nothing may remove memories of the agent for good. */
            legal_hold: boolean;
            current_session: {
                session_id: string;
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 * @example 2025-03-31T22:30:00Z
                 */
                expires_at: string;
                time_remaining_seconds: number;
            } | null;
        };
        AgentPage: {
            agents: components["schemas"]["Agent"][];
            count: number;
            total: number;
            next_cursor: string | null;
        };
        DeletedAgent: {
            message: string;
            agent_id: string;
            memories_deleted: number;
        };
        Session: {
            /** @example sess_0mhyw2kq3Vb81mPq9sXw2LtRa */
            session_id: string;
            /** @example customer-support */
            agent_id: string;
            /** @example memanto_agent_customer-support */
            namespace: string;
            pattern: string;
            /** @enum {string} */
            status: "active" | "inactive";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string;
            time_remaining_seconds: number;
            /** @description From start to expiry. */
            duration_hours: number;
            opened_by: components["schemas"]["Actor"];
            /** @description Send it as X-Session-Token. */
            session_token: string;
            reused: boolean;
        };
        Actor: {
            /** @enum {string} */
            kind: "key" | "person" | "agent" | "system";
            id: string;
            name: string;
        };
        SessionInfo: {
            /** @example sess_0mhyw2kq3Vb81mPq9sXw2LtRa */
            session_id: string;
            /** @example customer-support */
            agent_id: string;
            /** @example memanto_agent_customer-support */
            namespace: string;
            pattern: string;
            /** @enum {string} */
            status: "active" | "inactive";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string;
            time_remaining_seconds: number;
            /** @description From start to expiry. */
            duration_hours: number;
            opened_by: components["schemas"]["Actor"];
            memories_stored: number;
            memories_retrieved: number;
            extensions: number;
            /** @enum {string|null} */
            end_reason: "deactivated" | "replaced" | "expired" | "revoked" | "agent_deleted" | null;
        };
        Summary: {
            /** @example sess_0mhyw2kq3Vb81mPq9sXw2LtRa */
            session_id: string;
            /** @example customer-support */
            agent_id: string;
            /** @enum {string} */
            status: "inactive";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            ended_at: string;
            /** @enum {string} */
            end_reason: "deactivated" | "replaced" | "expired" | "revoked" | "agent_deleted";
            opened_by: components["schemas"]["Actor"];
            ended_by: components["schemas"]["Actor"];
            duration_seconds: number;
            duration_hours: number;
            /** @example 2h 15m */
            duration: string;
            memories_stored: number;
            /** @description Alias of `memories_stored`. */
            memories_created: number;
            memories_retrieved: number;
            recalls: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            first_used_at: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            last_used_at: string | null;
        };
        SessionPage: {
            sessions: components["schemas"]["SessionInfo"][];
            count: number;
            next_cursor: string | null;
        };
        SessionInfoDetail: {
            /** @example sess_0mhyw2kq3Vb81mPq9sXw2LtRa */
            session_id: string;
            /** @example customer-support */
            agent_id: string;
            /** @example memanto_agent_customer-support */
            namespace: string;
            pattern: string;
            /** @enum {string} */
            status: "active" | "inactive";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string;
            time_remaining_seconds: number;
            /** @description From start to expiry. */
            duration_hours: number;
            opened_by: components["schemas"]["Actor"];
            memories_stored: number;
            memories_retrieved: number;
            extensions: number;
            /** @enum {string|null} */
            end_reason: "deactivated" | "replaced" | "expired" | "revoked" | "agent_deleted" | null;
            /** @description Up to 1,000 latest events, oldest first. */
            events: components["schemas"]["SessionEvent"][];
        };
        SessionEvent: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            at: string;
            /** @enum {string} */
            kind: "activated" | "joined" | "extended" | "renewed" | "remembered" | "recalled" | "ended";
            /** @description Memories stored or retrieved, or hours added. */
            amount: number;
            /** @description The memories that were stored or returned, at most 100; those that were deleted since are named too. */
            memory_ids: string[];
            by: components["schemas"]["Actor"];
            address: string | null;
        };
        SummaryDetail: {
            /** @example sess_0mhyw2kq3Vb81mPq9sXw2LtRa */
            session_id: string;
            /** @example customer-support */
            agent_id: string;
            /** @enum {string} */
            status: "inactive";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            ended_at: string;
            /** @enum {string} */
            end_reason: "deactivated" | "replaced" | "expired" | "revoked" | "agent_deleted";
            opened_by: components["schemas"]["Actor"];
            ended_by: components["schemas"]["Actor"];
            duration_seconds: number;
            duration_hours: number;
            /** @example 2h 15m */
            duration: string;
            memories_stored: number;
            /** @description Alias of `memories_stored`. */
            memories_created: number;
            memories_retrieved: number;
            recalls: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            first_used_at: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            last_used_at: string | null;
            /** @description Up to 1,000 latest events, oldest first. */
            events: components["schemas"]["SessionEvent"][];
        };
        ExtendedSession: {
            /** @example sess_0mhyw2kq3Vb81mPq9sXw2LtRa */
            session_id: string;
            /** @example customer-support */
            agent_id: string;
            /** @example memanto_agent_customer-support */
            namespace: string;
            pattern: string;
            /** @enum {string} */
            status: "active" | "inactive";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string;
            time_remaining_seconds: number;
            /** @description From start to expiry. */
            duration_hours: number;
            opened_by: components["schemas"]["Actor"];
            /** @description Send it as X-Session-Token. */
            session_token: string;
            reused: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            new_expires_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            previous_expires_at: string;
            hours_added: number;
        };
        StoredMemory: {
            memory_id: string;
            id: string;
            agent_id: string;
            session_id: string;
            namespace: string;
            /** @enum {string} */
            status: "stored";
            /** @enum {string} */
            type: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
            title: string | null;
            confidence: number;
            tags: string[];
            source: string;
            /** @enum {string} */
            provenance: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
            /**
             * Format: date-time
             * @description When what the memory describes happened; `created_at` if no time was given.
             * @example 2025-03-31T22:30:00Z
             */
            occurred_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string | null;
            /** @description The memories whose place it took. */
            supersedes: string[];
            /** @description Memories that are like it, the most similar first. With `check_similar` only. */
            similar?: {
                memory_id: string;
                score: number | null;
                content: string;
            }[];
            /** @description Secrets and personal numbers that were found in the stored texts. Absent when nothing was found. */
            findings?: components["schemas"]["Finding"][];
        };
        BatchOutcome: {
            agent_id: string;
            session_id: string;
            namespace: string;
            total_submitted: number;
            successful: number;
            failed: number;
            results: components["schemas"]["BatchResult"][];
        };
        BatchResult: {
            index: number;
            /** @enum {string} */
            status: "stored";
            memory_id: string;
            id: string;
            /** @description Secrets and personal numbers that were found in the stored texts. Absent when nothing was found. */
            findings?: components["schemas"]["Finding"][];
        } | {
            index: number;
            /** @enum {string} */
            status: "failed";
            /** @description Null: nothing was stored. */
            memory_id: string | null;
            /** @description Null: nothing was stored. */
            id: string | null;
            error: string;
            errors: {
                field: string;
                message: string;
            }[];
            /** @description Secrets and personal numbers that were found in the stored texts. Absent when nothing was found. */
            findings?: components["schemas"]["Finding"][];
        };
        MemoryPage: {
            memories: components["schemas"]["ListedMemory"][];
            count: number;
            next_cursor: string | null;
            /** @description False when memories that match the query may be missing, because the search reached one of its limits. */
            is_complete: boolean;
        };
        ListedMemory: {
            id: string;
            /** @description Alias of `id`. */
            memory_id: string;
            agent_id: string;
            session_id: string;
            /** @enum {string} */
            type: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
            title: string | null;
            confidence: number;
            tags: string[];
            source: string;
            /** @enum {string} */
            provenance: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
            /**
             * Format: date-time
             * @description When what the memory describes happened; `created_at` if no time was given.
             * @example 2025-03-31T22:30:00Z
             */
            occurred_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            content: string;
            /** @description Alias of `content`. */
            text: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            updated_at: string;
            /** @description 1 when it was stored, one more after each change. The `ETag` of a response with one memory. */
            version: number;
            /**
             * @description Recalls return active memories, unless they ask for others.
             * @enum {string}
             */
            status: "active" | "superseded" | "expired" | "deleted";
            /** @description The memory that took its place. */
            superseded_by: string | null;
            /**
             * Format: date-time
             * @description From when on it is no longer recalled; null: never.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string | null;
            /**
             * @description Quarantined memories are not recalled until somebody approves them.
             * @enum {string}
             */
            trust: "trusted" | "unreviewed" | "quarantined";
            /** @description Higher is better; comparable only within one response. Null if the results are not ranked. */
            score: number | null;
            /** @description Why it has this score, which is the sum of the scores here. With `explain` only. */
            reasons?: {
                words: {
                    /** @description A word of the query. */
                    word: string;
                    /** @description The term of the memory under which it was found: its stem, a similar word or a part. */
                    term: string;
                    /** @enum {string} */
                    match: "exact" | "similar" | "part";
                    /** @description 0: in this memory; -1: in the memory before it in its session, 2: in the second one after it. */
                    distance: number;
                    score: number;
                }[];
                name: {
                    /** @description The names of the query with which the memory begins. */
                    words: string[];
                    score: number;
                };
                date: {
                    /** @description Whether it is of a time that the query names. */
                    is_near: boolean;
                    score: number;
                };
                session: {
                    /** @description What the best memories of the same session add. */
                    score: number;
                };
            };
            /** @description How many recalls returned it; at most a minute old. */
            recalled_count: number;
            /**
             * Format: date-time
             * @description Null if no recall returned it.
             * @example 2025-03-31T22:30:00Z
             */
            last_recalled_at: string | null;
        };
        MemoryDetail: {
            id: string;
            /** @description Alias of `id`. */
            memory_id: string;
            agent_id: string;
            session_id: string;
            /** @enum {string} */
            type: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
            title: string | null;
            confidence: number;
            tags: string[];
            source: string;
            /** @enum {string} */
            provenance: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
            /**
             * Format: date-time
             * @description When what the memory describes happened; `created_at` if no time was given.
             * @example 2025-03-31T22:30:00Z
             */
            occurred_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            content: string;
            /** @description Alias of `content`. */
            text: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            updated_at: string;
            /** @description 1 when it was stored, one more after each change. The `ETag` of a response with one memory. */
            version: number;
            /**
             * @description Recalls return active memories, unless they ask for others.
             * @enum {string}
             */
            status: "active" | "superseded" | "expired" | "deleted";
            /** @description The memory that took its place. */
            superseded_by: string | null;
            /**
             * Format: date-time
             * @description From when on it is no longer recalled; null: never.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string | null;
            /**
             * @description Quarantined memories are not recalled until somebody approves them.
             * @enum {string}
             */
            trust: "trusted" | "unreviewed" | "quarantined";
            /** @description How many recalls returned it; at most a minute old. */
            recalled_count: number;
            /**
             * Format: date-time
             * @description Null if no recall returned it.
             * @example 2025-03-31T22:30:00Z
             */
            last_recalled_at: string | null;
        };
        Memory: {
            id: string;
            /** @description Alias of `id`. */
            memory_id: string;
            agent_id: string;
            session_id: string;
            /** @enum {string} */
            type: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
            title: string | null;
            confidence: number;
            tags: string[];
            source: string;
            /** @enum {string} */
            provenance: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
            /**
             * Format: date-time
             * @description When what the memory describes happened; `created_at` if no time was given.
             * @example 2025-03-31T22:30:00Z
             */
            occurred_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            content: string;
            /** @description Alias of `content`. */
            text: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            updated_at: string;
            /** @description 1 when it was stored, one more after each change. The `ETag` of a response with one memory. */
            version: number;
            /**
             * @description Recalls return active memories, unless they ask for others.
             * @enum {string}
             */
            status: "active" | "superseded" | "expired" | "deleted";
            /** @description The memory that took its place. */
            superseded_by: string | null;
            /**
             * Format: date-time
             * @description From when on it is no longer recalled; null: never.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string | null;
            /**
             * @description Quarantined memories are not recalled until somebody approves them.
             * @enum {string}
             */
            trust: "trusted" | "unreviewed" | "quarantined";
            /** @description Secrets and personal numbers that were found in the stored texts. Absent when nothing was found. */
            findings?: components["schemas"]["Finding"][];
        };
        DeletedMemory: {
            id: string;
            /** @description Alias of `id`. */
            memory_id: string;
            agent_id: string;
            session_id: string;
            /** @enum {string} */
            type: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
            title: string | null;
            confidence: number;
            tags: string[];
            source: string;
            /** @enum {string} */
            provenance: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
            /**
             * Format: date-time
             * @description When what the memory describes happened; `created_at` if no time was given.
             * @example 2025-03-31T22:30:00Z
             */
            occurred_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            content: string;
            /** @description Alias of `content`. */
            text: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            updated_at: string;
            /** @description 1 when it was stored, one more after each change. The `ETag` of a response with one memory. */
            version: number;
            /** @enum {string} */
            status: "deleted";
            /** @description The memory that took its place. */
            superseded_by: string | null;
            /**
             * Format: date-time
             * @description From when on it is no longer recalled; null: never.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string | null;
            /**
             * @description Quarantined memories are not recalled until somebody approves them.
             * @enum {string}
             */
            trust: "trusted" | "unreviewed" | "quarantined";
            namespace: string;
            message: string;
            /**
             * Format: date-time
             * @description Until when it can be restored; longer while its agent is on legal hold. null: it was purged.
             * @example 2025-03-31T22:30:00Z
             */
            restorable_until: string | null;
            /** @description Secrets and personal numbers that were found in the stored texts. Absent when nothing was found. */
            findings?: components["schemas"]["Finding"][];
        };
        MemoryVersions: {
            memory_id: string;
            agent_id: string;
            versions: components["schemas"]["MemoryVersion"][];
            count: number;
            next_cursor: string | null;
        };
        MemoryVersion: {
            version: number;
            /** @enum {string} */
            type: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
            title: string | null;
            confidence: number;
            tags: string[];
            source: string;
            /** @enum {string} */
            provenance: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
            /**
             * Format: date-time
             * @description When what the memory describes happened; `created_at` if no time was given.
             * @example 2025-03-31T22:30:00Z
             */
            occurred_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            content: string;
            /** @enum {string} */
            status: "active" | "superseded" | "expired" | "deleted";
            superseded_by: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string | null;
            /** @enum {string} */
            trust: "trusted" | "unreviewed" | "quarantined";
            /**
             * Format: date-time
             * @description When this version was written.
             * @example 2025-03-31T22:30:00Z
             */
            known_from: string;
            /**
             * Format: date-time
             * @description Null for the present version.
             * @example 2025-03-31T22:30:00Z
             */
            known_until: string | null;
            /** @description The key or person that wrote it; null if that was not recorded. */
            author: {
                /** @enum {string} */
                kind: "key" | "person" | "system";
                id: string;
                /** @description The name that it has now. */
                name: string;
            } | null;
            /** @description The program that sent it, from `X-Memanto-Client` or `User-Agent`; empty if unknown. */
            client: string;
            /** @description The session in which it was written; null outside a session. */
            session_id: string | null;
            reason: string | null;
        };
        SessionMemoryPage: {
            session_id: string;
            agent_id: string;
            /** @enum {string} */
            kind: "stored" | "recalled";
            memories: components["schemas"]["SessionMemory"][];
            count: number;
            next_cursor: string | null;
        };
        SessionMemory: {
            id: string;
            /** @description Alias of `id`. */
            memory_id: string;
            agent_id: string;
            session_id: string;
            /** @enum {string} */
            type: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
            title: string | null;
            confidence: number;
            tags: string[];
            source: string;
            /** @enum {string} */
            provenance: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
            /**
             * Format: date-time
             * @description When what the memory describes happened; `created_at` if no time was given.
             * @example 2025-03-31T22:30:00Z
             */
            occurred_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            content: string;
            /** @description Alias of `content`. */
            text: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            updated_at: string;
            /** @description 1 when it was stored, one more after each change. The `ETag` of a response with one memory. */
            version: number;
            /**
             * @description Recalls return active memories, unless they ask for others.
             * @enum {string}
             */
            status: "active" | "superseded" | "expired" | "deleted";
            /** @description The memory that took its place. */
            superseded_by: string | null;
            /**
             * Format: date-time
             * @description From when on it is no longer recalled; null: never.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string | null;
            /**
             * @description Quarantined memories are not recalled until somebody approves them.
             * @enum {string}
             */
            trust: "trusted" | "unreviewed" | "quarantined";
            /** @description How many recalls returned it; at most a minute old. */
            recalled_count: number;
            /**
             * Format: date-time
             * @description Null if no recall returned it.
             * @example 2025-03-31T22:30:00Z
             */
            last_recalled_at: string | null;
            /** @description How often recalls of this session returned it; null for what the session stored. */
            in_session: {
                recalls: number;
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 * @example 2025-03-31T22:30:00Z
                 */
                first_recalled_at: string;
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 * @example 2025-03-31T22:30:00Z
                 */
                last_recalled_at: string;
            } | null;
        };
        ImportResult: {
            agent_id: string;
            /** @description Null for a dry run. */
            import_id: string | null;
            dry_run: boolean;
            /**
             * @description Which product wrote the file; null when it contains no memories.
             * @enum {string|null}
             */
            format: "memanto" | "mem0" | "mcp-memory" | "hindsight" | "letta" | "okf" | "memanto-markdown" | null;
            /** @description Lines, elements or sections of the file: the sum of `stored`, `duplicates`, `skipped`, `failed` and `other_records`. Where an entity has several observations, each of them is counted, so that the sum is larger. */
            records: number;
            /** @description Memories that were stored; in a dry run, that would be. */
            stored: number;
            /** @description Memories that were left out because the agent or the file has the same content already. */
            duplicates: number;
            /** @description Memories that were left out because they are of another agent, or deleted in their product. */
            skipped: number;
            /** @description Records, or memories in them, with an error. */
            failed: number;
            /** @description Records that are no memories: of an export its header, agents, earlier versions and end; indexes and logs; entities and relations that no memory is made of. */
            other_records: number;
            /** @description How many memories have another id than in the file: GET …/imports/{import_id}/ids lists them. */
            ids_changed: number;
            /** @description The first 1000 errors. */
            errors: {
                /** @description The line in a file of lines, else the position among the memories; from 1 on. */
                line: number;
                error: string;
            }[];
            /** @description The first 1000 secrets and personal numbers that were found in what was stored; never the value. */
            findings: {
                line: number;
                field: string;
                kind: string;
                start: number;
                end: number;
            }[];
        };
        Erasure: {
            dry_run: boolean;
            /** @description How many memories match; in a call that erases, before it did. */
            matched: number;
            /** @description How many versions these have, the present ones included. */
            versions: number;
            /** @description The same by agent. */
            agents: components["schemas"]["ErasureOfAgent"][];
            erased: number;
            /** @description How many still match. Call again to erase them, with this number in `confirm`. */
            remaining: number;
            /** @description The memories that were erased; in a dry run the first 1,000 that match. */
            memory_ids: string[];
            /** @description A JWT, signed by this server, with team, time, author, numbers, ids and the SHA-256 of the criteria, and no text. Null in a dry run. */
            receipt: string | null;
        };
        ErasureOfAgent: {
            agent_id: string;
            memories: number;
            versions: number;
            legal_hold: boolean;
        };
        ErasureReceiptCheck: {
            valid: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            erased_at: string | null;
            by: {
                kind: string;
                id: string;
                name: string;
            } | null;
            /** @description Hexadecimal SHA-256 of {"text":…,"tag":…,"source":…,"agent_id":…} as JSON without blanks, null for what was not sent. */
            criteria_sha256: string | null;
            memories: number | null;
            versions: number | null;
            remaining: number | null;
            memory_ids: string[];
        };
        FoundMemories: {
            memories: components["schemas"]["RankedMemory"][];
            count: number;
            next_cursor: string | null;
            /** @description On the first page only. */
            matches: {
                /** @description How many memories match: of the best 1,000 with a query, of the latest 1,000 without. */
                count: number;
                /** @description False when more match than were counted. */
                is_complete: boolean;
                /** @description The 50 agents with most of these. */
                agents: {
                    agent_id: string;
                    count: number;
                }[];
            } | null;
        };
        RankedMemory: {
            id: string;
            /** @description Alias of `id`. */
            memory_id: string;
            agent_id: string;
            session_id: string;
            /** @enum {string} */
            type: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
            title: string | null;
            confidence: number;
            tags: string[];
            source: string;
            /** @enum {string} */
            provenance: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
            /**
             * Format: date-time
             * @description When what the memory describes happened; `created_at` if no time was given.
             * @example 2025-03-31T22:30:00Z
             */
            occurred_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            created_at: string;
            content: string;
            /** @description Alias of `content`. */
            text: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             * @example 2025-03-31T22:30:00Z
             */
            updated_at: string;
            /** @description 1 when it was stored, one more after each change. The `ETag` of a response with one memory. */
            version: number;
            /**
             * @description Recalls return active memories, unless they ask for others.
             * @enum {string}
             */
            status: "active" | "superseded" | "expired" | "deleted";
            /** @description The memory that took its place. */
            superseded_by: string | null;
            /**
             * Format: date-time
             * @description From when on it is no longer recalled; null: never.
             * @example 2025-03-31T22:30:00Z
             */
            expires_at: string | null;
            /**
             * @description Quarantined memories are not recalled until somebody approves them.
             * @enum {string}
             */
            trust: "trusted" | "unreviewed" | "quarantined";
            /** @description Higher is better; comparable only within one response. Null if the results are not ranked. */
            score: number | null;
            /** @description Why it has this score, which is the sum of the scores here. With `explain` only. */
            reasons?: {
                words: {
                    /** @description A word of the query. */
                    word: string;
                    /** @description The term of the memory under which it was found: its stem, a similar word or a part. */
                    term: string;
                    /** @enum {string} */
                    match: "exact" | "similar" | "part";
                    /** @description 0: in this memory; -1: in the memory before it in its session, 2: in the second one after it. */
                    distance: number;
                    score: number;
                }[];
                name: {
                    /** @description The names of the query with which the memory begins. */
                    words: string[];
                    score: number;
                };
                date: {
                    /** @description Whether it is of a time that the query names. */
                    is_near: boolean;
                    score: number;
                };
                session: {
                    /** @description What the best memories of the same session add. */
                    score: number;
                };
            };
        };
        ChangedMemories: {
            /** @enum {string} */
            act: "add_tags" | "remove_tags" | "retype" | "delete" | "restore" | "approve";
            dry_run: boolean;
            changed: number;
            unchanged: number;
            not_found: number;
            failed: number;
            /** @description Other memories match the filter, or with `q` may match. Change them with a narrower one, for example by dates. */
            has_more: boolean;
            results: {
                memory_id: string;
                /**
                 * @description `unchanged`: it was like that already. `too_many_tags`: it would have more than 20, and was not changed.
                 * @enum {string}
                 */
                outcome: "changed" | "unchanged" | "not_found" | "too_many_tags";
            }[];
            /** @description Secrets and personal numbers that were found in the stored texts. Absent when nothing was found. */
            findings?: components["schemas"]["Finding"][];
        };
        Recalled: {
            agent_id: string;
            session_id: string;
            memories: components["schemas"]["RankedMemory"][];
            count: number;
            query: string;
            /** @description False when memories that match the query may be missing, because the search reached one of its limits. */
            is_complete: boolean;
        };
        RecalledByTime: {
            agent_id: string;
            session_id: string;
            memories: components["schemas"]["RankedMemory"][];
            count: number;
            /** @enum {string} */
            temporal_mode: "recent" | "as_of" | "changed_since";
            /**
             * Format: date-time
             * @description The parsed time of recall/as-of.
             * @example 2025-03-31T22:30:00Z
             */
            as_of_date?: string;
            /**
             * Format: date-time
             * @description The parsed time of recall/changed-since.
             * @example 2025-03-31T22:30:00Z
             */
            since_date?: string;
            /** @description Send it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        MemoryPolicy: {
            /**
             * @description What happens with secrets, card numbers, bank accounts and national ids in memories. off: nothing; warn: the response names kind and position; redact: `[redacted: KIND]` is stored instead; refuse: the memory is not stored. API keys and session tokens of Memanto are always refused.
             * @enum {string}
             */
            redaction: "off" | "warn" | "redact" | "refuse";
            /** @description For how many days memories of a type are kept after their last change; a type that is missing is kept for ever. */
            retention: {
                fact?: number;
                preference?: number;
                goal?: number;
                decision?: number;
                artifact?: number;
                learning?: number;
                event?: number;
                instruction?: number;
                relationship?: number;
                context?: number;
                observation?: number;
                commitment?: number;
                error?: number;
            };
            /** @description For how many days a deleted memory can be restored, before it is purged; 0: it is purged at once. */
            deletion_grace_days: number;
        };
        ChangedMemoryPolicy: {
            /**
             * @description What happens with secrets, card numbers, bank accounts and national ids in memories. off: nothing; warn: the response names kind and position; redact: `[redacted: KIND]` is stored instead; refuse: the memory is not stored. API keys and session tokens of Memanto are always refused.
             * @enum {string}
             */
            redaction: "off" | "warn" | "redact" | "refuse";
            /** @description For how many days memories of a type are kept after their last change; a type that is missing is kept for ever. */
            retention: {
                fact?: number;
                preference?: number;
                goal?: number;
                decision?: number;
                artifact?: number;
                learning?: number;
                event?: number;
                instruction?: number;
                relationship?: number;
                context?: number;
                observation?: number;
                commitment?: number;
                error?: number;
            };
            /** @description For how many days a deleted memory can be restored, before it is purged; 0: it is purged at once. */
            deletion_grace_days: number;
            /** @description True: nothing was changed. */
            dry_run?: boolean;
            /** @description With `dry_run`: how many memories of each type would expire at once. */
            would_expire?: {
                fact?: number;
                preference?: number;
                goal?: number;
                decision?: number;
                artifact?: number;
                learning?: number;
                event?: number;
                instruction?: number;
                relationship?: number;
                context?: number;
                observation?: number;
                commitment?: number;
                error?: number;
            };
        };
        Health: {
            /** @enum {string} */
            status: "ok";
            /** @enum {string} */
            service: "MEMANTO";
            version: string;
        };
        Ready: {
            /** @enum {string} */
            status: "ready";
        };
        OpenApiDocument: {
            openapi: string;
            info: {
                [key: string]: unknown;
            };
            paths: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description The id of this request in the server log. */
        "X-Request-Id": string;
        /** @description When the session of the token expires. */
        "X-Session-Expires-At": string;
        /** @description A newer copy of the token, if the one sent carries an older expiry. Both work. */
        "X-Session-Token": string;
        /** @description The version of the memory: send it as `If-Match` with a change, so that no other change is overwritten. Of a document: send it as `If-None-Match`. */
        ETag: string;
        /** @description `true` if this is the recorded response to an earlier request. */
        "Idempotent-Replayed": string;
        /** @description Requests left in each rate limit, and the seconds until more are available. */
        RateLimit: string;
        /** @description Requests that the key and the team may send, and the window in seconds. Absent if the limits are off. */
        "RateLimit-Policy": string;
        /** @description Seconds to wait before trying again. */
        "Retry-After": number;
        /** @description The kind of credential required. */
        "WWW-Authenticate": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAgents: {
        parameters: {
            query?: {
                /** @description Part of the id or description. */
                q?: string;
                /** @description Only results with this status. */
                status?: "active" | "inactive";
                /** @description Maximum number of results. */
                limit?: number;
                /** @description next_cursor of the previous page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of agents. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agents": [
                     *         {
                     *           "agent_id": "customer-support",
                     *           "namespace": "memanto_agent_customer-support",
                     *           "pattern": "support",
                     *           "description": "Answers customers by e-mail.",
                     *           "metadata": {
                     *             "owner": "ada"
                     *           },
                     *           "status": "active",
                     *           "created_at": "2025-03-01T09:00:00.000Z",
                     *           "updated_at": "2025-03-01T09:00:00.000Z",
                     *           "last_session": "2025-03-31T16:30:00.000Z",
                     *           "session_count": 12,
                     *           "memory_count": 340,
                     *           "legal_hold": false,
                     *           "current_session": {
                     *             "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *             "expires_at": "2025-03-31T22:30:00.000Z",
                     *             "time_remaining_seconds": 21600
                     *           }
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "total": 1,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["AgentPage"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    createAgent: {
        parameters: {
            query?: {
                /** @description The public id of the agent. */
                agent_id?: string;
                /** @description The kind of agent. A label for lists and filters. Default: "support". */
                pattern?: "support" | "project" | "tool";
                /** @description What the agent is for. Default: "". */
                description?: string;
                /** @description Your own data about the agent; at most 5 kB of JSON. Numbers that JSON parsers would round are refused: send them as strings. Here as JSON text. Default: {}. */
                metadata?: string;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "agent_id": "customer-support",
                 *       "pattern": "support",
                 *       "description": "Answers customers by e-mail."
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The public id of the agent.
                     * @example customer-support
                     */
                    agent_id: string;
                    /**
                     * @description The kind of agent. A label for lists and filters.
                     * @default support
                     * @enum {string}
                     */
                    pattern?: "support" | "project" | "tool";
                    /**
                     * @description What the agent is for.
                     * @default
                     */
                    description?: string;
                    /**
                     * @description Your own data about the agent; at most 5 kB of JSON. Numbers that JSON parsers would round are refused: send them as strings.
                     * @default {}
                     */
                    metadata?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description The new agent. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "pattern": "support",
                     *       "description": "Answers customers by e-mail.",
                     *       "metadata": {
                     *         "owner": "ada"
                     *       },
                     *       "status": "inactive",
                     *       "created_at": "2025-03-01T09:00:00.000Z",
                     *       "updated_at": "2025-03-01T09:00:00.000Z",
                     *       "last_session": null,
                     *       "session_count": 0,
                     *       "memory_count": 0,
                     *       "legal_hold": false,
                     *       "current_session": null
                     *     }
                     */
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "agent_not_allowed";
                    };
                };
            };
            /** @description `idempotency_in_progress`, `agent_exists` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress" | "agent_exists";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    getAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "pattern": "support",
                     *       "description": "Answers customers by e-mail.",
                     *       "metadata": {
                     *         "owner": "ada"
                     *       },
                     *       "status": "active",
                     *       "created_at": "2025-03-01T09:00:00.000Z",
                     *       "updated_at": "2025-03-01T09:00:00.000Z",
                     *       "last_session": "2025-03-31T16:30:00.000Z",
                     *       "session_count": 12,
                     *       "memory_count": 340,
                     *       "legal_hold": false,
                     *       "current_session": {
                     *         "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *         "expires_at": "2025-03-31T22:30:00.000Z",
                     *         "time_remaining_seconds": 21600
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    deleteAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent was deleted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "The agent \"customer-support\" was deleted.",
                     *       "agent_id": "customer-support",
                     *       "memories_deleted": 340
                     *     }
                     */
                    "application/json": components["schemas"]["DeletedAgent"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress`, `legal_hold` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress" | "legal_hold";
                    };
                };
            };
            /** @description `idempotency_key_reused`, `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_key_reused" | "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    changeAgent: {
        parameters: {
            query?: {
                /** @description What the agent is for. */
                description?: string | null;
                /** @description The kind of agent. A label for lists and filters. */
                pattern?: "support" | "project" | "tool";
                /** @description Your own data about the agent; at most 5 kB of JSON. Numbers that JSON parsers would round are refused: send them as strings. */
                metadata?: {
                    [key: string]: unknown;
                } | null;
                /** @description While it is true, nothing removes memories of the agent for good: no purge, erasure, retention or deletion of the agent. Requires the scope memories:admin too. */
                legal_hold?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "description": "Answers customers by e-mail."
                 *     }
                 */
                "application/json": {
                    /** @description What the agent is for. */
                    description?: string | null;
                    /**
                     * @description The kind of agent. A label for lists and filters.
                     * @enum {string}
                     */
                    pattern?: "support" | "project" | "tool";
                    /** @description Your own data about the agent; at most 5 kB of JSON. Numbers that JSON parsers would round are refused: send them as strings. */
                    metadata?: {
                        [key: string]: unknown;
                    } | null;
                    /** @description While it is true, nothing removes memories of the agent for good: no purge, erasure, retention or deletion of the agent. Requires the scope memories:admin too. */
                    legal_hold?: boolean;
                };
            };
        };
        responses: {
            /** @description The updated agent. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "pattern": "support",
                     *       "description": "Answers customers by e-mail.",
                     *       "metadata": {
                     *         "owner": "ada"
                     *       },
                     *       "status": "active",
                     *       "created_at": "2025-03-01T09:00:00.000Z",
                     *       "updated_at": "2025-03-01T09:00:00.000Z",
                     *       "last_session": "2025-03-31T16:30:00.000Z",
                     *       "session_count": 12,
                     *       "memory_count": 340,
                     *       "legal_hold": false,
                     *       "current_session": {
                     *         "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *         "expires_at": "2025-03-31T22:30:00.000Z",
                     *         "time_remaining_seconds": 21600
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    activateAgent: {
        parameters: {
            query?: {
                /** @description Hours, from 1 minute (0.0167) to 24; fractions allowed. */
                duration_hours?: number;
                /** @description What to do if a session is already active. Default: "join". */
                on_active?: "join" | "replace" | "reject";
                /** @description Create the agent if it does not exist; requires agents:write. Default: false. */
                create?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "duration_hours": 6
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Hours, from 1 minute (0.0167) to 24; fractions allowed.
                     * @example 6
                     */
                    duration_hours?: number;
                    /**
                     * @description What to do if a session is already active.
                     * @default join
                     * @enum {string}
                     */
                    on_active?: "join" | "replace" | "reject";
                    /**
                     * @description Create the agent if it does not exist; requires agents:write.
                     * @default false
                     */
                    create?: boolean;
                };
            };
        };
        responses: {
            /** @description The session and a token for it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "agent_id": "customer-support",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "pattern": "support",
                     *       "status": "active",
                     *       "created_at": "2025-03-31T16:30:00.000Z",
                     *       "started_at": "2025-03-31T16:30:00.000Z",
                     *       "expires_at": "2025-03-31T22:30:00.000Z",
                     *       "time_remaining_seconds": 21600,
                     *       "duration_hours": 6,
                     *       "opened_by": {
                     *         "kind": "key",
                     *         "id": "a1B2c3D4e5",
                     *         "name": "Production"
                     *       },
                     *       "session_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhZ2VudF9pZCI6ImN1c3RvbWVyLXN1cHBvcnQifQ.c2lnbmVkLWJ5LW5vYm9keQ",
                     *       "reused": false
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired`, `credential_revoked` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired" | "credential_revoked";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress`, `session_already_active`, `agent_exists` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress" | "session_already_active" | "agent_exists";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    getAgentStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The active session. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "agent_id": "customer-support",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "pattern": "support",
                     *       "status": "active",
                     *       "created_at": "2025-03-31T16:30:00.000Z",
                     *       "started_at": "2025-03-31T16:30:00.000Z",
                     *       "expires_at": "2025-03-31T22:30:00.000Z",
                     *       "time_remaining_seconds": 21600,
                     *       "duration_hours": 6,
                     *       "opened_by": {
                     *         "kind": "key",
                     *         "id": "a1B2c3D4e5",
                     *         "name": "Production"
                     *       },
                     *       "memories_stored": 12,
                     *       "memories_retrieved": 47,
                     *       "extensions": 0,
                     *       "end_reason": null
                     *     }
                     */
                    "application/json": components["schemas"]["SessionInfo"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found`, `no_active_session` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "no_active_session";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    deactivateAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The summary of the session. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "agent_id": "customer-support",
                     *       "status": "inactive",
                     *       "started_at": "2025-03-31T16:30:00.000Z",
                     *       "created_at": "2025-03-31T16:30:00.000Z",
                     *       "ended_at": "2025-03-31T18:45:00.000Z",
                     *       "end_reason": "deactivated",
                     *       "opened_by": {
                     *         "kind": "key",
                     *         "id": "a1B2c3D4e5",
                     *         "name": "Production"
                     *       },
                     *       "ended_by": {
                     *         "kind": "agent",
                     *         "id": "customer-support",
                     *         "name": "customer-support"
                     *       },
                     *       "duration_seconds": 8100,
                     *       "duration_hours": 2.25,
                     *       "duration": "2h 15m",
                     *       "memories_stored": 12,
                     *       "memories_created": 12,
                     *       "memories_retrieved": 47,
                     *       "recalls": 9,
                     *       "first_used_at": "2025-03-31T16:31:04.000Z",
                     *       "last_used_at": "2025-03-31T18:40:51.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Summary"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found`, `no_active_session` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found" | "no_active_session";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `idempotency_key_reused`, `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_key_reused" | "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    getCurrentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session of the token. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "agent_id": "customer-support",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "pattern": "support",
                     *       "status": "active",
                     *       "created_at": "2025-03-31T16:30:00.000Z",
                     *       "started_at": "2025-03-31T16:30:00.000Z",
                     *       "expires_at": "2025-03-31T22:30:00.000Z",
                     *       "time_remaining_seconds": 21600,
                     *       "duration_hours": 6,
                     *       "opened_by": {
                     *         "kind": "key",
                     *         "id": "a1B2c3D4e5",
                     *         "name": "Production"
                     *       },
                     *       "memories_stored": 12,
                     *       "memories_retrieved": 47,
                     *       "extensions": 0,
                     *       "end_reason": null
                     *     }
                     */
                    "application/json": components["schemas"]["SessionInfo"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "agent_not_allowed";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    getLatestActiveSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The active session. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "agent_id": "customer-support",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "pattern": "support",
                     *       "status": "active",
                     *       "created_at": "2025-03-31T16:30:00.000Z",
                     *       "started_at": "2025-03-31T16:30:00.000Z",
                     *       "expires_at": "2025-03-31T22:30:00.000Z",
                     *       "time_remaining_seconds": 21600,
                     *       "duration_hours": 6,
                     *       "opened_by": {
                     *         "kind": "key",
                     *         "id": "a1B2c3D4e5",
                     *         "name": "Production"
                     *       },
                     *       "memories_stored": 12,
                     *       "memories_retrieved": 47,
                     *       "extensions": 0,
                     *       "end_reason": null
                     *     }
                     */
                    "application/json": components["schemas"]["SessionInfo"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `no_active_session` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "no_active_session";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description The public id of an agent. */
                agent_id?: string;
                /** @description Only results with this status. */
                status?: "active" | "inactive";
                /** @description Only sessions with this end reason. */
                end_reason?: "deactivated" | "replaced" | "expired" | "revoked" | "agent_deleted";
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                from?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                to?: string;
                /** @description Maximum number of results. */
                limit?: number;
                /** @description next_cursor of the previous page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sessions": [
                     *         {
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "agent_id": "customer-support",
                     *           "namespace": "memanto_agent_customer-support",
                     *           "pattern": "support",
                     *           "status": "active",
                     *           "created_at": "2025-03-31T16:30:00.000Z",
                     *           "started_at": "2025-03-31T16:30:00.000Z",
                     *           "expires_at": "2025-03-31T22:30:00.000Z",
                     *           "time_remaining_seconds": 21600,
                     *           "duration_hours": 6,
                     *           "opened_by": {
                     *             "kind": "key",
                     *             "id": "a1B2c3D4e5",
                     *             "name": "Production"
                     *           },
                     *           "memories_stored": 12,
                     *           "memories_retrieved": 47,
                     *           "extensions": 0,
                     *           "end_reason": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a session. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session and its events. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "agent_id": "customer-support",
                     *       "status": "inactive",
                     *       "started_at": "2025-03-31T16:30:00.000Z",
                     *       "created_at": "2025-03-31T16:30:00.000Z",
                     *       "ended_at": "2025-03-31T18:45:00.000Z",
                     *       "end_reason": "deactivated",
                     *       "opened_by": {
                     *         "kind": "key",
                     *         "id": "a1B2c3D4e5",
                     *         "name": "Production"
                     *       },
                     *       "ended_by": {
                     *         "kind": "agent",
                     *         "id": "customer-support",
                     *         "name": "customer-support"
                     *       },
                     *       "duration_seconds": 8100,
                     *       "duration_hours": 2.25,
                     *       "duration": "2h 15m",
                     *       "memories_stored": 12,
                     *       "memories_created": 12,
                     *       "memories_retrieved": 47,
                     *       "recalls": 9,
                     *       "first_used_at": "2025-03-31T16:31:04.000Z",
                     *       "last_used_at": "2025-03-31T18:40:51.000Z",
                     *       "events": [
                     *         {
                     *           "at": "2025-03-31T16:30:00.000Z",
                     *           "kind": "activated",
                     *           "amount": 0,
                     *           "memory_ids": [],
                     *           "by": {
                     *             "kind": "key",
                     *             "id": "a1B2c3D4e5",
                     *             "name": "Production"
                     *           },
                     *           "address": "192.0.2.7"
                     *         },
                     *         {
                     *           "at": "2025-03-31T16:31:04.000Z",
                     *           "kind": "remembered",
                     *           "amount": 1,
                     *           "memory_ids": [
                     *             "mem_0m8xq5n7cTf40kWz3uYe6HsDd"
                     *           ],
                     *           "by": {
                     *             "kind": "key",
                     *             "id": "a1B2c3D4e5",
                     *             "name": "Production"
                     *           },
                     *           "address": "192.0.2.7"
                     *         },
                     *         {
                     *           "at": "2025-03-31T18:45:00.000Z",
                     *           "kind": "ended",
                     *           "amount": 0,
                     *           "memory_ids": [],
                     *           "by": {
                     *             "kind": "agent",
                     *             "id": "customer-support",
                     *             "name": "customer-support"
                     *           },
                     *           "address": "192.0.2.7"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SessionInfoDetail"] | components["schemas"]["SummaryDetail"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `not_found`, `session_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "session_not_found";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: {
                /** @description The reason, shown in the history. */
                reason?: string;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id of a session. */
                session_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The laptop was lost."
                 *     }
                 */
                "application/json": {
                    /** @description The reason, shown in the history. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The summary of the session. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "agent_id": "customer-support",
                     *       "status": "inactive",
                     *       "started_at": "2025-03-31T16:30:00.000Z",
                     *       "created_at": "2025-03-31T16:30:00.000Z",
                     *       "ended_at": "2025-03-31T18:45:00.000Z",
                     *       "end_reason": "revoked",
                     *       "opened_by": {
                     *         "kind": "key",
                     *         "id": "a1B2c3D4e5",
                     *         "name": "Production"
                     *       },
                     *       "ended_by": {
                     *         "kind": "agent",
                     *         "id": "customer-support",
                     *         "name": "customer-support"
                     *       },
                     *       "duration_seconds": 8100,
                     *       "duration_hours": 2.25,
                     *       "duration": "2h 15m",
                     *       "memories_stored": 12,
                     *       "memories_created": 12,
                     *       "memories_retrieved": 47,
                     *       "recalls": 9,
                     *       "first_used_at": "2025-03-31T16:31:04.000Z",
                     *       "last_used_at": "2025-03-31T18:40:51.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Summary"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `not_found`, `session_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "session_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    extendSession: {
        parameters: {
            query?: {
                /** @description Hours, from 1 minute (0.0167) to 24; fractions allowed. Default: 6. */
                extend_hours?: number;
                /**
                 * @deprecated
                 * @description Alias of `extend_hours`.
                 */
                additional_hours?: number;
                /**
                 * @deprecated
                 * @description Alias of `extend_hours`.
                 */
                duration_hours?: number;
                /**
                 * @deprecated
                 * @description Alias of `extend_hours`.
                 */
                hours?: number;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "extend_hours": 6
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Hours, from 1 minute (0.0167) to 24; fractions allowed.
                     * @default 6
                     * @example 6
                     */
                    extend_hours?: number;
                    /**
                     * @deprecated
                     * @description Alias of `extend_hours`.
                     */
                    additional_hours?: number;
                    /**
                     * @deprecated
                     * @description Alias of `extend_hours`.
                     */
                    duration_hours?: number;
                    /**
                     * @deprecated
                     * @description Alias of `extend_hours`.
                     */
                    hours?: number;
                };
            };
        };
        responses: {
            /** @description The session with its new expiry. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "agent_id": "customer-support",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "pattern": "support",
                     *       "status": "active",
                     *       "created_at": "2025-03-31T16:30:00.000Z",
                     *       "started_at": "2025-03-31T16:30:00.000Z",
                     *       "expires_at": "2025-04-01T04:30:00.000Z",
                     *       "time_remaining_seconds": 43200,
                     *       "duration_hours": 12,
                     *       "opened_by": {
                     *         "kind": "key",
                     *         "id": "a1B2c3D4e5",
                     *         "name": "Production"
                     *       },
                     *       "session_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhZ2VudF9pZCI6ImN1c3RvbWVyLXN1cHBvcnQifQ.c2lnbmVkLWJ5LW5vYm9keQ",
                     *       "reused": true,
                     *       "new_expires_at": "2025-04-01T04:30:00.000Z",
                     *       "previous_expires_at": "2025-03-31T22:30:00.000Z",
                     *       "hours_added": 6
                     *     }
                     */
                    "application/json": components["schemas"]["ExtendedSession"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "agent_not_allowed";
                    };
                };
            };
            /** @description `idempotency_in_progress`, `session_limit_reached` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress" | "session_limit_reached";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    extendAgentSession: {
        parameters: {
            query?: {
                /** @description Hours, from 1 minute (0.0167) to 24; fractions allowed. Default: 6. */
                extend_hours?: number;
                /**
                 * @deprecated
                 * @description Alias of `extend_hours`.
                 */
                additional_hours?: number;
                /**
                 * @deprecated
                 * @description Alias of `extend_hours`.
                 */
                duration_hours?: number;
                /**
                 * @deprecated
                 * @description Alias of `extend_hours`.
                 */
                hours?: number;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "extend_hours": 6
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Hours, from 1 minute (0.0167) to 24; fractions allowed.
                     * @default 6
                     * @example 6
                     */
                    extend_hours?: number;
                    /**
                     * @deprecated
                     * @description Alias of `extend_hours`.
                     */
                    additional_hours?: number;
                    /**
                     * @deprecated
                     * @description Alias of `extend_hours`.
                     */
                    duration_hours?: number;
                    /**
                     * @deprecated
                     * @description Alias of `extend_hours`.
                     */
                    hours?: number;
                };
            };
        };
        responses: {
            /** @description The session with its new expiry. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "agent_id": "customer-support",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "pattern": "support",
                     *       "status": "active",
                     *       "created_at": "2025-03-31T16:30:00.000Z",
                     *       "started_at": "2025-03-31T16:30:00.000Z",
                     *       "expires_at": "2025-04-01T04:30:00.000Z",
                     *       "time_remaining_seconds": 43200,
                     *       "duration_hours": 12,
                     *       "opened_by": {
                     *         "kind": "key",
                     *         "id": "a1B2c3D4e5",
                     *         "name": "Production"
                     *       },
                     *       "session_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhZ2VudF9pZCI6ImN1c3RvbWVyLXN1cHBvcnQifQ.c2lnbmVkLWJ5LW5vYm9keQ",
                     *       "reused": true,
                     *       "new_expires_at": "2025-04-01T04:30:00.000Z",
                     *       "previous_expires_at": "2025-03-31T22:30:00.000Z",
                     *       "hours_added": 6
                     *     }
                     */
                    "application/json": components["schemas"]["ExtendedSession"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress`, `session_limit_reached` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress" | "session_limit_reached";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    extendAgent: {
        parameters: {
            query?: {
                /** @description Hours, from 1 minute (0.0167) to 24; fractions allowed. Default: 6. */
                extend_hours?: number;
                /**
                 * @deprecated
                 * @description Alias of `extend_hours`.
                 */
                additional_hours?: number;
                /**
                 * @deprecated
                 * @description Alias of `extend_hours`.
                 */
                duration_hours?: number;
                /**
                 * @deprecated
                 * @description Alias of `extend_hours`.
                 */
                hours?: number;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "extend_hours": 6
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Hours, from 1 minute (0.0167) to 24; fractions allowed.
                     * @default 6
                     * @example 6
                     */
                    extend_hours?: number;
                    /**
                     * @deprecated
                     * @description Alias of `extend_hours`.
                     */
                    additional_hours?: number;
                    /**
                     * @deprecated
                     * @description Alias of `extend_hours`.
                     */
                    duration_hours?: number;
                    /**
                     * @deprecated
                     * @description Alias of `extend_hours`.
                     */
                    hours?: number;
                };
            };
        };
        responses: {
            /** @description The session with its new expiry. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "agent_id": "customer-support",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "pattern": "support",
                     *       "status": "active",
                     *       "created_at": "2025-03-31T16:30:00.000Z",
                     *       "started_at": "2025-03-31T16:30:00.000Z",
                     *       "expires_at": "2025-04-01T04:30:00.000Z",
                     *       "time_remaining_seconds": 43200,
                     *       "duration_hours": 12,
                     *       "opened_by": {
                     *         "kind": "key",
                     *         "id": "a1B2c3D4e5",
                     *         "name": "Production"
                     *       },
                     *       "session_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhZ2VudF9pZCI6ImN1c3RvbWVyLXN1cHBvcnQifQ.c2lnbmVkLWJ5LW5vYm9keQ",
                     *       "reused": true,
                     *       "new_expires_at": "2025-04-01T04:30:00.000Z",
                     *       "previous_expires_at": "2025-03-31T22:30:00.000Z",
                     *       "hours_added": 6
                     *     }
                     */
                    "application/json": components["schemas"]["ExtendedSession"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress`, `session_limit_reached` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress" | "session_limit_reached";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    remember: {
        parameters: {
            query?: {
                /** @description The text to remember. */
                content?: string;
                /** @description The kind of memory. Default: "fact". */
                type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
                /** @description A short title. */
                title?: string;
                /** @description How certain the memory is, from 0 to 1. Default: 0.8. */
                confidence?: number;
                /** @description Labels for filtering; at most 20, each at most 64 characters. In a query, put a tag that contains a comma in double quotes. Default: []. */
                tags?: string[];
                /** @description Where the memory comes from. Default: "agent". */
                source?: string;
                /** @description How the information was obtained. Default: "explicit_statement". */
                provenance?: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
                /** @description When what the memory describes happened, if that is not now. RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                occurred_at?: string;
                /** @description From when on it is no longer recalled. RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                expires_at?: string;
                /** @description Hours after which it is no longer recalled. Not together with `expires_at`. */
                ttl_hours?: number;
                /** @description Memories whose place it takes: they are no longer recalled. Default: []. */
                supersedes?: string[];
                /** @description Return memories that are like the new one, so that it can be decided whether it supersedes them. Requires the scope memories:read too. */
                check_similar?: boolean;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "content": "Ada prefers e-mail over the phone.",
                 *       "type": "preference",
                 *       "tags": [
                 *         "contact"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The text to remember.
                     * @example Ada prefers e-mail over the phone.
                     */
                    content: string;
                    /**
                     * @description The kind of memory.
                     * @default fact
                     * @enum {string}
                     */
                    type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
                    /** @description A short title. */
                    title?: string;
                    /**
                     * @description How certain the memory is, from 0 to 1.
                     * @default 0.8
                     */
                    confidence?: number;
                    /**
                     * @description Labels for filtering; at most 20, each at most 64 characters. In a query, put a tag that contains a comma in double quotes.
                     * @default []
                     */
                    tags?: string[];
                    /**
                     * @description Where the memory comes from.
                     * @default agent
                     */
                    source?: string;
                    /**
                     * @description How the information was obtained.
                     * @default explicit_statement
                     * @enum {string}
                     */
                    provenance?: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
                    /**
                     * @description When what the memory describes happened, if that is not now. RFC 3339; without an offset it is UTC; a bare date is that day's start.
                     * @example 2025-03-31T22:30:00Z
                     */
                    occurred_at?: string;
                    /**
                     * @description From when on it is no longer recalled. RFC 3339; without an offset it is UTC; a bare date is that day's end.
                     * @example 2025-03-31T22:30:00Z
                     */
                    expires_at?: string;
                    /** @description Hours after which it is no longer recalled. Not together with `expires_at`. */
                    ttl_hours?: number;
                    /**
                     * @description Memories whose place it takes: they are no longer recalled.
                     * @default []
                     */
                    supersedes?: string[];
                    /** @description Return memories that are like the new one, so that it can be decided whether it supersedes them. Requires the scope memories:read too. */
                    check_similar?: boolean;
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     * @enum {string}
                     */
                    memory_type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
                };
            };
        };
        responses: {
            /** @description The memory was stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "status": "stored",
                     *       "type": "preference",
                     *       "title": null,
                     *       "confidence": 0.8,
                     *       "tags": [
                     *         "contact"
                     *       ],
                     *       "source": "agent",
                     *       "provenance": "explicit_statement",
                     *       "occurred_at": "2025-03-31T16:31:04.000Z",
                     *       "created_at": "2025-03-31T16:31:04.000Z",
                     *       "expires_at": null,
                     *       "supersedes": []
                     *     }
                     */
                    "application/json": components["schemas"]["StoredMemory"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found`, `memory_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "memory_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `memory_purged` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_purged";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused`, `secret_in_memory` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused" | "secret_in_memory";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    rememberBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 5 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "memories": [
                 *         {
                 *           "content": "Ada prefers e-mail over the phone.",
                 *           "type": "preference",
                 *           "tags": [
                 *             "contact"
                 *           ]
                 *         },
                 *         {
                 *           "content": " "
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description The memories to store, each with the parameters of `remember` except `supersedes` and `check_similar`. */
                    memories: {
                        /**
                         * @description The text to remember.
                         * @example Ada prefers e-mail over the phone.
                         */
                        content: string;
                        /**
                         * @description The kind of memory.
                         * @default fact
                         * @enum {string}
                         */
                        type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
                        /** @description A short title. */
                        title?: string;
                        /**
                         * @description How certain the memory is, from 0 to 1.
                         * @default 0.8
                         */
                        confidence?: number;
                        /**
                         * @description Labels for filtering; at most 20, each at most 64 characters. In a query, put a tag that contains a comma in double quotes.
                         * @default []
                         */
                        tags?: string[];
                        /**
                         * @description Where the memory comes from.
                         * @default agent
                         */
                        source?: string;
                        /**
                         * @description How the information was obtained.
                         * @default explicit_statement
                         * @enum {string}
                         */
                        provenance?: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
                        /**
                         * @description When what the memory describes happened, if that is not now. RFC 3339; without an offset it is UTC; a bare date is that day's start.
                         * @example 2025-03-31T22:30:00Z
                         */
                        occurred_at?: string;
                        /**
                         * @description From when on it is no longer recalled. RFC 3339; without an offset it is UTC; a bare date is that day's end.
                         * @example 2025-03-31T22:30:00Z
                         */
                        expires_at?: string;
                        /** @description Hours after which it is no longer recalled. Not together with `expires_at`. */
                        ttl_hours?: number;
                        /**
                         * @deprecated
                         * @description Alias of `type`.
                         * @enum {string}
                         */
                        memory_type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
                    }[];
                };
            };
        };
        responses: {
            /** @description The result for each memory. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "total_submitted": 2,
                     *       "successful": 1,
                     *       "failed": 1,
                     *       "results": [
                     *         {
                     *           "index": 0,
                     *           "status": "stored",
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd"
                     *         },
                     *         {
                     *           "index": 1,
                     *           "status": "failed",
                     *           "memory_id": null,
                     *           "id": null,
                     *           "error": "content must not be blank.",
                     *           "errors": [
                     *             {
                     *               "field": "content",
                     *               "message": "must not be blank"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BatchOutcome"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `memory_purged` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_purged";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    answer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `answer_not_configured` */
            501: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "answer_not_configured";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
            /** @description Any error. */
            default: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMemories: {
        parameters: {
            query?: {
                /** @description What to look for, in words. */
                query?: string;
                /** @description Maximum number of results. */
                limit?: number;
                /** @description Only memories of these types. */
                type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                tags?: string[];
                /** @description Only memories with at least this confidence. */
                min_confidence?: number;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                created_after?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                created_before?: string;
                /** @description Only memories of these statuses; `active` if absent. */
                status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                /** @description Only memories with this trust; `trusted` and `unreviewed` if absent. Not together with `query`. */
                trust?: ("trusted" | "unreviewed" | "quarantined")[];
                /** @description next_cursor of the previous page. */
                cursor?: string;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
            };
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of memories. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memories": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "agent_id": "customer-support",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "text": "Ada prefers e-mail over the phone.",
                     *           "updated_at": "2025-03-31T16:31:04.000Z",
                     *           "version": 1,
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "score": null,
                     *           "recalled_count": 4,
                     *           "last_recalled_at": "2025-04-02T08:12:40.000Z"
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "next_cursor": null,
                     *       "is_complete": true
                     *     }
                     */
                    "application/json": components["schemas"]["MemoryPage"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    getMemory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
                /** @description The id of a memory. */
                memory_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The memory. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "type": "preference",
                     *       "title": null,
                     *       "confidence": 0.8,
                     *       "tags": [
                     *         "contact"
                     *       ],
                     *       "source": "agent",
                     *       "provenance": "explicit_statement",
                     *       "occurred_at": "2025-03-31T16:31:04.000Z",
                     *       "created_at": "2025-03-31T16:31:04.000Z",
                     *       "content": "Ada prefers e-mail over the phone.",
                     *       "text": "Ada prefers e-mail over the phone.",
                     *       "updated_at": "2025-03-31T16:31:04.000Z",
                     *       "version": 1,
                     *       "status": "active",
                     *       "superseded_by": null,
                     *       "expires_at": null,
                     *       "trust": "trusted",
                     *       "recalled_count": 4,
                     *       "last_recalled_at": "2025-04-02T08:12:40.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["MemoryDetail"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found`, `memory_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found" | "memory_not_found";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    deleteMemory: {
        parameters: {
            query?: {
                /** @description Remove it at once, so that it cannot be restored. Default: false. */
                purge?: boolean;
                /** @description Why; kept with the version. */
                reason?: string;
                /** @description The version that was read. If it is no longer the present one, nothing is changed: 412. `If-Match` says the same. */
                version?: number;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was read. If it is no longer the present one, nothing is changed: 412. */
                "If-Match"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
                /** @description The id of a memory. */
                memory_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Remove it at once, so that it cannot be restored.
                     * @default false
                     */
                    purge?: boolean;
                    /** @description Why; kept with the version. */
                    reason?: string;
                    /** @description The version that was read. If it is no longer the present one, nothing is changed: 412. `If-Match` says the same. */
                    version?: number;
                };
            };
        };
        responses: {
            /** @description The deleted memory. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "type": "preference",
                     *       "title": null,
                     *       "confidence": 0.8,
                     *       "tags": [
                     *         "contact"
                     *       ],
                     *       "source": "agent",
                     *       "provenance": "explicit_statement",
                     *       "occurred_at": "2025-03-31T16:31:04.000Z",
                     *       "created_at": "2025-03-31T16:31:04.000Z",
                     *       "content": "Ada prefers e-mail over the phone.",
                     *       "text": "Ada prefers e-mail over the phone.",
                     *       "updated_at": "2025-03-31T16:31:04.000Z",
                     *       "version": 2,
                     *       "status": "deleted",
                     *       "superseded_by": null,
                     *       "expires_at": null,
                     *       "trust": "trusted",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "message": "The memory was deleted. It can be restored until 2025-04-07 16:31 UTC.",
                     *       "restorable_until": "2025-04-07T16:31:04.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["DeletedMemory"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found`, `memory_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found" | "memory_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress`, `legal_hold` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress" | "legal_hold";
                    };
                };
            };
            /** @description `memory_purged` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_purged";
                    };
                };
            };
            /** @description `memory_changed` */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_changed";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused`, `secret_in_memory` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused" | "secret_in_memory";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    changeMemory: {
        parameters: {
            query?: {
                /** @description The text to remember. */
                content?: string;
                /** @description The kind of memory. */
                type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
                /** @description A short title. */
                title?: string | null;
                /** @description How certain the memory is, from 0 to 1. */
                confidence?: number;
                /** @description Labels for filtering; at most 20, each at most 64 characters. In a query, put a tag that contains a comma in double quotes. */
                tags?: string[] | null;
                /** @description Where the memory comes from. */
                source?: string;
                /** @description How the information was obtained. */
                provenance?: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
                occurred_at?: string;
                expires_at?: string;
                /** @description Hours after which it is no longer recalled. Not together with `expires_at`. */
                ttl_hours?: number;
                /** @description Why; kept with the version. */
                reason?: string;
                /** @description The version that was read. If it is no longer the present one, nothing is changed: 412. `If-Match` says the same. */
                version?: number;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was read. If it is no longer the present one, nothing is changed: 412. */
                "If-Match"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
                /** @description The id of a memory. */
                memory_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "content": "Ada prefers the phone over e-mail."
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The text to remember.
                     * @example Ada prefers e-mail over the phone.
                     */
                    content?: string;
                    /**
                     * @description The kind of memory.
                     * @enum {string}
                     */
                    type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
                    /** @description A short title. */
                    title?: string | null;
                    /** @description How certain the memory is, from 0 to 1. */
                    confidence?: number;
                    /** @description Labels for filtering; at most 20, each at most 64 characters. In a query, put a tag that contains a comma in double quotes. */
                    tags?: string[] | null;
                    /** @description Where the memory comes from. */
                    source?: string;
                    /**
                     * @description How the information was obtained.
                     * @enum {string}
                     */
                    provenance?: "explicit_statement" | "inferred" | "corrected" | "validated" | "observed" | "imported";
                    /** @example 2025-03-31T22:30:00Z */
                    occurred_at?: string;
                    /** @example 2025-03-31T22:30:00Z */
                    expires_at?: string;
                    /** @description Hours after which it is no longer recalled. Not together with `expires_at`. */
                    ttl_hours?: number;
                    /** @description Why; kept with the version. */
                    reason?: string;
                    /** @description The version that was read. If it is no longer the present one, nothing is changed: 412. `If-Match` says the same. */
                    version?: number;
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     * @enum {string}
                     */
                    memory_type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
                };
            };
        };
        responses: {
            /** @description The updated memory. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "type": "preference",
                     *       "title": null,
                     *       "confidence": 0.8,
                     *       "tags": [
                     *         "contact"
                     *       ],
                     *       "source": "agent",
                     *       "provenance": "explicit_statement",
                     *       "occurred_at": "2025-03-31T16:31:04.000Z",
                     *       "created_at": "2025-03-31T16:31:04.000Z",
                     *       "content": "Ada prefers e-mail over the phone.",
                     *       "text": "Ada prefers e-mail over the phone.",
                     *       "updated_at": "2025-03-31T16:31:04.000Z",
                     *       "version": 1,
                     *       "status": "active",
                     *       "superseded_by": null,
                     *       "expires_at": null,
                     *       "trust": "trusted"
                     *     }
                     */
                    "application/json": components["schemas"]["Memory"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found`, `memory_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found" | "memory_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `memory_purged` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_purged";
                    };
                };
            };
            /** @description `memory_changed` */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_changed";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused`, `secret_in_memory` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused" | "secret_in_memory";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    getMemoryHistory: {
        parameters: {
            query?: {
                /** @description Maximum number of results. */
                limit?: number;
                /** @description next_cursor of the previous page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
                /** @description The id of a memory. */
                memory_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of versions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "agent_id": "customer-support",
                     *       "versions": [
                     *         {
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers the phone over e-mail.",
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "author": {
                     *             "kind": "key",
                     *             "id": "Xy12Ab34Cd",
                     *             "name": "Support bot"
                     *           },
                     *           "client": "support-bot/2.1",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "version": 2,
                     *           "known_from": "2025-04-02T09:12:44.000Z",
                     *           "known_until": null,
                     *           "reason": "Ada said so in her call."
                     *         },
                     *         {
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "author": {
                     *             "kind": "key",
                     *             "id": "Xy12Ab34Cd",
                     *             "name": "Support bot"
                     *           },
                     *           "client": "support-bot/2.1",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "version": 1,
                     *           "known_from": "2025-03-31T16:31:04.000Z",
                     *           "known_until": "2025-04-02T09:12:44.000Z",
                     *           "reason": null
                     *         }
                     *       ],
                     *       "count": 2,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["MemoryVersions"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found`, `memory_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found" | "memory_not_found";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    restoreMemory: {
        parameters: {
            query?: {
                /** @description The version whose text and fields it gets back; absent: it keeps the present ones, and becomes active again. */
                to_version?: number;
                /** @description Why; kept with the version. */
                reason?: string;
                /** @description The version that was read. If it is no longer the present one, nothing is changed: 412. `If-Match` says the same. */
                version?: number;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was read. If it is no longer the present one, nothing is changed: 412. */
                "If-Match"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
                /** @description The id of a memory. */
                memory_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "to_version": 1,
                 *       "reason": "The change was wrong."
                 *     }
                 */
                "application/json": {
                    /** @description The version whose text and fields it gets back; absent: it keeps the present ones, and becomes active again. */
                    to_version?: number;
                    /** @description Why; kept with the version. */
                    reason?: string;
                    /** @description The version that was read. If it is no longer the present one, nothing is changed: 412. `If-Match` says the same. */
                    version?: number;
                };
            };
        };
        responses: {
            /** @description The restored memory. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "type": "preference",
                     *       "title": null,
                     *       "confidence": 0.8,
                     *       "tags": [
                     *         "contact"
                     *       ],
                     *       "source": "agent",
                     *       "provenance": "explicit_statement",
                     *       "occurred_at": "2025-03-31T16:31:04.000Z",
                     *       "created_at": "2025-03-31T16:31:04.000Z",
                     *       "content": "Ada prefers e-mail over the phone.",
                     *       "text": "Ada prefers e-mail over the phone.",
                     *       "updated_at": "2025-03-31T16:31:04.000Z",
                     *       "version": 1,
                     *       "status": "active",
                     *       "superseded_by": null,
                     *       "expires_at": null,
                     *       "trust": "trusted"
                     *     }
                     */
                    "application/json": components["schemas"]["Memory"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found`, `memory_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found" | "memory_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `memory_purged` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_purged";
                    };
                };
            };
            /** @description `memory_changed` */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_changed";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused`, `secret_in_memory` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused" | "secret_in_memory";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    supersedeMemory: {
        parameters: {
            query?: {
                /** @description The memory that takes its place. */
                superseded_by?: string;
                /** @description Why; kept with the version. */
                reason?: string;
                /** @description The version that was read. If it is no longer the present one, nothing is changed: 412. `If-Match` says the same. */
                version?: number;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was read. If it is no longer the present one, nothing is changed: 412. */
                "If-Match"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
                /** @description The id of a memory. */
                memory_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "Ada changed her mind."
                 *     }
                 */
                "application/json": {
                    /** @description The memory that takes its place. */
                    superseded_by?: string;
                    /** @description Why; kept with the version. */
                    reason?: string;
                    /** @description The version that was read. If it is no longer the present one, nothing is changed: 412. `If-Match` says the same. */
                    version?: number;
                };
            };
        };
        responses: {
            /** @description The superseded memory. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "type": "preference",
                     *       "title": null,
                     *       "confidence": 0.8,
                     *       "tags": [
                     *         "contact"
                     *       ],
                     *       "source": "agent",
                     *       "provenance": "explicit_statement",
                     *       "occurred_at": "2025-03-31T16:31:04.000Z",
                     *       "created_at": "2025-03-31T16:31:04.000Z",
                     *       "content": "Ada prefers e-mail over the phone.",
                     *       "text": "Ada prefers e-mail over the phone.",
                     *       "updated_at": "2025-03-31T16:31:04.000Z",
                     *       "version": 1,
                     *       "status": "active",
                     *       "superseded_by": null,
                     *       "expires_at": null,
                     *       "trust": "trusted"
                     *     }
                     */
                    "application/json": components["schemas"]["Memory"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found`, `memory_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found" | "memory_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `memory_purged` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_purged";
                    };
                };
            };
            /** @description `memory_changed` */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_changed";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused`, `secret_in_memory` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused" | "secret_in_memory";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    rememberMessages: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 5 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "messages": [
                 *         {
                 *           "role": "user",
                 *           "name": "Ada",
                 *           "content": "I moved to Paris last month.",
                 *           "created_at": "2025-03-31T16:31:04Z"
                 *         },
                 *         {
                 *           "role": "assistant",
                 *           "content": " "
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    messages: {
                        /** @enum {string} */
                        role: "user" | "assistant" | "system" | "tool";
                        /**
                         * @description What was said: a text, or a list of text parts.
                         * @example I moved to Paris last month.
                         */
                        content: string | ({
                            type: string;
                            text?: string;
                        } & {
                            [key: string]: unknown;
                        })[];
                        /**
                         * @description Who said it. Without a name, the role stands for it.
                         * @example Ada
                         */
                        name?: string;
                        /**
                         * @description When it was said: a time, or seconds since 1970. Without it: now.
                         * @example 2025-03-31T22:30:00Z
                         */
                        created_at?: string | number;
                    }[];
                };
            };
        };
        responses: {
            /** @description The result for each message. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "namespace": "memanto_agent_customer-support",
                     *       "total_submitted": 2,
                     *       "successful": 1,
                     *       "failed": 1,
                     *       "results": [
                     *         {
                     *           "index": 0,
                     *           "status": "stored",
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd"
                     *         },
                     *         {
                     *           "index": 1,
                     *           "status": "failed",
                     *           "memory_id": null,
                     *           "id": null,
                     *           "error": "content must not be blank.",
                     *           "errors": [
                     *             {
                     *               "field": "content",
                     *               "message": "must not be blank"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BatchOutcome"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `memory_purged` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_purged";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    listSessionMemories: {
        parameters: {
            query?: {
                /** @description Memories that the session stored, or those that it recalled. */
                kind?: "stored" | "recalled";
                /** @description Maximum number of results. */
                limit?: number;
                /** @description next_cursor of the previous page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of a session. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of memories. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "agent_id": "customer-support",
                     *       "kind": "stored",
                     *       "memories": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "agent_id": "customer-support",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "text": "Ada prefers e-mail over the phone.",
                     *           "updated_at": "2025-03-31T16:31:04.000Z",
                     *           "version": 1,
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "recalled_count": 4,
                     *           "last_recalled_at": "2025-04-02T08:12:40.000Z",
                     *           "in_session": null
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["SessionMemoryPage"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `not_found`, `session_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "session_not_found";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    exportAgent: {
        parameters: {
            query?: {
                /** @description Earlier versions of the memories, too. With `jsonl` only; an import passes over them. */
                versions?: boolean;
                /** @description `jsonl`: one JSON object per line, which an import reads again. `markdown`: documents of the Open Knowledge Format. */
                format?: "jsonl" | "markdown";
            };
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, sent as it is made. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {"format":"memanto-export","version":1,"exported_at":"2025-04-01T08:00:00Z","agent_id":"customer-support"}
                     *     {"record":"memory","id":"mem_0m8xq5n7cTf40kWz3uYe6HsDd","agent_id":"customer-support","session_id":"sess_0m8xq4k2pVb81mPq9sXw2LtRa","type":"preference","title":null,"content":"Ada prefers e-mail over the phone.","confidence":0.8,"tags":["contact"],"source":"agent","provenance":"explicit_statement","occurred_at":null,"created_at":"2025-03-31T16:45:00Z","updated_at":"2025-03-31T16:45:00Z","version":1,"status":"active","superseded_by":null,"expires_at":null,"trust":"trusted"}
                     *     {"record":"end","memories":1}
                     */
                    "application/x-ndjson": string;
                    /**
                     * @example {"format":"memanto-export","version":1,"exported_at":"2025-04-01T08:00:00Z","agent_id":"customer-support"}
                     *     {"record":"memory","id":"mem_0m8xq5n7cTf40kWz3uYe6HsDd","agent_id":"customer-support","session_id":"sess_0m8xq4k2pVb81mPq9sXw2LtRa","type":"preference","title":null,"content":"Ada prefers e-mail over the phone.","confidence":0.8,"tags":["contact"],"source":"agent","provenance":"explicit_statement","occurred_at":null,"created_at":"2025-03-31T16:45:00Z","updated_at":"2025-03-31T16:45:00Z","version":1,"status":"active","superseded_by":null,"expires_at":null,"trust":"trusted"}
                     *     {"record":"end","memories":1}
                     */
                    "text/markdown": string;
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    exportTeam: {
        parameters: {
            query?: {
                /** @description Earlier versions of the memories, too. With `jsonl` only; an import passes over them. */
                versions?: boolean;
                /** @description `jsonl`: one JSON object per line, which an import reads again. `markdown`: documents of the Open Knowledge Format. */
                format?: "jsonl" | "markdown";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, sent as it is made. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {"format":"memanto-export","version":1,"exported_at":"2025-04-01T08:00:00Z","agent_id":"customer-support"}
                     *     {"record":"memory","id":"mem_0m8xq5n7cTf40kWz3uYe6HsDd","agent_id":"customer-support","session_id":"sess_0m8xq4k2pVb81mPq9sXw2LtRa","type":"preference","title":null,"content":"Ada prefers e-mail over the phone.","confidence":0.8,"tags":["contact"],"source":"agent","provenance":"explicit_statement","occurred_at":null,"created_at":"2025-03-31T16:45:00Z","updated_at":"2025-03-31T16:45:00Z","version":1,"status":"active","superseded_by":null,"expires_at":null,"trust":"trusted"}
                     *     {"record":"end","memories":1}
                     */
                    "application/x-ndjson": string;
                    /**
                     * @example {"format":"memanto-export","version":1,"exported_at":"2025-04-01T08:00:00Z","agent_id":"customer-support"}
                     *     {"record":"memory","id":"mem_0m8xq5n7cTf40kWz3uYe6HsDd","agent_id":"customer-support","session_id":"sess_0m8xq4k2pVb81mPq9sXw2LtRa","type":"preference","title":null,"content":"Ada prefers e-mail over the phone.","confidence":0.8,"tags":["contact"],"source":"agent","provenance":"explicit_statement","occurred_at":null,"created_at":"2025-03-31T16:45:00Z","updated_at":"2025-03-31T16:45:00Z","version":1,"status":"active","superseded_by":null,"expires_at":null,"trust":"trusted"}
                     *     {"record":"end","memories":1}
                     */
                    "text/markdown": string;
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    importMemories: {
        parameters: {
            query?: {
                /** @description Validate everything, and store nothing. */
                dry_run?: boolean;
                /** @description Only the memories of this agent, from the export of a team. */
                from_agent?: string;
            };
            header?: {
                /** @description Makes a retry safe: within 7 days, the same key and file go on after what was stored, or return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description The file: one JSON object per line, a JSON document with a list of memories, or Markdown. At most 100 MB. */
        requestBody: {
            content: {
                /** @example {"content":"Ada prefers e-mail over the phone.","type":"preference","created_at":"2025-03-31T16:45:00Z"} */
                "application/x-ndjson": string;
                /** @example {"content":"Ada prefers e-mail over the phone.","type":"preference","created_at":"2025-03-31T16:45:00Z"} */
                "application/json": string;
                /** @example {"content":"Ada prefers e-mail over the phone.","type":"preference","created_at":"2025-03-31T16:45:00Z"} */
                "application/jsonl": string;
                /** @example {"content":"Ada prefers e-mail over the phone.","type":"preference","created_at":"2025-03-31T16:45:00Z"} */
                "text/plain": string;
                /** @example {"content":"Ada prefers e-mail over the phone.","type":"preference","created_at":"2025-03-31T16:45:00Z"} */
                "text/markdown": string;
            };
        };
        responses: {
            /** @description What was stored, and what was not. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "import_id": "imp_0m8xq6r2kQd63nXa8vZf1JcTe",
                     *       "dry_run": false,
                     *       "format": "memanto",
                     *       "records": 4,
                     *       "stored": 1,
                     *       "duplicates": 1,
                     *       "skipped": 0,
                     *       "failed": 1,
                     *       "other_records": 1,
                     *       "ids_changed": 0,
                     *       "errors": [
                     *         {
                     *           "line": 4,
                     *           "error": "content is required."
                     *         }
                     *       ],
                     *       "findings": []
                     *     }
                     */
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress`, `import_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress" | "import_in_progress";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    listImportedIds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
                /** @description The id of an import. */
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ids, sent as they are read. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"id":"3c90c3cc-0d44-4b50-8888-8dd25736052a","memory_id":"mem_0m8xq5n7cTf40kWz3uYe6HsDd"} */
                    "application/x-ndjson": string;
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found`, `import_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found" | "import_not_found";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    eraseMemories: {
        parameters: {
            query?: {
                /** @description Part of the title, content, source or reason, or of a tag, in whatever case. */
                text?: string;
                /** @description A whole tag. */
                tag?: string;
                /** @description The whole source. */
                source?: string;
                /** @description Only memories of this agent. */
                agent_id?: string;
                /** @description Only report what would be erased. True unless `false` is sent. Default: true. */
                dry_run?: boolean;
                /** @description With `dry_run=false`: the number of memories that match, as the dry run reported it. If it is another now, nothing is erased. */
                confirm?: number;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "text": "Ada Lovelace",
                 *       "dry_run": true
                 *     }
                 */
                "application/json": {
                    /** @description Part of the title, content, source or reason, or of a tag, in whatever case. */
                    text?: string;
                    /** @description A whole tag. */
                    tag?: string;
                    /** @description The whole source. */
                    source?: string;
                    /**
                     * @description Only memories of this agent.
                     * @example customer-support
                     */
                    agent_id?: string;
                    /**
                     * @description Only report what would be erased. True unless `false` is sent.
                     * @default true
                     */
                    dry_run?: boolean;
                    /** @description With `dry_run=false`: the number of memories that match, as the dry run reported it. If it is another now, nothing is erased. */
                    confirm?: number;
                };
            };
        };
        responses: {
            /** @description What was erased, or would be. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dry_run": true,
                     *       "matched": 2,
                     *       "versions": 5,
                     *       "agents": [
                     *         {
                     *           "agent_id": "customer-support",
                     *           "memories": 2,
                     *           "versions": 5,
                     *           "legal_hold": false
                     *         }
                     *       ],
                     *       "erased": 0,
                     *       "remaining": 2,
                     *       "memory_ids": [
                     *         "mem_0mhyw2kq3Vb81mPq9sXw2LtRa",
                     *         "mem_0mhyw2kq4Qz52nRt7uYv3MuSb"
                     *       ],
                     *       "receipt": null
                     *     }
                     */
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `agent_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "agent_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress`, `erasure_not_confirmed`, `legal_hold` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress" | "erasure_not_confirmed" | "legal_hold";
                    };
                };
            };
            /** @description `memory_purged` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_purged";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    verifyErasure: {
        parameters: {
            query?: {
                receipt?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "receipt": "eyJhbGciOiJIUzI1NiIsInR5cCI6ImVyYXN1cmUtcmVjZWlwdCtqd3QifQ.e30.c2lnbmF0dXJl"
                 *     }
                 */
                "application/json": {
                    receipt: string;
                };
            };
        };
        responses: {
            /** @description Whether it is valid. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "valid": true,
                     *       "erased_at": "2025-03-31T22:30:00Z",
                     *       "by": {
                     *         "kind": "key",
                     *         "id": "k2Vb81mPq9",
                     *         "name": "Compliance"
                     *       },
                     *       "criteria_sha256": "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c",
                     *       "memories": 2,
                     *       "versions": 5,
                     *       "remaining": 0,
                     *       "memory_ids": [
                     *         "mem_0mhyw2kq3Vb81mPq9sXw2LtRa",
                     *         "mem_0mhyw2kq4Qz52nRt7uYv3MuSb"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ErasureReceiptCheck"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    approveMemory: {
        parameters: {
            query?: {
                /** @description Why; kept with the version. */
                reason?: string;
                /** @description The version that was read. If it is no longer the present one, nothing is changed: 412. `If-Match` says the same. */
                version?: number;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was read. If it is no longer the present one, nothing is changed: 412. */
                "If-Match"?: string;
            };
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
                /** @description The id of a memory. */
                memory_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "Checked with Ada."
                 *     }
                 */
                "application/json": {
                    /** @description Why; kept with the version. */
                    reason?: string;
                    /** @description The version that was read. If it is no longer the present one, nothing is changed: 412. `If-Match` says the same. */
                    version?: number;
                };
            };
        };
        responses: {
            /** @description The approved memory. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "type": "preference",
                     *       "title": null,
                     *       "confidence": 0.8,
                     *       "tags": [
                     *         "contact"
                     *       ],
                     *       "source": "agent",
                     *       "provenance": "explicit_statement",
                     *       "occurred_at": "2025-03-31T16:31:04.000Z",
                     *       "created_at": "2025-03-31T16:31:04.000Z",
                     *       "content": "Ada prefers e-mail over the phone.",
                     *       "text": "Ada prefers e-mail over the phone.",
                     *       "updated_at": "2025-03-31T16:31:04.000Z",
                     *       "version": 1,
                     *       "status": "active",
                     *       "superseded_by": null,
                     *       "expires_at": null,
                     *       "trust": "trusted"
                     *     }
                     */
                    "application/json": components["schemas"]["Memory"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `not_found`, `agent_not_found`, `memory_not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found" | "agent_not_found" | "memory_not_found";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `memory_purged` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_purged";
                    };
                };
            };
            /** @description `memory_changed` */
            412: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_changed";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused`, `secret_in_memory` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused" | "secret_in_memory";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    searchMemories: {
        parameters: {
            query?: {
                /** @description What to look for, in words. */
                q?: string;
                /** @description Only memories of these agents. */
                agent_id?: string[];
                /** @description Only memories of these types. */
                type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /** @description Only memories with all of these tags. */
                tags?: string[];
                /** @description Only memories with one of these sources. */
                source?: string[];
                /** @description Only memories whose present version was written with one of these keys. */
                key_id?: string[];
                /** @description Only memories whose present version was written by one of these persons. */
                person_id?: string[];
                /** @description Only memories that were stored in one of these sessions. */
                session_id?: string[];
                /** @description Only memories of these statuses. */
                status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                /** @description Only memories with this trust; those that recalls return if absent. */
                trust?: ("trusted" | "unreviewed" | "quarantined" | "all")[];
                /** @description Only memories with at least this confidence. */
                min_confidence?: number;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                created_after?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                created_before?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                occurred_after?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                occurred_before?: string;
                /** @description Maximum number of results. */
                limit?: number;
                /** @description next_cursor of the previous page. */
                cursor?: string;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `agent_id`.
                 */
                agent?: string[];
                /**
                 * @deprecated
                 * @description Alias of `agent_id`.
                 */
                agents?: string[];
                /**
                 * @deprecated
                 * @description Alias of `agent_id`.
                 */
                agent_ids?: string[];
                /**
                 * @deprecated
                 * @description Alias of `q`.
                 */
                query?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of memories. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memories": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "agent_id": "customer-support",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "text": "Ada prefers e-mail over the phone.",
                     *           "updated_at": "2025-03-31T16:31:04.000Z",
                     *           "version": 1,
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "score": 4.2
                     *         }
                     *       ],
                     *       "count": 1,
                     *       "next_cursor": null,
                     *       "matches": {
                     *         "count": 1,
                     *         "is_complete": true,
                     *         "agents": [
                     *           {
                     *             "agent_id": "customer-support",
                     *             "count": 1
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FoundMemories"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    changeMemories: {
        parameters: {
            query?: {
                /** @description What is done with each memory. */
                act?: "add_tags" | "remove_tags" | "retype" | "delete" | "restore" | "approve";
                ids?: string[];
                /** @description Instead of `ids`: the parameters of a search, without `limit` and `cursor`; the first 1,000 memories that it finds. With `restore`, `status` is `deleted` if it is absent. Unknown names and empty values are refused. Requires memories:read. Here as JSON text. */
                filter?: string;
                /** @description With `add_tags` and `remove_tags`. Default: []. */
                tags?: string[];
                /** @description With `retype`. */
                type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
                /** @description Why; kept with the version. */
                reason?: string;
                /** @description Change nothing, and say what would be changed. Default: false. */
                dry_run?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "act": "add_tags",
                 *       "tags": [
                 *         "reviewed"
                 *       ],
                 *       "filter": {
                 *         "agent_id": [
                 *           "customer-support"
                 *         ],
                 *         "source": [
                 *           "crm"
                 *         ]
                 *       },
                 *       "dry_run": true
                 *     }
                 */
                "application/json": {
                    /**
                     * @description What is done with each memory.
                     * @enum {string}
                     */
                    act: "add_tags" | "remove_tags" | "retype" | "delete" | "restore" | "approve";
                    ids?: string[];
                    /** @description Instead of `ids`: the parameters of a search, without `limit` and `cursor`; the first 1,000 memories that it finds. With `restore`, `status` is `deleted` if it is absent. Unknown names and empty values are refused. Requires memories:read. */
                    filter?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description With `add_tags` and `remove_tags`.
                     * @default []
                     */
                    tags?: string[];
                    /**
                     * @description With `retype`.
                     * @enum {string}
                     */
                    type?: "fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error";
                    /** @description Why; kept with the version. */
                    reason?: string;
                    /**
                     * @description Change nothing, and say what would be changed.
                     * @default false
                     */
                    dry_run?: boolean;
                };
            };
        };
        responses: {
            /** @description What became of each memory. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "act": "add_tags",
                     *       "dry_run": true,
                     *       "changed": 1,
                     *       "unchanged": 0,
                     *       "not_found": 0,
                     *       "failed": 0,
                     *       "has_more": false,
                     *       "results": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "outcome": "changed"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ChangedMemories"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `memory_purged` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_purged";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused`, `secret_in_memory` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused" | "secret_in_memory";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    recallByGet: {
        parameters: {
            query: {
                /** @description What to look for, in words. */
                query: string;
                /** @description Return for each memory the reasons for its score. */
                explain?: boolean;
                /** @description Maximum number of results. */
                limit?: number;
                /** @description Only memories of these types. */
                type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                tags?: string[];
                /** @description Only memories with at least this confidence. */
                min_confidence?: number;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                created_after?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                created_before?: string;
                /** @description Only memories of these statuses; `active` if absent. */
                status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                /** @description Ignored. Accepted for older clients. */
                min_similarity?: number;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
            };
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Results. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "count": 1,
                     *       "query": "how does Ada want to be reached",
                     *       "is_complete": true,
                     *       "memories": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "agent_id": "customer-support",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "text": "Ada prefers e-mail over the phone.",
                     *           "updated_at": "2025-03-31T16:31:04.000Z",
                     *           "version": 1,
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "score": 2.41
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Recalled"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    recall: {
        parameters: {
            query?: {
                /** @description What to look for, in words. */
                query?: string;
                /** @description Return for each memory the reasons for its score. */
                explain?: boolean;
                /** @description Maximum number of results. Default: 10. */
                limit?: number;
                /** @description Only memories of these types. */
                type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                tags?: string[];
                /** @description Only memories with at least this confidence. */
                min_confidence?: number;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                created_after?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                created_before?: string;
                /** @description Only memories of these statuses; `active` if absent. */
                status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                /** @description Ignored. Accepted for older clients. */
                min_similarity?: number;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
            };
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "query": "how does Ada want to be reached",
                 *       "limit": 5
                 *     }
                 */
                "application/json": {
                    /**
                     * @description What to look for, in words.
                     * @example how does Ada want to be reached
                     */
                    query: string;
                    /** @description Return for each memory the reasons for its score. */
                    explain?: boolean;
                    /**
                     * @description Maximum number of results.
                     * @default 10
                     */
                    limit?: number;
                    /** @description Only memories of these types. */
                    type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                    tags?: string[];
                    /** @description Only memories with at least this confidence. */
                    min_confidence?: number;
                    /**
                     * @description RFC 3339; without an offset it is UTC; a bare date is that day's start.
                     * @example 2025-03-31T22:30:00Z
                     */
                    created_after?: string;
                    /**
                     * @description RFC 3339; without an offset it is UTC; a bare date is that day's end.
                     * @example 2025-03-31T22:30:00Z
                     */
                    created_before?: string;
                    /** @description Only memories of these statuses; `active` if absent. */
                    status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                    /** @description Ignored. Accepted for older clients. */
                    min_similarity?: number;
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                };
            };
        };
        responses: {
            /** @description Results. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "count": 1,
                     *       "query": "how does Ada want to be reached",
                     *       "is_complete": true,
                     *       "memories": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "agent_id": "customer-support",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "text": "Ada prefers e-mail over the phone.",
                     *           "updated_at": "2025-03-31T16:31:04.000Z",
                     *           "version": 1,
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "score": 2.41
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Recalled"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    recallRecentByGet: {
        parameters: {
            query?: {
                /** @description Maximum number of results. */
                limit?: number;
                /** @description Only memories of these types. */
                type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                tags?: string[];
                /** @description Only memories with at least this confidence. */
                min_confidence?: number;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                created_after?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                created_before?: string;
                /** @description Only memories of these statuses; `active` if absent. */
                status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                /** @description next_cursor of the previous page. */
                cursor?: string;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
            };
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Results. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "count": 1,
                     *       "memories": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "agent_id": "customer-support",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "text": "Ada prefers e-mail over the phone.",
                     *           "updated_at": "2025-03-31T16:31:04.000Z",
                     *           "version": 1,
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "score": null
                     *         }
                     *       ],
                     *       "temporal_mode": "recent",
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RecalledByTime"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    recallRecent: {
        parameters: {
            query?: {
                /** @description Maximum number of results. Default: 10. */
                limit?: number;
                /** @description Only memories of these types. */
                type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                tags?: string[];
                /** @description Only memories with at least this confidence. */
                min_confidence?: number;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                created_after?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                created_before?: string;
                /** @description Only memories of these statuses; `active` if absent. */
                status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                /** @description next_cursor of the previous page. */
                cursor?: string;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
            };
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "limit": 10
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Maximum number of results.
                     * @default 10
                     */
                    limit?: number;
                    /** @description Only memories of these types. */
                    type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                    tags?: string[];
                    /** @description Only memories with at least this confidence. */
                    min_confidence?: number;
                    /**
                     * @description RFC 3339; without an offset it is UTC; a bare date is that day's start.
                     * @example 2025-03-31T22:30:00Z
                     */
                    created_after?: string;
                    /**
                     * @description RFC 3339; without an offset it is UTC; a bare date is that day's end.
                     * @example 2025-03-31T22:30:00Z
                     */
                    created_before?: string;
                    /** @description Only memories of these statuses; `active` if absent. */
                    status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                    /** @description next_cursor of the previous page. */
                    cursor?: string;
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                };
            };
        };
        responses: {
            /** @description Results. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "count": 1,
                     *       "memories": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "agent_id": "customer-support",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "text": "Ada prefers e-mail over the phone.",
                     *           "updated_at": "2025-03-31T16:31:04.000Z",
                     *           "version": 1,
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "score": null
                     *         }
                     *       ],
                     *       "temporal_mode": "recent",
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RecalledByTime"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    recallAsOfByGet: {
        parameters: {
            query: {
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                as_of: string;
                /** @description Maximum number of results. */
                limit?: number;
                /** @description Only memories of these types. */
                type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                tags?: string[];
                /** @description Only memories with at least this confidence. */
                min_confidence?: number;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                created_after?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                created_before?: string;
                /** @description Only memories of these statuses; `active` if absent. */
                status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                /** @description next_cursor of the previous page. */
                cursor?: string;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
            };
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Results. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "count": 1,
                     *       "memories": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "agent_id": "customer-support",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "text": "Ada prefers e-mail over the phone.",
                     *           "updated_at": "2025-03-31T16:31:04.000Z",
                     *           "version": 1,
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "score": null
                     *         }
                     *       ],
                     *       "temporal_mode": "as_of",
                     *       "as_of_date": "2025-03-31T22:30:00.000Z",
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RecalledByTime"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    recallAsOf: {
        parameters: {
            query?: {
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                as_of?: string;
                /** @description Maximum number of results. Default: 10. */
                limit?: number;
                /** @description Only memories of these types. */
                type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                tags?: string[];
                /** @description Only memories with at least this confidence. */
                min_confidence?: number;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                created_after?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                created_before?: string;
                /** @description Only memories of these statuses; `active` if absent. */
                status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                /** @description next_cursor of the previous page. */
                cursor?: string;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
            };
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "as_of": "2025-03-31T22:30:00Z"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description RFC 3339; without an offset it is UTC; a bare date is that day's end.
                     * @example 2025-03-31T22:30:00Z
                     */
                    as_of: string;
                    /**
                     * @description Maximum number of results.
                     * @default 10
                     */
                    limit?: number;
                    /** @description Only memories of these types. */
                    type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                    tags?: string[];
                    /** @description Only memories with at least this confidence. */
                    min_confidence?: number;
                    /**
                     * @description RFC 3339; without an offset it is UTC; a bare date is that day's start.
                     * @example 2025-03-31T22:30:00Z
                     */
                    created_after?: string;
                    /**
                     * @description RFC 3339; without an offset it is UTC; a bare date is that day's end.
                     * @example 2025-03-31T22:30:00Z
                     */
                    created_before?: string;
                    /** @description Only memories of these statuses; `active` if absent. */
                    status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                    /** @description next_cursor of the previous page. */
                    cursor?: string;
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                };
            };
        };
        responses: {
            /** @description Results. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "count": 1,
                     *       "memories": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "agent_id": "customer-support",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "text": "Ada prefers e-mail over the phone.",
                     *           "updated_at": "2025-03-31T16:31:04.000Z",
                     *           "version": 1,
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "score": null
                     *         }
                     *       ],
                     *       "temporal_mode": "as_of",
                     *       "as_of_date": "2025-03-31T22:30:00.000Z",
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RecalledByTime"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    recallChangedSinceByGet: {
        parameters: {
            query: {
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                since: string;
                /** @description Maximum number of results. */
                limit?: number;
                /** @description Only memories of these types. */
                type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                tags?: string[];
                /** @description Only memories with at least this confidence. */
                min_confidence?: number;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                created_after?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                created_before?: string;
                /** @description Only memories of these statuses; `active` if absent. */
                status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                /** @description next_cursor of the previous page. */
                cursor?: string;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
            };
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Results. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "count": 1,
                     *       "memories": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "agent_id": "customer-support",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "text": "Ada prefers e-mail over the phone.",
                     *           "updated_at": "2025-03-31T16:31:04.000Z",
                     *           "version": 1,
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "score": null
                     *         }
                     *       ],
                     *       "temporal_mode": "changed_since",
                     *       "since_date": "2025-03-31T00:00:00.000Z",
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RecalledByTime"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    recallChangedSince: {
        parameters: {
            query?: {
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                since?: string;
                /** @description Maximum number of results. Default: 10. */
                limit?: number;
                /** @description Only memories of these types. */
                type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                tags?: string[];
                /** @description Only memories with at least this confidence. */
                min_confidence?: number;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's start. */
                created_after?: string;
                /** @description RFC 3339; without an offset it is UTC; a bare date is that day's end. */
                created_before?: string;
                /** @description Only memories of these statuses; `active` if absent. */
                status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                /** @description next_cursor of the previous page. */
                cursor?: string;
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                /**
                 * @deprecated
                 * @description Alias of `type`.
                 */
                memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
            };
            header?: never;
            path: {
                /** @description The public id of an agent. */
                agent_id: string;
            };
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "since": "2025-03-31T00:00:00Z"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description RFC 3339; without an offset it is UTC; a bare date is that day's start.
                     * @example 2025-03-31T22:30:00Z
                     */
                    since: string;
                    /**
                     * @description Maximum number of results.
                     * @default 10
                     */
                    limit?: number;
                    /** @description Only memories of these types. */
                    type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /** @description Only memories with all of these tags. In a query, put a tag that contains a comma in double quotes. */
                    tags?: string[];
                    /** @description Only memories with at least this confidence. */
                    min_confidence?: number;
                    /**
                     * @description RFC 3339; without an offset it is UTC; a bare date is that day's start.
                     * @example 2025-03-31T22:30:00Z
                     */
                    created_after?: string;
                    /**
                     * @description RFC 3339; without an offset it is UTC; a bare date is that day's end.
                     * @example 2025-03-31T22:30:00Z
                     */
                    created_before?: string;
                    /** @description Only memories of these statuses; `active` if absent. */
                    status?: ("active" | "superseded" | "expired" | "deleted" | "all")[];
                    /** @description next_cursor of the previous page. */
                    cursor?: string;
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    memory_types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    types?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                    /**
                     * @deprecated
                     * @description Alias of `type`.
                     */
                    memory_type?: ("fact" | "preference" | "goal" | "decision" | "artifact" | "learning" | "event" | "instruction" | "relationship" | "context" | "observation" | "commitment" | "error")[];
                };
            };
        };
        responses: {
            /** @description Results. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "agent_id": "customer-support",
                     *       "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *       "count": 1,
                     *       "memories": [
                     *         {
                     *           "memory_id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "id": "mem_0m8xq5n7cTf40kWz3uYe6HsDd",
                     *           "agent_id": "customer-support",
                     *           "session_id": "sess_0m8xq4k2pVb81mPq9sXw2LtRa",
                     *           "type": "preference",
                     *           "title": null,
                     *           "confidence": 0.8,
                     *           "tags": [
                     *             "contact"
                     *           ],
                     *           "source": "agent",
                     *           "provenance": "explicit_statement",
                     *           "occurred_at": "2025-03-31T16:31:04.000Z",
                     *           "created_at": "2025-03-31T16:31:04.000Z",
                     *           "content": "Ada prefers e-mail over the phone.",
                     *           "text": "Ada prefers e-mail over the phone.",
                     *           "updated_at": "2025-03-31T16:31:04.000Z",
                     *           "version": 1,
                     *           "status": "active",
                     *           "superseded_by": null,
                     *           "expires_at": null,
                     *           "trust": "trusted",
                     *           "score": null
                     *         }
                     *       ],
                     *       "temporal_mode": "changed_since",
                     *       "since_date": "2025-03-31T00:00:00.000Z",
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RecalledByTime"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_session_token`, `invalid_session_token`, `unknown_session`, `session_expired`, `session_ended`, `agent_deleted`, `credential_revoked`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_session_token" | "invalid_session_token" | "unknown_session" | "session_expired" | "session_ended" | "agent_deleted" | "credential_revoked" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `wrong_agent`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "wrong_agent" | "agent_not_allowed";
                    };
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "not_found";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Session-Expires-At": components["headers"]["X-Session-Expires-At"];
                    "X-Session-Token": components["headers"]["X-Session-Token"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    getMemoryPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "redaction": "warn",
                     *       "retention": {},
                     *       "deletion_grace_days": 7
                     *     }
                     */
                    "application/json": components["schemas"]["MemoryPolicy"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    changeMemoryPolicy: {
        parameters: {
            query?: {
                /** @description What happens with secrets, card numbers, bank accounts and national ids in memories. off: nothing; warn: the response names kind and position; redact: `[redacted: KIND]` is stored instead; refuse: the memory is not stored. API keys and session tokens of Memanto are always refused. */
                redaction?: "off" | "warn" | "redact" | "refuse";
                /** @description For how many days memories of a type are kept after their last change; null: for ever. Types that are left out stay as they are. Older ones expire, and are purged after the grace period. Here as JSON text. */
                retention?: string;
                /** @description For how many days a deleted memory can be restored, before it is purged; 0: it is purged at once. */
                deletion_grace_days?: number;
                /** @description Change nothing, and report what the rules would do. */
                dry_run?: boolean;
            };
            header?: {
                /** @description Makes a retry safe: within 24 hours, the same key and request return the recorded response. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description Parameters can be here or in the query string. At most 1 MB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "redaction": "refuse",
                 *       "retention": {
                 *         "event": 90
                 *       }
                 *     }
                 */
                "application/json": {
                    /**
                     * @description What happens with secrets, card numbers, bank accounts and national ids in memories. off: nothing; warn: the response names kind and position; redact: `[redacted: KIND]` is stored instead; refuse: the memory is not stored. API keys and session tokens of Memanto are always refused.
                     * @enum {string}
                     */
                    redaction?: "off" | "warn" | "redact" | "refuse";
                    /** @description For how many days memories of a type are kept after their last change; null: for ever. Types that are left out stay as they are. Older ones expire, and are purged after the grace period. */
                    retention?: {
                        fact?: number | null;
                        preference?: number | null;
                        goal?: number | null;
                        decision?: number | null;
                        artifact?: number | null;
                        learning?: number | null;
                        event?: number | null;
                        instruction?: number | null;
                        relationship?: number | null;
                        context?: number | null;
                        observation?: number | null;
                        commitment?: number | null;
                        error?: number | null;
                    };
                    /** @description For how many days a deleted memory can be restored, before it is purged; 0: it is purged at once. */
                    deletion_grace_days?: number;
                    /** @description Change nothing, and report what the rules would do. */
                    dry_run?: boolean;
                };
            };
        };
        responses: {
            /** @description The rules after the change. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "redaction": "refuse",
                     *       "retention": {
                     *         "event": 90
                     *       },
                     *       "deletion_grace_days": 7
                     *     }
                     */
                    "application/json": components["schemas"]["ChangedMemoryPolicy"];
                };
            };
            /** @description `malformed_request`, `malformed_json` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request" | "malformed_json";
                    };
                };
            };
            /** @description `missing_api_key`, `invalid_api_key`, `ambiguous_api_key`, `api_key_revoked`, `api_key_expired` */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "missing_api_key" | "invalid_api_key" | "ambiguous_api_key" | "api_key_revoked" | "api_key_expired";
                    };
                };
            };
            /** @description `address_not_allowed`, `insufficient_scope`, `agent_not_allowed` */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "address_not_allowed" | "insufficient_scope" | "agent_not_allowed";
                    };
                };
            };
            /** @description `idempotency_in_progress` */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "idempotency_in_progress";
                    };
                };
            };
            /** @description `memory_purged` */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "memory_purged";
                    };
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "body_too_large";
                    };
                };
            };
            /** @description `invalid_request`, `idempotency_key_reused` */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "invalid_request" | "idempotency_key_reused";
                    };
                };
            };
            /** @description `too_many_requests`, `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "too_many_requests" | "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `overloaded`, `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "overloaded" | "database_unavailable";
                    };
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "service": "MEMANTO",
                     *       "version": "0.1.0"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready"
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
            /** @description `database_unavailable` */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "database_unavailable";
                    };
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI 3.1 document of this API. With `If-None-Match` it returns 304 while the document is unchanged. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0",
                     *       "info": {
                     *         "title": "Memanto",
                     *         "version": "0.1.0"
                     *       },
                     *       "paths": {}
                     *     }
                     */
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request` */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "malformed_request";
                    };
                };
            };
            /** @description `rate_limit_exceeded` */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "rate_limit_exceeded";
                    };
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "internal_error";
                    };
                };
            };
        };
    };
}
