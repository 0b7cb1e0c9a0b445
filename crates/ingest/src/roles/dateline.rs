//! Datelines: `GENEVA, March 3 (Agency) — `, and a place and date on a line of their own.

use crate::latin;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The parts of a dateline, as ranges of the line that it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dateline {
    pub(crate) place: Range<usize>,
    pub(crate) date: Option<Range<usize>>,
    pub(crate) agency: Option<Range<usize>>,
    /// Where it ends, its dash included.
    pub(crate) end: usize,
}

const MONTH: &str = r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?";
/// Capitals throughout, then perhaps a country with one capital.
const CAPITALS: &str = r"[\p{Lu}&&\p{Latin}][[\p{Lu}&&\p{Latin}].'’/-]+(?:,? [\p{Lu}&&\p{Latin}][[\p{Lu}&&\p{Latin}].'’/-]+){0,3}(?:, [\p{Lu}&&\p{Latin}][\p{Latin}.'’ -]{1,25}?)?";
const MIXED: &str = r"[\p{Lu}&&\p{Latin}][\p{Latin}.'’-]+(?:[ /][\p{Lu}&&\p{Latin}][\p{Latin}.'’-]+){0,3}(?:, [\p{Lu}&&\p{Latin}][\p{Latin}.'’ -]{1,25}?)?";

fn day() -> String {
    format!(
        r"(?:(?:[\p{{Lu}}&&\p{{Latin}}][\p{{Ll}}&&\p{{Latin}}]+day,? )?(?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:,? \d{{4}})?|{MONTH},? \d{{4}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})"
    )
}

/// A day with its year: what may stand without a dash behind it.
fn full_day() -> String {
    format!(r"(?:{MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {MONTH},? \d{{4}})")
}

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let day = day();
    let full = full_day();
    let dash = r"\s*(?:—|–|―|--|-)\s+";
    let agency = r"(?:\((?P<agency>[^)]{2,40})\)|/(?P<slashed>[^/]{2,30})/\.?|(?P<bare>[[\p{Lu}&&\p{Latin}]]{2,8}))";
    [
        // GENEVA, March 3 (Agency) —
        format!(r"^(?P<place>{CAPITALS})(?:[,.]? (?P<date>{day}))?[,.]?(?: {agency})?{dash}"),
        // Geneva (Agency) —, Geneva, 3 March 2025 —
        format!(r"^(?P<place>{MIXED})[,.]? (?:(?P<date>{day})[,.]?(?: {agency})?|\((?P<only>[^)]{{2,40}})\)){dash}"),
        // MOSCOW, March 3. /Agency/. Text
        format!(r"^(?P<place>{CAPITALS})(?:[,.]? (?P<date>{day}))?[,.]? /(?P<slashed>[^/]{{2,30}})/\.?\s+"),
        // GENEVA (Agency) 3 March 2025 —; with a comma it is a paper and its place
        format!(r"^(?P<place>{CAPITALS})[,.]? \((?P<agency>[^)]{{2,40}})\) (?:(?P<date>{full})[,.]?(?:{dash}|\s+)|(?P<day>{day})[,.]?{dash})"),
        // March 3, 2025. GENEVA —
        format!(r"^(?P<date>{full})[,.]? (?P<place>{CAPITALS})(?:,? {agency})?{dash}"),
        // Geneva, 3 March 2025. Text
        format!(r"^(?P<place>{MIXED}), (?P<date>{full})\.\s+"),
        // GENEVA: Text
        format!(r"^(?P<place>{CAPITALS})(?:[,.]? (?P<date>{day}))?(?: {agency})?:\s+"),
    ]
    .iter()
    .filter_map(|pattern| latin::pattern(pattern))
    .collect()
});

/// Compiles the patterns.
pub(crate) fn prepare() {
    LazyLock::force(&PATTERNS);
}

/// The dateline at the head of a paragraph; after a colon only where `turns` is false, since turns of speakers in a
/// transcript look the same.
pub(crate) fn split(line: &str, turns: bool) -> Option<Dateline> {
    let head = &line[..line.floor_char_boundary(200.min(line.len()))];
    for (i, pattern) in PATTERNS.iter().enumerate().take(PATTERNS.len() - usize::from(turns)) {
        let Some(caught) = pattern.captures(head) else { continue };
        let all = caught.get(0)?;
        let after = line[all.end()..].chars().next();
        let begins = after.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || "\"“‘'«".contains(c));
        let range = |name: &str| caught.name(name).map(|m| m.range());
        let place = range("place")?;
        let long = line[place.clone()].chars().filter(|c| c.is_alphabetic()).count() >= 4;
        if begins && (long || i < 2) {
            let agency = range("agency").or(range("slashed")).or(range("bare")).or(range("only"));
            let end = all.start() + all.as_str().trim_end().len();
            return Some(Dateline { place, date: range("date").or(range("day")), agency, end });
        }
    }
    None
}

