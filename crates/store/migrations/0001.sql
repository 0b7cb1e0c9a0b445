-- The first schema. Every column says in its comment what it holds; after the semicolon its unit and range.
-- JSON columns hold the nested parts of a reading as `src/mirror.rs` writes them.

CREATE TABLE settings (
  key TEXT PRIMARY KEY NOT NULL, -- name of a setting; non-empty text
  value TEXT NOT NULL -- its value as the program wrote it; text
) STRICT, WITHOUT ROWID;

CREATE TABLE reports (
  id TEXT PRIMARY KEY NOT NULL, -- names the report: hash of text id, path and record; lower-case hex
  text_id TEXT NOT NULL, -- names its bytes, equal for exact copies: BLAKE3, first 16 bytes; lower-case hex
  path TEXT NOT NULL, -- path below the case, `/` between parts; `-` is standard input
  record INTEGER CHECK (record BETWEEN 0 AND 4294967295), -- running number in a container of many reports; 0 or more, or NULL
  outlet TEXT, -- who published it, as printed; text, or NULL if unknown
  title TEXT, -- its title, as printed; text, or NULL if unknown
  kind TEXT NOT NULL, -- what kind of text it is; a word of ReportKind
  vantage TEXT NOT NULL, -- when it was written, seen from the event, as weighed; a word of Vantage
  published_from TEXT, -- first possible day of publication; YYYY-MM-DD, or NULL if open
  published_to TEXT, -- last possible day of publication; YYYY-MM-DD, or NULL if open
  published_granularity TEXT, -- how fine the date of publication is; a word of Granularity, or NULL if there is none
  published_anchor TEXT, -- the day the date was resolved against; YYYY-MM-DD, or NULL if it stands alone
  words INTEGER NOT NULL CHECK (words BETWEEN 0 AND 4294967295), -- number of words of the body; words, 0 or more
  fingerprints BLOB NOT NULL CHECK (length(fingerprints) % 24 = 0), -- winnowed hashes: hash, first byte, byte after the last, 8 bytes each, little-endian; 24 bytes a hash
  credits TEXT NOT NULL, -- agencies and sources credited; JSON list of texts
  reading_vantage TEXT NOT NULL, -- when it was written, as read; a word of Vantage
  vantage_start INTEGER CHECK (vantage_start >= 0), -- first byte of the words that show the vantage; bytes of the original file, or NULL
  vantage_end INTEGER CHECK (vantage_end >= vantage_start), -- byte after their last; bytes of the original file, or NULL
  sentences INTEGER NOT NULL CHECK (sentences BETWEEN 0 AND 4294967295), -- body sentences; sentences, 0 or more
  understood INTEGER NOT NULL CHECK (understood BETWEEN 0 AND 4294967295), -- those that yielded something; sentences, 0 or more
  times TEXT NOT NULL, -- time expressions; JSON list
  places TEXT NOT NULL, -- places; JSON list
  proposals TEXT NOT NULL, -- proposals; JSON list
  commitments TEXT NOT NULL, -- commitments and next steps; JSON list
  asides TEXT NOT NULL, -- linkages, precedents, verbal probabilities and the like; JSON list
  sources TEXT NOT NULL, -- sources that the report names; JSON list
  notes TEXT NOT NULL -- what was not understood; JSON list
) STRICT;

CREATE INDEX reports_by_path ON reports (path);
CREATE INDEX reports_by_text ON reports (text_id);

