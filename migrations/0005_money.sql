-- Money: streams of events by aggregate, the narrow copies that lists need, the book, and where each person is paid.

-- One aggregate: how many events it has, and what it began with where that is no event.
CREATE TABLE money_stream (
  kind TEXT NOT NULL,
  stream_key TEXT NOT NULL,
  version BIGINT NOT NULL,
  person_id BLOB REFERENCES person (id),
  format BIGINT NOT NULL,
  head TEXT NOT NULL,
  CONSTRAINT money_stream_pk PRIMARY KEY (kind, stream_key)
);
CREATE INDEX money_stream_person ON money_stream (person_id, kind);

-- What happened to it, in order. `payload` is the event as JSON in the form that `format` names.
CREATE TABLE money_event (
  kind TEXT NOT NULL,
  stream_key TEXT NOT NULL,
  version BIGINT NOT NULL,
  on_day TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  source TEXT NOT NULL,
  case_id BLOB REFERENCES service_case (id),
  format BIGINT NOT NULL,
  payload TEXT NOT NULL,
  CONSTRAINT money_event_pk PRIMARY KEY (kind, stream_key, version)
);

-- How each month of a ledger stands.
CREATE TABLE money_month (
  person_id BLOB NOT NULL REFERENCES person (id),
  insurance TEXT NOT NULL,
  month TEXT NOT NULL,
  contribution TEXT NOT NULL,
  amount_fen BIGINT,
  base_fen BIGINT,
  unsettled_fen BIGINT NOT NULL,
  subsidy TEXT NOT NULL,
  subsidy_fen BIGINT,
  programme TEXT,
  CONSTRAINT money_month_pk PRIMARY KEY (person_id, insurance, month)
);

-- How each payment order stands; a line of entitlement has one.
CREATE TABLE payment_order (
  order_id TEXT NOT NULL,
  person_id BLOB NOT NULL REFERENCES person (id),
  programme TEXT NOT NULL,
  insurance TEXT NOT NULL,
  month TEXT NOT NULL,
  district TEXT NOT NULL,
  amount_fen BIGINT,
  state TEXT NOT NULL,
  attempt BIGINT NOT NULL,
  cycle_id BLOB,
  reason TEXT,
  approved_at BIGINT NOT NULL,
  CONSTRAINT payment_order_pk PRIMARY KEY (order_id)
);
CREATE UNIQUE INDEX payment_order_line ON payment_order (person_id, programme, insurance, month);
CREATE INDEX payment_order_state ON payment_order (state, approved_at, order_id);
CREATE INDEX payment_order_cycle ON payment_order (cycle_id, order_id);

-- How each payment cycle stands.
CREATE TABLE payment_cycle (
  id BLOB NOT NULL PRIMARY KEY,
  month TEXT NOT NULL,
  state TEXT NOT NULL,
  orders BIGINT NOT NULL,
  total_fen BIGINT NOT NULL,
  unanswered BIGINT NOT NULL,
  opened_at BIGINT NOT NULL
);
CREATE INDEX payment_cycle_opened ON payment_cycle (opened_at, id);

-- The book: lines of transactions, never changed.
CREATE TABLE money_posting (
  transaction_id TEXT NOT NULL,
  line BIGINT NOT NULL,
  on_day TEXT NOT NULL,
  kind TEXT NOT NULL,
  person_id BLOB NOT NULL REFERENCES person (id),
  insurance TEXT NOT NULL,
  month TEXT NOT NULL,
  source TEXT NOT NULL,
  account TEXT NOT NULL,
  amount_fen BIGINT NOT NULL,
  CONSTRAINT money_posting_pk PRIMARY KEY (transaction_id, line)
);
CREATE INDEX money_posting_account ON money_posting (account, amount_fen);

-- Where a person is paid, encrypted: the latest account that they gave.
CREATE TABLE payee (
  person_id BLOB NOT NULL PRIMARY KEY REFERENCES person (id),
  given_at BIGINT NOT NULL,
  sealed BLOB
);
