-- What was compared among the reports, so that a new report is held only against what it touches. Numbers are hashes of
-- what was compared; the pairs of one question hold for whatever stack holds the same.

CREATE TABLE compared (
  question TEXT PRIMARY KEY NOT NULL, -- what was asked of the pairs; text
  version TEXT NOT NULL, -- version of the rooms and of their data that asked, as the hallway names it; text
  things BLOB NOT NULL CHECK (length(things) % 8 = 0), -- everything that was compared, in order; 8 bytes each, little-endian
  blocks BLOB NOT NULL CHECK (length(blocks) % 8 = 0), -- blocks within which every pair was compared, in order; 8 bytes each, little-endian
  pairs BLOB NOT NULL CHECK (length(pairs) % 16 = 0) -- pairs to which the answer was yes, in order; 16 bytes each, little-endian
) STRICT, WITHOUT ROWID;

CREATE TABLE parts (
  list INTEGER PRIMARY KEY NOT NULL, -- names a list of things that hang together: hash; 64 bits, signed
  version TEXT NOT NULL, -- version of the rooms and of their data that split it; text
  part BLOB NOT NULL CHECK (length(part) % 4 = 0) -- the group of each thing of the list, from 0, in order; 4 bytes each, little-endian
) STRICT;
