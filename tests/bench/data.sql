-- Data of the benchmark: one programme with 40,000 contracts and 5 million service records.
--
--   psql -v contracts=40000 -v rows=5000000 -f data.sql      as superuser, in an empty migrated database
--
-- Reproducible: every choice is a hash of a key. Services per contract follow a Zipf curve (median 53, mean 125, one in
-- a hundred above 1,400, none above 5,000), and the curve is spread over the ids. Rows lie in the order of their dates, so
-- those of one contract are scattered over the table, as after a year of daily entries.
-- Triggers and foreign keys do not run (session_replication_role); the keys are checked by queries at the end.
\set ON_ERROR_STOP on
\timing off
set client_min_messages = warning;
set session_replication_role = replica;
set synchronous_commit = off;
set work_mem = '512MB';
set maintenance_work_mem = '1GB';
set max_parallel_maintenance_workers = 2;
set jit = off;
set timezone = 'Asia/Shanghai';

begin;
-- A number in [0, 1) from a key and what it is for.
create function pg_temp.u(key bigint, salt bigint) returns double precision language sql immutable as
  'select (hashint8extended(key, salt) & 2147483647) / 2147483648.0::double precision';

create temp table shape as
  with weight as (
    select id, power(1 + (id * 12347) % :contracts + :contracts * 0.00325, -0.9) w from generate_series(1, :contracts::bigint) id)
  select id, least(5000, greatest(1, round(w / sum(w) over () * :rows)))::integer services,
         (4 + (pg_temp.u(id, 1) < 0.5)::integer) communities,
         0.35 + 0.3 * pg_temp.u(id, 2) basic_share
  from weight;
alter table shape add people integer;
update shape set people = least(400, greatest(8, services / 2));
alter table shape add primary key (id);
analyze shape;

-- Places and parties: five districts, a hundred streets each.
insert into region (code, level, name) values ('32', 'province', '江苏省'), ('3205', 'city', '苏州市');
update region set parent_code = '32' where code = '3205';
insert into region (code, level, name, parent_code)
  select '3205' || lpad((5 + d)::text, 2, '0'), 'district', '第' || d || '区', '3205' from generate_series(0, 4) d;
insert into region (code, level, name, parent_code)
  select '3205' || lpad((5 + s / 100)::text, 2, '0') || lpad((s % 100 + 1)::text, 3, '0'), 'street', '第' || s || '街道',
         '3205' || lpad((5 + s / 100)::text, 2, '0')
  from generate_series(0, 499) s;
insert into programme (id, code, title, region_code, valid_from, valid_to)
  values (1, 'suzhou-2017', '苏州市社区服务社会化扩大试点', '3205', '2017-07-01', '2018-06-30');
insert into organisation (id, name, kind, region_code)
  select s + 1, '第' || s || '街道办事处', 'street',
         '3205' || lpad((5 + s / 100)::text, 2, '0') || lpad((s % 100 + 1)::text, 3, '0') from generate_series(0, 499) s;
insert into organisation (id, name, kind) select 1000 + p, '第' || p || '社会工作服务社', 'social_work_agency' from generate_series(1, 800) p;
insert into organisation (id, name, kind) select 2000 + e, '第' || e || '评估中心', 'evaluator' from generate_series(1, 20) e;

insert into lot (id, programme_id, code, title, budget, tender_due_on, tender_completed_on)
  select l, 1, 'L' || l, '第' || l || '标包', 4000000, case when pg_temp.u(l, 21) < 0.5 then date '2017-05-31' end,
         case when pg_temp.u(l, 22) < 0.9 then date '2017-05-01' + (pg_temp.u(l, 23) * 40)::integer end
  from generate_series(1, :contracts / 4) l;
