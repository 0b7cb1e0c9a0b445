//! Mends what the parser gets wrong in the same way again and again: bare verbs taken for nouns, the verbless look of
//! headlines, contrasts set apart by commas, clauses of a second speaker hung into the words of the first.

use english::{Dep, English, Parsed, Pos, Tag, Token};

/// A parse with its mends.
pub fn repaired(english: &English, text: &str, parsed: Parsed) -> Parsed {
    let mut parsed = match headline(english, text, &parsed) {
        Some(again) => again,
        None => bare_verbs(english, text, parsed),
    };
    reduced_relative(&mut parsed);
    contrast(text, &mut parsed);
    second_speaker(text, &mut parsed);
    people_by_state(text, &mut parsed);
    parsed
}

fn word(text: &str, token: &Token) -> String {
    token.text(text).to_lowercase()
}

/// Verbs as headlines use them, which the tagger takes for plural nouns.
const HEADLINE_VERBS: &[&str] = &[
    "slams",
    "blasts",
    "urges",
    "rejects",
    "vows",
    "warns",
    "hails",
    "backs",
    "denies",
    "accuses",
    "seeks",
    "eyes",
    "mulls",
    "condemns",
    "calls",
    "says",
    "signs",
    "agrees",
    "offers",
    "meets",
    "lifts",
    "imposes",
    "quits",
    "orders",
    "bans",
    "cuts",
    "frees",
    "arrests",
    "halts",
    "resumes",
    "opens",
    "recalls",
    "expels",
    "suspends",
    "threatens",
    "demands",
    "welcomes",
    "praises",
    "plans",
    "sends",
    "deploys",
    "fires",
    "launches",
    "strikes",
    "kills",
    "hosts",
    "visits",
    "pulls",
    "drops",
    "votes",
    "approves",
    "ratifies",
    "snubs",
    "rebuffs",
    "scraps",
    "axes",
    "joins",
    "leaves",
    "ends",
    "pledges",
    "raids",
    "shells",
    "bombs",
    "blocks",
    "vetoes",
    "grants",
    "claims",
    "insists",
    "pauses",
    "delays",
    "courts",
    "presses",
];

/// 'UN slams raid', 'Oslo, Moscow to share quota': words without a full stop and without a finite verb, read as the
/// sentence they stand for. The tokens keep their places.
fn headline(english: &English, text: &str, parsed: &Parsed) -> Option<Parsed> {
    let tokens = &parsed.tokens;
    let finite = |t: &Token| {
        matches!(t.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md) && !matches!(t.dep, Dep::Compound | Dep::Amod)
    };
    let closed = text.trim_end().ends_with(['.', '?', '!', ':', '"', '”', '’', '…']);
    if closed || tokens.len() < 4 || tokens.len() > 20 || !tokens[0].tag.is_proper() {
        return None;
    }
    let named = |t: &Token| t.tag.is_proper();
    let nouns = |upto: usize| tokens[..upto].iter().all(|t| t.tag.is_noun() || t.tag == Tag::Comma || t.tag == Tag::Jj);
    let to = (1..tokens.len() - 1)
        .find(|&t| word(text, &tokens[t]) == "to" && named(&tokens[t - 1]) && tokens[t + 1].tag == Tag::Vb && nouns(t));
    let verb = (1..tokens.len() - 1).find(|&t| {
        let misread = tokens[t].tag.is_noun() || !finite(&tokens[t]);
        misread && nouns(t) && HEADLINE_VERBS.contains(&word(text, &tokens[t]).as_str())
    });
    let to = to.filter(|_| verb.is_none() && !tokens.iter().any(finite));
    let mut words: Vec<String> = tokens.iter().map(|t| t.text(text).to_owned()).collect();
    let at = match (verb, to) {
        (Some(verb), _) => {
            words[verb] = "sees".to_owned();
            verb
        }
        (None, Some(to)) => {
            words[to] = "will".to_owned();
            to
        }
        _ => return None,
    };
    // the names before it: 'Oslo, Moscow'
    for comma in (1..at.saturating_sub(1)).filter(|&c| words[c] == ",").collect::<Vec<_>>() {
        if (0..at).all(|t| named(&tokens[t]) || tokens[t].tag == Tag::Comma) {
            words[comma] = "and".to_owned();
        }
    }
    let mut again = english.parse(&format!("{}.", words.join(" ")));
    let last = again.tokens.pop()?;
    let same = again.tokens.len() == tokens.len() && last.dep == Dep::Punct;
    if !same || again.tokens.iter().any(|t| t.head >= tokens.len()) || !again.tokens.iter().any(finite) {
        return None;
    }
    for (new, old) in again.tokens.iter_mut().zip(tokens) {
        (new.start, new.end, new.space_after) = (old.start, old.end, old.space_after);
    }
    if verb == Some(at) {
        let form = word(text, &tokens[at]);
        let stem = form.trim_end_matches('s');
        again.tokens[at].lemma = match form.as_str() {
            "denies" => "deny".to_owned(),
            "vetoes" => "veto".to_owned(),
            "axes" => "axe".to_owned(),
            "presses" => "press".to_owned(),
            "launches" | "raises" => form.trim_end_matches("es").to_owned(),
            "ratifies" => "ratify".to_owned(),
            "accuses" | "urges" => stem.to_owned(),
            _ => stem.to_owned(),
        };
    }
    again.entities.retain(|e| e.end <= tokens.len());
    Some(again)
}

