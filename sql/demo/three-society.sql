-- Demonstration: the three-society pilot of a city. The text is a template with its numbers blanked, so all of this is invented: the
-- city, four urban districts, two counties, 14 pilot communities (4, 3, 3, 2, 1, 1), the year 2017. One contract is one community:
-- the bureau of its district or county, and its service centre. Deterministic, and safe to run twice.
--
-- Intended facts on 2017-12-31 (365 days: 4 quarters of 91, 12 months of 30). 401 is good, 402 stands on boundaries, 403 fails; 404
-- and the ten that follow are as 401, with other areas.
--
--                                        401              402                       403                  404 to 414
--   service premises (m2)                500              1000                      1200                 480, then 600
--   incubation centre                    none             yes                       none                 none
--   office ceded / before ceding (m2)    100 / 200 = 50 % 50 / 200                  0 / 120              110 / 200
--   service centre registered on         2016-11-20       2017-12-31                no service centre    2016-11-20
--   joint meetings; consultations        4; 4             3; 2                      0; 0                 4; 4
--   lists; platform; mechanisms          4/4; 3/3; 2/2    3/4; 2/3; 1/2             1/4; 0; 0            4/4; 3/3; 2/2
--   incubation services basic, extended  3, 2             2, 1                      0, 0                 3, 2
--   organisations (able to work alone)   3 (2)            1 (1)                     1 (0)                2 (2)
--   points of the studio                 5/5              4/5                       2/5                  5/5
--   social workers; by a proven route    3; 3             2; 1                      1; 0                 3; 3
--   supervision; methods                 12; 3            6; 2                      0; 1                 12; 4
--   home services; kinds of price        4; 2             2; 1                      1; not recorded      3; 2
--   elderly projects / all               3 / 4            2 / 4 (just half)         none                 3 / 4
--   parts of the smart platform          18 / 18          9 / 18                    0                    18 / 18
--   applications (awarded)               2 (1)            1 (0)                     0 (one in 2018)      2 (1)
--   plan done / approved                 10 / 10          20 / 40                   none                 10 / 10
--   feature approved and reported        1                0 (1 without report)      0                    1
-- And in 403 a case of cheating, confirmed 2017-11-20.

begin;

do $$
begin
  if exists (select from contract where id between 401 and 414 and contract_no not like 'SL-2017-%') then
    raise exception 'contracts 401 to 414 exist and are not the demonstration''s' using hint = 'Load the demonstration into an empty database.';
  end if;
end $$;

insert into region (code, level, kind, name, parent_code) values
  ('99', 'province', 'division', 'x省（示例）', null), ('9901', 'city', 'division', 'x市（示例）', '99'),
  ('990101', 'district', 'urban_district', '东城区（示例）', '9901'), ('990102', 'district', 'urban_district', '西城区（示例）', '9901'),
  ('990103', 'district', 'urban_district', '南城区（示例）', '9901'), ('990104', 'district', 'urban_district', '北城区（示例）', '9901'),
  ('990121', 'district', 'county', '上河县（示例）', '9901'), ('990122', 'district', 'county', '下河县（示例）', '9901')
on conflict do nothing;

-- One row a pilot community: what is to happen in it.
create temporary table demo_contract (
  id bigint primary key, district text, community text, premises numeric, incubation boolean, office numeric, ceded numeric, centre_kind text,
  registered date, meetings int, consultations int, lists int, platform int, mechanisms int, basic int, extended int, organisations int, able int,
  studio int, workers int, routes int, supervision int, methods int, home int, prices int, elderly int, projects int, smart int, applications int,
  awarded int, planned int, done int, feature boolean
) on commit drop;
insert into demo_contract
  select id, district, community, premises, incubation, 200, ceded, 'service_centre', registered, meetings, consultations, lists, platform, mechanisms, basic,
    extended, organisations, able, studio, workers, routes, supervision, methods, home, prices, elderly, 4, smart, applications, awarded, planned, done, feature
  from (values
    (401, '990101', '春晖社区（示例）', 500,  false, 100, date '2016-11-20', 4, 4, 4, 3, 2, 3, 2, 3, 2, 5, 3, 3, 12, 3, 4, 2, 3, 18, 2, 1, 10, 10, true),
    (402, '990101', '向阳社区（示例）', 1000, true,   50, date '2017-12-31', 3, 2, 3, 2, 1, 2, 1, 1, 1, 4, 2, 1,  6, 2, 2, 1, 2,  9, 1, 0, 40, 20, false)) x (id, district,
    community, premises, incubation, ceded, registered, meetings, consultations, lists, platform, mechanisms, basic, extended, organisations, able, studio, workers,
    routes, supervision, methods, home, prices, elderly, smart, applications, awarded, planned, done, feature);