CREATE TABLE statements (
  report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE, -- the report it stands in; an id of reports
  position INTEGER NOT NULL CHECK (position >= 0), -- place in the list of statements; 0 or more
  number INTEGER NOT NULL CHECK (number BETWEEN 0 AND 4294967295), -- running number in the reading; 0 or more
  sentence INTEGER NOT NULL CHECK (sentence BETWEEN 0 AND 4294967295), -- running number of its sentence; 0 or more
  root TEXT NOT NULL, -- event root; a word of PLOVER
  mode TEXT, -- finer mode; a word of PLOVER, or NULL
  quad TEXT NOT NULL, -- quad class; a word of Quad
  scale REAL NOT NULL, -- conflict or cooperation after Goldstein (1992); -10 (assault) to 10 (material aid)
  positive INTEGER NOT NULL CHECK (positive IN (0, 1)), -- whether it is not negated; 0 or 1
  tense TEXT NOT NULL, -- when, seen from the report; a word of Tense
  modality TEXT NOT NULL, -- how the words put it; a word of Modality
  factuality INTEGER NOT NULL CHECK (factuality BETWEEN -128 AND 127), -- how certain the author puts it; -3 (certainly not) to 3 (certainly so)
  nature TEXT NOT NULL, -- what it can be held against; a word of Nature
  slot TEXT, -- the slot of the event it fills; a word of Slot, or NULL
  issue TEXT, -- the issue it is about; an id of an issue, or NULL
  stance REAL CHECK (stance BETWEEN -1 AND 1), -- where on that issue; -1 (lower end) to 1 (upper end), or NULL
  stance_kind TEXT, -- by which kind of words; a word of StanceKind, or NULL
  stance_of TEXT, -- whose stance it is; an id of a party, or NULL
  words_start INTEGER NOT NULL CHECK (words_start >= 0), -- first byte of its words; bytes of the original file
  words_end INTEGER NOT NULL CHECK (words_end >= words_start), -- byte after their last; bytes of the original file
  rule TEXT NOT NULL, -- the reader, frame or model that made it; text
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1), -- how sure the reader is that the text says so; probability, 0 to 1
  link INTEGER CHECK (link BETWEEN 0 AND 4294967295), -- number of the statement it is about; 0 or more, or NULL
  text TEXT NOT NULL, -- its words, white space folded; text
  detail TEXT NOT NULL, -- holders, actors, recipients, amount, times, place; JSON object
  PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX statements_by_issue ON statements (issue, stance_of) WHERE issue IS NOT NULL;
CREATE INDEX statements_by_root ON statements (root);

CREATE TABLE quotations (
  report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE, -- the report it stands in; an id of reports
  position INTEGER NOT NULL CHECK (position >= 0), -- place in the list of quotations; 0 or more
  kind TEXT NOT NULL, -- how it is quoted; a word of Quote
  speaker TEXT, -- canonical name of who said it; text, or NULL if unknown
  sentence INTEGER NOT NULL CHECK (sentence BETWEEN 0 AND 4294967295), -- sentence it begins in; 0 or more
  text TEXT NOT NULL, -- the quoted words, white space folded; text
  detail TEXT NOT NULL, -- spans of the words, the speaker, the attributing word; JSON object
  PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX quotations_by_speaker ON quotations (speaker) WHERE speaker IS NOT NULL;

CREATE TABLE people (
  report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE, -- the report that names them; an id of reports
  position INTEGER NOT NULL CHECK (position >= 0), -- place in the list of people; 0 or more
  person TEXT NOT NULL, -- who is named; an id of a person
  name TEXT NOT NULL, -- canonical name; text
  as_written TEXT NOT NULL, -- with title, as written; text
  office TEXT, -- office as written, without the state's name; text, or NULL
  office_id TEXT, -- office as in the lexicon; an id of an office, or NULL
  level TEXT, -- level of the office; leaders, ministerial, working, or NULL
  side TEXT, -- the side they speak for; an id of a party, or NULL
  role TEXT NOT NULL, -- why they are named; a word of PersonRole
  tenure TEXT NOT NULL, -- what the words take for granted about the office; a word of Tenure
  lexicon_tenure TEXT, -- what the lexicon says of it; a word of Tenure, or NULL
  start INTEGER NOT NULL CHECK (start >= 0), -- first byte of title and name; bytes of the original file
  end INTEGER NOT NULL CHECK (end >= start), -- byte after their last; bytes of the original file
  PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX people_by_person ON people (person);

CREATE TABLE stages (
  report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE, -- the report; an id of reports
  room TEXT NOT NULL, -- the room whose work is kept; name of a room
  version TEXT NOT NULL, -- version of that room (and its data) that did it; text
  input TEXT NOT NULL, -- hash of what it worked on; text
  PRIMARY KEY (report, room)
) STRICT, WITHOUT ROWID;
