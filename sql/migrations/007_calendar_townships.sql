-- Working days, townships, and contacts by person.

-- The days of rules/calendars/cn.csv (a test compares them), so that a period in working days can be counted for each
-- filing and report. workday_no counts the working days from the first day on: the difference of two days' numbers is the
-- number of working days after the one up to the other. A year that is not here gives no number and so no result: a later
-- notice is a later migration.
create table calendar_day (
  day civil_date primary key,
  is_workday boolean not null,
  name text,                                                                 -- of the notice that names the day
  workday_no integer not null
);
insert into calendar_day (day, is_workday, name, workday_no)
  select d.day, w.is_workday, n.name, (count(*) filter (where w.is_workday) over (order by d.day))::integer
  from (select g::date as day from generate_series(timestamp '2017-01-01', timestamp '2026-12-31', interval '1 day') g) d
  left join (values
    ('2017-01-01', false, '元旦'), ('2017-01-02', false, '元旦'), ('2017-01-22', true, '春节'), ('2017-01-27', false, '春节'),
    ('2017-01-28', false, '春节'), ('2017-01-29', false, '春节'), ('2017-01-30', false, '春节'),
    ('2017-01-31', false, '春节'), ('2017-02-01', false, '春节'), ('2017-02-02', false, '春节'), ('2017-02-04', true, '春节'),
    ('2017-04-01', true, '清明节'), ('2017-04-02', false, '清明节'), ('2017-04-03', false, '清明节'),
    ('2017-04-04', false, '清明节'), ('2017-05-01', false, '劳动节'), ('2017-05-27', true, '端午节'),
    ('2017-05-28', false, '端午节'), ('2017-05-29', false, '端午节'), ('2017-05-30', false, '端午节'),
    ('2017-09-30', true, '中秋节、国庆节'), ('2017-10-01', false, '中秋节、国庆节'), ('2017-10-02', false, '中秋节、国庆节'),
    ('2017-10-03', false, '中秋节、国庆节'), ('2017-10-04', false, '中秋节、国庆节'), ('2017-10-05', false, '中秋节、国庆节'),
    ('2017-10-06', false, '中秋节、国庆节'), ('2017-10-07', false, '中秋节、国庆节'), ('2017-10-08', false, '中秋节、国庆节'),
    ('2018-01-01', false, '元旦'), ('2018-02-11', true, '春节'), ('2018-02-15', false, '春节'), ('2018-02-16', false, '春节'),
    ('2018-02-17', false, '春节'), ('2018-02-18', false, '春节'), ('2018-02-19', false, '春节'),
    ('2018-02-20', false, '春节'), ('2018-02-21', false, '春节'), ('2018-02-24', true, '春节'),
    ('2018-04-05', false, '清明节'), ('2018-04-06', false, '清明节'), ('2018-04-07', false, '清明节'),
    ('2018-04-08', true, '清明节'), ('2018-04-28', true, '劳动节'), ('2018-04-29', false, '劳动节'),
    ('2018-04-30', false, '劳动节'), ('2018-05-01', false, '劳动节'), ('2018-06-18', false, '端午节'),
    ('2018-09-24', false, '中秋节'), ('2018-09-29', true, '国庆节'), ('2018-09-30', true, '国庆节'),
    ('2018-10-01', false, '国庆节'), ('2018-10-02', false, '国庆节'), ('2018-10-03', false, '国庆节'),
    ('2018-10-04', false, '国庆节'), ('2018-10-05', false, '国庆节'), ('2018-10-06', false, '国庆节'),
    ('2018-10-07', false, '国庆节'), ('2018-12-29', true, '元旦'), ('2018-12-30', false, '元旦'),
    ('2018-12-31', false, '元旦'), ('2019-01-01', false, '元旦'), ('2019-02-02', true, '春节'), ('2019-02-03', true, '春节'),
    ('2019-02-04', false, '春节'), ('2019-02-05', false, '春节'), ('2019-02-06', false, '春节'),
    ('2019-02-07', false, '春节'), ('2019-02-08', false, '春节'), ('2019-02-09', false, '春节'),
    ('2019-02-10', false, '春节'), ('2019-04-05', false, '清明节'), ('2019-04-28', true, '劳动节'),
    ('2019-05-01', false, '劳动节'), ('2019-05-02', false, '劳动节'), ('2019-05-03', false, '劳动节'),
    ('2019-05-04', false, '劳动节'), ('2019-05-05', true, '劳动节'), ('2019-06-07', false, '端午节'),
    ('2019-09-13', false, '中秋节'), ('2019-09-29', true, '国庆节'), ('2019-10-01', false, '国庆节'),
    ('2019-10-02', false, '国庆节'), ('2019-10-03', false, '国庆节'), ('2019-10-04', false, '国庆节'),
    ('2019-10-05', false, '国庆节'), ('2019-10-06', false, '国庆节'), ('2019-10-07', false, '国庆节'),
    ('2019-10-12', true, '国庆节'), ('2020-01-01', false, '元旦'), ('2020-01-19', true, '春节'), ('2020-01-24', false, '春节'),
    ('2020-01-25', false, '春节'), ('2020-01-26', false, '春节'), ('2020-01-27', false, '春节'),
    ('2020-01-28', false, '春节'), ('2020-01-29', false, '春节'), ('2020-01-30', false, '春节'),
    ('2020-01-31', false, '春节'), ('2020-02-01', false, '春节'), ('2020-02-02', false, '春节'),
    ('2020-04-04', false, '清明节'), ('2020-04-05', false, '清明节'), ('2020-04-06', false, '清明节'),
    ('2020-04-26', true, '劳动节'), ('2020-05-01', false, '劳动节'), ('2020-05-02', false, '劳动节'),
    ('2020-05-03', false, '劳动节'), ('2020-05-04', false, '劳动节'), ('2020-05-05', false, '劳动节'),
    ('2020-05-09', true, '劳动节'), ('2020-06-25', false, '端午节'), ('2020-06-26', false, '端午节'),
    ('2020-06-27', false, '端午节'), ('2020-06-28', true, '端午节'), ('2020-09-27', true, '国庆节、中秋节'),
    ('2020-10-01', false, '国庆节、中秋节'), ('2020-10-02', false, '国庆节、中秋节'), ('2020-10-03', false, '国庆节、中秋节'),
    ('2020-10-04', false, '国庆节、中秋节'), ('2020-10-05', false, '国庆节、中秋节'), ('2020-10-06', false, '国庆节、中秋节'),
    ('2020-10-07', false, '国庆节、中秋节'), ('2020-10-08', false, '国庆节、中秋节'), ('2020-10-10', true, '国庆节、中秋节'),
    ('2021-01-01', false, '元旦'), ('2021-01-02', false, '元旦'), ('2021-01-03', false, '元旦'), ('2021-02-07', true, '春节'),
    ('2021-02-11', false, '春节'), ('2021-02-12', false, '春节'), ('2021-02-13', false, '春节'),
    ('2021-02-14', false, '春节'), ('2021-02-15', false, '春节'), ('2021-02-16', false, '春节'),
    ('2021-02-17', false, '春节'), ('2021-02-20', true, '春节'), ('2021-04-03', false, '清明节'),
    ('2021-04-04', false, '清明节'), ('2021-04-05', false, '清明节'), ('2021-04-25', true, '劳动节'),
    ('2021-05-01', false, '劳动节'), ('2021-05-02', false, '劳动节'), ('2021-05-03', false, '劳动节'),
    ('2021-05-04', false, '劳动节'), ('2021-05-05', false, '劳动节'), ('2021-05-08', true, '劳动节'),
    ('2021-06-12', false, '端午节'), ('2021-06-13', false, '端午节'), ('2021-06-14', false, '端午节'),
    ('2021-09-18', true, '中秋节'), ('2021-09-19', false, '中秋节'), ('2021-09-20', false, '中秋节'),
    ('2021-09-21', false, '中秋节'), ('2021-09-26', true, '国庆节'), ('2021-10-01', false, '国庆节'),
    ('2021-10-02', false, '国庆节'), ('2021-10-03', false, '国庆节'), ('2021-10-04', false, '国庆节'),
    ('2021-10-05', false, '国庆节'), ('2021-10-06', false, '国庆节'), ('2021-10-07', false, '国庆节'),
    ('2021-10-09', true, '国庆节'), ('2022-01-01', false, '元旦'), ('2022-01-02', false, '元旦'),
    ('2022-01-03', false, '元旦'), ('2022-01-29', true, '春节'), ('2022-01-30', true, '春节'), ('2022-01-31', false, '春节'),
    ('2022-02-01', false, '春节'), ('2022-02-02', false, '春节'), ('2022-02-03', false, '春节'),
    ('2022-02-04', false, '春节'), ('2022-02-05', false, '春节'), ('2022-02-06', false, '春节'),
    ('2022-04-02', true, '清明节'), ('2022-04-03', false, '清明节'), ('2022-04-04', false, '清明节'),
    ('2022-04-05', false, '清明节'), ('2022-04-24', true, '劳动节'), ('2022-04-30', false, '劳动节'),
    ('2022-05-01', false, '劳动节'), ('2022-05-02', false, '劳动节'), ('2022-05-03', false, '劳动节'),
    ('2022-05-04', false, '劳动节'), ('2022-05-07', true, '劳动节'), ('2022-06-03', false, '端午节'),
    ('2022-06-04', false, '端午节'), ('2022-06-05', false, '端午节'), ('2022-09-10', false, '中秋节'),
    ('2022-09-11', false, '中秋节'), ('2022-09-12', false, '中秋节'), ('2022-10-01', false, '国庆节'),
    ('2022-10-02', false, '国庆节'), ('2022-10-03', false, '国庆节'), ('2022-10-04', false, '国庆节'),
    ('2022-10-05', false, '国庆节'), ('2022-10-06', false, '国庆节'), ('2022-10-07', false, '国庆节'),
    ('2022-10-08', true, '国庆节'), ('2022-10-09', true, '国庆节'), ('2022-12-31', false, '元旦'),
    ('2023-01-01', false, '元旦'), ('2023-01-02', false, '元旦'), ('2023-01-21', false, '春节'),
    ('2023-01-22', false, '春节'), ('2023-01-23', false, '春节'), ('2023-01-24', false, '春节'),
    ('2023-01-25', false, '春节'), ('2023-01-26', false, '春节'), ('2023-01-27', false, '春节'), ('2023-01-28', true, '春节'),
    ('2023-01-29', true, '春节'), ('2023-04-05', false, '清明节'), ('2023-04-23', true, '劳动节'),
    ('2023-04-29', false, '劳动节'), ('2023-04-30', false, '劳动节'), ('2023-05-01', false, '劳动节'),
    ('2023-05-02', false, '劳动节'), ('2023-05-03', false, '劳动节'), ('2023-05-06', true, '劳动节'),
    ('2023-06-22', false, '端午节'), ('2023-06-23', false, '端午节'), ('2023-06-24', false, '端午节'),
    ('2023-06-25', true, '端午节'), ('2023-09-29', false, '中秋节、国庆节'), ('2023-09-30', false, '中秋节、国庆节'),
    ('2023-10-01', false, '中秋节、国庆节'), ('2023-10-02', false, '中秋节、国庆节'), ('2023-10-03', false, '中秋节、国庆节'),
    ('2023-10-04', false, '中秋节、国庆节'), ('2023-10-05', false, '中秋节、国庆节'), ('2023-10-06', false, '中秋节、国庆节'),
    ('2023-10-07', true, '中秋节、国庆节'), ('2023-10-08', true, '中秋节、国庆节'), ('2024-01-01', false, '元旦'),
    ('2024-02-04', true, '春节'), ('2024-02-10', false, '春节'), ('2024-02-11', false, '春节'), ('2024-02-12', false, '春节'),
    ('2024-02-13', false, '春节'), ('2024-02-14', false, '春节'), ('2024-02-15', false, '春节'),
    ('2024-02-16', false, '春节'), ('2024-02-17', false, '春节'), ('2024-02-18', true, '春节'),
    ('2024-04-04', false, '清明节'), ('2024-04-05', false, '清明节'), ('2024-04-06', false, '清明节'),
    ('2024-04-07', true, '清明节'), ('2024-04-28', true, '劳动节'), ('2024-05-01', false, '劳动节'),
    ('2024-05-02', false, '劳动节'), ('2024-05-03', false, '劳动节'), ('2024-05-04', false, '劳动节'),
    ('2024-05-05', false, '劳动节'), ('2024-05-11', true, '劳动节'), ('2024-06-10', false, '端午节'),
    ('2024-09-14', true, '中秋节'), ('2024-09-15', false, '中秋节'), ('2024-09-16', false, '中秋节'),
    ('2024-09-17', false, '中秋节'), ('2024-09-29', true, '国庆节'), ('2024-10-01', false, '国庆节'),
    ('2024-10-02', false, '国庆节'), ('2024-10-03', false, '国庆节'), ('2024-10-04', false, '国庆节'),
    ('2024-10-05', false, '国庆节'), ('2024-10-06', false, '国庆节'), ('2024-10-07', false, '国庆节'),
    ('2024-10-12', true, '国庆节'), ('2025-01-01', false, '元旦'), ('2025-01-26', true, '春节'), ('2025-01-28', false, '春节'),
    ('2025-01-29', false, '春节'), ('2025-01-30', false, '春节'), ('2025-01-31', false, '春节'),
    ('2025-02-01', false, '春节'), ('2025-02-02', false, '春节'), ('2025-02-03', false, '春节'),
    ('2025-02-04', false, '春节'), ('2025-02-08', true, '春节'), ('2025-04-04', false, '清明节'),
    ('2025-04-05', false, '清明节'), ('2025-04-06', false, '清明节'), ('2025-04-27', true, '劳动节'),
    ('2025-05-01', false, '劳动节'), ('2025-05-02', false, '劳动节'), ('2025-05-03', false, '劳动节'),
    ('2025-05-04', false, '劳动节'), ('2025-05-05', false, '劳动节'), ('2025-05-31', false, '端午节'),
    ('2025-06-01', false, '端午节'), ('2025-06-02', false, '端午节'), ('2025-09-28', true, '国庆节、中秋节'),
    ('2025-10-01', false, '国庆节、中秋节'), ('2025-10-02', false, '国庆节、中秋节'), ('2025-10-03', false, '国庆节、中秋节'),
    ('2025-10-04', false, '国庆节、中秋节'), ('2025-10-05', false, '国庆节、中秋节'), ('2025-10-06', false, '国庆节、中秋节'),
    ('2025-10-07', false, '国庆节、中秋节'), ('2025-10-08', false, '国庆节、中秋节'), ('2025-10-11', true, '国庆节、中秋节'),
    ('2026-01-01', false, '元旦'), ('2026-01-02', false, '元旦'), ('2026-01-03', false, '元旦'), ('2026-01-04', true, '元旦'),
    ('2026-02-14', true, '春节'), ('2026-02-15', false, '春节'), ('2026-02-16', false, '春节'), ('2026-02-17', false, '春节'),
    ('2026-02-18', false, '春节'), ('2026-02-19', false, '春节'), ('2026-02-20', false, '春节'),
    ('2026-02-21', false, '春节'), ('2026-02-22', false, '春节'), ('2026-02-23', false, '春节'), ('2026-02-28', true, '春节'),
    ('2026-04-04', false, '清明节'), ('2026-04-05', false, '清明节'), ('2026-04-06', false, '清明节'),
    ('2026-05-01', false, '劳动节'), ('2026-05-02', false, '劳动节'), ('2026-05-03', false, '劳动节'),
    ('2026-05-04', false, '劳动节'), ('2026-05-05', false, '劳动节'), ('2026-05-09', true, '劳动节'),
    ('2026-06-19', false, '端午节'), ('2026-06-20', false, '端午节'), ('2026-06-21', false, '端午节'),
    ('2026-09-20', true, '国庆节'), ('2026-09-25', false, '中秋节'), ('2026-09-26', false, '中秋节'),
    ('2026-09-27', false, '中秋节'), ('2026-10-01', false, '国庆节'), ('2026-10-02', false, '国庆节'),
    ('2026-10-03', false, '国庆节'), ('2026-10-04', false, '国庆节'), ('2026-10-05', false, '国庆节'),
    ('2026-10-06', false, '国庆节'), ('2026-10-07', false, '国庆节'), ('2026-10-10', true, '国庆节')
  ) n (day, is_workday, name) on n.day::date = d.day
  cross join lateral (select coalesce(n.is_workday, extract(isodow from d.day) < 6) as is_workday) w;