insert into demo_contract values
  (403, '990101', '铁东社区（示例）', 1200, false, 120, 0, 'other', null, 0, 0, 1, 0, 0, 0, 0, 1, 0, 2, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, false);
insert into demo_contract
  select 404 + n, (array['990101', '990102', '990102', '990102', '990103', '990103', '990103', '990104', '990104', '990121', '990122'])[n + 1],
    (array['松林', '朝阳', '新华', '和平', '团结', '育才', '建设', '友谊', '站前', '河东', '临江'])[n + 1] || '社区（示例）', case when n = 0 then 480 else 600 end,
    false, 200, 110, 'service_centre', '2016-11-20', 4, 4, 4, 3, 2, 3, 2, 2, 2, 5, 3, 3, 12, 4, 3, 2, 3, 4, 18, 2, 1, 10, 10, true
  from generate_series(0, 10) n;

insert into programme (id, code, title, region_code) values (401, 'three-society-pilot', '“三社联动”试点', '9901') on conflict do nothing;
insert into organisation (id, name, kind, region_code) values
  (4001, 'x市民政局（示例）', 'bureau', '9901'), (4002, '东城区民政局（示例）', 'bureau', '990101'), (4003, '西城区民政局（示例）', 'bureau', '990102'),
  (4004, '南城区民政局（示例）', 'bureau', '990103'), (4005, '北城区民政局（示例）', 'bureau', '990104'), (4006, '上河县民政局（示例）', 'bureau', '990121'),
  (4007, '下河县民政局（示例）', 'bureau', '990122')
on conflict do nothing;
insert into organisation (id, name, kind, registered_level, registered_on, first_evaluation_on, region_code) values
  (4011, '同心社工事务所（示例）', 'social_work_agency', 'city', '2014-05-30', null, '9901'),
  (4021, '外埠公益评估中心（示例）', 'evaluator', 'province', '2012-09-12', '2013-10-01', '99')
on conflict do nothing;
insert into organisation (id, name, kind, registered_level, registered_on, region_code)
  select id * 10 + 1000, community || '社会服务中心', centre_kind, case when registered is not null then 'county' end, registered, district from demo_contract
on conflict do nothing;

insert into contract (id, contract_no, programme_id, region_code, provider_id, purchaser_id, title, method, signed_on, start_on, end_on, amount)
  select c.id, 'SL-2017-' || c.id - 400, 401, c.district, c.id * 10 + 1000, b.id, c.community || '“三社联动”试点', '特定委托', '2016-12-20', '2017-01-01',
    '2017-12-31', 0
  from demo_contract c join organisation b on b.region_code = c.district and b.kind = 'bureau' and b.id between 4002 and 4007
on conflict do nothing;
insert into contract_party (contract_id, role, organisation_id)
  select c.id, p.role, p.organisation from demo_contract c join contract k on k.id = c.id, lateral (values ('commissioner', 4001::bigint),
    ('purchaser', k.purchaser_id), ('provider', k.provider_id), ('evaluator', 4021::bigint)) p (role, organisation)
on conflict do nothing;
insert into community (id, region_code, name) select id * 100 + 1, district, community from demo_contract on conflict do nothing;
insert into contract_community (contract_id, community_id, is_pilot, entered_on, households, service_area_m2, office_area_m2, ceded_area_m2, ceded_document,
    incubation_centre, pilot_batch, pilot_approved_on)
  select id, id * 100 + 1, true, '2017-01-01', 2400, premises, office, ceded, case when ceded > 0 then '让渡协议（示例）' end, incubation,
    case when id < 411 then 1 else 2 end, '2016-12-15'
  from demo_contract
