//! What pronouns, roles and short names stand for: a sieve by recency, role in the clause, number and sex.
//!
//! After Lee et al. (2013), *Deterministic coreference resolution based on entity-centric, precision-ranked rules*,
//! cut down to what a report of talks needs: people for 'he' and 'the minister', parties for 'it', 'the ministry', 'both
//! sides'. Where two answers are as good, none is given.

use crate::document::{Document, Sentence};
use crate::lexicon::{Names, Party};
use crate::mentions::{Found, FoundKind};
use english::Dep;
use std::collections::BTreeMap;
use terms::PartyId;

/// How many sentences back an antecedent may stand.
const REACH: usize = 4;

/// Where a mention stands: sentence and index.
type Site = (usize, usize);

/// Fills in the antecedents of pronouns and roles.
pub fn resolve(document: &mut Document) {
    let names = document.lexicon.derived(Names::build);
    for at in 0..document.sentences.len() {
        for index in 0..document.sentences[at].mentions.len() {
            let answer = antecedent(document, &names, (at, index));
            match answer {
                Some(Answer::Site(site)) => copy(document, site, (at, index)),
                Some(Answer::Parties(parties)) => {
                    let found = &mut document.sentences[at].mentions[index];
                    found.mention.party = parties.first().cloned();
                    found.parties = parties;
                }
                None => (),
            }
        }
    }
}

/// What a pronoun or role stands for.
enum Answer {
    Site(Site),
    Parties(Vec<PartyId>),
}

fn antecedent(document: &Document, names: &Names, site: Site) -> Option<Answer> {
    let sentence = &document.sentences[site.0];
    let found = &sentence.mentions[site.1];
    let text = found.mention.text.to_lowercase();
    if found.kind == FoundKind::Pronoun && is_thing(sentence, found.head) {
        return None;
    }
    match found.kind {
        FoundKind::Pronoun => match text.as_str() {
            "he" | "him" | "his" => person(document, names, site, "m").map(Answer::Site),
            "she" | "her" | "hers" => person(document, names, site, "f").map(Answer::Site),
            "it" | "its" => body(document, site).map(Answer::Site),
            "they" | "them" | "their" | "theirs" => several(document, site),
            _ => None,
        },
        FoundKind::Role if definite(document, sentence, found) && found.mention.party.is_none() => {
            office_holder(document, site).map(Answer::Site)
        }
        FoundKind::Role if definite(document, sentence, found) => same_office(document, site).map(Answer::Site),
        FoundKind::Organ if found.mention.party.is_none() && definite(document, sentence, found) => {
            same_body(document, names, site).map(Answer::Site)
        }
        FoundKind::Group if found.mention.party.is_none() => {
            rebels(document, site).map(Answer::Site).or_else(|| both(document, site, &text))
        }
        _ => None,
    }
}

/// 'Delivered them in January', 'published it': the object of what is done with things.
fn is_thing(sentence: &Sentence, head: usize) -> bool {
    const HANDLES: &[&str] = &[
        "deliver",
        "ship",
        "publish",
        "print",
        "sign",
        "ratify",
        "sell",
        "buy",
        "build",
        "manufacture",
        "export",
        "import",
        "draft",
        "install",
        "repair",
        "unload",
        "load",
        "implement",
    ];
    let token = &sentence.parsed.tokens[head];
    token.dep == Dep::Dobj && HANDLES.contains(&sentence.parsed.tokens[token.head].lemma.to_lowercase().as_str())
}

/// Takes over from an antecedent who or what is meant.
fn copy(document: &mut Document, from: Site, to: Site) {
    let source = document.sentences[from.0].mentions[from.1].clone();
    let found = &mut document.sentences[to.0].mentions[to.1];
    found.mention.party = source.mention.party;
    found.parties = source.parties;
    found.mention.person = source.mention.person;
    found.mention.sector = found.mention.sector.take().or(source.mention.sector);
    found.mention.office = found.mention.office.take().or(source.mention.office);
    found.name = source.name;
    found.antecedent = Some(source.antecedent.unwrap_or(from));
}

/// The words begin with 'the', 'this' or a possessive.
fn definite(document: &Document, sentence: &Sentence, found: &Found) -> bool {
    let words = document.words(sentence);
    let before = found.tokens.start.checked_sub(1).map(|t| sentence.parsed.tokens[t].text(words).to_lowercase());
    matches!(before.as_deref(), Some("the" | "this" | "that" | "his" | "her" | "its" | "their"))
}