create unique index calendar_day_by_workday on calendar_day (workday_no) include (day) where is_workday;

-- The n-th working day after a day (n > 0); the first working day on or after a day.
create function workday_after(from_day date, n integer) returns date language sql stable strict as
$$ select w.day from calendar_day d join calendar_day w on w.workday_no = d.workday_no + n and w.is_workday
   where d.day = from_day $$;
create function roll_to_workday(from_day date) returns date language sql stable strict as
$$ select min(w.day) from calendar_day w where w.day >= from_day and w.is_workday
   and exists (select 1 from calendar_day d where d.day = from_day) $$;
-- Working days by which `done` misses the n-th working day after `event`, 0 when in time. A rest day behind the last day
-- is late as well, by as much as the next working day.
create function workdays_late(event date, n integer, done date) returns integer language sql stable strict as
$$ select case when x.late < 0 then 0 else x.late end
   from (select (select b.workday_no from calendar_day b where b.day = done - 1)
              - (select a.workday_no from calendar_day a where a.day = event) - n + 1 as late) x $$;

-- The townships and streets that a county has to cover with stations.
create table township (
  contract_id bigint not null references contract,
  id bigint generated by default as identity,
  region_code text references region,
  name text not null constraint township_name_not_empty check (name <> ''),
  station_opened_on civil_date,
  worker_on_site_on civil_date,
  sign_put_up_on civil_date,
  station_closed_on civil_date,
  recorded_at timestamptz not null default now(),
  primary key (contract_id, id),
  constraint township_station_closes_after_opening check (station_closed_on >= station_opened_on)
);
create unique index township_once on township (contract_id, region_code);
select track_facts('township');

-- Contacts of a person in order: the longest time without one.
create index service_record_of_beneficiary on service_record (contract_id, beneficiary_id, served_on) include (mode, topic)
  where verified and beneficiary_id is not null;