on conflict do nothing;

-- Social workers: the first certified, the second sent by an agency, the third by hours and the city's exam; whoever is beyond `routes` has none of it.
insert into staff (id, name, birth_on, education, sw_certificate, city_exam_on, training_hours)
  select c.id * 100 + w, (array['孙', '高', '林', '郭'])[1 + (c.id + w)::int % 4] || (array['晓峰', '丽萍', '海燕', '国栋', '春梅'])[1 + (c.id * 3 + w)::int % 5],
    date '1986-05-01' + (c.id::int * 71 + w * 400) % 3000, 3 + w % 2, case when w = 1 and c.routes > 0 then 'social_worker' end,
    case when w = 3 and c.routes > 2 then date '2017-03-25' end, case when w = 3 then 48 else 0 end
  from demo_contract c, generate_series(1, c.workers) w
on conflict do nothing;
insert into assignment (contract_id, id, staff_id, community_id, role, workplace, employer_id, start_on)
  select c.id, c.id * 100 + w, c.id * 100 + w, c.id * 100 + 1, 'social_worker', 'community', case when w = 2 and c.routes > 1 then 4011 else c.id * 10 + 1000 end, '2017-01-01'
  from demo_contract c, generate_series(1, c.workers) w
on conflict do nothing;

insert into catalogue_item (id, programme_id, code, title, category, level, choice)
  select 4000 + x.n, 401, x.code, x.title, x.category, 'major', 'free'
  from (values (11, 'IB-1', '能力培训', 'incubation_basic'), (12, 'IB-2', '信息共享', 'incubation_basic'), (13, 'IB-3', '项目扶持', 'incubation_basic'),
    (21, 'IE-1', '协助注册', 'incubation_extended'), (22, 'IE-2', '管理咨询', 'incubation_extended'), (23, 'IE-3', '资源整合', 'incubation_extended'),
    (24, 'IE-4', '成长评估', 'incubation_extended'),
    (31, 'ME-1', '个案', 'method'), (32, 'ME-2', '小组', 'method'), (33, 'ME-3', '社区', 'method'), (34, 'ME-4', '政策倡导', 'method'),
    (41, 'HC-1', '日间照料', 'home_care'), (42, 'HC-2', '家政', 'home_care'), (43, 'HC-3', '医疗', 'home_care'), (44, 'HC-4', '代购', 'home_care'),
    (45, 'HC-5', '辅助出行', 'home_care'),
    (51, 'PR-1', '养老服务公益项目', 'elderly'), (52, 'PR-2', '社区文体项目', 'culture'), (61, 'PL-1', '批准的购买服务项目', 'project')) x (n, code, title, category)
on conflict do nothing;
insert into service_record (contract_id, id, served_on, verified, community_id, item_id, category, major_id, item_level, choice, mode, participants, topic,
    at_home, pricing, evidence_count)
  select v.contract_id, v.contract_id * 1000000 + v.block * 10000 + v.k, v.day, true, v.contract_id * 100 + 1, i.id, i.category, i.major_id, i.level, i.choice,
    v.mode, 15, v.topic, v.block = 6, v.pricing, 1
  from (
    select c.id as contract_id, 1 as block, k, date '2017-02-15' + 80 * (k - 1) as day, null::int as item, 'meeting' as mode, 'joint_meeting' as topic,
      null::text as pricing
    from demo_contract c, generate_series(1, c.meetings) k
    union all
    select c.id, 2, k, date '2017-03-10' + 75 * (k - 1), null, 'consultation', 'deliberation', null from demo_contract c, generate_series(1, c.consultations) k
    union all
    select c.id, 3, k, date '2017-04-01' + 30 * k, 4010 + k, 'training', null, null from demo_contract c, generate_series(1, c.basic) k
    union all
    select c.id, 4, k, date '2017-05-05' + 30 * k, 4020 + k, 'referral', null, null from demo_contract c, generate_series(1, c.extended) k
    union all
    select c.id, 5, k, date '2017-03-20' + 40 * k, 4030 + k, (array['case', 'group', 'activity', 'other'])[k], null, null from demo_contract c, generate_series(1, c.methods) k
    union all
    select c.id, 6, k, date '2017-02-20' + 25 * k, 4040 + k, 'visit', null, case when c.prices > 0 then (array['free', 'low'])[1 + k % c.prices] end
    from demo_contract c, generate_series(1, c.home) k
    union all
    select c.id, 7, k, date '2017-01-28' + 30 * (k - 1), null, 'supervision_session', null, null from demo_contract c, generate_series(1, c.supervision) k
    union all
    select c.id, 8, k, date '2017-03-01' + 9 * k, 4061, 'group', null, null from demo_contract c, generate_series(1, c.done) k
  ) v left join catalogue_item i on i.id = v.item