/// The site stands as a subject.
fn subject(sentence: &Sentence, found: &Found) -> bool {
    let mut at = found.head;
    for _ in 0..4 {
        let token = &sentence.parsed.tokens[at];
        match token.dep {
            Dep::Nsubj | Dep::Nsubjpass => return true,
            Dep::Conj | Dep::Appos | Dep::Compound => at = token.head,
            _ => return false,
        }
    }
    false
}

/// The mentions before a site, nearest sentence first; within a sentence subjects first, in order of the text.
fn before(document: &Document, site: Site, fits: impl Fn(&Sentence, &Found) -> bool) -> Vec<Site> {
    let mut sites = Vec::new();
    for back in 0..=REACH.min(site.0) {
        let at = site.0 - back;
        let sentence = &document.sentences[at];
        if sentence.role == terms::report::Role::Summary && document.sentences[site.0].role != sentence.role {
            continue;
        }
        let limit = if back == 0 { site.1 } else { sentence.mentions.len() };
        // 'his spokesman, X': nobody is their own spokesman
        let around = |f: &Found| back == 0 && f.tokens.contains(&sentence.mentions[site.1].head);
        let fit = |&i: &usize| fits(sentence, &sentence.mentions[i]) && !around(&sentence.mentions[i]);
        let mut here: Vec<usize> = (0..limit).filter(fit).collect();
        // a name before a role that nobody fills ('no representative took part, X said')
        let nobody = |f: &Found| f.kind == FoundKind::Role && f.mention.person.is_none();
        here.sort_by_key(|&i| {
            let f = &sentence.mentions[i];
            (nobody(f), !subject(sentence, f), f.embedded, i)
        });
        sites.extend(here.into_iter().map(|i| (at, i)));
    }
    sites
}

/// The person a singular pronoun stands for.
fn person(document: &Document, names: &Names, site: Site, sex: &str) -> Option<Site> {
    let sentence = &document.sentences[site.0];
    let pronoun = &sentence.mentions[site.1];
    let fits = |s: &Sentence, f: &Found| {
        let known = f.mention.person.as_ref().and_then(|id| names.people.iter().find(|p| p.id == id.as_str()));
        let right = known.is_none_or(|p| p.sex.is_empty() || p.sex == sex);
        let kind = match f.kind {
            FoundKind::Person => true,
            FoundKind::Role => !f.plural && !f.embedded,
            FoundKind::Pronoun => pronoun_sex(&f.mention.text) == Some(sex) && f.mention.person.is_some(),
            _ => false,
        };
        let _ = s;
        kind && right
    };
    let mut sites = before(document, site, fits);
    // whom somebody speaks of is not who speaks on
    let said = |s: &Site| in_direct_speech(document, *s);
    match said(&site) {
        false if !sites.iter().all(said) => sites.retain(|s| !said(s)),
        false => (),
        true => {
            let speaker = speaker_beside(document, site);
            sites.retain(|s| Some(*s) != speaker);
        }
    }
    let own = clause_subject(sentence, pronoun.head);
    let object = matches!(sentence.parsed.tokens[pronoun.head].dep, Dep::Dobj | Dep::Pobj | Dep::Dative);
    let mut taken: Vec<Site> = Vec::new();
    if object && let Some(own) = own {
        for (i, m) in sentence.mentions.iter().enumerate().filter(|(_, m)| m.head == own) {
            taken.push((site.0, i));
            taken.extend(m.antecedent);
        }
    }
    let same = |a: &Site, b: &Site| {
        let id = |s: &Site| document.sentences[s.0].mentions[s.1].mention.person.clone();
        a == b || (id(a).is_some() && id(a) == id(b))
    };
    let left: Vec<Site> = sites.into_iter().filter(|s| !taken.iter().any(|t| same(s, t))).collect();
    left.iter().copied().find(|&s| !governs_itself(sentence, site, s))
}

/// The mention stands inside the marks of a quotation.
fn in_direct_speech(document: &Document, site: Site) -> bool {
    let head = document.sentences[site.0].mentions[site.1].head;
    let runs = document.quoted.iter().filter(|q| q.kind == terms::reading::Quote::Direct).flat_map(|q| &q.tokens);
    runs.into_iter().any(|(s, tokens)| *s == site.0 && tokens.contains(&head))
}

