import { type Kysely, sql } from 'kysely'

/** Creates the schema. Tenant tables begin with team_id, and so does every foreign key between them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of [functions, people, keys, agents, sessions, memories, records]) await sql.raw(part).execute(db)
}

const functions = `
create extension if not exists btree_gin;
create extension if not exists pg_trgm;

-- The product's only clock. Whole milliseconds, so that a time survives the way through JavaScript. Tests replace it to move time.
create function memanto_now() returns timestamptz language sql volatile parallel safe
  as $$ select date_trunc('milliseconds', clock_timestamp()) $$;

-- array_to_string is only "stable" for exotic element types; over text it never changes.
create function memanto_tags_text(tags text[]) returns text language sql immutable parallel safe
  as $$ select array_to_string(tags, ' ') $$;

-- A search for one stem, whatever characters it holds.
create function memanto_word(word text) returns tsquery language sql immutable strict parallel safe
  as $$ select ('''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || '''')::tsquery $$;
`

const people = `
create table teams (
  id uuid primary key default gen_random_uuid(),
  name text not null check (name <> ''),
  default_hours double precision not null default 6 check (default_hours > 0 and default_hours <= 24),
  life_cap_hours double precision not null default 168 check (life_cap_hours > 0),
  renewal_grace_hours double precision not null default 24 check (renewal_grace_hours >= 0),
  renew_on_use boolean not null default false,
  events_kept_days integer not null default 90 check (events_kept_days > 0),
  created_at timestamptz not null default memanto_now()
);
create index teams_by_name on teams (lower(name));

create table people (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email = lower(email)),
  name text not null default '',
  password_hash text,
  login_epoch integer not null default 0,
  created_at timestamptz not null default memanto_now()
);

create table password_links (
  token_hash bytea primary key,
  person_id uuid not null references people (id) on delete cascade,
  created_at timestamptz not null default memanto_now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table memberships (
  team_id uuid not null references teams (id),
  person_id uuid not null references people (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'member', 'reader')),
  created_at timestamptz not null default memanto_now(),
  primary key (team_id, person_id)
);
create index memberships_by_person on memberships (person_id);

create table invites (
  team_id uuid not null references teams (id),
  id uuid not null default gen_random_uuid(),
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'admin', 'member', 'reader')),
  token_hash bytea not null,
  invited_by uuid references people (id) on delete set null,
  created_at timestamptz not null default memanto_now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  primary key (team_id, id)
);
create index invites_by_token on invites (token_hash);
`

const keys = `
create table api_keys (
  team_id uuid not null references teams (id),
  id text primary key,
  name text not null,
  secret_hash bytea not null,
  last_four text not null,
  previous_hash bytea,
  previous_last_four text,
  previous_until timestamptz,
  scopes text[] not null,
  limited boolean not null default false,
  created_by uuid references people (id) on delete set null,
  created_by_name text not null,
  created_at timestamptz not null default memanto_now(),
  expires_at timestamptz,
  rotated_at timestamptz,
  revoked_at timestamptz,
  revoked_by_name text,
  revoke_reason text,
  last_used_at timestamptz,
  last_used_ip text,
  unique (team_id, id)
);
create index api_keys_newest on api_keys (team_id, created_at desc, id desc);
`

const agents = `
create table agents (
  team_id uuid not null references teams (id),
  id uuid not null default gen_random_uuid(),
  agent_id text not null check (agent_id ~ '^[A-Za-z0-9_-]{1,64}$'),
  pattern text not null check (pattern in ('support', 'project', 'tool')),
  description text not null default '',
  metadata jsonb not null default '{}',
  created_at timestamptz not null default memanto_now(),
  updated_at timestamptz not null default memanto_now(),
  deleted_at timestamptz,
  session_count integer not null default 0,
  last_session_at timestamptz,
  -- Memories counted so far, without those of the session that has not ended: its slots hold them.
  settled_memories bigint not null default 0,
  primary key (team_id, id)
);
create unique index agents_living_name on agents (team_id, lower(agent_id)) where deleted_at is null;
create index agents_newest on agents (team_id, created_at desc, id desc) where deleted_at is null;

-- The agents that a limited key may reach.
create table api_key_agents (
  team_id uuid not null,
  key_id text not null,
  agent_id uuid not null,
  primary key (team_id, key_id, agent_id),
  foreign key (team_id, key_id) references api_keys (team_id, id) on delete cascade,
  foreign key (team_id, agent_id) references agents (team_id, id) on delete cascade
);
`

const sessions = `
create table sessions (
  team_id uuid not null references teams (id),
  id text not null,
  agent_id uuid not null,
  started_at timestamptz not null default memanto_now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('deactivated', 'replaced', 'expired', 'revoked', 'agent_deleted')),
  end_note text,
  extensions integer not null default 0,
  -- Time spent expired before a revival: no part of the session's duration.
  gap_seconds double precision not null default 0,
  opened_by_kind text not null check (opened_by_kind in ('key', 'person')),
  opened_by_id text not null,
  opened_by_name text not null,
  ended_by_kind text check (ended_by_kind in ('key', 'person', 'agent', 'system')),
  ended_by_id text,
  ended_by_name text,
  -- Filled when the session ends, from its slots.
  memories_stored bigint not null default 0,
  memories_retrieved bigint not null default 0,
  recalls bigint not null default 0,
  first_used_at timestamptz,
  last_used_at timestamptz,
  primary key (team_id, id),
  unique (team_id, agent_id, id),
  foreign key (team_id, agent_id) references agents (team_id, id),
  check ((ended_at is null) = (end_reason is null)),
  check (expires_at > started_at)
);
create unique index sessions_one_open on sessions (team_id, agent_id) where ended_at is null;
create index sessions_newest on sessions (team_id, started_at desc, id desc);
create index sessions_of_agent on sessions (team_id, agent_id, started_at desc, id desc);
create index sessions_open_by_expiry on sessions (team_id, expires_at) where ended_at is null;
create index sessions_open_by_opener on sessions (team_id, opened_by_id) where ended_at is null;
create index sessions_by_end on sessions (team_id, ended_at desc, id desc) where ended_at is not null;

-- What a session did, counted in sixteen slots, so that parallel writers do not wait for one row.
create table session_slots (
  team_id uuid not null,
  session_id text not null,
  slot smallint not null,
  stored bigint not null default 0,
  retrieved bigint not null default 0,
  recalls bigint not null default 0,
  first_used_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (team_id, session_id, slot),
  foreign key (team_id, session_id) references sessions (team_id, id) on delete cascade
) with (fillfactor = 50);

-- The timeline. Never a query text.
create table session_events (
  team_id uuid not null,
  session_id text not null,
  id bigint generated always as identity,
  at timestamptz not null default memanto_now(),
  kind text not null check (kind in ('activated', 'joined', 'extended', 'renewed', 'remembered', 'recalled', 'ended')),
  amount double precision not null default 0,
  by_kind text not null check (by_kind in ('key', 'person', 'agent', 'system')),
  by_id text not null,
  address text,
  primary key (team_id, session_id, id),
  foreign key (team_id, session_id) references sessions (team_id, id) on delete cascade
);
create index session_events_by_age on session_events (team_id, at);
`

const memories = `
create table memories (
  team_id uuid not null,
  id text not null,
  agent_id uuid not null,
  session_id text not null,
  seq bigint generated always as identity,
  type text not null,
  title text,
  content text not null,
  confidence double precision not null,
  tags text[] not null default '{}',
  source text not null,
  provenance text not null,
  created_at timestamptz not null default memanto_now(),
  updated_at timestamptz not null default memanto_now(),
  search tsvector not null generated always as (
    setweight(to_tsvector('english', coalesce(title, '')), 'A')
    || setweight(to_tsvector('english', memanto_tags_text(tags)), 'B')
    || setweight(to_tsvector('english', content), 'C')
  ) stored,
  primary key (team_id, id),
  foreign key (team_id, agent_id, session_id) references sessions (team_id, agent_id, id)
) with (toast_tuple_target = 4080);
-- Ranking reads it of many memories: it stays in the row, and long contents move out instead.
alter table memories alter column search set storage main;
-- A short list of entries yet to be sorted in: every search reads it, and whoever fills it up pays for the sorting.
create index memories_search on memories using gin (agent_id, search) with (gin_pending_list_limit = 128);
create index memories_newest on memories (team_id, agent_id, created_at desc, id desc);
create index memories_neighbours on memories (team_id, agent_id, session_id, seq);
create index memories_changed on memories (team_id, agent_id, updated_at desc) where updated_at > created_at;

-- The stems that an agent's memories hold, in which misspelt words and parts of words are looked up.
create table memory_words (
  team_id uuid not null,
  agent_id uuid not null,
  word text collate "C" not null
);
-- The word first: an index by agent would tempt the planner to compare all of an agent's words one by one.
create index memory_words_known on memory_words (word, agent_id, team_id);
create index memory_words_trigrams on memory_words using gin (agent_id, word gin_trgm_ops) with (gin_pending_list_limit = 128);

-- The words of an agent that a typing error or a part may have meant, with how alike they are, from 0 to 1.
create function memanto_words_like(team uuid, agent uuid, asked text) returns table (word text, likeness real) language sql stable
  set pg_trgm.similarity_threshold = 0.25 set pg_trgm.word_similarity_threshold = 0.6
  as $$
    select w.word, greatest(similarity(w.word, asked), word_similarity(asked, w.word), case when strpos(w.word, asked) > 0 then 0.5::real end)
    from memory_words w
    where w.team_id = team and w.agent_id = agent
      and (w.word % asked or asked <% w.word or w.word like
        case when asked ~ '^[[:ascii:]]{1,2}$' then '' else '%' end || replace(replace(replace(asked, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%')
    group by 1 order by 2 desc, 1 limit 8
  $$;
`

const records = `
create table audit_log (
  team_id uuid not null references teams (id),
  id bigint generated always as identity,
  at timestamptz not null default memanto_now(),
  by_kind text not null check (by_kind in ('key', 'person', 'agent', 'system')),
  by_id text not null,
  by_name text not null,
  action text not null,
  target_kind text not null,
  target_id text not null,
  target_name text not null default '',
  address text,
  request_id text,
  before jsonb,
  after jsonb,
  primary key (team_id, id)
);
create index audit_log_newest on audit_log (team_id, at desc, id desc);

create table idempotency_records (
  team_id uuid not null references teams (id),
  caller text not null,
  key text not null,
  fingerprint text not null,
  answer jsonb not null,
  created_at timestamptz not null default memanto_now(),
  primary key (team_id, caller, key)
);
create index idempotency_records_by_age on idempotency_records (created_at);
`