on conflict do nothing;
insert into service_plan (contract_id, id, item_id, target_quantity, from_on, to_on)
  select id, 1, 4061, planned, '2017-01-01', '2017-12-31' from demo_contract where planned > 0
on conflict do nothing;
insert into item_selection (contract_id, id, level, community_id, item_id, category, major_id, item_level, choice, selected_on, own)
  select c.id, p, 'community', c.id * 100 + 1, i.id, i.category, i.major_id, i.level, i.choice, date '2017-02-01' + p, true
  from demo_contract c, generate_series(1, c.projects) p join catalogue_item i on true where i.id = case when p <= c.elderly then 4051 else 4052 end
on conflict do nothing;

insert into incubated_organisation (contract_id, id, community_id, name, kind, registered_on, qualified)
  select c.id, k, c.id * 100 + 1, '社区为老服务队 ' || k, (array['social_service', 'charity', 'hub'])[k], date '2017-05-01' + 30 * k, k <= c.able
  from demo_contract c, generate_series(1, c.organisations) k
on conflict do nothing;
insert into project_application (contract_id, id, community_id, organisation_id, applied_on, awarded_on)
  select c.id, k, c.id * 100 + 1, c.id * 10 + 1000, date '2017-06-01' + 20 * k, case when k <= c.awarded then date '2017-09-15' end
  from demo_contract c, generate_series(1, c.applications) k
  union all
  select 403, 9, 40301, 5030, '2018-01-02', null
on conflict do nothing;
insert into brand_project (contract_id, id, community_id, line, name, approved_on, report_on)
  select id, 1, id * 100 + 1, 'feature', '一社一品：' || community, '2017-04-12', case when feature then date '2017-11-28' end from demo_contract where id <> 403
on conflict do nothing;
insert into checklist_check (contract_id, id, list_code, item_code, met, checked_on, evidence)
  select c.id, x.n, x.list, x.item, x.k <= case x.list when 'community_lists' then c.lists when 'consultation' then c.platform when 'mechanisms' then c.mechanisms
      when 'studio' then c.studio when 'smart' then c.smart else case when c.id = 403 then 2 else 18 end end, '2017-11-15', '现场核查记录'
  from demo_contract c, (values
    (1, 'community_lists', 1, 'duty_list'), (2, 'community_lists', 2, 'assistance_list'), (3, 'community_lists', 3, 'stamp_list'),
    (4, 'community_lists', 4, 'entry_catalogue'), (5, 'consultation', 1, 'platform'), (6, 'consultation', 2, 'agenda'), (7, 'consultation', 3, 'rules'),
    (8, 'mechanisms', 1, 'topics_and_projects'), (9, 'mechanisms', 2, 'committee_evaluation'), (10, 'studio', 1, 'independent'), (11, 'studio', 2, 'sign'),
    (12, 'studio', 3, 'mission_board'), (13, 'studio', 4, 'values_board'), (14, 'studio', 5, 'process_board'),
    (21, 'smart', 1, 'portal'), (22, 'smart', 2, 'call_centre'), (23, 'smart', 3, 'terminal'), (24, 'smart', 4, 'app'), (25, 'smart', 5, 'level_city'),
    (26, 'smart', 6, 'level_district'), (27, 'smart', 7, 'level_street'), (28, 'smart', 8, 'level_community'), (29, 'smart', 9, 'population'),
    (30, 'smart', 10, 'geography'), (31, 'smart', 11, 'events'), (32, 'smart', 12, 'goods'), (33, 'smart', 13, 'organisations'), (34, 'smart', 14, 'information'),
    (35, 'smart', 15, 'one_stop'), (36, 'smart', 16, 'home_care'), (37, 'smart', 17, 'convenience'), (38, 'smart', 18, 'monitoring'),
    (41, 'platforms', 1, 'smart'), (42, 'platforms', 2, 'party'), (43, 'platforms', 3, 'incubation'), (44, 'platforms', 4, 'home_care'),
    (45, 'platforms', 5, 'social_workers'), (46, 'safeguards', 1, 'rules'), (47, 'safeguards', 2, 'funds'), (48, 'safeguards', 3, 'capacity'),
    (49, 'safeguards', 4, 'evaluation'), (50, 'safeguards', 5, 'social_supervision'), (51, 'published', 1, 'project_scope'), (52, 'published', 2, 'tender_guide'),
    (53, 'third_party', 1, 'review'), (54, 'third_party', 2, 'supervision'), (55, 'third_party', 3, 'evaluation'), (56, 'third_party', 4, 'acceptance'),
    (57, 'selection', 1, 'support'), (58, 'selection', 2, 'recommendation'), (59, 'selection', 3, 'committees'), (60, 'selection', 4, 'base'),
    (61, 'rooms', 1, 'day_care'), (62, 'rooms', 2, 'activity'), (63, 'rooms', 3, 'social_work'), (64, 'rooms', 4, 'functions'), (65, 'rooms', 5, 'wall'))
    x (n, list, k, item)
