//! Published scales of verbal probability.

use terms::Bounded;
use terms::assessment::ScenarioAssessment;

/// A published scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Its name.
    pub name: &'static str,
    /// Where it is published.
    pub source: &'static str,
    /// Its terms, from low to high.
    pub terms: Vec<Term>,
}

/// One term and its band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// The words.
    pub words: &'static str,
    /// Lower end of the band, 0..1.
    pub low: f64,
    /// Upper end of the band, 0..1.
    pub high: f64,
}

/// The scales of the data file; the first one is the one that briefs write in.
pub fn scales() -> Vec<Scale> {
    let mut scales: Vec<Scale> = Vec::new();
    for line in include_str!("../data/scales.tsv").lines().skip(1) {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let &[name, words, low, high, source] = cells.as_slice() else { continue };
        let (Ok(low), Ok(high)) = (low.parse(), high.parse()) else { continue };
        let term = Term { words, low, high };
        match scales.iter_mut().find(|s| s.name == name) {
            Some(scale) => scale.terms.push(term),
            None => scales.push(Scale { name, source, terms: vec![term] }),
        }
    }
    scales
}

/// How far a probability may move before another word is taken for it than the one last shown: two points.
const HYSTERESIS: f64 = 0.02;

/// The words for the probability of a scenario: those of the last brief, where the probability with its interval, moved by
/// two points at most, would still have them; so that a word does not flap.
pub fn term_of(s: &ScenarioAssessment) -> String {
    let p = s.probability;
    let moved = |by: f64| {
        let at = |x: f64| (x + by).clamp(0.0, 1.0);
        Bounded::new(at(p.value), at(p.low()), at(p.high()))
    };
    let near = |last: &&String| {
        let ways = [0.0, HYSTERESIS, -HYSTERESIS, HYSTERESIS / 2.0, -HYSTERESIS / 2.0];
        ways.into_iter().filter_map(moved).any(|p| term(p) == **last)
    };
    s.last_term.as_ref().filter(near).cloned().unwrap_or_else(|| term(p))
}

/// The words for a probability with its interval: a term only when four fifths of the interval lie in its band, else
/// 'A to B'.
pub fn term(p: Bounded) -> String {
    let Some(scale) = scales().into_iter().next() else { return String::new() };
    let width = (p.high() - p.low()).max(1e-9);
    let inside = |t: &Term| {
        // the outermost bands reach to 0 and 1
        let low = if t.low <= 0.01 { 0.0 } else { t.low };
        let high = if t.high >= 0.99 { 1.0 } else { t.high };
        if p.high() - p.low() < 1e-9 {
            return f64::from(u8::from(low <= p.value && p.value <= high));
        }
        (p.high().min(high) - p.low().max(low)).max(0.0) / width
    };
    if let Some(best) = scale.terms.iter().find(|t| inside(t) >= 0.8) {
        return best.words.to_owned();
    }
    let touched: Vec<&Term> = scale.terms.iter().filter(|t| inside(t) >= 0.1).collect();
    match (touched.first(), touched.last()) {
        (Some(a), Some(b)) if a.words != b.words => format!("{} to {}", a.words, b.words),
        (Some(a), _) => a.words.to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(value: f64, low: f64, high: f64) -> String {
        term(Bounded::new(value, low, high).unwrap())
    }

    #[test]
    fn a_term_needs_most_of_the_interval_in_its_band() {
        assert_eq!(words(0.65, 0.57, 0.74), "likely");
        assert_eq!(words(0.13, 0.06, 0.22), "very unlikely");
        assert_eq!(words(0.5, 0.3, 0.7), "unlikely to likely");
        assert_eq!(words(0.02, 0.0, 0.05), "almost no chance");
        assert_eq!(words(0.5, 0.5, 0.5), "roughly even chance");
    }

    #[test]
    fn a_word_stays_until_the_figure_has_moved_two_points_past_its_band() {
        let shown = |value: f64, low: f64, high: f64, last: Option<&str>| {
            let probability = Bounded::new(value, low, high).unwrap();
            term_of(&ScenarioAssessment {
                name: String::new(),
                probability,
                last_term: last.map(str::to_owned),
                lenses: Vec::new(),
                features: Vec::new(),
                class: None,
                resolution: None,
                long_term: None,
            })
        };
        let plain = words(0.55, 0.52, 0.58);
        let moved = words(0.53, 0.50, 0.56);
        assert_ne!(plain, moved);
        assert_eq!(shown(0.53, 0.50, 0.56, None), moved);
        assert_eq!(shown(0.53, 0.50, 0.56, Some(&plain)), plain);
        assert_eq!(shown(0.50, 0.47, 0.53, Some(&plain)), words(0.50, 0.47, 0.53));
        assert_eq!(shown(0.53, 0.50, 0.56, Some("certain")), moved);
    }

    #[test]
    fn bands_meet_and_rise() {
        for scale in scales() {
            assert!(scale.terms.windows(2).all(|w| w[0].high <= w[1].low + 1e-9), "{}", scale.name);
            assert!(scale.terms.iter().all(|t| 0.0 <= t.low && t.low < t.high && t.high <= 1.0));
        }
    }
}
