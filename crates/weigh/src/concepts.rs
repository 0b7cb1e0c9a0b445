//! Words of one meaning in texts about negotiations, so that 'a deal made without Ukraine's involvement' and 'an
//! agreement without Ukraine's participation' can meet. Hand-written from the ordinary vocabulary of diplomatic news;
//! no word of it names anybody.

use crate::text::{Phrases, Text};
use crate::words::stem;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Classes of words; the first word of a line names its class.
const CLASSES: &[&str] = &[
    "meeting talk talks negotiation negotiations discussion discussions dialogue summit conversation consultation encounter session round engagement negotiate discuss meet met convene",
    "agreement agree agreed agrees deal accord pact settlement arrangement understanding memorandum",
    "accept recognize recognise take endorse approve honour honor",
    "reject refuse oppose opposition decline dismiss rebuff spurn",
    "involvement involve involved participation participate inclusion include included attend attendance join partake present seat",
    "absence absent exclude excluded excluding exclusion sidelined sideline sidelining bypass omit omitted uninvited left-out",
    "war conflict invasion invade fighting hostilities hostility",
    "ceasefire cease-fire truce armistice",
    "restore normalise normalize normalization normalisation reopen improve improvement strengthen re-establish mend rebuild repair reset resume",
    "relation relations relationship ties tie",
    "leader leaders president presidents presidential head",
    "official officials representative representatives delegate delegates diplomat diplomats envoy negotiator delegation delegations minister ministers",
    "demand insist require request call urge press",
    "send sent ship shipped move moved transfer export deliver",
    "stock stockpile stocks stockpiles inventory",
    "withdraw withdrawal pull pullout pull-out retreat evacuate leave",
    "concern concerned worry worried unease uneasy fear troubled anxiety alarm alarmed apprehension",
    "guarantee guarantees assurance assurances",
    "europe european europeans eu",
    "release free freed liberate",
    "hostage hostages captive captives",
    "prisoner prisoners detainee detainees inmate prison prisons jail jailed imprisoned",
    "kill killed killing die died dead death deaths casualty casualties fatalities slain lives",
    "injure injured wound wounded hurt",
    "displace displaced uproot uprooted flee fled homeless displacement evacuee evacuees",
    "arrest arrested detain detained custody",
    "protest protester protesters demonstrator demonstrators demonstrate march marched marchers rally rallied",
    "delimit delimited demarcate demarcated delimitation demarcation",
    "people person persons",
    "grant grants",
    "country countries nation nations",
    "share portion percentage",
    "corridor road route passage highway",
    "compromise compromises",
    "effect force",
    "cabinet government",
    "parliament legislature lawmakers deputies assembly",
    "expert experts specialist specialists",
    "member members",
    "weapon weapons bomb bombs warhead",
    "treaty treaties",
    "seat headquarters base based",
    "attack attacks strike strikes raid bombard bombing shelling assault offensive",
    "aid help assistance support backing back",
    "sanction sanctions embargo penalties restrictions",
    "lift lifted remove removal ease easing suspend suspension relief end",
    "inspect inspection inspections inspectors monitor monitoring verify verification supervise",
    "territory territories land lands area region",
    "border frontier boundary",
    "soldier soldiers troops forces army military garrison",
    "plan proposal blueprint scheme roadmap framework initiative offer",
    "condition conditions precondition prerequisite terms",
    "progress headway advance breakthrough",
    "deadlock stalemate impasse standstill",
    "isolate isolation isolating ostracise shun",
    "host hosted hosting venue",
    "mediate mediator mediation mediating intermediary broker brokered go-between facilitator",
    "hour hours",
    "week weeks fortnight",
    "month months",
    "sign signed signing signs signature initial initialled initialed",
    "year years",
    "immediate immediately at-once instantly straight",
    "phase phases phased gradual gradually step stage stages stepwise",
    "election elections vote poll ballot",
    "refugee refugees returnees",
    "money fund funds financing finance payment pay sum sums cash dollar dollars euro euros",
    "unfreeze unfrozen unblock unblocked unlock unlocked frozen freeze froze blocked thaw",
    "store stored storage mothball mothballed warehouse",
    "asset assets holdings",
    "speak say tell state declare announce announcement",
    "resolve resolution solve solution end ending terminate",
    "pledge promise vow commit commitment undertake",
    "nuclear atomic",
    "begin began start launch open",
    "continue persist carry go-on maintain",
    "possible may might could potential potentially",
    "important significant historic pivotal crucial",
    "team teams group groups",
];