/// A place and a date, and nothing else.
pub(super) fn whole(line: &str) -> bool {
    static WHOLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let (day, agency) = (day(), r"\([^)]{2,40}\)");
        latin::pattern(&format!(
            r"^(?:(?:{CAPITALS}|{MIXED}), {day}(?: {agency})?|{CAPITALS},? {agency} {day})\.?(?:\s*[—–―-]+)?$"
        ))
    });
    line.len() <= 120 && WHOLE.as_ref().is_some_and(|p| p.is_match(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> String {
        split(line, false).map_or("none".into(), |found| {
            let show = |r: Option<Range<usize>>| r.map_or("-", |r| &line[r]).to_owned();
            format!("{}|{}|{}|{}", &line[found.place], show(found.date), show(found.agency), &line[found.end..])
        })
    }

    #[test]
    fn as_agencies_write_them() {
        for (line, expected) in [
            ("GENEVA, March 3 (Agency) — Talks opened.", "GENEVA|March 3|Agency| Talks opened."),
            ("LONDON — Talks opened.", "LONDON|-|-| Talks opened."),
            ("UNITED NATIONS (AP) - Talks opened.", "UNITED NATIONS|-|AP| Talks opened."),
            ("BEIJING, Feb. 18 (Xinhua) -- Talks opened.", "BEIJING|Feb. 18|Xinhua| Talks opened."),
            ("Geneva (AFP) – Talks opened.", "Geneva|-|AFP| Talks opened."),
            ("Geneva, 3 March 2025 – Talks opened.", "Geneva|3 March 2025|-| Talks opened."),
            ("OSLO, March 3. /NTB/. Talks opened.", "OSLO|March 3|NTB| Talks opened."),
            ("LONDON, England (CNN) — “Talks” opened.", "LONDON, England|-|CNN| “Talks” opened."),
            (
                "WASHINGTON/BRUSSELS, March 5 (Reuters) - Talks opened.",
                "WASHINGTON/BRUSSELS|March 5|Reuters| Talks opened.",
            ),
            ("NEW DELHI: Talks opened.", "NEW DELHI|-|-| Talks opened."),
            (
                "SYDNEY (Southern News) 11 April 2023 – Talks opened.",
                "SYDNEY|11 April 2023|Southern News| Talks opened.",
            ),
            ("SYDNEY (Southern News) 11 April — Talks opened.", "SYDNEY|11 April|Southern News| Talks opened."),
            ("July 17, 2023. ISTANBUL — Talks opened.", "ISTANBUL|July 17, 2023|-| Talks opened."),
            ("Warsaw, 5 Feb 2022. Talks opened.", "Warsaw|5 Feb 2022|-| Talks opened."),
            ("STRASBOURG, June 1997 – Talks opened.", "STRASBOURG|June 1997|-| Talks opened."),
        ] {
            assert_eq!(parts(line), expected, "{line}");
        }
    }

    #[test]
    fn a_line_of_its_own() {
        for line in
            ["Seoul, 27 July 2021", "SYDNEY (Southern News) 11 April 2023", "STRASBOURG, June 1997 –", "Bern, 3 May"]
        {
            assert!(whole(line), "{line}");
        }
        for line in
            ["Updated 3 May 2021", "Talks in Seoul", "Published (again) 3 May 2021", "MORNING MAIL (St Ives), 3 May"]
        {
            assert!(!whole(line), "{line}");
        }
    }

    #[test]
    fn a_subject_is_no_place() {
        for line in [
            "NATO — the alliance — met.",
            "The talks — Long awaited — opened.",
            "US-led talks opened.",
            "Both sides - Ours and theirs - met.",
            "Talks in Warsaw, 5 Feb 2022. They opened late.",
            "On July 17, 2023, NATO — all of it — met.",
            "NATO (Brussels) said on 11 April 2023 that talks opened.",
        ] {
            assert_eq!(parts(line), "none", "{line}");
        }
    }
}
