import { type Kysely, sql } from 'kysely';

/**
 * A number for each person that rises whenever what they may open changes. Every instance compares the numbers of the
 * people who are connected to it. Triggers raise it, so that no statement can change access and forget to.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

/** A trigger for each kind of change to a table of members, because only such a one sees all changed rows at once. */
const watchMembers = (table: string): string[] =>
  ['insert', 'update', 'delete'].map(
    (event) => `create trigger access_${event} after ${event} on ${table}
      referencing ${event === 'delete' ? 'old' : 'new'} table as changed
      for each statement execute function raise_access_of_members()`,
  );

const STATEMENTS = [
  `create table access_head (
    person_id uuid primary key references person on delete cascade,
    rev bigint not null default 1
  )`,
  // In one order for everybody, so that two changes of the same people wait for each other and do not lock up. Who is
  // being deleted has nothing left to lose.
  `create function raise_access(people uuid[]) returns void language sql as $$
    insert into access_head (person_id) select id from person where id = any(people) order by id
    on conflict (person_id) do update set rev = access_head.rev + 1
  $$`,
  `create function raise_access_of_members() returns trigger language plpgsql as $$
    begin
      perform raise_access(array(select person_id from changed));
      return null;
    end
  $$`,
  `create function raise_access_to_channel() returns trigger language plpgsql as $$
    begin
      perform raise_access(array(select person_id from course_member where course_id = new.course_id));
      return null;
    end
  $$`,
  `create function raise_access_of_person() returns trigger language plpgsql as $$
    begin
      perform raise_access(array[new.id]);
      return null;
    end
  $$`,
  ...watchMembers('course_member'),
  ...watchMembers('channel_member'),
  `create trigger access_update after update of type, archived_at on channel for each row
    when (old.type is distinct from new.type or old.archived_at is distinct from new.archived_at)
    execute function raise_access_to_channel()`,
  `create trigger access_update after update of site_admin on person for each row
    when (old.site_admin is distinct from new.site_admin) execute function raise_access_of_person()`,
];
