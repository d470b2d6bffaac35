CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE FUNCTION public.memanto_now() RETURNS timestamp with time zone
    LANGUAGE sql PARALLEL SAFE
    AS $$ select date_trunc('milliseconds', clock_timestamp()) $$;
CREATE FUNCTION public.memanto_tags_text(tags text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ select array_to_string(tags, ' ') $$;
CREATE TABLE public.agents (
    team_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    agent_id text NOT NULL,
    pattern text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    deleted_at timestamp with time zone,
    session_count integer DEFAULT 0 NOT NULL,
    last_session_at timestamp with time zone,
    settled_memories bigint DEFAULT 0 NOT NULL,
    CONSTRAINT agents_agent_id_check CHECK ((agent_id ~ '^[A-Za-z0-9_-]{1,64}$'::text)),
    CONSTRAINT agents_pattern_check CHECK ((pattern = ANY (ARRAY['support'::text, 'project'::text, 'tool'::text])))
);
CREATE TABLE public.api_key_agents (
    team_id uuid NOT NULL,
    key_id text NOT NULL,
    agent_id uuid NOT NULL
);
CREATE TABLE public.api_keys (
    team_id uuid NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    secret_hash bytea NOT NULL,
    last_four text NOT NULL,
    previous_hash bytea,
    previous_last_four text,
    previous_until timestamp with time zone,
    scopes text[] NOT NULL,
    limited boolean DEFAULT false NOT NULL,
    created_by uuid,
    created_by_name text NOT NULL,
    created_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    expires_at timestamp with time zone,
    rotated_at timestamp with time zone,
    revoked_at timestamp with time zone,
    revoked_by_name text,
    revoke_reason text,
    last_used_at timestamp with time zone,
    last_used_ip text
);
CREATE TABLE public.audit_log (
    team_id uuid NOT NULL,
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    by_kind text NOT NULL,
    by_id text NOT NULL,
    by_name text NOT NULL,
    action text NOT NULL,
    target_kind text NOT NULL,
    target_id text NOT NULL,
    target_name text DEFAULT ''::text NOT NULL,
    address text,
    request_id text,
    before jsonb,
    after jsonb,
    CONSTRAINT audit_log_by_kind_check CHECK ((by_kind = ANY (ARRAY['key'::text, 'person'::text, 'agent'::text, 'system'::text])))
);
ALTER TABLE public.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.idempotency_records (
    team_id uuid NOT NULL,
    caller text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    answer jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL
);
CREATE TABLE public.invites (
    team_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email text NOT NULL,
    role text NOT NULL,
    token_hash bytea NOT NULL,
    invited_by uuid,
    created_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    CONSTRAINT invites_email_check CHECK ((email = lower(email))),
    CONSTRAINT invites_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text, 'reader'::text])))
);
CREATE TABLE public.kysely_migration (
    name character varying(255) NOT NULL,
    "timestamp" character varying(255) NOT NULL
);
CREATE TABLE public.kysely_migration_lock (
    id character varying(255) NOT NULL,
    is_locked integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.memberships (
    team_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    CONSTRAINT memberships_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text, 'reader'::text])))
);
CREATE TABLE public.memories (
    team_id uuid NOT NULL,
    id text NOT NULL,
    agent_id uuid NOT NULL,
    session_id text NOT NULL,
    seq bigint NOT NULL,
    type text NOT NULL,
    title text,
    content text NOT NULL,
    confidence double precision NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    source text NOT NULL,
    provenance text NOT NULL,
    created_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    updated_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    search tsvector GENERATED ALWAYS AS (((setweight(to_tsvector('english'::regconfig, COALESCE(title, ''::text)), 'A'::"char") || setweight(to_tsvector('english'::regconfig, public.memanto_tags_text(tags)), 'B'::"char")) || setweight(to_tsvector('english'::regconfig, content), 'C'::"char"))) STORED NOT NULL
);
ALTER TABLE public.memories ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.memories_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.password_links (
    token_hash bytea NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);
