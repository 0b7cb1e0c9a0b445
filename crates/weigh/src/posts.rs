//! Posts: what office a title gives, as far as two can be held against each other: its kind, its rank, its field.
//!
//! Only kinds that one person cannot well hold at once are told apart: a finance minister is no trade minister, a deputy
//! minister no minister, a president's adviser no spokesman of a movement. Fields are those of governments everywhere.

use std::collections::BTreeSet;

/// A post, as a title gives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Post {
    pub kind: Kind,
    /// A deputy, vice- or assistant holder.
    pub deputy: bool,
    /// What it is for, by one word of each class of [`FIELDS`].
    pub fields: BTreeSet<&'static str>,
    /// The words say that it is no longer held.
    pub former: bool,
    /// Of what or where it is, by stems.
    pub of: BTreeSet<String>,
}

/// What sort of post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Premier,
    Minister,
    President,
    Adviser,
    Spokesman,
    Ambassador,
    Envoy,
    Negotiator,
    Commissioner,
    Lawmaker,
    Chief,
    Governor,
}

/// Words for each kind; of several in a title the first of this table.
const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Premier, &["prime minister", "prime ministers", "premier", "chancellor"]),
    (Kind::Minister, &["minister", "ministers", "secretary", "secretaries"]),
    (Kind::President, &["president", "presidents"]),
    (Kind::Adviser, &["adviser", "advisor", "advisers", "advisors", "aide"]),
    (Kind::Spokesman, &["spokesman", "spokeswoman", "spokesperson"]),
    (Kind::Ambassador, &["ambassador"]),
    (Kind::Envoy, &["envoy", "representative"]),
    (Kind::Negotiator, &["chief negotiator", "negotiator"]),
    (Kind::Commissioner, &["commissioner"]),
    (Kind::Lawmaker, &["senator", "congressman", "congresswoman", "lawmaker", "deputy"]),
    (Kind::Governor, &["governor", "mayor"]),
    (Kind::Chief, &["chief", "head"]),
];

/// Fields of government; the first word of each names it.
const FIELDS: &[&[&str]] = &[
    &["foreign", "external", "diplomacy"],
    &["defence", "defense"],
    &["finance", "treasury"],
    &["interior", "home", "internal"],
    &["justice"],
    &["labour", "labor", "employment"],
    &["minerals", "mines", "mining"],
    &["energy", "oil", "petroleum", "power"],
    &["agriculture", "farm", "farming"],
    &["trade", "commerce"],
    &["economy", "economic"],
    &["industry"],
    &["health"],
    &["education"],
    &["environment", "climate"],
    &["water", "irrigation"],
    &["infrastructure", "transport", "transportation"],
    &["information", "media"],
    &["humanitarian"],
    &["fisheries"],
    &["peace"],
    &["security"],
    &["planning"],
    &["culture"],
    &["tourism"],
    &["migration", "immigration", "refugees"],
    &["intelligence"],
];

/// The posts that a title gives, in its order.
pub(crate) fn posts(title: &str) -> Vec<Post> {
    let lower = title.to_lowercase().replace('’', "'").replace('-', " ");
    let mut found: Vec<Post> = Vec::new();
    for part in lower.split([',', '|', '(', ')']) {
        let mut last: Option<usize> = None;
        for piece in part.split(" and ") {
            match (post(piece), last) {
                (Some(post), _) => {
                    last = Some(found.len());
                    found.push(post);
                }
                // 'minister of trade and industry'
                (None, Some(at)) => found[at].fields.extend(fields(&bare_words(piece))),
                (None, None) => {}
            }
        }
    }
    found
}

/// The words of a title, but for possessives: 'the minister's spokesman' is a spokesman.
fn bare_words(part: &str) -> Vec<&str> {
    let words = part.split(|c: char| !(c.is_alphanumeric() || c == '\''));
    words.filter(|w| !w.is_empty() && !w.ends_with("'s") && !w.ends_with("s'")).collect()
}

