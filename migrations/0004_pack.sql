-- The service packs by which cases run, each kept whole under its version for good: a case goes on under the rules with
-- which it began, whatever becomes of the folder.
CREATE TABLE pack (
  version TEXT NOT NULL PRIMARY KEY,
  texts BLOB NOT NULL,
  created_at BIGINT NOT NULL
);