CREATE TABLE public.people (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    password_hash text,
    login_epoch integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    CONSTRAINT people_email_check CHECK ((email = lower(email)))
);
CREATE TABLE public.session_events (
    team_id uuid NOT NULL,
    session_id text NOT NULL,
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    kind text NOT NULL,
    amount double precision DEFAULT 0 NOT NULL,
    by_kind text NOT NULL,
    by_id text NOT NULL,
    address text,
    CONSTRAINT session_events_by_kind_check CHECK ((by_kind = ANY (ARRAY['key'::text, 'person'::text, 'agent'::text, 'system'::text]))),
    CONSTRAINT session_events_kind_check CHECK ((kind = ANY (ARRAY['activated'::text, 'joined'::text, 'extended'::text, 'renewed'::text, 'remembered'::text, 'recalled'::text, 'ended'::text])))
);
ALTER TABLE public.session_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.session_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.session_slots (
    team_id uuid NOT NULL,
    session_id text NOT NULL,
    slot smallint NOT NULL,
    stored bigint DEFAULT 0 NOT NULL,
    retrieved bigint DEFAULT 0 NOT NULL,
    recalls bigint DEFAULT 0 NOT NULL,
    first_used_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone NOT NULL
)
WITH (fillfactor='50');
CREATE TABLE public.sessions (
    team_id uuid NOT NULL,
    id text NOT NULL,
    agent_id uuid NOT NULL,
    started_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason text,
    end_note text,
    extensions integer DEFAULT 0 NOT NULL,
    gap_seconds double precision DEFAULT 0 NOT NULL,
    opened_by_kind text NOT NULL,
    opened_by_id text NOT NULL,
    opened_by_name text NOT NULL,
    ended_by_kind text,
    ended_by_id text,
    ended_by_name text,
    memories_stored bigint DEFAULT 0 NOT NULL,
    memories_retrieved bigint DEFAULT 0 NOT NULL,
    recalls bigint DEFAULT 0 NOT NULL,
    first_used_at timestamp with time zone,
    last_used_at timestamp with time zone,
    CONSTRAINT sessions_check CHECK (((ended_at IS NULL) = (end_reason IS NULL))),
    CONSTRAINT sessions_check1 CHECK ((expires_at > started_at)),
    CONSTRAINT sessions_end_reason_check CHECK ((end_reason = ANY (ARRAY['deactivated'::text, 'replaced'::text, 'expired'::text, 'revoked'::text, 'agent_deleted'::text]))),
    CONSTRAINT sessions_ended_by_kind_check CHECK ((ended_by_kind = ANY (ARRAY['key'::text, 'person'::text, 'agent'::text, 'system'::text]))),
    CONSTRAINT sessions_opened_by_kind_check CHECK ((opened_by_kind = ANY (ARRAY['key'::text, 'person'::text])))
);
CREATE TABLE public.sign_in_guesses (
    key character varying(255) NOT NULL,
    points integer DEFAULT 0 NOT NULL,
    expire bigint
);
CREATE TABLE public.teams (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    default_hours double precision DEFAULT 6 NOT NULL,
    life_cap_hours double precision DEFAULT 168 NOT NULL,
    renewal_grace_hours double precision DEFAULT 24 NOT NULL,
    renew_on_use boolean DEFAULT false NOT NULL,
    events_kept_days integer DEFAULT 90 NOT NULL,
    created_at timestamp with time zone DEFAULT public.memanto_now() NOT NULL,
    CONSTRAINT teams_default_hours_check CHECK (((default_hours > (0)::double precision) AND (default_hours <= (24)::double precision))),
    CONSTRAINT teams_events_kept_days_check CHECK ((events_kept_days > 0)),
    CONSTRAINT teams_life_cap_hours_check CHECK ((life_cap_hours > (0)::double precision)),
    CONSTRAINT teams_name_check CHECK ((name <> ''::text)),
    CONSTRAINT teams_renewal_grace_hours_check CHECK ((renewal_grace_hours >= (0)::double precision))
);
INSERT INTO public.agents VALUES
	('11111111-1111-4111-8111-111111111111', '33333333-3333-4333-8333-333333333333', 'customer-support', 'support', '', '{}', '2026-11-20 10:00:00+00', '2026-11-20 10:00:00+00', NULL, 2, '2026-11-22 10:00:00+00', 2);
INSERT INTO public.audit_log OVERRIDING SYSTEM VALUE VALUES
	('11111111-1111-4111-8111-111111111111', 1, '2026-11-25 20:32:14.155+00', 'person', '22222222-2222-4222-8222-222222222222', 'Ada', 'agent.created', 'agent', '33333333-3333-4333-8333-333333333333', 'customer-support', NULL, NULL, NULL, NULL);
INSERT INTO public.kysely_migration VALUES
	('0001-initial', '2026-11-25T20:32:14.108Z'),
	('0002-sign-in', '2026-11-25T20:32:14.112Z');
