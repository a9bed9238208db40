-- Answer sheets of 9001; respondents A to N. -2 and -3 are what a survey tool exports for a question that was skipped or not shown.
insert into survey_response (contract_id, id, station_id, topic, wave, respondent_hash, respondent_kind, answered_on, score, answers, seconds, source_hash, sheet_no) values
  (9001, 1, 9101, 'general', 1, 'A', 'beneficiary', '2019-03-01', 5, '{5,5,4,5,5}', 120, 's1', '1'),
  (9001, 2, null, 'general', 1, 'B', 'beneficiary', '2019-12-31', 4, '{4,4,4,4}', 60, 's1', '2'),              -- sent again the same day: 18
  (9001, 3, null, 'general', 1, 'C', 'beneficiary', '2019-06-01', 3, '{3,3,3,3,3}', 90, null, '3'),             -- the same answer to five items
  (9001, 4, null, 'general', 1, 'D', 'beneficiary', '2019-06-02', 2, '{2,1,3}', 19, null, '4'),                 -- fast, and sent again: 5
  (9001, 5, null, 'general', 1, 'D', 'beneficiary', '2019-06-05', 5, null, 200, null, '5'),
  (9001, 6, null, 'general', 1, 'E', 'beneficiary', '2019-06-07', -2, '{-3,-3}', 30, null, '6'),                -- blank; does not replace 7
  (9001, 7, null, 'general', 1, 'E', 'beneficiary', '2019-06-06', 4, null, null, null, '7'),
  (9001, 8, null, 'general', 1, 'F', 'beneficiary', '2019-06-08', 1, '{1,-3,1,1,1}', 20, null, '8'),            -- the same answer to four
  (9001, 9, null, 'general', 1, 'G', 'beneficiary', '2020-01-01', 1, null, null, null, '9'),
  (9001, 10, null, 'general', 1, 'H', 'beneficiary', '2019-02-28', 1, null, null, null, '10'),
  (9001, 11, null, 'general', 1, 'I', 'beneficiary', '2019-06-10', 4, null, null, 's9', '11'),                  -- three from one source on one day
  (9001, 12, null, 'general', 1, 'J', 'beneficiary', '2019-06-10', 5, '{5,5,5}', null, 's9', '12'),
  (9001, 13, null, 'general', 1, 'K', 'beneficiary', '2019-06-10', 5, null, null, 's9', '13'),
  (9001, 14, null, 'general', 1, 'L', 'beneficiary', '2019-06-11', 2, null, null, 's9', '14'),
  (9001, 15, null, 'general', 2, 'A', 'beneficiary', '2019-10-01', 3, null, null, null, '1'),
  (9001, 16, null, 'home_care', 1, 'M', 'beneficiary', '2019-06-01', 2, null, null, null, '1'),
  (9001, 17, null, 'general', 1, 'N', 'community', '2019-06-12', 4, null, null, null, '17'),
  (9001, 18, null, 'general', 1, 'B', 'beneficiary', '2019-12-31', 2, null, null, null, '18'),
  (9002, 1, null, 'general', 1, 'A', 'beneficiary', '2019-06-01', 1, '{1,1,1,1,1,1}', 1, 's1', '1');
insert into survey_wave (contract_id, topic, wave, sent_on, asked) values (9001, 'general', 1, '2019-03-01', 40), (9001, 'general', 2, '2020-01-01', 30),
  (9001, 'home_care', 1, '2019-05-01', 10), (9002, 'general', 1, '2019-05-01', 9);