/// Who speaks a quotation that a mention stands in, as far as its own sentence shows: the subject outside the marks.
fn speaker_beside(document: &Document, site: Site) -> Option<Site> {
    let sentence = &document.sentences[site.0];
    let outside = |i: &usize| !in_direct_speech(document, (site.0, *i));
    let subject = |i: &usize| subject(sentence, &sentence.mentions[*i]) && !sentence.mentions[*i].embedded;
    let speaker = (0..sentence.mentions.len()).filter(outside).find(subject)?;
    Some(sentence.mentions[speaker].antecedent.unwrap_or((site.0, speaker)))
}

/// The antecedent would be the other argument of the pronoun's own verb ('Haile met him').
fn governs_itself(sentence: &Sentence, site: Site, other: Site) -> bool {
    let pronoun = &sentence.parsed.tokens[sentence.mentions[site.1].head];
    if site.0 != other.0 || pronoun.dep == Dep::Poss {
        return false;
    }
    let candidate = &sentence.parsed.tokens[sentence.mentions[other.1].head];
    candidate.head == pronoun.head
}

fn pronoun_sex(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "he" | "him" | "his" => Some("m"),
        "she" | "her" | "hers" => Some("f"),
        _ => None,
    }
}

/// The subject of the clause that a token stands in.
fn clause_subject(sentence: &Sentence, token: usize) -> Option<usize> {
    let parsed = &sentence.parsed;
    let verb = parsed.ancestor(token, |_, t| t.tag.is_verb())?;
    std::iter::once(verb).chain(parsed.ancestors(verb)).find_map(|v| parsed.child(v, &[Dep::Nsubj, Dep::Nsubjpass]))
}

/// The state, body or organisation that 'it' stands for.
fn body(document: &Document, site: Site) -> Option<Site> {
    let sentence = &document.sentences[site.0];
    let pronoun = &sentence.mentions[site.1];
    let fits = |s: &Sentence, f: &Found| {
        let kind = matches!(f.kind, FoundKind::State | FoundKind::Organisation | FoundKind::Organ | FoundKind::Place);
        let again = f.kind == FoundKind::Pronoun && matches!(f.mention.text.to_lowercase().as_str(), "it" | "its");
        let own = f.kind == FoundKind::Organ && s.number as usize == site.0;
        (kind && !f.plural || again) && (f.mention.party.is_some() || own)
    };
    let possessive = sentence.parsed.tokens[pronoun.head].dep == Dep::Poss;
    let near = |s: &Site| {
        s.0 == site.0 || (s.0 + 1 == site.0 && !possessive) || (s.0 + 1 == site.0 && subject_site(document, *s))
    };
    let free = |s: &Site| !document.sentences[s.0].mentions[s.1].embedded || s.0 == site.0;
    before(document, site, fits).into_iter().filter(near).filter(free).find(|&s| !governs_itself(sentence, site, s))
}

fn subject_site(document: &Document, site: Site) -> bool {
    let sentence = &document.sentences[site.0];
    subject(sentence, &sentence.mentions[site.1])
}

/// What 'they' stands for: the nearest group, or the parties of a joint subject.
fn several(document: &Document, site: Site) -> Option<Answer> {
    let fits = |_: &Sentence, f: &Found| {
        let group = f.kind == FoundKind::Group || (f.kind == FoundKind::Organ && f.plural);
        let again = f.kind == FoundKind::Pronoun && f.plural && !f.parties.is_empty();
        group && !f.embedded || again
    };
    let groups = before(document, site, fits);
    let joint = (0..=1.min(site.0))
        .find_map(|back| joint_subject(&document.sentences[site.0 - back], (back == 0).then_some(site.1)));
    match (groups.first(), joint) {
        (Some(&group), Some((at, _))) if group.0 > at => Some(Answer::Site(group)),
        (_, Some((_, parties))) => Some(Answer::Parties(parties)),
        (Some(&group), None) => Some(Answer::Site(group)),
        (None, None) => None,
    }
}