/// The class of a stem, or the stem itself.
pub(crate) fn concept(word: &str) -> String {
    let stemmed = stem(word);
    table().get(stemmed.as_str()).map_or(stemmed, |class| (*class).to_owned())
}

/// Classes so common in texts about talks that sharing them says little.
pub(crate) fn is_light(concept: &str) -> bool {
    matches!(
        concept,
        "meeting"
            | "agreement"
            | "relation"
            | "speak"
            | "leader"
            | "official"
            | "plan"
            | "possible"
            | "important"
            | "begin"
            | "continue"
            | "year"
            | "month"
            | "week"
            | "hour"
            | "team"
            | "involvement"
            | "resolve"
            | "prime"
            | "foreign"
            | "deputy"
            | "spokesman"
            | "spokeswoman"
            | "first"
            | "last"
            | "new"
            | "time"
            | "day"
            | "part"
            | "both"
            | "side"
            | "now"
            | "one"
            | "two"
            | "must"
            | "take"
            | "give"
            | "put"
            | "being"
            | "only"
            | "other"
            | "own"
            | "still"
            | "no"
            | "none"
            | "even"
    )
}

fn table() -> &'static BTreeMap<String, &'static str> {
    static TABLE: OnceLock<BTreeMap<String, &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = BTreeMap::new();
        for line in CLASSES {
            let class = line.split(' ').next().unwrap_or(line);
            for word in line.split(' ') {
                table.entry(stem(word)).or_insert(class);
            }
        }
        table
    })
}

/// Words that hold something unlikely.
const UNLIKELY: &[&str] = &[
    "unlikely",
    "improbable",
    "doubtful",
    "remote",
    "premature",
    "no chance",
    "not yet on the horizon",
    "little chance",
    "far off",
    "out of reach",
    "not expected",
    "ruled out for now",
    "slim",
    "not in sight",
    "unrealistic",
    "will not happen",
    "impossible",
    "out of the question",
    "do not expect",
    "does not expect",
    "did not expect",
    "not foreseeable",
    "hardly",
    "no prospect",
    "little prospect",
    "bleak",
    "dim",
    "pessimistic",
    "skepticism",
    "scepticism",
    "no longer realistic",
    "years away",
    "a long way off",
    "not imminent",
    "improbably",
    "no new meeting",
    "no new talks",
    "no new round",
    "no further meeting",
    "no further round",
    "no further talks",
];

/// The words hold something unlikely.
pub(crate) fn doubted(text: &Text) -> bool {
    text.doubted()
}

/// The lower-case words hold something unlikely.
pub(crate) fn holds_unlikely(lower: &impl Phrases) -> bool {
    UNLIKELY.iter().any(|cue| lower.has(cue))
}

/// A question, which tells nothing: 'Was there a deal', 'Did anyone leave'.
pub(crate) fn asks(text: &str) -> bool {
    const FIRST: &[&str] = &[
        "was", "were", "did", "is", "are", "has", "have", "had", "will", "would", "who", "what", "why", "can", "could",
        "do", "does", "how", "whether", "should",
    ];
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    let lower = first.to_lowercase();
    // a clause cut out of a sentence begins in lower case
    text.ends_with('?') || first.starts_with(char::is_uppercase) && FIRST.contains(&lower.as_str())
}

/// A phrase in a lower-case text, at word boundaries.
pub(crate) fn has_phrase(text: &(impl Phrases + ?Sized), phrase: &str) -> bool {
    text.has(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_class_meet_and_every_class_has_its_own_name() {
        assert_eq!(concept("deals"), concept("agreements"));
        assert_eq!(concept("participation"), concept("involvement"));
        assert_ne!(concept("truce"), concept("deal"));
        let names: std::collections::BTreeSet<_> = CLASSES.iter().filter_map(|l| l.split(' ').next()).collect();
        assert_eq!(names.len(), CLASSES.len());
    }
}
