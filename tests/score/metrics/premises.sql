-- Premises and their use; areas are in base.sql.
insert into checklist_check (contract_id, id, list_code, item_code, station_id, required, met, checked_on) values
  (9001, 31, 'equipment', 'desk', 9101, true, true, '2019-03-01'), (9001, 32, 'equipment', 'computer', 9101, true, false, '2019-03-01'),
  (9001, 33, 'equipment', 'computer', 9101, true, true, '2019-12-31'), (9001, 34, 'equipment', 'desk', 9103, true, false, '2019-12-31'),
  (9001, 35, 'signs', 'door', 9101, true, true, '2019-03-01'), (9001, 36, 'signs', 'board', 9101, true, false, '2019-03-01'),
  (9001, 37, 'rooms', 'room_casework', 9101, false, true, '2019-03-01'), (9001, 38, 'rooms', 'room_reading', 9101, false, false, '2019-03-01'),
  (9001, 39, 'rooms', 'room_music', 9101, false, true, '2020-01-01'), (9002, 31, 'equipment', 'desk', 9201, true, true, '2019-03-01');
insert into site (contract_id, id, kind, name) values (9001, 1, 'hall', '活动室'), (9001, 2, 'room', '教室'), (9002, 1, 'hall', '邻室');
insert into site_usage (contract_id, site_id, on_date, hours_planned, hours_used) values (9001, 1, '2019-03-01', 8, 4), (9001, 1, '2019-12-31', 8, 7.5), (9001, 2, '2019-05-01', 4, 0),
  (9001, 1, '2020-01-01', 8, 8), (9001, 1, '2019-02-28', 8, 8), (9002, 1, '2019-05-01', 8, 8);
