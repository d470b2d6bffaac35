import { type Kysely, sql } from 'kysely'

/** Filters of a list that a person saved under a name. They belong to the membership, and end with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table saved_views (
        team_id uuid not null,
        person_id uuid not null,
        id uuid not null default gen_random_uuid(),
        page text not null,
        name text not null,
        -- The query of the page's URL, without its question mark.
        query text not null,
        created_at timestamptz not null default memanto_now(),
        primary key (team_id, id),
        unique (team_id, person_id, page, name),
        foreign key (team_id, person_id) references memberships (team_id, person_id) on delete cascade
      )`,
    )
    .execute(db)
}