insert into contract (id, contract_no, programme_id, lot_id, region_code, provider_id, purchaser_id, title, signed_on, start_on, end_on,
    amount, team_due_on, entry_due_on, waived_days, waiver_reason)
  select id, 'SZ-2017-' || lpad(id::text, 6, '0'), 1, 1 + id % (:contracts / 4),
         '3205' || lpad((5 + id % 500 / 100)::text, 2, '0') || lpad((id % 100 + 1)::text, 3, '0'),
         1001 + (pg_temp.u(id, 3) * 800)::integer % 800, 1 + id % 500, '第' || id || '采购单元社区服务', date '2017-06-10', '2017-07-01', '2018-06-30',
         1000000, case when pg_temp.u(id, 4) < 0.7 then date '2017-06-30' end,
         case when pg_temp.u(id, 5) < 0.5 then date '2017-06-30' + (pg_temp.u(id, 6) * 10)::integer end,
         case when pg_temp.u(id, 7) < 0.05 then 10 else 0 end, case when pg_temp.u(id, 7) < 0.05 then '汛期' end
  from shape order by id;
insert into community (id, region_code, code, name)
  select s.id * 10 + j, c.region_code, c.region_code || lpad((s.id / 500)::text, 3, '0') || '-' || s.id || '-' || j, '第' || s.id || '-' || j || '社区'
  from shape s join contract c using (id), generate_series(1, s.communities) j order by s.id, j;
insert into contract_community (contract_id, community_id, is_pilot, in_street, entered_on, exempt_from, exempt_on, households)
  select id, id * 10 + j, j = 1 or pg_temp.u(id * 10 + j, 1) < 0.65, pg_temp.u(id * 10 + j, 2) < 0.98,
         date '2017-07-01' + (pg_temp.u(id * 10 + j, 3) * 20)::integer,
         case when pg_temp.u(id * 10 + j, 4) < 0.03 then '{三(三)}'::text[] else '{}' end,
         case when pg_temp.u(id * 10 + j, 4) < 0.03 then date '2017-08-15' end, 500 + (pg_temp.u(id * 10 + j, 5) * 3000)::integer
  from shape, generate_series(1, communities) j order by id, j;

-- Setting up: most teams in time, some up to fifty days late, some without one of the three steps.
insert into deployment_event (contract_id, kind, happened_on, confirmed_by)
  select id, kind, date '2017-06-10' + lag + case when pg_temp.u(id, 11) < 0.8 then (pg_temp.u(id, 12) * 14)::integer
         else (pg_temp.u(id, 12) * 60)::integer end, 2001 + id % 20
  from shape, (values ('team_formed', 0), ('team_trained', 3), ('entered', 5)) step (kind, lag)
  where pg_temp.u(id, 13) >= 0.04 or kind <> 'entered' order by id, kind;

insert into staff (id, name, education, sw_degree, sw_certificate)
  select p, '社工' || p, 3 + (pg_temp.u(p, 1) * 2)::integer, pg_temp.u(p, 2) < 0.4, case when pg_temp.u(p, 3) < 0.6 then 'social_worker' end
  from generate_series(1, :contracts * 5) p;
insert into assignment (contract_id, id, staff_id, role, workplace, employer_id, start_on, end_on, trained_on, entered_on)
  select a.id, a.key, 1 + a.key % (:contracts * 5), case n when 1 then 'project_manager' when 2 then 'supervisor' else 'social_worker' end,
         case when pg_temp.u(key, 1) < 0.8 then 'community' else 'station' end, c.provider_id, began,
         case when pg_temp.u(key, 3) < 0.15 then began + 60 + (pg_temp.u(key, 4) * 200)::integer end,
         case when pg_temp.u(key, 5) < 0.9 then began - 5 when pg_temp.u(key, 5) < 0.97 then began + 12 end,
         case when pg_temp.u(key, 6) < 0.95 then began + 1 end
  from (select id, n, id * 20 + n as key, date '2017-06-15' + case when pg_temp.u(id * 20 + n, 2) < 0.8
          then (pg_temp.u(id * 20 + n, 7) * 15)::integer else (pg_temp.u(id * 20 + n, 7) * 300)::integer end as began
        from shape, generate_series(1, 5 + (pg_temp.u(id, 14) * 6)::integer) n) a join contract c using (id)
  order by began, a.key;

