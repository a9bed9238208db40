-- More facts that several contracts share: a change marks every contract that reads them and keeps the former row. 006 began with
-- lots, parties and communities; here are the records and people of an agency, the catalogue, the programme and its budget, and evaluators.
-- Arguments of a trigger are the columns of the key, `id` unless given. A row that moves is looked at on both sides.
create or replace function shared_fact_changed() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and tg_name <> 'fact_moved' then
    insert into fact_history (table_name, row_key, former, operation)
      select tg_table_name, coalesce((select jsonb_object_agg(k, to_jsonb(o) -> k) from unnest(tg_argv) k), jsonb_build_object('id', to_jsonb(o) -> 'id')),
             to_jsonb(o), lower(tg_op) from old_rows o;
  end if;
  case tg_table_name
    when 'lot' then
      insert into dirty_log (contract_id) select c.id from contract c join old_rows o on o.id = c.lot_id;
    when 'organisation' then
      insert into dirty_log (contract_id)
        select c.id from contract c join old_rows o on o.id in (c.provider_id, c.purchaser_id)
        union select v.contract_id from evaluation v join old_rows o on o.id = v.evaluator_id;
    when 'community' then
      insert into dirty_log (contract_id) select distinct cc.contract_id from contract_community cc join old_rows o on o.id = cc.community_id;
    when 'adverse_record', 'organisation_staff' then
      insert into dirty_log (contract_id) select distinct c.id from contract c join old_rows o on o.organisation_id = c.provider_id;
    when 'catalogue_item', 'programme_budget_line' then
      insert into dirty_log (contract_id) select distinct c.id from contract c join old_rows o on o.programme_id = c.programme_id;
    when 'programme' then
      insert into dirty_log (contract_id) select distinct c.id from contract c join old_rows o on o.id = c.programme_id;
  end case;
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;

create function watch_shared_fact(fact regclass, variadic keys text[]) returns void language plpgsql as $$
declare
  arguments text := (select coalesce(string_agg(quote_literal(k), ', '), '') from unnest(keys) k);
begin
  execute format('create trigger fact_inserted after insert on %s referencing new table as old_rows
    for each statement execute function shared_fact_changed(%s)', fact, arguments);
  execute format('create trigger fact_updated after update on %s referencing old table as old_rows
    for each statement execute function shared_fact_changed(%s)', fact, arguments);
  execute format('create trigger fact_moved after update on %s referencing new table as old_rows
    for each statement execute function shared_fact_changed(%s)', fact, arguments);
  execute format('create trigger fact_deleted after delete on %s referencing old table as old_rows
    for each statement execute function shared_fact_changed(%s)', fact, arguments);
end $$;
select watch_shared_fact('adverse_record', 'id');
select watch_shared_fact('organisation_staff', 'organisation_id', 'staff_id', 'start_on');
select watch_shared_fact('catalogue_item', 'id');
select watch_shared_fact('programme', 'id');
select watch_shared_fact('programme_budget_line', 'programme_id', 'kind');
create index evaluation_of_evaluator on evaluation (evaluator_id);

-- The people of an agency are read by its contracts too, not only where they are assigned.
create or replace function staff_changed() returns trigger language plpgsql as $$
begin
  insert into fact_history (table_name, row_key, former, recorded_at, operation)
    select tg_table_name, jsonb_build_object('id', o.id), to_jsonb(o), o.recorded_at, lower(tg_op) from old_rows o;
  insert into dirty_log (contract_id)
    select a.contract_id from assignment a join old_rows o on o.id = a.staff_id
    union select c.id from contract c join organisation_staff s on s.organisation_id = c.provider_id join old_rows o on o.id = s.staff_id;
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;
create index organisation_staff_of_person on organisation_staff (staff_id);
