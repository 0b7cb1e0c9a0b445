//! Stances that a clause shows by more than a verb with its object: a judgement of its subject, a side taken, what stays.

use super::climb::{Attitude, Climb, negate};
use super::predicates::Class;
use crate::syntax;
use english::{Dep, Pos, Tag};
use terms::reading::StanceKind;

/// Verbs by which something calls forth an attitude ('the exclusion prompted protests by …').
const EVOKES: &[&str] =
    &["prompt", "trigger", "draw", "spark", "cause", "raise", "stir", "provoke", "meet", "face", "fuel"];
/// Verbs by which something touches somebody ('the exclusion alarmed …').
const TOUCHES: &[&str] =
    &["alarm", "worry", "anger", "outrage", "infuriate", "upset", "unsettle", "dismay", "irk", "frustrate"];
const PLEASES: &[&str] = &["please", "delight", "reassure", "satisfy", "suit"];

impl Climb<'_> {
    /// 'is against lower tariffs', 'came out in favour of a truce', 'it is too early for elections', 'told Oslo to leave'.
    pub(super) fn sided(&self, node: usize, above: usize, value: f64) -> Option<Attitude> {
        let parsed = self.parsed();
        let by_subject = |verb: usize, factor: f64| {
            let holder = syntax::subject(parsed, self.words, verb)?;
            let parties = self.parties(holder);
            let factor = if syntax::is_clause_negated(parsed, self.words, verb) { -factor } else { factor };
            let kind = if factor < 0.0 { StanceKind::Refusal } else { StanceKind::Demand };
            let value = factor * value;
            (!parties.is_empty()).then_some(Attitude { token: verb, holder: Some(holder), parties, value, kind })
        };
        let by_speaker = |token: usize, factor: f64| {
            let parties = self.speaker(token);
            let kind = if factor < 0.0 { StanceKind::Refusal } else { StanceKind::Demand };
            (!parties.is_empty()).then_some(Attitude { token, holder: None, parties, value: factor * value, kind })
        };
        let governor = parsed.tokens[above].head;
        match parsed.tokens[above].pos {
            Pos::Adp
                if self.words.is(above, &["against"])
                    && self.words.is(governor, &["be", "remain", "come", "stand"]) =>
            {
                by_subject(governor, -0.8)
            }
            Pos::Adp if self.words.is(above, &["for", "behind"]) && self.words.is(governor, &["be", "stand"]) => {
                let bare = parsed.child(governor, &[Dep::Acomp, Dep::Attr, Dep::Expl]).is_none();
                by_subject(governor, 0.8).filter(|_| bare)
            }
            Pos::Adp if self.words.is(above, &["of"]) && self.words.is(governor, &["favour", "favor"]) => {
                by_subject(syntax::clause(parsed, governor)?, 0.8)
            }
            Pos::Adp if self.words.is(above, &["for"]) && self.words.is(governor, &["early", "soon", "time"]) => {
                let verb = syntax::clause(parsed, governor)?;
                let turned = syntax::is_clause_negated(parsed, self.words, verb);
                let time = self.words.is(governor, &["time"]);
                let too = parsed.children(governor).any(|c| self.words.is(c, &["too"]));
                let factor = if time != turned { 0.8 } else { -0.8 };
                by_speaker(governor, factor).filter(|_| self.words.is(verb, &["be"]) && (time || too))
            }
            // 'told Oslo to leave': an order, where 'told reporters that …' is a report
            Pos::Verb if self.words.is(above, &["tell", "instruct"]) && parsed.tokens[node].tag == Tag::Vb => {
                let to = parsed.children(node).any(|c| parsed.tokens[c].dep == Dep::Aux && self.words.is(c, &["to"]));
                by_subject(above, 0.8).filter(|_| to)
            }
            _ => None,
        }
    }

    /// 'sanctions will stay in place', 'the border will remain closed', 'elections cannot wait': by whoever says so.
    pub(super) fn lasting(&self, verb: usize, value: f64) -> Option<Attitude> {
        let parsed = self.parsed();
        let negated = syntax::is_clause_negated(parsed, self.words, verb);
        let modal = syntax::modal(parsed, self.words, verb);
        let stays = self.words.is(verb, &["stay", "remain", "continue"]) && matches!(modal, Some("will" | "must"));
        let waits =
            self.words.is(verb, &["wait"]) && matches!(modal, Some("can" | "could" | "must" | "will")) && negated;
        if !stays && !waits {
            return None;
        }
        let shut = parsed.child(verb, &[Dep::Acomp, Dep::Oprd]);
        let turned =
            shut.is_some_and(|a| self.words.is(a, &["closed", "close", "shut", "blocked", "suspended", "frozen"]));
        if shut.is_some() && !turned && !shut.is_some_and(|a| self.words.is(a, &["open", "intact"])) {
            return None;
        }
        let parties = self.speaker(verb);
        let factor = if turned != (stays && negated) { -0.8 } else { 0.8 };
        let kind = if factor < 0.0 { StanceKind::Refusal } else { StanceKind::Demand };
        (!parties.is_empty()).then_some(Attitude { token: verb, holder: None, parties, value: factor * value, kind })
    }

    /// The value of a judgement; 'a red line' is two words.
    pub(super) fn view_of(&self, judged: usize) -> Option<f64> {
        let parsed = self.parsed();
        let red = self.words.is(judged, &["line"]) && parsed.children(judged).any(|c| self.words.is(c, &["red"]));
        let known = self.predicates.of(parsed, self.words, judged, &[Class::View]).map(|v| v.value);
        if red { Some(-0.8) } else { known }
    }

    /// 'sees it as unfair', 'considers it essential': the factor of the judgement.
    pub(super) fn seen_as(&self, verb: usize) -> Option<f64> {
        let parsed = self.parsed();
        self.predicates.of(parsed, self.words, verb, &[Class::Perceive])?;
        // 'as …' may hang on the verb or on its object
        let as_clauses = parsed.subtree(verb).filter(|&c| c > verb && self.words.is(c, &["as"]));
        let complements =
            parsed.children(verb).filter(|&c| c > verb && matches!(parsed.tokens[c].dep, Dep::Ccomp | Dep::Xcomp));
        let deeper = as_clauses.chain(complements).flat_map(|c| parsed.subtree(c)).collect::<Vec<_>>();
        let below = parsed.children(verb).filter(|&c| c > verb).chain(deeper);
        let judged = |c: usize| {
            matches!(
                parsed.tokens[c].dep,
                Dep::Oprd
                    | Dep::Acomp
                    | Dep::Ccomp
                    | Dep::Pobj
                    | Dep::Amod
                    | Dep::Pcomp
                    | Dep::Attr
                    | Dep::Prep
                    | Dep::Advcl
                    | Dep::Xcomp
            )
        };
        // 'called the guarantees “an anachronism”': the tree may take the judgement for an object of its neighbour
        let marks = |t: usize| matches!(self.words.form(t), "\"" | "“" | "‘" | "'");
        let quoted = parsed
            .subtree(verb)
            .filter(|&c| c > verb + 1 && parsed.tokens[c].tag.is_noun() && (c - 3.min(c)..c).any(marks))
            .collect::<Vec<_>>();
        below.filter(|&c| judged(c)).chain(quoted).find_map(|c| self.view_of(c))
    }

    /// The reference is the subject: 'guarantees are essential', 'the plan was rejected by …', 'exclusion alarmed …'.
    pub(super) fn as_subject(
        &self,
        verb: usize,
        relation: Dep,
        value: f64,
        pending: &Option<(usize, f64, StanceKind)>,
    ) -> Option<Attitude> {
        let parsed = self.parsed();
        let negated = syntax::is_clause_negated(parsed, self.words, verb);
        let sign = if negated { -1.0 } else { 1.0 };
        // what may be possible is no demand
        let open = parsed
            .child(verb, &[Dep::Acomp])
            .is_some_and(|a| self.words.is(a, &["possible", "feasible", "conceivable"]));
        if open && !negated {
            let parties = self.speaker(verb);
            return (!parties.is_empty()).then_some(Attitude {
                token: verb,
                holder: None,
                parties,
                value: 0.3 * value,
                kind: StanceKind::Offer,
            });
        }
        const ATTITUDES: &[Class] = &[Class::Want, Class::Oppose, Class::Accept, Class::Offer, Class::Concede];
        if relation == Dep::Nsubjpass || syntax::is_passive(parsed, verb) {
            let agent = syntax::agent(parsed, verb);
            let parties = agent.map(|h| self.parties(h)).unwrap_or_default();
            let entry = self.predicates.of(parsed, self.words, verb, ATTITUDES)?;
            let (factor, kind) = negate(entry.value, entry.kind, entry.class, negated);
            return (!parties.is_empty()).then_some(Attitude {
                token: verb,
                holder: agent,
                parties,
                value: value * factor,
                kind,
            });
        }
        if pending.is_some() {
            return None;
        }
        if self.words.is(verb, EVOKES) {
            let noun =
                parsed.child(verb, &[Dep::Dobj]).or_else(|| syntax::behind(parsed, self.words, verb, &["with"]))?;
            let entry = self.predicates.of(parsed, self.words, noun, ATTITUDES)?;
            let holder = self.owner_or_among(noun)?;
            let parties = self.parties(holder);
            return (!parties.is_empty()).then_some(Attitude {
                token: noun,
                holder: Some(holder),
                parties,
                value: sign * value * entry.value,
                kind: entry.kind,
            });
        }
        let touched = if self.words.is(verb, TOUCHES) {
            Some(-0.6)
        } else if self.words.is(verb, PLEASES) {
            Some(0.7)
        } else {
            None
        };
        if let (Some(factor), Some(object)) = (touched, parsed.child(verb, &[Dep::Dobj])) {
            let parties = self.parties(object);
            let kind = if factor < 0.0 { StanceKind::Refusal } else { StanceKind::Agreement };
            return (!parties.is_empty()).then_some(Attitude {
                token: verb,
                holder: Some(object),
                parties,
                value: sign * factor * value,
                kind,
            });
        }
        // 'recognition is out of the question'
        if let Some(out) = self.words.find(&["out", "of", "the", "question"], verb + 1).filter(|&o| o <= verb + 3) {
            let among = parsed.children(verb).filter(|&c| self.words.is(c, &["for"]));
            let named = among.filter_map(|c| parsed.child(c, &[Dep::Pobj])).find(|&h| !self.parties(h).is_empty());
            let parties = named.map(|h| self.parties(h)).unwrap_or_else(|| self.speaker(verb));
            return (!parties.is_empty()).then_some(Attitude {
                token: out,
                holder: named,
                parties,
                value: -sign * value,
                kind: StanceKind::Refusal,
            });
        }
        // 'is in the interest of …'
        let interest = syntax::behind(parsed, self.words, verb, &["in"])
            .filter(|&n| self.words.is(verb, &["be", "remain"]) && self.words.is(n, &["interest"]));
        if let Some(lasting) = self.lasting(verb, value) {
            return Some(lasting);
        }
        let judged = parsed.child(verb, &[Dep::Acomp, Dep::Attr]).or(interest)?;
        // 'the release is its main demand'
        let wanted = self.predicates.of(parsed, self.words, judged, &[Class::Want, Class::Oppose]).map(|v| v.value);
        let owner = syntax::owner(parsed, self.words, judged).filter(|&h| !self.parties(h).is_empty());
        let value_of =
            self.view_of(judged).or(wanted.filter(|_| owner.is_some() && parsed.tokens[judged].tag.is_noun()));
        let view = value_of.or(interest.map(|_| 0.8))?;
        // whose judgement it is: of the one who speaks; 'a red line for X' names another
        let named = syntax::behind(parsed, self.words, judged, &["for", "to"])
            .or_else(|| syntax::behind(parsed, self.words, verb, &["for"]))
            .filter(|&h| !self.parties(h).is_empty())
            .or(owner);
        let parties = named.map(|h| self.parties(h)).unwrap_or_else(|| self.speaker(verb));
        let kind = if view < 0.0 { StanceKind::Refusal } else { StanceKind::Demand };
        let kind = if named.is_some() { StanceKind::Reading } else { kind };
        (!parties.is_empty()).then_some(Attitude {
            token: judged,
            holder: named,
            parties,
            value: sign * view * value,
            kind,
        })
    }
}
