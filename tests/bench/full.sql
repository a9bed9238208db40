-- The facts of every contract from $1 to $2 at $3 as a programmer would write them by hand: each table read once per grain in
-- the order of its index, grouped without a sort of the whole, and joined side by side. Statements are divided by ---.
select c.id, c.entry_due_on, c.team_due_on, c.waived_days, d.operational_on, d.entered_on, d.team_formed_on,
  l.tender_due_on, case when l.tender_completed_on <= $3 then l.tender_completed_on end,
  coalesce(a.entered, 0), coalesce(a.pretrained, 0), coalesce(a.heads, 0),
  coalesce(s.served, 0), coalesce(s.cases, 0), coalesce(s.in_groups, 0), coalesce(s.persons, 0), coalesce(s.empower_in, 0),
  coalesce(s.governance_in, 0), coalesce(s.either_in, 0), coalesce(s.classes, 0),
  coalesce(i.street_basic, 0), coalesce(i.street_all, 0), coalesce(i.community_empower, 0), coalesce(i.community_all, 0),
  coalesce(x.changes, 0), coalesce(x.in_order, 0), coalesce(h.agreed, 0), m.mark
from contract c
join programme pr on pr.id = c.programme_id and pr.code = 'suzhou-2017'
left join lot l on l.id = c.lot_id
left join (
  select contract_id, case when count(*) = 3 then max(happened_on) end as operational_on,
    max(happened_on) filter (where kind = 'entered') as entered_on, max(happened_on) filter (where kind = 'team_formed') as team_formed_on
  from deployment_event
  where contract_id between $1::bigint and $2::bigint and happened_on <= $3::date and kind in ('team_formed', 'team_trained', 'entered')
  group by contract_id) d on d.contract_id = c.id
left join (
  select contract_id, count(*) filter (where entered_on <= $3) as entered,
    count(*) filter (where entered_on <= $3 and trained_on <= entered_on) as pretrained,
    count(distinct staff_id) filter (where role = 'social_worker' and (end_on is null or end_on >= $3)) as heads
  from assignment where contract_id between $1 and $2 and start_on <= $3 group by contract_id) a on a.contract_id = c.id
left join (
  select s.contract_id, count(distinct unit_key) filter (where category = 'basic') as served,
    count(distinct unit_key) filter (where category = 'basic' and mode in ('case', 'case_management')) as cases,
    count(*) filter (where category = 'basic' and target_group in ('elderly', 'extreme_hardship', 'minor_in_difficulty', 'disabled',
      'annex_group_5', 'annex_group_6', 'annex_group_7', 'annex_group_8', 'annex_group_9')) as in_groups,
    count(unit_key) filter (where category = 'basic') as persons,
    count(distinct community_id) filter (where category = 'empower') as empower_in,
    count(distinct community_id) filter (where category = 'governance') as governance_in,
    count(distinct community_id) filter (where category in ('empower', 'governance')) as either_in,
    bool_or(category = 'basic')::integer + bool_or(category = 'empower')::integer + bool_or(category = 'governance')::integer as classes
  from contract c join service_record s on s.contract_id = c.id and s.served_on between c.start_on and least($3, c.end_on) and s.verified
  where c.id between $1 and $2 group by s.contract_id) s on s.contract_id = c.id
left join (
  select contract_id, count(*) filter (where level = 'street' and category = 'basic') as street_basic,
    count(*) filter (where level = 'street') as street_all,
    count(*) filter (where level = 'community' and category = 'empower') as community_empower,
    count(*) filter (where level = 'community' and category in ('empower', 'governance')) as community_all
  from item_selection where contract_id between $1 and $2 and selected_on <= $3 and (ended_on is null or ended_on > $3)
  group by contract_id) i on i.contract_id = c.id
left join (
  select x.contract_id, count(*) as changes, count(*) filter (where classes_after @> classes_before and units_after >= units_before
    and district_approved_on <= effective_on and city_approved_on <= effective_on and filed_on <= effective_on) as in_order
  from contract c join scope_change x on x.contract_id = c.id and x.effective_on between c.start_on and least($3, c.end_on)
  where c.id between $1 and $2 group by x.contract_id) x on x.contract_id = c.id
left join (
  select contract_id, count(*) filter (where met and item_code in ('street', 'committee', 'provider')) as agreed
  from checklist_check where contract_id between $1 and $2 and list_code = 'three_party_agreement' and checked_on <= $3
    and (superseded_on is null or superseded_on > $3)
  group by contract_id) h on h.contract_id = c.id
left join (
  select m.contract_id, round(avg(case when evidence <> '' then 5 * score / max_score else 0 end) * 1000000)::bigint as mark
  from contract c join manual_assessment m on m.contract_id = c.id and m.indicator = 'governance.plan'
    and m.assessed_on between c.start_on and least($3, c.end_on) and (m.superseded_on is null or m.superseded_on > least($3, c.end_on))
  where c.id between $1 and $2 group by m.contract_id) m on m.contract_id = c.id
where c.id between $1 and $2
order by c.id
---
select cc.contract_id, cc.community_id, cc.is_pilot, cc.in_street, coalesce(cc.exempt_on <= $3::date, false) and '三(三)' = any (cc.exempt_from),
  coalesce(s.records, 0), coalesce(s.majors, 0), coalesce(s.large, 0), coalesce(s.small, 0), coalesce(s.minors, 0),
  coalesce(mi.items, 0), coalesce(p.plans, 0)
from contract_community cc
left join (
  select s.contract_id, s.community_id, count(*) filter (where category = 'basic') as records,
    count(distinct major_id) filter (where category = 'empower' and choice = 'free') as majors,
    count(*) filter (where mode = 'activity' and activity_size = 'large' and participants >= 50) as large,
    count(*) filter (where mode = 'activity' and activity_size = 'small' and participants >= 1) as small,
    count(distinct item_id) filter (where category = 'governance' and item_level = 'minor' and choice <> 'mandatory') as minors
  from contract c join service_record s on s.contract_id = c.id and s.served_on between c.start_on and least($3, c.end_on) and s.verified
  where c.id between $1::bigint and $2::bigint group by s.contract_id, s.community_id) s using (contract_id, community_id)
left join (
  select m.contract_id, m.community_id, count(*) as items
  from contract c join mandatory_item m on m.contract_id = c.id and m.done_on between c.start_on and least($3, c.end_on)
    and m.item_code in ('household_needs_file', 'resource_library') and (m.entries is null or m.entries >= 1)
  where c.id between $1 and $2 group by m.contract_id, m.community_id) mi using (contract_id, community_id)
left join (
  select p.contract_id, p.community_id, count(*) as plans
  from contract c join community_plan p on p.contract_id = c.id and p.adopted_on between c.start_on and least($3, c.end_on)
  where c.id between $1 and $2 group by p.contract_id, p.community_id) p using (contract_id, community_id)
where cc.contract_id between $1 and $2
order by 1, 2