/// The parties of a subject of two or more: 'Qatar and Egypt'.
fn joint_subject(sentence: &Sentence, before: Option<usize>) -> Option<(usize, Vec<PartyId>)> {
    let limit = before.unwrap_or(sentence.mentions.len());
    let subjects = sentence.mentions[..limit].iter().filter(|f| !f.embedded && subject(sentence, f));
    let plural = |f: &&Found| f.kind != FoundKind::Pronoun || f.plural;
    let mut parties: Vec<PartyId> = Vec::new();
    for party in subjects.filter(plural).flat_map(|f| f.parties.clone()) {
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    (parties.len() > 1).then_some((sentence.number as usize, parties))
}

/// The person named before whose office 'the minister' repeats.
fn office_holder(document: &Document, site: Site) -> Option<Site> {
    let sentence = &document.sentences[site.0];
    let role = &sentence.mentions[site.1];
    let noun = sentence.parsed.tokens[role.head].lemma.to_lowercase();
    let fits = |_: &Sentence, f: &Found| {
        let written = f.detail.as_ref().and_then(|d| d.office.clone()).unwrap_or_default().to_lowercase();
        let same = role.mention.office.is_some() && f.mention.office == role.mention.office;
        let known = f.mention.office.as_deref().is_some_and(|o| o.split('-').any(|w| w == noun));
        f.kind == FoundKind::Person
            && (same || known || written.split(|c: char| !c.is_alphanumeric()).any(|w| w == noun))
    };
    // 'the High Representative' is no special one
    let words = role.mention.text.to_lowercase();
    let whole = |_: &Sentence, f: &Found| {
        let written = f.detail.as_ref().and_then(|d| d.office.as_deref()).unwrap_or_default().to_lowercase();
        f.kind == FoundKind::Person && words.contains(' ') && written.contains(&words)
    };
    widest(document, site, whole).or_else(|| widest(document, site, fits))
}

/// 'The Iranian minister' after a person of that side and office.
fn same_office(document: &Document, site: Site) -> Option<Site> {
    let sentence = &document.sentences[site.0];
    let role = &sentence.mentions[site.1];
    let noun = sentence.parsed.tokens[role.head].lemma.to_lowercase();
    let fits = |_: &Sentence, f: &Found| {
        let written = f.detail.as_ref().and_then(|d| d.office.clone()).unwrap_or_default().to_lowercase();
        let office = written.split(|c: char| !c.is_alphanumeric()).any(|w| w == noun);
        f.kind == FoundKind::Person && f.mention.party == role.mention.party && office
    };
    widest(document, site, fits)
}

/// The nearest fitting mention in the whole text before a site.
fn widest(document: &Document, site: Site, fits: impl Fn(&Sentence, &Found) -> bool) -> Option<Site> {
    (0..=site.0).rev().find_map(|at| {
        let sentence = &document.sentences[at];
        let limit = if at == site.0 { site.1 } else { sentence.mentions.len() };
        (0..limit).rev().find(|&i| fits(sentence, &sentence.mentions[i])).map(|i| (at, i))
    })
}

/// Nouns that stand for a whole state.
const COUNTRIES: &[&str] = &[
    "government",
    "ministry",
    "country",
    "kingdom",
    "army",
    "military",
    "parliament",
    "republic",
    "nation",
    "state",
    "cabinet",
    "presidency",
    "foreign ministry",
    "emirate",
    "authorities",
    "authority",
    "administration",
    "regime",
    "capital",
    "leadership",
];

/// The body that 'the ministry' or 'the group' repeats.
fn same_body(document: &Document, names: &Names, site: Site) -> Option<Site> {
    let sentence = &document.sentences[site.0];
    let organ = &sentence.mentions[site.1];
    let noun = sentence.parsed.tokens[organ.head].lemma.to_lowercase();
    // 'the government of President X'
    let owner = sentence.mentions.iter().position(|f| {
        let above = sentence.parsed.tokens[f.head].head;
        f.kind == FoundKind::Person
            && f.mention.party.is_some()
            && sentence.parsed.tokens[above].lemma == "of"
            && sentence.parsed.tokens[above].head == organ.head
    });
    if let Some(owner) = owner {
        return Some((site.0, owner));
    }
    let again = |s: &Sentence, f: &Found| {
        f.kind == FoundKind::Organ && f.mention.party.is_some() && s.parsed.tokens[f.head].lemma.to_lowercase() == noun
    };
    if let Some(site) = widest(document, site, again) {
        return Some(site);
    }
    let country = COUNTRIES.contains(&noun.as_str());
    let fits = |_: &Sentence, f: &Found| {
        let kind = if country { FoundKind::State } else { FoundKind::Organisation };
        f.kind == kind && !f.embedded && f.mention.party.is_some()
    };
    let near = before(document, site, fits).into_iter().find(|s| s.0 + 2 >= site.0);
    near.or_else(|| own_country(document, names, &noun))
}

/// Of 'the government' of a report on one country: that country, if most mentions of states and of their people are its.
fn own_country(document: &Document, names: &Names, noun: &str) -> Option<Site> {
    if !matches!(noun, "government" | "army" | "military" | "parliament" | "cabinet" | "opposition") {
        return None;
    }
    let mut counts: Vec<(PartyId, usize, Site)> = Vec::new();
    for (s, sentence) in document.sentences.iter().enumerate() {
        for (m, found) in sentence.mentions.iter().enumerate() {
            let kinds = [FoundKind::State, FoundKind::Person, FoundKind::Demonym, FoundKind::Organ, FoundKind::Group];
            let state = |p: &PartyId| names.party(p.as_str()).is_some_and(Party::is_state);
            let Some(party) = found.mention.party.clone().filter(|p| kinds.contains(&found.kind) && state(p)) else {
                continue;
            };
            match counts.iter_mut().find(|c| c.0 == party) {
                Some(count) => {
                    count.1 += 1;
                    if found.kind != FoundKind::Person
                        && document.sentences[count.2.0].mentions[count.2.1].kind == FoundKind::Person
                    {
                        count.2 = (s, m);
                    }
                }
                None => counts.push((party, 1, (s, m))),
            }
        }
    }
    let all: usize = counts.iter().map(|c| c.1).sum();
    let most = counts.iter().max_by_key(|c| c.1)?;
    (2 * most.1 > all && most.1 >= 3).then_some(most.2)
}

/// 'The rebels', 'the guerrillas': the armed group or movement named last.
fn rebels(document: &Document, site: Site) -> Option<Site> {
    const NOUNS: &[&str] =
        &["rebel", "guerrilla", "guerilla", "insurgent", "militant", "fighter", "separatist", "islamist", "militia"];
    let sentence = &document.sentences[site.0];
    let found = &sentence.mentions[site.1];
    let noun = sentence.parsed.tokens[found.head].lemma.to_lowercase();
    if !NOUNS.contains(&noun.as_str()) || !definite(document, sentence, found) {
        return None;
    }
    let fits = |_: &Sentence, f: &Found| {
        f.kind == FoundKind::Organisation
            && f.mention.party.is_some()
            && matches!(f.mention.sector.as_deref(), Some("armed_group" | "movement"))
    };
    widest(document, site, fits)
}

/// 'Both sides', 'the two countries': the two parties named most so far.
fn both(document: &Document, site: Site, text: &str) -> Option<Answer> {
    let sentence = &document.sentences[site.0];
    let found = &sentence.mentions[site.1];
    let noun = sentence.parsed.tokens[found.head].lemma.to_lowercase();
    let two =
        text.starts_with("both") || text.starts_with("two ") || text.contains(" two ") || text.starts_with("either");
    let whole = definite(document, sentence, found) && matches!(noun.as_str(), "side" | "party");
    let sides = matches!(
        noun.as_str(),
        "side"
            | "country"
            | "nation"
            | "party"
            | "state"
            | "government"
            | "capital"
            | "power"
            | "leader"
            | "delegation"
            | "neighbour"
            | "neighbor"
            | "rival"
            | "minister"
            | "president"
            | "team"
    );
    if !(sides && (two || whole)) {
        return None;
    }
    let near =
        (0..=1.min(site.0)).find_map(|b| joint_subject(&document.sentences[site.0 - b], (b == 0).then_some(site.1)));
    if let Some((_, parties)) = near.filter(|(_, p)| p.len() == 2) {
        return Some(Answer::Parties(parties));
    }
    let told = |of: &[Sentence]| -> Option<Vec<PartyId>> {
        let mut ranked: Vec<(PartyId, usize)> = named_most(of).into_iter().collect();
        ranked.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let clear = ranked.len() == 2 || ranked.len() > 2 && ranked[1].1 > ranked[2].1;
        clear.then(|| ranked.into_iter().take(2).map(|(p, _)| p).collect())
    };
    // who is named most so far may be the host of whom a report speaks first
    let (so_far, in_all) = (told(&document.sentences[..=site.0]), told(&document.sentences));
    so_far
        .filter(|two| in_all.as_ref().is_none_or(|all| two.iter().all(|p| all.contains(p))))
        .or(in_all)
        .map(Answer::Parties)
}

/// How often sentences name each party, places aside.
fn named_most(sentences: &[Sentence]) -> BTreeMap<PartyId, usize> {
    let mut counts: BTreeMap<PartyId, usize> = BTreeMap::new();
    let named = sentences.iter().flat_map(|s| &s.mentions);
    let named = named.filter(|f| f.kind != FoundKind::Pronoun && f.kind != FoundKind::Place);
    named.flat_map(|f| &f.parties).for_each(|party| *counts.entry(party.clone()).or_default() += 1);
    counts
}
