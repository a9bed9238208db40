-- What a programmer would write by hand for one contract under the Suzhou scheme: every fact in one statement,
-- one scan per table and grain, one row back. $1 contract, $2 as_of. Used by the peer and by the bare libpq measurement.
select c.id::integer, c.contract_no, c.title, c.status, c.start_on::text, c.end_on::text, c.amount, c.region_code, g.name as provider,
  least($2::date, c.end_on)::text as until,
  (coalesce(d.operational_on, $2::date) - coalesce(c.entry_due_on, c.team_due_on, date '2017-06-30') - c.waived_days)::integer as days_late,
  d.entered_on, d.team_formed_on, l.tender_due_on, case when l.tender_completed_on <= $2 then l.tender_completed_on end as tender_completed_on,
  a.entered, a.pretrained, a.heads,
  s.served, s.cases, s.in_groups, s.persons, s.empower_in, s.governance_in, s.either_in, s.classes,
  i.street_basic, i.street_all, i.community_empower, i.community_all,
  x.changes, x.in_order, h.agreed, m.mark, cc.in_street, cc.communities
from contract c
join programme pr on pr.id = c.programme_id and pr.code = 'suzhou-2017'
join organisation g on g.id = c.provider_id
left join lot l on l.id = c.lot_id,
lateral (
  select case when count(*) = 3 then max(happened_on)::date end as operational_on,
    max(happened_on) filter (where kind = 'entered') as entered_on, max(happened_on) filter (where kind = 'team_formed') as team_formed_on
  from deployment_event where contract_id = c.id and happened_on <= $2 and kind in ('team_formed', 'team_trained', 'entered')) d,
lateral (
  select (count(*) filter (where entered_on <= $2))::integer as entered,
    (count(*) filter (where entered_on <= $2 and trained_on <= entered_on))::integer as pretrained,
    (count(distinct staff_id) filter (where role = 'social_worker' and (end_on is null or end_on >= $2)))::integer as heads
  from assignment where contract_id = c.id and start_on <= $2) a,
lateral (
  select (count(distinct unit_key) filter (where category = 'basic'))::integer as served,
    (count(distinct unit_key) filter (where category = 'basic' and mode in ('case', 'case_management')))::integer as cases,
    (count(*) filter (where category = 'basic' and target_group in ('elderly', 'extreme_hardship', 'minor_in_difficulty', 'disabled',
      'annex_group_5', 'annex_group_6', 'annex_group_7', 'annex_group_8', 'annex_group_9')))::integer as in_groups,
    (count(unit_key) filter (where category = 'basic'))::integer as persons,
    (count(distinct community_id) filter (where category = 'empower'))::integer as empower_in,
    (count(distinct community_id) filter (where category = 'governance'))::integer as governance_in,
    (count(distinct community_id) filter (where category in ('empower', 'governance')))::integer as either_in,
    coalesce(bool_or(category = 'basic')::integer + bool_or(category = 'empower')::integer + bool_or(category = 'governance')::integer, 0) as classes
  from service_record where contract_id = c.id and served_on between c.start_on and least($2, c.end_on) and verified) s,
lateral (
  select (count(*) filter (where level = 'street' and category = 'basic'))::integer as street_basic,
    (count(*) filter (where level = 'street'))::integer as street_all,
    (count(*) filter (where level = 'community' and category = 'empower'))::integer as community_empower,
    (count(*) filter (where level = 'community' and category in ('empower', 'governance')))::integer as community_all
  from item_selection where contract_id = c.id and selected_on <= $2 and (ended_on is null or ended_on > $2)) i,
lateral (
  select count(*)::integer as changes, (count(*) filter (where classes_after @> classes_before and units_after >= units_before
    and district_approved_on <= effective_on and city_approved_on <= effective_on and filed_on <= effective_on))::integer as in_order
  from scope_change where contract_id = c.id and effective_on between c.start_on and least($2, c.end_on)) x,
lateral (
  select (count(*) filter (where met and item_code in ('street', 'committee', 'provider')))::integer as agreed
  from checklist_check where contract_id = c.id and list_code = 'three_party_agreement' and checked_on <= $2
    and (superseded_on is null or superseded_on > $2)) h,
lateral (
  select round(avg(case when evidence <> '' then 5 * score / max_score else 0 end) * 1000000)::integer as mark
  from manual_assessment where contract_id = c.id and indicator = 'governance.plan' and assessed_on between c.start_on and least($2, c.end_on)
    and (superseded_on is null or superseded_on > least($2, c.end_on))) m,
lateral (
  select json_agg(json_build_array(cc.community_id, k.name, cc.is_pilot,
      not cc.in_street or coalesce(cc.exempt_on <= $2, false) and '三(三)' = any (cc.exempt_from),
      coalesce(s.records, 0), coalesce(s.majors, 0), coalesce(s.large, 0), coalesce(s.small, 0), coalesce(s.minors, 0),
      coalesce(mi.items, 0), coalesce(p.plans, 0)) order by cc.community_id) as communities,
    (count(*) filter (where cc.in_street))::integer as in_street
  from contract_community cc join community k on k.id = cc.community_id
  left join (
    select community_id, count(*) filter (where category = 'basic') as records,
      count(distinct major_id) filter (where category = 'empower' and choice = 'free') as majors,
      count(*) filter (where mode = 'activity' and activity_size = 'large' and participants >= 50) as large,
      count(*) filter (where mode = 'activity' and activity_size = 'small' and participants >= 1) as small,
      count(distinct item_id) filter (where category = 'governance' and item_level = 'minor' and choice <> 'mandatory') as minors
    from service_record where contract_id = c.id and served_on between c.start_on and least($2, c.end_on) and verified
    group by community_id) s using (community_id)
  left join (
    select community_id, count(*) as items from mandatory_item
    where contract_id = c.id and done_on between c.start_on and least($2, c.end_on)
      and item_code in ('household_needs_file', 'resource_library') and (entries is null or entries >= 1)
    group by community_id) mi using (community_id)
  left join (
    select community_id, count(*) as plans from community_plan
    where contract_id = c.id and adopted_on between c.start_on and least($2, c.end_on) group by community_id) p using (community_id)
  where cc.contract_id = c.id) cc
where c.id = $1
