-- What verifiers without a network are told of papers: hashed numbers of those that no longer stand, nothing personal.
CREATE TABLE paper_closed (
  number_hash BLOB NOT NULL PRIMARY KEY,
  case_id BLOB NOT NULL REFERENCES service_case (id),
  standing TEXT NOT NULL,
  since TEXT NOT NULL
);

-- Where a person wants to be written to. The address and the code by which it is confirmed are encrypted together.
CREATE TABLE mail_address (
  person_id BLOB NOT NULL PRIMARY KEY REFERENCES person (id),
  sealed BLOB,
  expires_at BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  confirmed_at BIGINT
);
