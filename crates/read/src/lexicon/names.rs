//! Names to what they may mean: states, capitals and metonyms, organs, organisations, demonyms, people.

use super::fold::{Folded, fold};
use super::{Lexicon, Row, Surfaces};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;
use terms::{Date, PartyId};

/// What a name may mean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sense {
    /// A state by name: index into [`Names::parties`].
    State(usize),
    /// A capital: a place, or its state's government.
    Capital(usize),
    /// Other words for a state's government ('the Kremlin').
    Metonym(usize),
    /// An adjective of a state.
    Demonym(usize),
    /// Its nationals.
    National(usize),
    /// An organ of a state.
    Organ(usize),
    /// An organisation, movement, company, outlet.
    Organisation(usize),
    /// A person by full name or alias: index into [`Names::people`].
    Person(usize),
    /// A person by surname.
    Surname(usize),
}

/// A state or an organisation.
#[derive(Clone, Debug)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// Its name.
    pub name: String,
    /// `state`, or the kind of organisation as in the lexicon.
    pub kind: String,
    /// The state it belongs to, where it has one.
    pub side: Option<PartyId>,
    /// First day of its existence, where the lexicon has one.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl Party {
    /// The party whose act its acts are: of an organ of a state (an agency, a fund), the state; else itself.
    pub fn acts_for(&self) -> &PartyId {
        let organ = matches!(self.kind.as_str(), "agency" | "fund" | "exchange" | "court");
        self.side.as_ref().filter(|_| organ).unwrap_or(&self.id)
    }
}

/// A person of the lexicon.
#[derive(Clone, Debug)]
pub struct Person {
    /// The id.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Last word or words of the name by which news reports call them.
    pub surname: String,
    /// `m` or `f`; empty if the lexicon does not say.
    pub sex: String,
    /// Offices held.
    pub tenures: Vec<Held>,
}

/// An office held by a person.
#[derive(Clone, Debug)]
pub struct Held {
    /// Office as in the lexicon.
    pub office: String,
    /// For which party.
    pub party: Option<PartyId>,
    /// First day; `None` if unknown.
    pub from: Option<Date>,
    /// Last day; `None` if it is still held or unknown.
    pub to: Option<Date>,
    /// Whether the row is sure.
    pub sure: bool,
}

impl Held {
    /// Whether the office was held on a day, as far as is known.
    pub fn on(&self, day: Date) -> bool {
        self.from.is_none_or(|f| f <= day) && self.to.is_none_or(|t| day <= t)
    }
}

/// The index over states, organisations and people.
pub struct Names {
    /// States and organisations.
    pub parties: Vec<Party>,
    /// People.
    pub people: Vec<Person>,
    surfaces: Surfaces<Range<usize>>,
    /// What the names mean, in the order of the names.
    senses: Vec<Sense>,
    by_id: BTreeMap<String, usize>,
    /// People by the sound of their names; made when first asked for.
    by_sound: OnceLock<BTreeMap<String, Vec<usize>>>,
}

/// Every name with one of its meanings, and whether a user's row gives it.
type Entries = Vec<(String, Sense, bool)>;

/// A name found in a text.
#[derive(Clone, Debug)]
pub struct Match<'n> {
    /// Bytes of the text searched.
    pub range: Range<usize>,
    /// What it may mean.
    pub senses: &'n [Sense],
}

/// Kinds of organisations that speak through the press and are no negotiating party.
const OUTLETS: &[&str] = &["news_agency", "outlet", "broadcaster", "newspaper", "media"];

impl Party {
    /// It reports on others: an agency, a paper.
    pub fn is_outlet(&self) -> bool {
        OUTLETS.contains(&self.kind.as_str())
    }
    /// It is a state.
    pub fn is_state(&self) -> bool {
        self.kind == "state"
    }
    /// It existed on a day.
    pub fn existed(&self, day: Date) -> bool {
        self.from.is_none_or(|f| f <= day) && self.to.is_none_or(|t| day <= t)
    }
}

impl Names {
    /// Builds the index from the tables.
    pub fn build(lexicon: &Lexicon) -> Names {
        let mut names = Names {
            parties: Vec::new(),
            people: Vec::new(),
            surfaces: Surfaces::new(Vec::new(), false),
            senses: Vec::new(),
            by_id: BTreeMap::new(),
            by_sound: OnceLock::new(),
        };
        let mut surfaces = Entries::new();
        for row in lexicon.table("states").rows() {
            names.add_state(row, &mut surfaces);
        }
        for row in lexicon.table("organisations").rows() {
            names.add_organisation(row, &mut surfaces);
        }
        let (mut known, mut users) = (BTreeMap::new(), 0);
        for row in lexicon.table("people").rows() {
            names.add_person(row, &mut known);
            // a user's rows come first
            users = if row.users { names.people.len() } else { users };
        }
        for (at, person) in names.people.iter().enumerate() {
            add(&mut surfaces, &person.name, Sense::Person(at), false, at < users);
            if person.surname != person.name {
                add(&mut surfaces, &person.surname, Sense::Surname(at), false, at < users);
            }
        }
        names.add_aliases(lexicon, &mut surfaces);
        names.index(surfaces);
        names
    }

