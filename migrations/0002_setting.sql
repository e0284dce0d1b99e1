-- What an installation remembers of itself: the business date of a demonstration, whether it has been
-- filled, how often an access code was replaced. Names are the program's own, values hold nothing personal.

CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

-- The list of certificates no longer in force is read by when they were closed.
CREATE INDEX certificate_closed ON certificate (state_at, id) WHERE state_at IS NOT NULL;
