-- Answer sheets as they come out of a survey tool. Every sheet is kept; the columns here tell which of them a programme may reject:
-- one that the respondent sent again, one filled in too fast, with the same answer to every item, or one of many from one source.
-- A sheet without an answer to the question as a whole has no score: missing, never zero.
alter table survey_response
  alter column score drop not null,
  drop constraint survey_response_once,
  add column sheet_no text constraint survey_response_sheet_no_not_empty check (sheet_no <> ''), -- number in the tool's export
  add column answers smallint[],                                             -- by item, in order; empty where none was given
  add column seconds integer constraint survey_response_seconds_not_negative check (seconds >= 0), -- taken to fill it in
  add column source_hash text,                                               -- of the address it came from, salted; never the address
  add column superseded_on civil_date,                                       -- day of the respondent's next sheet (kept by trigger)
  add column source_no integer,                                              -- its place among those of one source and day (kept by trigger)
  add column items_answered integer not null generated always as (cardinality(array_remove(coalesce(answers, '{}'), null))) stored,
  add column straight_lined boolean not null generated always as                -- one answer to all items it answers
    (array_remove(coalesce(answers, '{}'), null) <@ (array_remove(coalesce(answers, '{}'), null))[1:1]) stored,
  add constraint survey_response_answers_1_to_10 check (1 <= all (array_remove(answers, null)) and 10 >= all (array_remove(answers, null))),
  add constraint survey_response_items_within_limit check (cardinality(answers) <= 200 and array_ndims(answers) = 1);

-- The same sheet of an export is loaded once.
create unique index survey_response_sheet on survey_response (contract_id, topic, wave, sheet_no) where sheet_no is not null;
create index survey_response_of_respondent on survey_response (contract_id, topic, wave, respondent_hash, answered_on);
create index survey_response_of_source on survey_response (contract_id, topic, wave, source_hash, answered_on) where source_hash is not null;
drop index survey_response_covering;
create index survey_response_covering on survey_response (contract_id, answered_on)
  include (topic, score, station_id, community_id, respondent_kind, superseded_on, seconds, items_answered, straight_lined, source_no, recorded_at);

-- Exports write -2 or -3 where a question was skipped or not shown.
create function survey_skipped() returns trigger language plpgsql as $$
begin
  if new.score in (-2, -3) then new.score := null; end if;
  new.answers := array_replace(array_replace(new.answers, -2::smallint, null), -3::smallint, null);
  return new;
end $$;
create trigger survey_response_skipped before insert or update on survey_response
  for each row when (new.score < 0 or new.answers && '{-2,-3}'::smallint[]) execute function survey_skipped();

-- The newest sheet of a respondent counts, of two on one day the later one; a sheet without a score takes nobody's place.
create function number_sheets() returns trigger language plpgsql as $$
begin
  update survey_response r set superseded_on = n.next_on
  from (select x.contract_id, x.id, case when x.score is not null then lead(x.answered_on) over (partition by x.contract_id, x.topic, x.wave,
          x.respondent_hash, x.score is null order by x.answered_on, x.id) end next_on
        from survey_response x
        where (x.contract_id, x.topic, x.wave, x.respondent_hash) in (select contract_id, topic, wave, respondent_hash from touched)) n
  where r.contract_id = n.contract_id and r.id = n.id and r.superseded_on is distinct from n.next_on;
  if exists (select from touched where source_hash is not null or source_no is not null) then
    update survey_response r set source_no = n.place
    from (select x.contract_id, x.id, case when x.source_hash is not null then row_number() over (partition by x.contract_id, x.topic, x.wave,
            x.source_hash, x.answered_on order by x.id) end place
          from survey_response x
          where (x.contract_id, x.topic, x.wave, x.source_hash, x.answered_on)
              in (select contract_id, topic, wave, source_hash, answered_on from touched)
            or (x.contract_id, x.id) in (select contract_id, id from touched)) n
    where r.contract_id = n.contract_id and r.id = n.id and r.source_no is distinct from n.place;
  end if;
  return null;
end $$;
create trigger survey_response_numbers_inserted after insert on survey_response
  referencing new table as touched for each statement when (pg_trigger_depth() = 0) execute function number_sheets();
create trigger survey_response_numbers_updated after update on survey_response
  referencing new table as touched for each statement when (pg_trigger_depth() = 0) execute function number_sheets();
create trigger survey_response_numbers_moved after update on survey_response
  referencing old table as touched for each statement when (pg_trigger_depth() = 0) execute function number_sheets();
create trigger survey_response_numbers_deleted after delete on survey_response
  referencing old table as touched for each statement when (pg_trigger_depth() = 0) execute function number_sheets();

-- How many were asked in a wave, so that the share who answered can be told.
create table survey_wave (
  contract_id bigint not null references contract,
  topic text not null default 'general',
  wave integer not null default 1 constraint survey_wave_positive check (wave > 0),
  sent_on civil_date not null,
  asked integer not null constraint survey_wave_asked_positive check (asked > 0),
  recorded_at timestamptz not null default now(),
  primary key (contract_id, topic, wave)
);
select track_facts('survey_wave');
