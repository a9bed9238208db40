-- A mark of the dirty log is kept for an hour after its contract was scored anew, with the transaction that made it. So a
-- reader can ask whether a contract has changed since a snapshot it remembers: score documents that are kept ready are
-- served only when none of the marks of their contract is hidden from the snapshot they were made from (store/changes.h).
alter table dirty_log
  add column xid xid8 not null default pg_current_xact_id(),
  add column done_at timestamptz;
create index dirty_log_open on dirty_log (id) where done_at is null;
create index dirty_log_done on dirty_log (done_at) where done_at is not null;
create index dirty_log_of_contract on dirty_log (contract_id, xid);

-- Regions are facts too: their names stand on score sheets and station signs, and lots are made of them.
create function region_changed() returns trigger language plpgsql as $$
begin
  insert into dirty_log (contract_id)
    select c.id from contract c
    where exists (select from old_rows o where c.region_code like left(o.code, 6) || '%')
      or exists (select from lot_region u join old_rows o on u.region_code in (o.code, o.parent_code) where u.lot_id = c.lot_id)
      or exists (select from station t join region r on r.code = t.region_code join old_rows o on o.code in (r.code, r.parent_code)
        where t.contract_id = c.id);
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;
create trigger fact_updated after update on region referencing old table as old_rows
  for each statement execute function region_changed();
create trigger fact_moved after update on region referencing new table as old_rows
  for each statement execute function region_changed();

create function lot_region_changed() returns trigger language plpgsql as $$
begin
  insert into dirty_log (contract_id)
    select distinct c.id from contract c join lot l on l.programme_id = c.programme_id join old_rows o on o.lot_id = l.id;
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;
create trigger fact_inserted after insert on lot_region referencing new table as old_rows
  for each statement execute function lot_region_changed();
create trigger fact_updated after update on lot_region referencing old table as old_rows
  for each statement execute function lot_region_changed();
create trigger fact_moved after update on lot_region referencing new table as old_rows
  for each statement execute function lot_region_changed();
create trigger fact_deleted after delete on lot_region referencing old table as old_rows
  for each statement execute function lot_region_changed();

-- To empty a table of facts at once changes every contract.
create function facts_emptied() returns trigger language plpgsql as $$
begin
  insert into dirty_log (contract_id) select id from contract;
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;
do $$
declare
  t regclass;
begin
  for t in select distinct g.tgrelid::regclass from pg_trigger g where g.tgname in ('fact_updated', 'fact_inserted') order by 1 loop
    execute format('create trigger facts_emptied before truncate on %s for each statement execute function facts_emptied()', t);
  end loop;
end $$;
