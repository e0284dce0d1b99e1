-- The registry of persons and what hangs on it.
-- One text for both databases: TEXT, BIGINT and BLOB alone, which PostgreSQL is given as BYTEA.
-- Ids are sixteen bytes, moments microseconds since 1970 in UTC, days YYYY-MM-DD.
-- A column named sealed… is encrypted (AES-256-GCM); a column named …_index beside one is a keyed hash.
-- A migration that was released is never edited: the next one corrects it.

CREATE TABLE key_check (
  name TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
);

CREATE TABLE number_sequence (
  name TEXT NOT NULL PRIMARY KEY,
  next_value BIGINT NOT NULL
);

CREATE TABLE idempotency (
  key_hash BLOB NOT NULL PRIMARY KEY,
  sealed_result BLOB NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX idempotency_created ON idempotency (created_at);

CREATE TABLE district (
  code TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  replaced_by TEXT,
  CONSTRAINT district_pk PRIMARY KEY (code, valid_from)
);

CREATE TABLE street (
  code TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  district TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  CONSTRAINT street_pk PRIMARY KEY (code, valid_from)
);
CREATE INDEX street_district ON street (district);

CREATE TABLE office (
  id BLOB NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  kind TEXT NOT NULL,
  district TEXT NOT NULL,
  street TEXT,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  address_zh TEXT NOT NULL,
  phone TEXT,
  source TEXT NOT NULL,
  CONSTRAINT office_pk PRIMARY KEY (id, valid_from)
);
CREATE INDEX office_district ON office (district, kind);

CREATE TABLE account (
  id BLOB NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  display_name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  disabled_at BIGINT
);
CREATE UNIQUE INDEX account_name ON account (name);

CREATE TABLE login_session (
  id_hash BLOB NOT NULL PRIMARY KEY,
  sealed BLOB NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX login_session_expires ON login_session (expires_at);

CREATE TABLE draft (
  id BLOB NOT NULL PRIMARY KEY,
  service TEXT NOT NULL,
  person_id BLOB,
  sealed BLOB NOT NULL,
  updated_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX draft_person ON draft (person_id);
CREATE INDEX draft_expires ON draft (expires_at);

CREATE TABLE policy (
  version TEXT NOT NULL PRIMARY KEY,
  bundle BLOB NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE person (
  id BLOB NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  id_number_index BLOB,
  sealed BLOB,
  created_at BIGINT NOT NULL,
  erased_at BIGINT
);
CREATE UNIQUE INDEX person_id_number ON person (id_number_index);

CREATE TABLE fact (
  id BLOB NOT NULL PRIMARY KEY,
  person_id BLOB NOT NULL REFERENCES person (id),
  fact_key TEXT NOT NULL,
  sealed BLOB,
  source TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  recorded_at BIGINT NOT NULL
);
CREATE INDEX fact_person ON fact (person_id);

CREATE TABLE registration (
  id BLOB NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  person_id BLOB NOT NULL REFERENCES person (id),
  office_id BLOB NOT NULL,
  district TEXT NOT NULL,
  street TEXT,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  details TEXT NOT NULL,
  channel TEXT NOT NULL,
  entered_by TEXT NOT NULL,
  commitment TEXT NOT NULL,
  registered_at BIGINT NOT NULL,
  effective_on TEXT NOT NULL,
  end_reason TEXT
);
CREATE UNIQUE INDEX registration_number ON registration (number);
CREATE INDEX registration_person ON registration (person_id);
-- One registration in force for a person, whoever writes and however many at once.
CREATE UNIQUE INDEX registration_active ON registration (person_id) WHERE state = 'active';
CREATE INDEX registration_place ON registration (district, registered_at, id);
CREATE INDEX registration_time ON registration (registered_at, id);

CREATE TABLE registration_version (
  registration_id BLOB NOT NULL REFERENCES registration (id),
  version BIGINT NOT NULL,
  effective_on TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  channel TEXT NOT NULL,
  entered_by TEXT NOT NULL,
  event TEXT NOT NULL,
  CONSTRAINT registration_version_pk PRIMARY KEY (registration_id, version)
);

CREATE TABLE registration_count (
  district TEXT NOT NULL,
  state TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount BIGINT NOT NULL,
  CONSTRAINT registration_count_pk PRIMARY KEY (district, state, kind)
);

CREATE TABLE decision (
  id BLOB NOT NULL PRIMARY KEY,
  person_id BLOB,
  registration_id BLOB,
  policy_version TEXT NOT NULL REFERENCES policy (version),
  as_of TEXT NOT NULL,
  known_on TEXT,
  sealed_input BLOB,
  sealed_answer BLOB,
  created_at BIGINT NOT NULL,
  erased_at BIGINT
);
CREATE INDEX decision_person ON decision (person_id, created_at);

CREATE TABLE certificate (
  id BLOB NOT NULL PRIMARY KEY,
  number TEXT NOT NULL,
  registration_id BLOB NOT NULL REFERENCES registration (id),
  holder_id BLOB NOT NULL REFERENCES person (id),
  issued_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  state_at BIGINT,
  state_reason TEXT,
  key_id TEXT NOT NULL,
  sealed_payload BLOB
);
CREATE UNIQUE INDEX certificate_number ON certificate (number);
CREATE INDEX certificate_registration ON certificate (registration_id);
CREATE INDEX certificate_revoked ON certificate (state_at, id) WHERE state = 'revoked';

CREATE TABLE notice (
  id BLOB NOT NULL PRIMARY KEY,
  person_id BLOB NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL,
  sealed BLOB,
  created_at BIGINT NOT NULL,
  read_at BIGINT
);
CREATE INDEX notice_person ON notice (person_id, created_at, id);

CREATE TABLE job (
  id BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  unique_key TEXT,
  sealed BLOB NOT NULL,
  state TEXT NOT NULL,
  run_after BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  lease_token BLOB,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE UNIQUE INDEX job_unique_key ON job (unique_key);
CREATE INDEX job_ready ON job (run_after, id) WHERE state = 'ready';

CREATE TABLE journal (
  case_id BLOB NOT NULL,
  sequence BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  sealed BLOB,
  payload_hash BLOB NOT NULL,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL,
  CONSTRAINT journal_pk PRIMARY KEY (case_id, sequence)
);
-- What an officer looked at, for the one who supervises.
CREATE INDEX journal_look ON journal (actor, recorded_at) WHERE action = 'person.looked';

CREATE TABLE journal_head (
  case_id BLOB NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL,
  hash BLOB NOT NULL,
  sealed_sequence BIGINT NOT NULL
);
CREATE INDEX journal_head_open ON journal_head (case_id) WHERE sequence > sealed_sequence;

CREATE TABLE checkpoint (
  number BIGINT NOT NULL PRIMARY KEY,
  sealed_at BIGINT NOT NULL,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL,
  key_id TEXT NOT NULL,
  signature BLOB NOT NULL
);

CREATE TABLE checkpoint_head (
  number BIGINT NOT NULL REFERENCES checkpoint (number),
  case_id BLOB NOT NULL,
  sequence BIGINT NOT NULL,
  hash BLOB NOT NULL,
  CONSTRAINT checkpoint_head_pk PRIMARY KEY (number, case_id)
);
CREATE INDEX checkpoint_head_case ON checkpoint_head (case_id, sequence);