/// 'The truce agreed last year, which …, will be reviewed': the finite verb behind the comma is the main one, the first only
/// says which truce.
fn reduced_relative(parsed: &mut Parsed) {
    let tokens = &parsed.tokens;
    let Some(first) = (0..tokens.len()).find(|&t| tokens[t].dep == Dep::Root && tokens[t].tag == Tag::Vbd) else {
        return;
    };
    let Some(subject) = parsed.child(first, &[Dep::Nsubj]).filter(|&s| s < first && tokens[s].tag.is_noun()) else {
        return;
    };
    if parsed.child(first, &[Dep::Dobj, Dep::Aux, Dep::Neg]).is_some() {
        return;
    }
    let main = parsed.children(first).find(|&v| {
        let none = [Dep::Nsubj, Dep::Nsubjpass, Dep::Mark, Dep::Expl, Dep::Cc];
        let helper = parsed.children(v).find(|&c| matches!(tokens[c].dep, Dep::Aux | Dep::Auxpass));
        let finite = helper.is_some_and(|h| {
            matches!(tokens[h].tag, Tag::Md | Tag::Vbz | Tag::Vbp | Tag::Vbd)
                && h > 0
                && tokens[h - 1].tag == Tag::Comma
        });
        let cc = parsed.children(first).any(|c| tokens[c].dep == Dep::Cc && c < v);
        v > first
            && matches!(tokens[v].dep, Dep::Ccomp | Dep::Conj | Dep::Dep)
            && parsed.child(v, &none).is_none()
            && finite
            && !cc
    });
    let Some(main) = main else { return };
    let passive = parsed.child(main, &[Dep::Auxpass]).is_some();
    let last: Vec<usize> = parsed.children(first).filter(|&c| c > main).collect();
    let tokens = &mut parsed.tokens;
    last.into_iter().for_each(|t| tokens[t].head = main);
    (tokens[main].head, tokens[main].dep) = (main, Dep::Root);
    (tokens[subject].head, tokens[subject].dep) = (main, if passive { Dep::Nsubjpass } else { Dep::Nsubj });
    (tokens[first].head, tokens[first].dep, tokens[first].tag) = (subject, Dep::Acl, Tag::Vbn);
}

/// 'Mali, but not Niger, signed': who is set apart by 'but not' takes no part, and the verb is not negated.
fn contrast(text: &str, parsed: &mut Parsed) {
    for not in 1..parsed.tokens.len() {
        let head = parsed.tokens[not].head;
        let but = word(text, &parsed.tokens[not]) == "not" && word(text, &parsed.tokens[not - 1]) == "but";
        let noun = parsed.tokens[head].tag.is_noun() && head > not;
        if !but || !noun {
            continue;
        }
        let (dep, above) = (parsed.tokens[head].dep, parsed.tokens[head].head);
        let first = (0..not).find(|&t| parsed.tokens[t].head == above && parsed.tokens[t].dep == dep && t != above);
        if let Some(first) = first.filter(|_| matches!(dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)) {
            parsed.tokens[head].dep = Dep::Dep;
            parsed.tokens[head].head = first;
        }
    }
}

