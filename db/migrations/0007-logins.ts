import { type Kysely, sql } from 'kysely'

/** Makes a login of the portal a row that can be ended. Before, a login was a cookie, and only all logins of a person could be ended. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table logins (
      id uuid primary key default gen_random_uuid(),
      person_id uuid not null references people (id) on delete cascade,
      created_at timestamptz not null default memanto_now(),
      last_seen_at timestamptz not null default memanto_now(),
      expires_at timestamptz not null,
      ended_at timestamptz,
      address text,
      user_agent text,
      -- Hash of the browser's device cookie: a browser that signed in before is not slowed down by the wrong guesses of others.
      device_hash bytea
    )`.execute(db)
  await sql`create index logins_open_of_person on logins (person_id, last_seen_at desc) where ended_at is null`.execute(db)
  await sql`create index logins_of_device on logins (device_hash, person_id)`.execute(db)
  await sql`create index logins_by_end on logins (least(ended_at, expires_at))`.execute(db)
  await sql`alter table people drop column login_epoch`.execute(db)
  await sql`
    create table failed_sign_ins (
      person_id uuid primary key references people (id) on delete cascade,
      attempts integer not null,
      first_at timestamptz not null default memanto_now(),
      last_at timestamptz not null default memanto_now(),
      last_address text
    )`.execute(db)
  await sql`create index sign_in_guesses_by_expiry on sign_in_guesses (expire)`.execute(db)
}