    fn index(&mut self, mut entries: Entries) {
        // a user's first: a name of theirs means what they say and nothing else
        entries.sort_by(|a, b| (&a.0, b.2).cmp(&(&b.0, a.2)));
        let mut surfaces: Vec<(String, Range<usize>)> = Vec::new();
        let mut users = false;
        for (name, sense, of_user) in entries {
            let new = self.senses.len();
            match surfaces.last_mut().filter(|(last, _)| *last == name) {
                Some(_) if users && !of_user => {}
                Some((_, range)) if self.senses[range.clone()].contains(&sense) => {}
                Some((_, range)) => {
                    range.end += 1;
                    self.senses.push(sense);
                }
                None => {
                    surfaces.push((name, new..new + 1));
                    self.senses.push(sense);
                    users = of_user;
                }
            }
        }
        self.surfaces = Surfaces::new(surfaces, false);
    }

    /// A state or organisation by id.
    pub fn party(&self, id: &str) -> Option<&Party> {
        self.by_id.get(id).map(|&i| &self.parties[i])
    }

    /// People whose full name is written so under some transliteration ('Sergei' and 'Sergey').
    pub fn sounding(&self, name: &str) -> &[usize] {
        if !name.contains(' ') {
            return &[];
        }
        let by_sound = self.by_sound.get_or_init(|| {
            let mut by_sound: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (at, person) in self.people.iter().enumerate() {
                by_sound.entry(sound(&person.name).replace(' ', "")).or_default().push(at);
            }
            by_sound
        });
        by_sound.get(&sound(name).replace(' ', "")).map_or(&[], Vec::as_slice)
    }

    /// All names in a text: longest first, whole words, without overlap.
    pub fn find(&self, text: &str) -> Vec<Match<'_>> {
        let folded = Folded::of(text);
        let found = self.surfaces.find(&folded.text).into_iter();
        found
            .map(|(range, senses)| Match {
                range: folded.origin(range.start)..folded.origin(range.end),
                senses: &self.senses[senses.clone()],
            })
            .collect()
    }

    fn add_state(&mut self, row: Row, surfaces: &mut Entries) {
        let at = self.parties.len();
        let date = |column: &str| row.get(column).parse().ok();
        self.parties.push(Party {
            id: PartyId::new(row.get("id")),
            name: row.get("name").to_string(),
            kind: "state".to_string(),
            side: None,
            from: date("from"),
            to: date("to"),
        });
        self.by_id.insert(row.get("id").to_string(), at);
        let names = std::iter::once(row.get("name")).chain(row.list("aliases"));
        names.for_each(|n| add(surfaces, n, Sense::State(at), true, row.users));
        let capitals: Vec<&str> = std::iter::once(row.get("capital")).chain(row.list("capital_aliases")).collect();
        capitals.iter().for_each(|n| add(surfaces, n, Sense::Capital(at), true, row.users));
        let metonyms = row.list("metonyms").filter(|m| !capitals.contains(m));
        metonyms.for_each(|n| add(surfaces, n, Sense::Metonym(at), true, row.users));
        row.list("organs").for_each(|n| add(surfaces, n, Sense::Organ(at), true, row.users));
        row.list("demonym_adj").for_each(|n| add(surfaces, n, Sense::Demonym(at), true, row.users));
        row.list("demonym_nouns").for_each(|n| add(surfaces, n, Sense::National(at), true, row.users));
    }

    fn add_organisation(&mut self, row: Row, surfaces: &mut Entries) {
        let at = self.parties.len();
        self.parties.push(Party {
            id: PartyId::new(row.get("id")),
            name: row.get("name").to_string(),
            kind: row.get("kind").to_string(),
            side: Some(row.get("side")).filter(|s| !s.is_empty()).map(PartyId::from),
            from: None,
            to: None,
        });
        self.by_id.insert(row.get("id").to_string(), at);
        let names = std::iter::once(row.get("name")).chain(row.list("aliases")).chain(row.list("metonyms"));
        names.for_each(|n| add(surfaces, n, Sense::Organisation(at), false, row.users));
    }

    fn add_person<'t>(&mut self, row: Row<'t>, known: &mut BTreeMap<&'t str, usize>) {
        let held = Held {
            office: row.get("office").to_string(),
            party: Some(row.get("state")).filter(|s| !s.is_empty()).map(PartyId::from),
            from: first_day(row.get("from")),
            to: last_day(row.get("to")),
            sure: row.get("sure") == "yes",
        };
        let tenures = if held.office.is_empty() && held.party.is_none() { vec![] } else { vec![held] };
        if let Some(&at) = known.get(row.get("id")) {
            self.people[at].tenures.extend(tenures);
            return;
        }
        known.insert(row.get("id"), self.people.len());
        let name = row.get("name").to_string();
        let short = row.list("aliases").find(|a| !a.contains(' ') && fold(&name).contains(&fold(a)));
        // without a short alias the lexicon knows no safe surname: in many languages it is not the last word
        let surname = short.unwrap_or(&name).to_string();
        let sex = row.get("sex").to_string();
        self.people.push(Person { id: row.get("id").to_string(), name, surname, sex, tenures });
    }

    fn add_aliases(&self, lexicon: &Lexicon, surfaces: &mut Entries) {
        let by_id: BTreeMap<&str, usize> = self.people.iter().enumerate().map(|(i, p)| (p.id.as_str(), i)).collect();
        for row in lexicon.table("people").rows() {
            let Some(&at) = by_id.get(row.get("id")) else { continue };
            for alias in row.list("aliases") {
                let sense = if alias.contains(' ') { Sense::Person(at) } else { Sense::Surname(at) };
                add(surfaces, alias, sense, false, row.users);
            }
        }
    }
}

