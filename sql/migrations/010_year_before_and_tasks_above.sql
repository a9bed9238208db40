-- What the five documents ask beyond the tables so far.

-- The contract of the year before, which this one goes on from: growth is measured against it.
alter table contract add column previous_id bigint references contract;
alter table contract add constraint contract_not_its_own_previous check (previous_id <> id);
create index contract_of_previous on contract (previous_id) where previous_id is not null;

-- Who runs an incubation centre for its owner; a price that covers the cost; stations named as models.
alter table contract_party drop constraint contract_party_role_known;
alter table contract_party add constraint contract_party_role_known check (role in ('commissioner', 'purchaser', 'beneficiary', 'provider',
  'evaluator', 'tender_agent', 'payer', 'coach', 'operator'));
alter table service_record drop constraint service_record_pricing_known;
alter table service_record add constraint service_record_pricing_known check (pricing in ('free', 'cost', 'low', 'market', 'voucher'));
alter table township add column demonstration_on civil_date;

-- The task of a city is measured on the tasks of its counties: the provider above is the purchaser below. A fact of the county marks
-- the city's contract too.
create function task_above_changed() returns trigger language plpgsql as $$
begin
  insert into dirty_log (contract_id)
    select distinct a.id from changed r join contract k on k.id = r.contract_id join contract a on a.provider_id = k.purchaser_id;
  if found then perform pg_notify('assayd', ''); end if;
  return null;
end $$;
do $$
declare
  t text;
begin
  foreach t in array array['filing', 'inspection', 'township'] loop
    execute format('create trigger task_above_inserted after insert on %I referencing new table as changed
      for each statement execute function task_above_changed()', t);
    execute format('create trigger task_above_updated after update on %I referencing new table as changed
      for each statement execute function task_above_changed()', t);
    execute format('create trigger task_above_deleted after delete on %I referencing old table as changed
      for each statement execute function task_above_changed()', t);
  end loop;
end $$;