/// 'X said A, while Y argued B': the second speaker's clause belongs beside the first verb of speech, not in its words.
fn second_speaker(text: &str, parsed: &mut Parsed) {
    for mark in 1..parsed.tokens.len() {
        let verb = parsed.tokens[mark].head;
        let while_ = parsed.tokens[mark].dep == Dep::Mark
            && matches!(word(text, &parsed.tokens[mark]).as_str(), "while" | "whereas" | "whilst");
        let comma = parsed.tokens[mark - 1].tag == Tag::Comma;
        let inside = parsed.tokens[verb].head;
        let speaks = parsed.child(verb, &[Dep::Nsubj]).is_some() && parsed.child(verb, &[Dep::Ccomp]).is_some();
        let told = parsed.tokens[inside].dep == Dep::Ccomp && matches!(parsed.tokens[inside].pos, Pos::Verb | Pos::Aux);
        let above = parsed.tokens[inside].head;
        if while_ && comma && speaks && parsed.tokens[verb].dep == Dep::Advcl && told && above < inside && inside < mark
        {
            parsed.tokens[verb].head = above;
            parsed.tokens[mark - 1].head = above;
        }
    }
}

/// 'Carried its wounded', 'the displaced': a participle with an article or an owner stands for people.
fn people_by_state(text: &str, parsed: &mut Parsed) {
    for at in 1..parsed.tokens.len() {
        let t = &parsed.tokens[at];
        let owned = parsed.child(at, &[Dep::Poss, Dep::Det]).is_some_and(|c| c < at);
        let bare = parsed.child(at, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Auxpass, Dep::Aux, Dep::Dobj]).is_none();
        if t.tag == Tag::Vbn && owned && bare && matches!(t.dep, Dep::Dobj | Dep::Pobj | Dep::Nsubj | Dep::Nsubjpass) {
            let form = word(text, t);
            let t = &mut parsed.tokens[at];
            (t.tag, t.pos, t.lemma) = (Tag::Nns, Pos::Noun, form);
        }
    }
}

/// 'demands that Oslo renounce the pact': bare verb forms that the tagger takes for nouns, read as the plain present.
fn bare_verbs(english: &English, text: &str, parsed: Parsed) -> Parsed {
    const VERBS: &[&str] = &[
        "renounce",
        "relinquish",
        "withdraw",
        "abandon",
        "recognise",
        "recognize",
        "dismantle",
        "accept",
        "exclude",
        "cede",
        "disarm",
        "refrain",
        "acknowledge",
        "surrender",
        "abolish",
        "disband",
        "evacuate",
        "vacate",
        "endeavor",
        "endeavour",
        "endeavors",
        "endeavours",
        "forgo",
        "cease",
        "halt",
        "lift",
        "stop",
        "release",
        "free",
        "return",
        "end",
        "hand",
        "open",
        "reopen",
        "pull",
        "cut",
        "limit",
        "grant",
        "pay",
        "sign",
        "suspend",
        "allow",
        "supply",
        "share",
        "transfer",
        "ship",
        "export",
        "import",
        "cancel",
        "freeze",
        "resume",
        "respect",
        "guarantee",
        "leave",
        "move",
        "ban",
        "drop",
        "revoke",
        "reverse",
        "stay",
        "permit",
    ];
    let wrong = |at: usize| {
        let t = &parsed.tokens[at];
        let subject = at > 0 && parsed.tokens[at - 1].tag.is_noun();
        let that = (at.saturating_sub(6)..at).any(|b| word(text, &parsed.tokens[b]) == "that");
        let first = t.text(text).starts_with(char::is_lowercase);
        let plural = word(text, t).starts_with("endeavo");
        t.tag.is_noun() && first && subject && (that || plural) && VERBS.contains(&word(text, t).as_str())
    };
    let Some(at) = (0..parsed.tokens.len()).find(|&at| wrong(at)) else { return parsed };
    let (start, end) = (parsed.tokens[at].start, parsed.tokens[at].end);
    let other = if text[start..end].ends_with('s') { "tries" } else { "gives" };
    let mut again = english.parse(&format!("{}{other}{}", &text[..start], &text[end..]));
    if again.tokens.len() != parsed.tokens.len() || !again.tokens[at].tag.is_verb() {
        return parsed;
    }
    for (new, old) in again.tokens.iter_mut().zip(&parsed.tokens) {
        (new.start, new.end, new.space_after) = (old.start, old.end, old.space_after);
    }
    again.tokens[at].lemma = text[start..end].trim_end_matches('s').to_lowercase();
    again
}