/// A name with the differences between usual transliterations taken out.
pub fn sound(name: &str) -> String {
    const SAME: &[(&str, &str)] = &[
        ("-", ""),
        ("'", ""),
        ("kh", "h"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("y", "i"),
        ("j", "i"),
        ("w", "v"),
        ("ph", "f"),
        ("q", "k"),
        ("ck", "k"),
        ("e", "i"),
    ];
    let mut plain = fold(name).to_lowercase().into_bytes();
    SAME.iter().for_each(|(from, to)| replace(&mut plain, from.as_bytes(), to.as_bytes()));
    let plain = String::from_utf8_lossy(&plain);
    let mut out = String::with_capacity(plain.len());
    plain.chars().for_each(|c| {
        if !out.ends_with(c) {
            out.push(c);
        }
    });
    out
}

/// Replaces in place; `to` is no longer than `from`.
fn replace(text: &mut Vec<u8>, from: &[u8], to: &[u8]) {
    let (mut read, mut write) = (0, 0);
    while read < text.len() {
        if text[read..].starts_with(from) {
            text[write..write + to.len()].copy_from_slice(to);
            read += from.len();
            write += to.len();
        } else {
            text[write] = text[read];
            read += 1;
            write += 1;
        }
    }
    text.truncate(write);
}

/// Enters a name. A leading 'the' falls where what follows is distinct enough to stand alone.
fn add(surfaces: &mut Entries, name: &str, sense: Sense, bare: bool, users: bool) {
    let folded = fold(name);
    let rest = folded.strip_prefix("the ").or_else(|| folded.strip_prefix("The ")).unwrap_or(&folded);
    let distinct = bare || rest.contains(' ') || rest.chars().filter(|c| c.is_uppercase()).count() > 1;
    let mut enter = |name: String| surfaces.push((name, sense.clone(), users));
    match rest.len() {
        0 => (),
        n if n == folded.len() || distinct => enter(rest.to_string()),
        _ => ["the ", "The "].iter().for_each(|the| enter(format!("{the}{rest}"))),
    }
}

/// A day, or the first day of a month or year.
pub fn first_day(text: &str) -> Option<Date> {
    text.parse().ok().or_else(|| format!("{text}-01").parse().ok()).or_else(|| format!("{text}-01-01").parse().ok())
}

/// A day, or the last day of a month or year.
pub fn last_day(text: &str) -> Option<Date> {
    let month = || format!("{text}-01").parse::<Date>().ok().map(Date::last_of_month);
    text.parse().ok().or_else(month).or_else(|| format!("{text}-12-31").parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let names = Lexicon::built_in().derived(Names::build);
        names.find(text).into_iter().map(|m| &text[m.range]).collect()
    }

    #[test]
    fn names_are_whole_words_and_longest() {
        assert_eq!(found("The Elysée and the Élysée Palace agree."), ["Elysée", "Élysée Palace"]);
        assert_eq!(found("Nigeria and Niger signed; Nigerien envoys left."), ["Nigeria", "Niger", "Nigerien"]);
        assert_eq!(found("give us a UN seat"), ["UN"]);
        assert_eq!(found("U.S.-Iran talks"), ["U.S.", "Iran"]);
    }
}
