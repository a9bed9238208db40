-- Pilots are in base.sql: 9601 (in two contracts), 9602 from 31 December, 9603 of the neighbour, 9604 from 1 January.
insert into project_application (contract_id, community_id, organisation_id, applied_on, awarded_on) values (9001, 9601, 9002, '2019-03-01', '2019-12-31'),
  (9001, 9601, 9004, '2019-12-31', null), (9001, 9601, 9004, '2020-01-01', null), (9001, 9601, 9002, '2019-02-28', null), (9002, 9601, 9004, '2019-05-01', '2019-05-02');