-- The catalogue: major items and their minor ones. Under the first major of the capacity class stand the mandatory ones.
insert into catalogue_item (id, programme_id, code, title, category, level, choice)
  select 100 * class + m, 1, category || '-' || m, category || m, category, 'major', 'free'
  from (values (1, 'basic', 5), (2, 'empower', 6), (3, 'governance', 3)) c (class, category, majors), generate_series(1, majors) m;
insert into catalogue_item (id, programme_id, code, title, category, level, parent_id, choice)
  select 10 * id + i, 1, code || '-' || i, title || '-' || i, category, 'minor', id,
         case when category = 'empower' and id % 100 = 1 then case when i <= 2 then 'mandatory' else 'beside' end
              when category = 'governance' and id % 100 = 1 and i = 1 then 'mandatory'
              when category = 'governance' and id % 100 = 1 then 'beside' else 'free' end
  from catalogue_item, generate_series(1, 4) i where level = 'major';

insert into item_selection (contract_id, id, level, community_id, item_id, category, major_id, item_level, choice, selected_on, ended_on, amount)
  select s.id, s.id * 100 + s.n, s.level, s.community_id, i.id, i.category, i.major_id, i.level, i.choice,
         date '2017-06-12' + (pg_temp.u(s.id * 100 + s.n, 1) * 15)::integer,
         case when pg_temp.u(s.id * 100 + s.n, 2) < 0.04 then date '2018-01-31' end, 10000 + (pg_temp.u(s.id * 100 + s.n, 3) * 50000)::integer
  from (select id, n, 'street' as level, null::bigint community_id, case when pg_temp.u(id * 100 + n, 4) < 0.6 then 1
                 when pg_temp.u(id * 100 + n, 4) < 0.85 then 2 else 3 end as class from shape, generate_series(1, 6) n
        union all
        select id, j * 10 + n, 'community', id * 10 + j, case when pg_temp.u(id * 100 + j * 10 + n, 4) < 0.62 then 2 else 3 end
          from shape, generate_series(1, communities) j, generate_series(1, 3) n) s
  join (values (1, 5), (2, 6), (3, 3)) c (class, majors) using (class)
  join catalogue_item i on i.id = 10 * (100 * class + 1 + s.n % majors) + 1 + (s.id + s.n / majors) % 4
  order by 10, s.id, s.n;

-- People served: two in three belong to a household of up to three.
insert into household (contract_id, id, community_id, label)
  select id, id * 1000 + h, id * 10 + 1 + h % communities, 'H' || id || '-' || h from shape, generate_series(1, (people + 2) / 3) h order by id, h;
create temp table person as
  select s.id contract_id, s.id * 1000 + j id, j, case when pg_temp.u(s.id * 1000 + j, 1) < 0.65 then s.id * 1000 + (j + 2) / 3 end household_id,
         s.id * 10 + 1 + ((j + 2) / 3) % communities community_id,
         (array['elderly', 'elderly', 'elderly', 'elderly', 'extreme_hardship', 'minor_in_difficulty', 'minor_in_difficulty', 'disabled',
           'annex_group_5', 'none'])[1 + (pg_temp.u(s.id * 1000 + j, 2) * 10)::integer % 10] target_group
  from shape s, generate_series(1, s.people) j;
alter table person add primary key (contract_id, j);
analyze person;
insert into beneficiary (contract_id, id, household_id, community_id, label, target_group, registered_on)
  select contract_id, id, household_id, community_id, 'P' || id, target_group, date '2017-07-01' from person order by contract_id, id;

-- Other facts the scheme reads.
insert into mandatory_item (contract_id, community_id, item_code, done_on, entries, household_share)
  select id, id * 10 + j, item, date '2017-09-01' + (pg_temp.u(id * 100 + j * 10 + i, 1) * 200)::integer,
         case when pg_temp.u(id * 100 + j * 10 + i, 2) < 0.9 then (pg_temp.u(id * 100 + j * 10 + i, 3) * 300)::integer end, null
  from shape, generate_series(1, communities) j, (values (1, 'household_needs_file'), (2, 'resource_library')) m (i, item)
  where pg_temp.u(id * 100 + j * 10 + i, 4) < 0.85 order by 4, id, j, i;