fn fields(of: &[&str]) -> BTreeSet<&'static str> {
    FIELDS.iter().filter(|class| class.iter().any(|w| of.contains(w))).map(|class| class[0]).collect()
}

fn post(part: &str) -> Option<Post> {
    let words = bare_words(part);
    let says = |of: &[&str], among: &[&str]| of.iter().any(|w| among.contains(w));
    let cut = words.iter().position(|w| ["of", "to", "for", "at", "in", "on"].contains(w)).unwrap_or(words.len());
    let (head, tail) = words.split_at(cut);
    let joined = format!(" {} ", head.join(" "));
    if joined.contains("secretary general") || joined.contains("general secretary") {
        return None;
    }
    let at = |w: &&str| joined.find(&format!(" {w} "));
    let (kind, from) = KINDS.iter().find_map(|(kind, of)| Some((*kind, of.iter().filter_map(at).min()?)))?;
    let before: Vec<&str> = joined[..from].split(' ').filter(|w| !w.is_empty()).collect();
    let mut own = fields(&before);
    if own.is_empty() && kind != Kind::Adviser {
        own = fields(tail);
    }
    if kind == Kind::Minister && tail.get(1) == Some(&"state") {
        own = BTreeSet::from(["foreign"]);
    }
    Some(Post {
        kind,
        deputy: kind != Kind::Lawmaker && says(&before, &["deputy", "vice", "assistant", "under", "junior"]),
        fields: own,
        of: crate::words::stems(&tail.join(" ")),
        former: says(&words, &["former", "formerly", "ex", "once", "retired", "onetime", "previously"]),
    })
}

impl Post {
    /// Who holds the one does not hold the other at the same time.
    pub fn excludes(&self, other: &Post) -> bool {
        use Kind::{Adviser, Chief, Minister, Spokesman};
        let fields = !self.fields.is_empty() && !other.fields.is_empty();
        let apart = fields && self.fields.is_disjoint(&other.fields);
        if self.former != other.former {
            let elsewhere = !self.of.is_empty() && !other.of.is_empty() && self.of.is_disjoint(&other.of);
            return self.kind == other.kind && self.deputy == other.deputy && !apart && !elsewhere;
        }
        match (self.kind, other.kind) {
            _ if self.former => false,
            (Minister, Minister) => apart || fields && self.deputy != other.deputy,
            (Chief, Chief) => apart,
            (Adviser, Minister | Spokesman) | (Minister | Spokesman, Adviser) => true,
            _ => false,
        }
    }

    /// Of one government or movement only one person holds it at a time.
    pub fn single(&self) -> bool {
        let of_field = matches!(self.kind, Kind::Minister | Kind::Commissioner) && !self.fields.is_empty();
        !self.deputy && !self.former && (of_field || matches!(self.kind, Kind::Premier | Kind::Negotiator))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excludes(a: &str, b: &str) -> bool {
        posts(a).iter().any(|x| posts(b).iter().any(|y| x.excludes(y)))
    }

    #[test]
    fn posts_that_one_person_cannot_hold_at_once() {
        for (a, b) in [
            ("Finance Minister", "Interior Minister"),
            ("Minister of Water Resources", "the trade minister"),
            ("deputy foreign minister", "Ruritania's foreign minister"),
            ("vice-minister of commerce", "Commerce Minister"),
            ("former transport minister", "the minister of transport"),
            ("an adviser to the president", "the movement's spokesman"),
        ] {
            assert!(excludes(a, b), "{a}, {b}");
        }
    }

    #[test]
    fn posts_that_go_together() {
        for (a, b) in [
            ("Finance Minister", "Treasury Secretary"),
            ("foreign minister", "chief negotiator"),
            ("foreign minister", "minister"),
            ("Secretary of State", "Minister of Foreign Affairs"),
            ("former senator", "special envoy"),
            ("former finance minister", "trade minister"),
            ("UN Secretary-General", "foreign secretary"),
            ("former president of the Senate", "president of the growers' union"),
        ] {
            assert!(!excludes(a, b), "{a}, {b}");
        }
    }
}
