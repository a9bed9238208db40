-- Duties, training, pay; the people are in deployment.sql (in post on 2019-12-31: at 9101 9301, 9302, 9307; at 9103 9304).
insert into duty_log (contract_id, id, station_id, staff_id, on_date, related, reserved_duty, ordered_by, confirmed) values
  (9001, 1, 9101, 9301, '2019-03-01', false, false, null, true),
  (9001, 2, 9101, 9302, '2019-12-31', false, false, '一街道办', true),
  (9001, 3, 9101, 9302, '2019-06-01', false, false, null, false),
  (9001, 4, 9101, 9302, '2019-06-02', true, false, null, true),
  (9001, 5, 9103, 9304, '2020-01-01', false, false, null, true),
  (9001, 6, 9102, 9303, '2019-07-01', false, true, null, true),
  (9001, 7, 9101, 9301, '2019-02-28', false, true, null, true),
  (9001, 8, null, null, '2019-08-01', true, true, null, true),
  (9002, 1, 9201, 9399, '2019-06-01', false, true, null, true);

insert into training (contract_id, id, course, audience, held_on, hours, attendees) values
  (9001, 1, '岗前', 'staff', '2019-03-01', 8, 2), (9001, 2, '个案', 'staff', '2019-12-31', 4, 1), (9001, 3, '小组', 'staff', '2020-01-01', 4, 1),
  (9001, 4, '志愿者', 'volunteers', '2019-05-05', 2, 30), (9001, 5, '早课', 'staff', '2019-02-28', 8, 1), (9002, 1, '邻课', 'staff', '2019-06-01', 8, 9);
insert into training_attendance (contract_id, training_id, staff_id, held_on) values
  (9001, 1, 9301, '2019-03-01'), (9001, 1, 9303, '2019-03-01'), (9001, 2, 9301, '2019-12-31'), (9001, 3, 9302, '2020-01-01'), (9001, 5, 9307, '2019-02-28'),
  (9002, 1, 9302, '2019-06-01');

-- March paid on the last day, April a day late, May without a pay day, June not paid, December due in January; February is before the window.
insert into staff_month (contract_id, staff_id, month, pay_due_on, paid_on, insurances) values
  (9001, 9301, '2019-02-01', '2019-03-10', '2019-03-01', 6), (9001, 9301, '2019-03-01', '2019-04-10', '2019-04-10', 5),
  (9001, 9301, '2019-04-01', '2019-05-10', '2019-05-11', 5), (9001, 9302, '2019-05-01', null, '2019-06-01', 4),
  (9001, 9302, '2019-06-01', '2019-07-10', null, 6), (9001, 9301, '2019-12-01', '2020-01-10', '2020-01-08', 5),
  (9001, 9301, '2020-01-01', '2020-02-10', null, 0), (9002, 9399, '2019-03-01', '2019-04-10', '2019-04-01', 6);