INSERT INTO public.kysely_migration_lock VALUES
	('migration_lock', 0);
INSERT INTO public.memberships VALUES
	('11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222', 'owner', '2026-11-25 20:32:14.149+00');
INSERT INTO public.memories OVERRIDING SYSTEM VALUE VALUES
	('11111111-1111-4111-8111-111111111111', 'mem_1', '33333333-3333-4333-8333-333333333333', 'sess_ended', 1, 'fact', 'Refunds', 'Refunds for annual plans take ten days', 0.9, '{billing,refunds}', 'agent', 'explicit_statement', '2026-11-21 10:10:00+00', '2026-11-21 10:10:00+00', DEFAULT),
	('11111111-1111-4111-8111-111111111111', 'mem_2', '33333333-3333-4333-8333-333333333333', 'sess_ended', 2, 'preference', NULL, 'Ada prefers e-mail over the phone', 0.8, '{}', 'agent', 'explicit_statement', '2026-11-21 10:20:00+00', '2026-11-21 11:00:00+00', DEFAULT),
	('11111111-1111-4111-8111-111111111111', 'mem_3', '33333333-3333-4333-8333-333333333333', 'sess_open', 3, 'fact', NULL, 'The database moved to Frankfurt', 0.8, '{}', 'agent', 'explicit_statement', '2026-11-22 10:30:00+00', '2026-11-22 10:30:00+00', DEFAULT);
INSERT INTO public.people VALUES
	('22222222-2222-4222-8222-222222222222', 'ada@example.com', 'Ada', NULL, 0, '2026-11-25 20:32:14.149+00');
INSERT INTO public.session_events OVERRIDING SYSTEM VALUE VALUES
	('11111111-1111-4111-8111-111111111111', 'sess_open', 1, '2026-11-25 20:32:14.152+00', 'remembered', 1, 'agent', 'customer-support', NULL);
INSERT INTO public.session_slots VALUES
	('11111111-1111-4111-8111-111111111111', 'sess_open', 3, 1, 0, 0, '2026-11-22 10:30:00+00', '2026-11-22 10:30:00+00');
INSERT INTO public.sessions VALUES
	('11111111-1111-4111-8111-111111111111', 'sess_ended', '33333333-3333-4333-8333-333333333333', '2026-11-21 10:00:00+00', '2026-11-21 16:00:00+00', '2026-11-21 12:00:00+00', 'deactivated', NULL, 0, 0, 'person', '22222222-2222-4222-8222-222222222222', 'Ada', 'person', '22222222-2222-4222-8222-222222222222', 'Ada', 2, 0, 1, NULL, NULL),
	('11111111-1111-4111-8111-111111111111', 'sess_open', '33333333-3333-4333-8333-333333333333', '2026-11-22 10:00:00+00', '2126-11-22 16:00:00+00', NULL, NULL, NULL, 0, 0, 'person', '22222222-2222-4222-8222-222222222222', 'Ada', NULL, NULL, NULL, 0, 0, 0, NULL, NULL);
INSERT INTO public.teams VALUES
	('11111111-1111-4111-8111-111111111111', 'Acme', 6, 168, 24, false, 90, '2026-11-25 20:32:14.148+00');
SELECT pg_catalog.setval('public.audit_log_id_seq', 1, true);
SELECT pg_catalog.setval('public.memories_seq_seq', 3, true);
SELECT pg_catalog.setval('public.session_events_id_seq', 1, true);
ALTER TABLE ONLY public.agents
    ADD CONSTRAINT agents_pkey PRIMARY KEY (team_id, id);
ALTER TABLE ONLY public.api_key_agents
    ADD CONSTRAINT api_key_agents_pkey PRIMARY KEY (team_id, key_id, agent_id);
ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_team_id_id_key UNIQUE (team_id, id);
ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (team_id, id);
ALTER TABLE ONLY public.idempotency_records
    ADD CONSTRAINT idempotency_records_pkey PRIMARY KEY (team_id, caller, key);
ALTER TABLE ONLY public.invites
    ADD CONSTRAINT invites_pkey PRIMARY KEY (team_id, id);
ALTER TABLE ONLY public.kysely_migration_lock
    ADD CONSTRAINT kysely_migration_lock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kysely_migration
    ADD CONSTRAINT kysely_migration_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (team_id, person_id);
ALTER TABLE ONLY public.memories
    ADD CONSTRAINT memories_pkey PRIMARY KEY (team_id, id);