insert into community_plan (contract_id, id, community_id, title, adopted_on)
  select id, id * 10 + j, id * 10 + j, '一社区一策', date '2017-08-01' + (pg_temp.u(id * 10 + j, 11) * 300)::integer
  from shape, generate_series(1, communities) j where pg_temp.u(id * 10 + j, 12) < 0.8 order by 5, id, j;
insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, superseded_on, evidence)
  select id, id * 10 + e * 2 + v, 'governance.plan', 2001 + (id + e) % 20, round((pg_temp.u(id * 10 + e * 2 + v, 1) * 5)::numeric, 1), 5,
         date '2018-01-15' + v * 120, case when v = 0 then date '2018-05-15' end, case when pg_temp.u(id * 10 + e * 2 + v, 2) < 0.95 then '方案文本' end
  from shape, generate_series(0, 1) e, generate_series(0, 1) v where pg_temp.u(id, 15) < 0.97 order by 7, id, e;
insert into checklist_check (contract_id, id, list_code, item_code, required, met, checked_on, evidence)
  select id, id * 10 + i, 'three_party_agreement', item, true, pg_temp.u(id * 10 + i, 3) < 0.93, date '2017-07-05' + (pg_temp.u(id, 16) * 20)::integer, '签约表'
  from shape, (values (1, 'street'), (2, 'committee'), (3, 'provider')) l (i, item) order by 7, id, i;
insert into scope_change (contract_id, id, title, effective_on, classes_before, classes_after, units_before, units_after,
    district_approved_on, city_approved_on, filed_on)
  select id, id * 10 + n, '项目调整', day, '{basic,empower,governance}',
         case when pg_temp.u(id * 10 + n, 5) < 0.95 then '{basic,empower,governance}'::text[] else '{basic,empower}' end, 60,
         case when pg_temp.u(id * 10 + n, 6) < 0.95 then 66 else 50 end, day - 10, day - 5,
         case when pg_temp.u(id * 10 + n, 7) < 0.9 then day - 2 end
  from shape, generate_series(1, 2) n, lateral (select date '2017-08-01' + (pg_temp.u(id * 10 + n, 8) * 250)::integer as day) d
  where pg_temp.u(id * 10 + n, 9) < 0.3 order by day, id, n;

-- The big table: its indexes away while it is filled, and back as they were.
create temp table wanted as
  select conname as name, format('alter table service_record add constraint %I %s', conname, pg_get_constraintdef(oid)) as make, true as key
    from pg_constraint where conrelid = 'service_record'::regclass and contype in ('p', 'u')
  union all
  select c.relname, pg_get_indexdef(c.oid), false from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = 'service_record'::regclass and not exists (select 1 from pg_constraint k where k.conindid = c.oid and k.conrelid = i.indrelid);
do $$
declare
  w record;
begin
  for w in select * from wanted loop
    execute case when w.key then format('alter table service_record drop constraint %I', w.name) else format('drop index %I', w.name) end;
  end loop;
end $$;