on conflict do nothing;
insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, evidence)
  select id, 1, 'pilot.mobilisation', 4021, case id when 402 then 3 when 403 then 1 else 5 end, 5, '2017-11-15', '访谈记录' from demo_contract
on conflict do nothing;
insert into contract_line (contract_id, id, kind, title, amount)
  select id, 1, 'service', '居家养老服务项目', 60000.00 from demo_contract union all select 403, 2, 'post', '社工岗位', 40000.00
on conflict do nothing;
insert into finding (contract_id, id, kind, severity, description, found_on, confirmed_on) values
  (403, 1, 'cheating', 'serious', '虚报活动人数', '2017-11-02', '2017-11-20')
on conflict do nothing;
insert into deposit (contract_id, id, organisation_id, community_id, paid, returned, task_completed_on) values
  (401, 1, 4011, 40101, 2000.00, 1000.00, '2017-10-31'), (402, 1, 4011, 40201, 2000.00, 0, null)
on conflict do nothing;

-- Conditions of city, district and community: 401 has all, 402 lacks the last point of each list and one service of each kind, in 403
-- nothing was checked. Marks 4, 3, 2. Of the deposit of 401 half is outstanding.
insert into checklist_check (contract_id, id, list_code, item_code, met, checked_on, evidence)
  select c.id, 100 + row_number() over (partition by c.id order by x.list, i.k), x.list, i.item, c.id = 401 or i.k < cardinality(x.items), '2017-11-15', '现场核查记录'
  from demo_contract c, (values ('support_systems', array['party_building', 'training', 'policy', 'network', 'resources']),
    ('linked_parties', array['committee', 'organisations', 'social_workers', 'volunteers', 'social_forces']),
    ('duties', array['party_committee', 'service_centre', 'residents_committee']), ('city_centre', array['coordination', 'guidance', 'smart_platform']),
    ('centre_duties', array['incubation_centre', 'organisations', 'home_care_centre', 'venture_money']),
    ('centre_place', array['fixed_place', 'facilities', 'general_support', 'capacity', 'professional_service', 'sign', 'boards']),
    ('advisers', array['adviser_team']), ('association', array['founded']),
    ('first_venture', array['outside_body', 'open_tender', 'expert_review', 'onsite_scoring', 'instant_publication'])) x (list, items),
    unnest(x.items) with ordinality i (item, k)
  where c.id in (401, 402)
on conflict do nothing;
insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, evidence)
  select 400 + m, 10 + x.n, x.indicator, 4021, 5 - m, 5, '2017-11-16', '评估记录'
  from generate_series(1, 3) m, unnest(array['idea.needs', 'idea.parties', 'idea.goals', 'way.government_society', 'way.residents_first',
    'way.shared_resources', 'model.traits', 'way.frame', 'community.grid', 'community.office', 'city.smart_use']) with ordinality x (indicator, n)
