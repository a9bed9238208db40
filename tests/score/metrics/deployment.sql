-- Setting up. 9001: formed on 5 April, entered on the 12th, trained on the 20th, due on 31 March with two days waived.
-- 9002 was formed and entered, never trained.
insert into deployment_event (contract_id, kind, happened_on) values
  (9001, 'team_formed', '2019-04-05'), (9001, 'entered', '2019-04-12'), (9001, 'team_trained', '2019-04-20'), (9001, 'office_opened', '2019-09-01'),
  (9002, 'team_formed', '2019-03-01'), (9002, 'entered', '2019-03-01');

insert into lot_region (lot_id, region_code) values (9001, '980101001'), (9001, '980101002'), (9001, '980101003'), (9002, '980102001');

-- Townships of 9001: one open all along; one open before and closed on 30 June; one open on the last day of 2019; one never.
insert into township (contract_id, region_code, name, station_opened_on, worker_on_site_on, sign_put_up_on, station_closed_on) values
  (9001, '980101001', '一街道', '2019-03-01', '2019-03-10', '2019-03-05', null),
  (9001, '980101002', '二街道', '2018-12-31', '2018-12-31', null, '2019-06-30'),
  (9001, '980101003', '三街道', '2019-12-31', '2020-01-02', null, null),
  (9001, '980102001', '四乡', null, null, null, null),
  (9002, '980101001', '邻街道', '2019-03-01', '2019-03-01', '2019-03-01', null);

-- Social workers. 9301 has a second row, untrained, since his place was renewed in September; 9302 was trained a day after entering;
-- 9303 left on 30 November; 9304 started on the last day of 2019, 9305 the day after; 9306 manages the project.
insert into staff (id, name, birth_on, education, sw_degree, related_degree, sw_certificate, certificate_valid_to, home_region_code, city_exam_on, training_hours) values
  (9301, '甲', '1979-03-01', 4, true, false, null, null, '980101001', null, 0),
  (9302, '乙', '1978-03-19', 3, false, true, null, null, '9802', '2019-05-01', 40),
  (9303, '丙', '1990-01-01', 2, false, false, 'assistant', '2019-11-30', '980102', null, 0),
  (9304, '丁', '1979-12-30', null, false, false, 'social_worker', '2019-12-31', '980101', null, 0),
  (9305, '戊', '2000-01-01', 6, true, false, 'senior', null, '980101', null, 0),
  (9306, '己', '1970-01-01', 5, true, false, 'senior', null, '980101', null, 0),
  (9307, '庚', '1985-06-15', 4, false, false, 'senior', '2019-12-30', null, null, 0),
  (9399, '邻', '1950-01-01', 1, false, false, null, null, '98', null, 0);
insert into assignment (contract_id, id, staff_id, station_id, community_id, role, workplace, employer_id, start_on, end_on, trained_on, entered_on,
  labour_contract_from, labour_contract_to, personnel_file_on, project_lead) values
  (9001, 1, 9301, 9101, 9601, 'social_worker', 'station', 9002, '2019-03-01', '2019-08-31', '2019-03-01', '2019-03-01', '2019-03-01', '2019-08-31', '2019-03-02', false),
  (9001, 2, 9302, 9101, 9601, 'social_worker', 'provider_office', 9006, '2019-03-20', null, '2019-03-21', '2019-03-20', null, null, '2020-01-01', false),
  (9001, 3, 9303, 9102, null, 'social_worker', 'station', 9002, '2019-06-01', '2019-11-30', null, '2019-06-01', '2019-06-01', null, null, false),
  (9001, 4, 9304, 9103, 9602, 'social_worker', 'station', 9002, '2019-12-31', null, '2019-12-30', '2019-12-31', '2019-12-31', '2020-12-30', '2019-12-31', false),
  (9001, 5, 9305, 9104, 9602, 'social_worker', 'station', 9002, '2020-01-01', null, '2020-01-01', '2020-01-01', '2020-01-01', null, '2020-01-01', false),
  (9001, 6, 9306, null, null, 'project_manager', 'district_centre', 9002, '2019-03-01', null, null, '2019-03-01', '2019-03-01', null, null, true),
  (9001, 7, 9301, 9101, 9601, 'social_worker', 'station', 9002, '2019-09-01', null, null, '2019-09-01', '2019-09-01', '2019-12-31', null, false),
  (9001, 8, 9307, 9101, 9602, 'social_worker', null, null, '2019-10-01', '2019-12-31', '2019-12-01', null, '2019-10-01', '2019-12-30', null, false),
  (9001, 9, 9306, null, 9601, 'advisor', 'community', null, '2019-03-01', '2019-12-30', null, null, null, null, null, false),
  (9001, 10, 9305, null, 9601, 'advisor', 'community', null, '2019-12-31', null, null, null, null, null, null, false),
  (9001, 11, 9303, null, null, 'coach', 'district_centre', 9002, '2019-03-01', '2019-12-31', null, null, null, null, null, false),
  (9001, 12, 9399, null, null, 'assistant', null, null, '2019-01-01', '2019-03-01', null, null, null, null, null, false),
  (9001, 13, 9399, null, null, 'accountant', null, null, '2019-01-01', '2019-02-28', null, null, null, null, null, false),
  (9002, 1, 9399, 9201, 9601, 'social_worker', 'station', 9004, '2019-03-01', null, '2019-03-01', '2019-03-01', '2019-03-01', null, '2019-03-01', false),
  (9002, 2, 9302, 9201, 9601, 'social_worker', 'district_centre', 9004, '2019-03-01', null, '2019-03-01', '2019-03-01', '2019-03-01', null, '2019-03-01', false),
  (9002, 3, 9399, null, null, 'coach', 'district_centre', 9004, '2019-12-31', null, null, null, null, null, null, false);