insert into service_record (contract_id, id, served_on, verified, community_id, item_id, category, major_id, item_level, choice, mode,
    activity_size, participants, beneficiary_id, unit_key, target_group, hours, goal, goal_attained, evidence_count)
  select r.id, r.key, r.served_on, pg_temp.u(key, 6) < 0.97, r.id * 10 + 1 + floor(r.communities * power(pg_temp.u(key, 3), 1.2))::integer,
         i.id, i.category, i.major_id, i.level, i.choice, r.mode,
         case when r.mode = 'activity' then case when pg_temp.u(key, 7) < 0.25 then 'large' else 'small' end end,
         case when r.mode = 'activity' then case when pg_temp.u(key, 7) < 0.25 then 30 + (pg_temp.u(key, 8) * 120)::integer
           else 5 + (pg_temp.u(key, 8) * 30)::integer end end,
         p.id, coalesce(-p.household_id, p.id), p.target_group, round((0.5 + pg_temp.u(key, 9) * 3)::numeric, 2), null, null,
         (pg_temp.u(key, 10) * 4)::integer
  from (select s.id, s.communities, s.people, key, class, date '2017-07-01' + floor(365 * pg_temp.u(key, 1))::integer as served_on,
               case class
                 when 1 then (array['case', 'case', 'case', 'case_management', 'visit', 'visit', 'visit', 'group', 'consultation', 'phone_check'])
                   [1 + floor(10 * pg_temp.u(key, 4))::integer]
                 when 2 then (array['training', 'group', 'survey', 'meeting', 'publicity'])[1 + floor(5 * pg_temp.u(key, 4))::integer]
                 else (array['activity', 'activity', 'activity', 'meeting', 'community_plan'])[1 + floor(5 * pg_temp.u(key, 4))::integer] end as mode
        from (select s.*, s.id * 10000 + k as key,
                     case when pg_temp.u(s.id * 10000 + k, 2) < basic_share then 1
                       when pg_temp.u(s.id * 10000 + k, 2) < basic_share + (1 - basic_share) * 0.6 then 2 else 3 end as class
              from shape s, generate_series(1, s.services) k) s) r
  join catalogue_item i on i.id = 10 * (100 * class + 1 + floor(case class when 1 then 5 when 2 then 6 else 3 end * power(pg_temp.u(key, 11), 1.3))::integer)
    + 1 + floor(4 * pg_temp.u(key, 12))::integer
  left join person p on class = 1 and p.contract_id = r.id and p.j = 1 + floor(r.people * power(pg_temp.u(key, 5), 1.3))::integer
  order by r.served_on, hashint8extended(key, 99);

do $$
declare
  w record;
begin
  for w in select * from wanted order by key desc loop execute w.make; end loop;
end $$;

-- Identity columns go on after the ids given here.
do $$
declare
  c record;
begin
  for c in select attrelid::regclass t, attname a from pg_attribute join pg_class k on k.oid = attrelid
    where attidentity <> '' and k.relnamespace = 'public'::regnamespace loop
    execute format('select setval(pg_get_serial_sequence(%L, %L), coalesce((select max(%I) from %s), 0) + 1, false)', c.t, c.a, c.a, c.t);
  end loop;
end $$;

-- What the foreign keys would have refused.
do $$
declare
  k record;
  n bigint;
begin
  for k in select conname, conrelid::regclass child, confrelid::regclass parent,
             (select string_agg(format('c.%I = p.%I', ca.attname, pa.attname), ' and ') from unnest(conkey, confkey) x (ck, pk)
               join pg_attribute ca on ca.attrelid = conrelid and ca.attnum = ck join pg_attribute pa on pa.attrelid = confrelid and pa.attnum = pk) eq,
             (select string_agg(format('c.%I is not null', ca.attname), ' and ') from unnest(conkey) ck
               join pg_attribute ca on ca.attrelid = conrelid and ca.attnum = ck) filled
           from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace loop
    execute format('select count(*) from %s c where %s and not exists (select 1 from %s p where %s)', k.child, k.filled, k.parent, k.eq) into n;
    if n > 0 then raise exception '% rows of % break %', n, k.child, k.conname; end if;
  end loop;
end $$;
commit;
set session_replication_role = origin;
vacuum (analyze, freeze);
checkpoint;
select format('%s contracts, %s communities, %s service records (per contract: median %s, 99%% below %s, most %s), %s people served, database %s',
  count(*), sum(communities), sum(services), percentile_disc(0.5) within group (order by services),
  percentile_disc(0.99) within group (order by services), max(services), sum(people), pg_size_pretty(pg_database_size(current_database()))) from shape;