ALTER TABLE ONLY public.password_links
    ADD CONSTRAINT password_links_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_email_key UNIQUE (email);
ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.session_events
    ADD CONSTRAINT session_events_pkey PRIMARY KEY (team_id, session_id, id);
ALTER TABLE ONLY public.session_slots
    ADD CONSTRAINT session_slots_pkey PRIMARY KEY (team_id, session_id, slot);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (team_id, id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_team_id_agent_id_id_key UNIQUE (team_id, agent_id, id);
ALTER TABLE ONLY public.sign_in_guesses
    ADD CONSTRAINT sign_in_guesses_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.teams
    ADD CONSTRAINT teams_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX agents_living_name ON public.agents USING btree (team_id, lower(agent_id)) WHERE (deleted_at IS NULL);
CREATE INDEX agents_newest ON public.agents USING btree (team_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);
CREATE INDEX api_keys_newest ON public.api_keys USING btree (team_id, created_at DESC, id DESC);
CREATE INDEX audit_log_newest ON public.audit_log USING btree (team_id, at DESC, id DESC);
CREATE INDEX idempotency_records_by_age ON public.idempotency_records USING btree (created_at);
CREATE INDEX invites_by_token ON public.invites USING btree (token_hash);
CREATE INDEX memberships_by_person ON public.memberships USING btree (person_id);
CREATE INDEX memories_neighbours ON public.memories USING btree (team_id, agent_id, session_id, seq);
CREATE INDEX memories_newest ON public.memories USING btree (team_id, agent_id, created_at DESC, id DESC);
CREATE INDEX memories_search ON public.memories USING gin (agent_id, search);
CREATE INDEX memories_trigrams ON public.memories USING gin (agent_id, (((COALESCE(title, ''::text) || ' '::text) || content)) public.gin_trgm_ops);
CREATE INDEX session_events_by_age ON public.session_events USING btree (team_id, at);
CREATE INDEX sessions_by_end ON public.sessions USING btree (team_id, ended_at DESC, id DESC) WHERE (ended_at IS NOT NULL);
CREATE INDEX sessions_newest ON public.sessions USING btree (team_id, started_at DESC, id DESC);
CREATE INDEX sessions_of_agent ON public.sessions USING btree (team_id, agent_id, started_at DESC, id DESC);
CREATE UNIQUE INDEX sessions_one_open ON public.sessions USING btree (team_id, agent_id) WHERE (ended_at IS NULL);
CREATE INDEX sessions_open_by_expiry ON public.sessions USING btree (team_id, expires_at) WHERE (ended_at IS NULL);
CREATE INDEX sessions_open_by_opener ON public.sessions USING btree (team_id, opened_by_id) WHERE (ended_at IS NULL);
CREATE INDEX teams_by_name ON public.teams USING btree (lower(name));
ALTER TABLE ONLY public.agents
    ADD CONSTRAINT agents_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id);
ALTER TABLE ONLY public.api_key_agents
    ADD CONSTRAINT api_key_agents_team_id_agent_id_fkey FOREIGN KEY (team_id, agent_id) REFERENCES public.agents(team_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY public.api_key_agents
    ADD CONSTRAINT api_key_agents_team_id_key_id_fkey FOREIGN KEY (team_id, key_id) REFERENCES public.api_keys(team_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.people(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id);
ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id);
ALTER TABLE ONLY public.idempotency_records
    ADD CONSTRAINT idempotency_records_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id);
ALTER TABLE ONLY public.invites
    ADD CONSTRAINT invites_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.people(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.invites
    ADD CONSTRAINT invites_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id);
ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id);
ALTER TABLE ONLY public.memories
    ADD CONSTRAINT memories_team_id_agent_id_session_id_fkey FOREIGN KEY (team_id, agent_id, session_id) REFERENCES public.sessions(team_id, agent_id, id);
ALTER TABLE ONLY public.password_links
    ADD CONSTRAINT password_links_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.people(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.session_events
    ADD CONSTRAINT session_events_team_id_session_id_fkey FOREIGN KEY (team_id, session_id) REFERENCES public.sessions(team_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY public.session_slots
    ADD CONSTRAINT session_slots_team_id_session_id_fkey FOREIGN KEY (team_id, session_id) REFERENCES public.sessions(team_id, id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_team_id_agent_id_fkey FOREIGN KEY (team_id, agent_id) REFERENCES public.agents(team_id, id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_team_id_fkey FOREIGN KEY (team_id) REFERENCES public.teams(id);
