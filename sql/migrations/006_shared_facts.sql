-- Facts that several contracts share: units of purchase, parties, communities. A change marks every contract that
-- reads them and keeps the former row.
create function shared_fact_changed() returns trigger language plpgsql as $$
begin
  insert into fact_history (table_name, row_key, former, operation)
    select tg_table_name, jsonb_build_object('id', o.id), to_jsonb(o), lower(tg_op) from old_rows o;
  if tg_table_name = 'lot' then
    insert into dirty_log (contract_id) select c.id from contract c join old_rows o on o.id = c.lot_id;
  elsif tg_table_name = 'organisation' then
    insert into dirty_log (contract_id) select distinct c.id from contract c join old_rows o on o.id in (c.provider_id, c.purchaser_id);
  else
    insert into dirty_log (contract_id) select distinct cc.contract_id from contract_community cc join old_rows o on o.id = cc.community_id;
  end if;
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;
create index contract_community_of_community on contract_community (community_id);
create index contract_of_purchaser on contract (purchaser_id);

create trigger fact_updated after update on lot referencing old table as old_rows
  for each statement execute function shared_fact_changed();
create trigger fact_updated after update on organisation referencing old table as old_rows
  for each statement execute function shared_fact_changed();
create trigger fact_updated after update on community referencing old table as old_rows
  for each statement execute function shared_fact_changed();
