//! Names of uncertain inputs as a person says them, and what each is part of.

use terms::assessment::PartKind;
use terms::foresight::Process;
use terms::frame::Frame;
use terms::situation::Situation;

/// What names are made from.
pub(crate) struct Labels<'a> {
    pub frame: &'a Frame,
    pub situation: &'a Situation,
    pub process: &'a Process,
}

type Label = (String, Vec<(PartKind, String)>);

impl Labels<'_> {
    /// A cell of the table: `position/PARTY/ISSUE`, `salience/PARTY/ISSUE`, `influence/PARTY`.
    pub fn cell(&self, name: &str) -> Label {
        let parts: Vec<&str> = name.splitn(3, '/').collect();
        let party = |id: &str| {
            let known = self.situation.parties.iter().find(|p| p.id.as_str() == id);
            known.map_or_else(|| id.to_owned(), |p| p.name.clone())
        };
        let issue = |id: &str| {
            let known = self.situation.issues.iter().find(|i| i.id.as_str() == id);
            known.map_or_else(|| id.to_owned(), |i| i.name.clone())
        };
        match parts.as_slice() {
            [what @ ("position" | "salience"), p, i] => {
                let (p, i) = (party(p), issue(i));
                let label = match *what {
                    "position" => format!("where {p} stands on {i}"),
                    _ => format!("how much {i} matters to {p}"),
                };
                (label, vec![(PartKind::Issue, i), (PartKind::Party, p)])
            }
            [_, p, ..] => (format!("influence of {}", party(p)), vec![(PartKind::Party, party(p))]),
            _ => (name.to_owned(), Vec::new()),
        }
    }

    /// A factor; one that is about a party goes by the party's name.
    pub fn factor(&self, name: &str) -> String {
        let side = self.frame.factor_parties.iter().find(|(factor, _)| factor == name);
        let party = side.and_then(|(_, id)| self.situation.parties.iter().find(|p| &p.id == id));
        let plain = name.replace('_', " ");
        let Some(party) = party else { return plain };
        // `domestic a`, `domestic b`: the letter only tells the sides apart
        let words = plain.split(' ').filter(|w| w.chars().count() > 1).collect::<Vec<_>>().join(" ");
        let words = if words == "domestic" { "domestic politics".to_owned() } else { words };
        format!("{words} ({})", party.name)
    }

    /// An uncertain number of the process, by its name there.
    pub fn parameter(&self, name: &str) -> Label {
        let said_of = |passage: &str| match passage.strip_prefix("level ") {
            Some(rest) => format!("the level of talks {rest}"),
            None => passage.to_owned(),
        };
        let ladder = |words: &str| {
            self.process.ladders.iter().map(|l| l.name.replace('_', " ")).find(|l| words.starts_with(l.as_str()))
        };
        if let Some(passage) = name.strip_prefix("rate: ") {
            let of = ladder(passage).map(|l| (PartKind::Ladder, l));
            return (format!("how fast {}", said_of(passage)), of.into_iter().collect());
        }
        let Some((on, to)) = name.split_once(" → ") else { return (name.to_owned(), Vec::new()) };
        let edge = to.contains(" rises from ") || to.contains(" falls from ");
        let told = said_of(to);
        match (self.level(on), self.level(to)) {
            (Some((factor, level)), Some((other, target))) if !edge => {
                let (acts, on) = (said(&factor, &level), said(&other, &target));
                (format!("how far {acts} favours {on}"), vec![(PartKind::Factor, factor)])
            }
            (Some((factor, level)), _) => {
                (format!("what {} does to how fast {told}", said(&factor, &level)), vec![(PartKind::Factor, factor)])
            }
            (None, _) => match ladder(on) {
                Some(l) => {
                    let state = on[l.len()..].trim();
                    (format!("what {l} at `{state}` does to how fast {told}"), vec![(PartKind::Ladder, l)])
                }
                None => {
                    let series = match on {
                        "gap" => "the gap between positions",
                        "settled" => "what is settled",
                        other => other,
                    };
                    (format!("what {series} does to how fast {told}"), vec![(PartKind::Factor, series.to_owned())])
                }
            },
        }
    }

    /// A factor as shown and a level of it, from `factor level`; the level is empty where only the factor is named.
    fn level(&self, words: &str) -> Option<(String, String)> {
        let factors = self.process.factors.factors.iter();
        let fits = |f: &&terms::foresight::Factor| words.starts_with(&f.name.replace('_', " "));
        let factor = factors.filter(fits).max_by_key(|f| f.name.len())?;
        let level = words[factor.name.len()..].trim().to_owned();
        (level.is_empty() || factor.levels.iter().any(|l| l.replace('_', " ") == level))
            .then(|| (self.factor(&factor.name), level))
    }
}

fn said(factor: &str, level: &str) -> String {
    if level.is_empty() { factor.to_owned() } else { format!("`{factor}: {level}`") }
}
