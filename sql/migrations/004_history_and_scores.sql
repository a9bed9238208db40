-- History: a correction keeps the former row. Freshness: which contracts changed. Results: the stored scores.

create table fact_history (
  id bigint generated always as identity primary key,
  table_name text not null,
  contract_id bigint,                             -- empty for facts shared by contracts (staff, catalogue, parties)
  row_key jsonb not null,
  former jsonb not null,
  recorded_at timestamptz,                          -- when the former row was recorded
  replaced_at timestamptz not null default now(),
  operation text not null constraint fact_history_operation_known check (operation in ('update', 'delete'))
);
create index fact_history_of_contract on fact_history (contract_id, table_name, replaced_at);
create index fact_history_of_row on fact_history (table_name, row_key);

-- Append-only on purpose: a keyed set would lose the mark of a writer that has not yet committed.
create table dirty_log (
  id bigserial primary key,
  contract_id bigint not null,
  taken_at timestamptz
);

create table contract_score (
  contract_id bigint primary key references contract on delete cascade,
  scheme_version text not null,
  as_of date not null,
  score numeric(9,2) not null,
  lowest numeric(9,2) not null,
  highest numeric(9,2) not null,
  grade text,
  grade_certain boolean not null default false,
  stored_at timestamptz not null default now(),
  constraint contract_score_interval check (lowest <= score and score <= highest)
);
create index contract_score_by_score on contract_score (score, contract_id);
create index contract_score_by_grade on contract_score (grade, score, contract_id);

create table api_token (
  id bigint generated always as identity primary key,
  sha256 bytea not null constraint api_token_sha256_unique unique constraint api_token_sha256_is_32_bytes check (octet_length(sha256) = 32),
  principal text not null constraint api_token_principal_not_empty check (principal <> ''),
  role text not null constraint api_token_role_known check (role in ('admin', 'bureau', 'evaluator', 'provider', 'viewer')),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  constraint api_token_expires_after_creation check (expires_at > created_at)
);

-- One function per operation, one trigger of each per table. Equal notifications of a transaction fold into one.
create function fact_inserted() returns trigger language plpgsql as $$
begin
  insert into dirty_log (contract_id) select distinct contract_id from new_rows;
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;

create function fact_updated() returns trigger language plpgsql as $$
begin
  insert into fact_history (table_name, contract_id, row_key, former, recorded_at, operation)
    select tg_table_name, o.contract_id, (select jsonb_object_agg(k, to_jsonb(o) -> k) from unnest(tg_argv) k),
           to_jsonb(o), o.recorded_at, 'update' from old_rows o;
  insert into dirty_log (contract_id) select contract_id from old_rows union select contract_id from new_rows;
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;

create function fact_deleted() returns trigger language plpgsql as $$
begin
  insert into fact_history (table_name, contract_id, row_key, former, recorded_at, operation)
    select tg_table_name, o.contract_id, (select jsonb_object_agg(k, to_jsonb(o) -> k) from unnest(tg_argv) k),
           to_jsonb(o), o.recorded_at, 'delete' from old_rows o;
  insert into dirty_log (contract_id) select distinct contract_id from old_rows;
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;

create function fact_recorded_now() returns trigger language plpgsql as $$
begin
  new.recorded_at := now();
  return new;
end $$;

-- Watches one table of facts: call it for every new table that has contract_id and recorded_at.
create function track_facts(fact regclass) returns void language plpgsql as $$
declare
  keys text;
begin
  select string_agg(quote_literal(a.attname), ', ' order by array_position(i.indkey::int2[], a.attnum)) into strict keys
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey::int2[])
    where i.indrelid = fact and i.indisprimary;
  execute format('create trigger fact_inserted after insert on %s referencing new table as new_rows
    for each statement execute function fact_inserted()', fact);
  execute format('create trigger fact_updated after update on %s referencing old table as old_rows new table as new_rows
    for each statement execute function fact_updated(%s)', fact, keys);
  execute format('create trigger fact_deleted after delete on %s referencing old table as old_rows
    for each statement execute function fact_deleted(%s)', fact, keys);
  execute format('create trigger fact_recorded_now before update on %s
    for each row execute function fact_recorded_now()', fact);
end $$;

do $$
declare
  t regclass;
begin
  for t in select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind = 'r'
      and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'contract_id' and a.attnotnull)
      and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'recorded_at')
      and c.relname not in ('fact_history', 'dirty_log', 'contract_score')
    order by c.relname
  loop
    perform track_facts(t);
  end loop;
end $$;

-- The contract itself, and staff shared by contracts, under the same watch with their own keys.
create function contract_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into dirty_log (contract_id) select id from new_rows;
  else
    insert into fact_history (table_name, contract_id, row_key, former, recorded_at, operation)
      select tg_table_name, o.id, jsonb_build_object('id', o.id), to_jsonb(o), o.recorded_at, lower(tg_op) from old_rows o;
    insert into dirty_log (contract_id) select id from old_rows;
  end if;
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;
create trigger fact_inserted after insert on contract referencing new table as new_rows
  for each statement execute function contract_changed();
create trigger fact_updated after update on contract referencing old table as old_rows
  for each statement execute function contract_changed();
create trigger fact_deleted after delete on contract referencing old table as old_rows
  for each statement execute function contract_changed();
create trigger fact_recorded_now before update on contract for each row execute function fact_recorded_now();

create function staff_changed() returns trigger language plpgsql as $$
begin
  insert into fact_history (table_name, row_key, former, recorded_at, operation)
    select tg_table_name, jsonb_build_object('id', o.id), to_jsonb(o), o.recorded_at, lower(tg_op) from old_rows o;
  insert into dirty_log (contract_id)
    select distinct a.contract_id from assignment a join old_rows o on o.id = a.staff_id;
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;
create index assignment_of_staff on assignment (staff_id);
create trigger fact_updated after update on staff referencing old table as old_rows
  for each statement execute function staff_changed();
create trigger fact_deleted after delete on staff referencing old table as old_rows
  for each statement execute function staff_changed();
create trigger fact_recorded_now before update on staff for each row execute function fact_recorded_now();