on conflict do nothing;
insert into community_task (contract_id, id, community_id, title, given_on, in_catalogue, transferred_on) values
  (401, 1, 40101, '居家养老信息采集', '2017-03-06', true, '2017-06-01'), (401, 2, 40101, '文体活动组织', '2017-04-10', true, null)
on conflict do nothing;
update contract_community set demonstration_on = '2017-12-15' where contract_id = 401 and demonstration_on is null;
insert into catalogue_item (id, programme_id, code, title, category, level, choice)
  select 4000 + x.n + k, 401, x.code || k, x.titles[k], x.category, 'major', 'free'
  from (values (70, 'ST-', 'startup_training', array['项目运作', '组织管理', '财务管理', '品牌建设']), (80, 'SS-', 'startup_support', array['场地', '团队', '人才', '文体资源']),
    (90, 'AG-', 'agency_service', array['健康', '慰藉', '支持', '信息'])) x (n, code, category, titles), generate_series(1, 4) k
on conflict do nothing;
insert into service_record (contract_id, id, served_on, verified, community_id, item_id, category, major_id, item_level, choice, mode, evidence_count)
  select v.contract_id, v.contract_id * 1000000 + 900000 + i.id, date '2017-07-01' + (i.id % 100)::int, true, v.contract_id * 100 + 1, i.id, i.category, i.major_id,
    i.level, i.choice, 'training', 1
  from (values (401, 'startup_training', 2), (401, 'startup_support', 3), (401, 'agency_service', 4), (402, 'startup_training', 1), (402, 'startup_support', 1),
    (402, 'agency_service', 2)) v (contract_id, category, n) join catalogue_item i on i.programme_id = 401 and i.category = v.category and i.id % 10 <= v.n
on conflict do nothing;
insert into contract_party (contract_id, role, organisation_id) values (401, 'operator', 4011) on conflict do nothing;
insert into staff (id, name, birth_on, education) values (40191, '温如玉', '1970-02-18', 5) on conflict do nothing;
insert into assignment (contract_id, id, staff_id, community_id, role, workplace, employer_id, start_on) values
  (401, 40191, 40191, 40101, 'advisor', 'community', 4011, '2017-03-01')
on conflict do nothing;
insert into training (contract_id, id, course, audience, held_on, hours, organiser, attendees) values
  (401, 1, '社工能力更新', 'staff', '2017-09-08', 16, '同心社工事务所（示例）', 3), (401, 2, '社区工作者普及培训', 'community_workers', '2017-09-20', 8, '同心社工事务所（示例）', 12),
  (402, 1, '社工能力更新', 'staff', '2017-09-08', 16, '同心社工事务所（示例）', 1)
on conflict do nothing;
insert into training_attendance (contract_id, training_id, staff_id, held_on) values
  (401, 1, 40101, '2017-09-08'), (401, 1, 40102, '2017-09-08'), (401, 1, 40103, '2017-09-08'), (402, 1, 40201, '2017-09-08')
on conflict do nothing;
insert into venture_round (contract_id, id, held_on, selected_on) values (401, 1, '2017-08-01', '2017-09-01') on conflict do nothing;

-- For information: points redeemed of those earned 40 / 100 in 401, 0 / 50 in 402.
insert into points_entry (contract_id, id, kind, points, on_date) values
  (401, 1, 'earn', 100, '2017-05-10'), (401, 2, 'redeem', 40, '2017-10-11'), (402, 1, 'earn', 50, '2017-06-20')
on conflict do nothing;

-- Explicit ids were used: let the counters go on after them.
do $$
declare
  t record;
begin
  for t in select c.table_name, pg_get_serial_sequence(quote_ident(c.table_name), 'id') as seq
    from information_schema.columns c join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = current_schema() and b.table_type = 'BASE TABLE' and c.column_name = 'id' and c.is_identity = 'YES'
      and c.identity_generation = 'BY DEFAULT'
  loop
    execute format('select setval(%L, greatest((select coalesce(max(id), 0) from %I), (select last_value from %s)))', t.seq, t.table_name, t.seq);
  end loop;
end $$;

commit;

analyze contract, contract_community, community, service_record, assignment;
