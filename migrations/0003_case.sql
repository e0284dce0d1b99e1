-- Cases, the desks at which they wait, and what hangs on them.

-- One case: what lists and searches need in the clear, the whole case sealed (its answers are personal).
-- `desk` is where it waits, empty where it waits at no desk. `due_day` is the order of a worklist, in days since 1970;
-- a case without a due day comes ten million days later, by the day it was opened. `was_…` say where it was counted before
-- the last change, so that one statement moves the case and tells from where.
CREATE TABLE service_case (
  id BLOB NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  service TEXT NOT NULL,
  track TEXT NOT NULL,
  pack TEXT NOT NULL,
  policy TEXT NOT NULL,
  subject_id BLOB NOT NULL REFERENCES person (id),
  parent_id BLOB REFERENCES service_case (id),
  channel TEXT NOT NULL,
  office TEXT,
  district TEXT,
  street TEXT,
  state TEXT NOT NULL,
  owner TEXT,
  desk TEXT,
  holder_id BLOB,
  is_held BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  was_desk TEXT,
  was_state TEXT NOT NULL,
  was_held BIGINT NOT NULL,
  was_day BIGINT NOT NULL,
  opened_on TEXT NOT NULL,
  decided_on TEXT,
  verdict TEXT,
  ended_on TEXT,
  ended TEXT,
  version BIGINT NOT NULL,
  phone_index BLOB,
  erased_at BIGINT,
  sealed BLOB
);
CREATE UNIQUE INDEX service_case_number ON service_case (number);
CREATE INDEX service_case_subject ON service_case (subject_id, opened_on);
CREATE INDEX service_case_parent ON service_case (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX service_case_place ON service_case (district, opened_on, number);
-- A worklist by each of its filters: a page is read from one of these in order.
CREATE INDEX service_case_desk ON service_case (desk, due_day, number, is_held) WHERE desk IS NOT NULL;
CREATE INDEX service_case_desk_service ON service_case (desk, service, due_day, number, is_held) WHERE desk IS NOT NULL;
CREATE INDEX service_case_desk_state ON service_case (desk, state, due_day, number, is_held) WHERE desk IS NOT NULL;
CREATE INDEX service_case_desk_both ON service_case (desk, service, state, due_day, number, is_held) WHERE desk IS NOT NULL;
CREATE INDEX service_case_holder ON service_case (holder_id, desk, due_day, number) WHERE holder_id IS NOT NULL;

CREATE TABLE case_event (
  case_id BLOB NOT NULL REFERENCES service_case (id),
  version BIGINT NOT NULL,
  position BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  code TEXT NOT NULL,
  sealed BLOB,
  CONSTRAINT case_event_pk PRIMARY KEY (case_id, version)
);
CREATE UNIQUE INDEX case_event_position ON case_event (position);

-- Which events concern which organisation, in the order in which they were saved.
CREATE TABLE case_feed (
  organisation TEXT NOT NULL,
  position BIGINT NOT NULL,
  case_id BLOB NOT NULL REFERENCES service_case (id),
  version BIGINT NOT NULL,
  code TEXT NOT NULL,
  state TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  CONSTRAINT case_feed_pk PRIMARY KEY (organisation, position)
);

CREATE TABLE case_clock (
  case_id BLOB NOT NULL REFERENCES service_case (id),
  clock TEXT NOT NULL,
  due_on TEXT NOT NULL,
  act_on TEXT NOT NULL,
  CONSTRAINT case_clock_pk PRIMARY KEY (case_id, clock)
);
CREATE INDEX case_clock_act ON case_clock (act_on, case_id, clock);

-- How many cases wait, kept along with them: at each desk by day, and in all. An empty service is
-- every one, and so is an empty state beside it.
CREATE TABLE worklist_day (
  desk TEXT NOT NULL,
  service TEXT NOT NULL,
  state TEXT NOT NULL,
  is_held BIGINT NOT NULL,
  due_day BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  CONSTRAINT worklist_day_pk PRIMARY KEY (desk, service, state, is_held, due_day)
);
CREATE TABLE worklist_total (
  desk TEXT NOT NULL,
  service TEXT NOT NULL,
  state TEXT NOT NULL,
  is_held BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  CONSTRAINT worklist_total_pk PRIMARY KEY (desk, service, state, is_held)
);

-- A file of evidence belongs to a draft until that is filed, then to the case. It goes with its draft.
CREATE TABLE evidence_file (
  id BLOB NOT NULL PRIMARY KEY,
  draft_id BLOB REFERENCES draft (id) ON DELETE CASCADE,
  case_id BLOB REFERENCES service_case (id) DEFERRABLE INITIALLY DEFERRED,
  item TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  hash BLOB NOT NULL,
  state TEXT NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  looked_at BIGINT,
  sealed_name BLOB,
  erased_at BIGINT
);
CREATE INDEX evidence_file_draft ON evidence_file (draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX evidence_file_case ON evidence_file (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX evidence_file_waiting ON evidence_file (uploaded_at, id) WHERE state = 'waiting';
CREATE TABLE evidence_blob (
  file_id BLOB NOT NULL PRIMARY KEY REFERENCES evidence_file (id) ON DELETE CASCADE,
  sealed BLOB NOT NULL
);

CREATE TABLE mandate (
  id BLOB NOT NULL PRIMARY KEY,
  giver_id BLOB NOT NULL REFERENCES person (id),
  delegate_id BLOB NOT NULL REFERENCES person (id),
  services TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  consented_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX mandate_giver ON mandate (giver_id);
CREATE INDEX mandate_delegate ON mandate (delegate_id, giver_id);

ALTER TABLE account ADD COLUMN staff_rank TEXT NOT NULL DEFAULT 'clerk';

CREATE TABLE body (
  id TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  kind TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  recognised_by TEXT NOT NULL,
  specialty TEXT,
  districts TEXT NOT NULL,
  source TEXT NOT NULL,
  proposed_by BLOB REFERENCES account (id),
  approved_by BLOB REFERENCES account (id),
  CONSTRAINT body_pk PRIMARY KEY (id, valid_from),
  CONSTRAINT body_two_officers CHECK (proposed_by IS NULL OR approved_by IS NULL OR proposed_by <> approved_by)
);
CREATE INDEX body_kind ON body (kind);

CREATE TABLE deputy (
  id BLOB NOT NULL PRIMARY KEY,
  account_id BLOB NOT NULL REFERENCES account (id),
  stands_for BLOB NOT NULL REFERENCES account (id),
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  made_by BLOB NOT NULL REFERENCES account (id),
  made_at BIGINT NOT NULL
);
CREATE INDEX deputy_account ON deputy (account_id);
CREATE INDEX deputy_stands_for ON deputy (stands_for);

-- What is to be sent outward. One cause is told once by one channel.
CREATE TABLE outbox (
  id BLOB NOT NULL PRIMARY KEY,
  person_id BLOB NOT NULL REFERENCES person (id),
  case_id BLOB REFERENCES service_case (id),
  channel TEXT NOT NULL,
  cause TEXT NOT NULL,
  cause_key TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  next_attempt_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  lease_token BLOB,
  provider_id TEXT,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  finished_at BIGINT,
  sealed BLOB
);
CREATE UNIQUE INDEX outbox_cause ON outbox (cause_key);
CREATE INDEX outbox_person ON outbox (person_id, created_at, id);
CREATE INDEX outbox_waiting ON outbox (next_attempt_at, id) WHERE state = 'waiting';
CREATE INDEX outbox_provider ON outbox (provider_id) WHERE provider_id IS NOT NULL;
CREATE TABLE outbox_receipt (
  message_id BLOB NOT NULL REFERENCES outbox (id),
  received_at BIGINT NOT NULL,
  status TEXT NOT NULL,
  detail TEXT,
  CONSTRAINT outbox_receipt_pk PRIMARY KEY (message_id, received_at, status)
);

-- 好差评: one for a decided case.
CREATE TABLE rating (
  case_id BLOB NOT NULL PRIMARY KEY REFERENCES service_case (id),
  person_id BLOB NOT NULL REFERENCES person (id),
  stars BIGINT NOT NULL,
  follow_up TEXT NOT NULL,
  followed_by BLOB REFERENCES account (id),
  followed_at BIGINT,
  rated_at BIGINT NOT NULL,
  sealed BLOB,
  CONSTRAINT rating_stars CHECK (stars BETWEEN 1 AND 5)
);
CREATE INDEX rating_open ON rating (rated_at, case_id) WHERE follow_up = 'open';

-- Of a key to the API only its keyed hash is kept.
CREATE TABLE api_token (
  id BLOB NOT NULL PRIMARY KEY,
  organisation TEXT NOT NULL,
  secret_index BLOB NOT NULL,
  scopes TEXT NOT NULL,
  created_by BLOB NOT NULL REFERENCES account (id),
  created_at BIGINT NOT NULL,
  expires_on TEXT,
  revoked_at BIGINT,
  last_used_on TEXT
);
CREATE UNIQUE INDEX api_token_secret ON api_token (secret_index);
CREATE INDEX api_token_organisation ON api_token (organisation);

CREATE TABLE webhook (
  id BLOB NOT NULL PRIMARY KEY,
  organisation TEXT NOT NULL,
  url TEXT NOT NULL,
  codes TEXT NOT NULL,
  position BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT,
  sealed_secret BLOB NOT NULL
);
CREATE INDEX webhook_organisation ON webhook (organisation);

-- Dated periods of a person; one of a kind is open at a time.
CREATE TABLE standing_period (
  id BLOB NOT NULL PRIMARY KEY,
  person_id BLOB NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  closed_on TEXT,
  case_id BLOB REFERENCES service_case (id),
  sealed BLOB
);
CREATE INDEX standing_period_person ON standing_period (person_id, kind, opened_on);
CREATE UNIQUE INDEX standing_period_open ON standing_period (person_id, kind) WHERE closed_on IS NULL;

-- What a person is registered as, employed or unemployed: one of them at a time, whoever writes.
CREATE TABLE standing (
  person_id BLOB NOT NULL PRIMARY KEY REFERENCES person (id),
  kind TEXT NOT NULL,
  source_id BLOB NOT NULL,
  CONSTRAINT standing_one_kind CHECK (kind <> '')
);
INSERT INTO standing (person_id, kind, source_id)
  SELECT person_id, 'employed', id FROM registration WHERE state = 'active';
