//! What a line looks like: how long it is, how it ends, whether it says something.

use crate::latin;
use crate::{dates, names, text};
use regex::Regex;
use std::sync::LazyLock;
use terms::numerals::WEEKDAYS;
use terms::report::Role;

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// A full stop, an exclamation mark, an ellipsis; quotation marks and brackets after it aside.
    Stop,
    /// A question mark.
    Question,
    /// A colon.
    Colon,
    /// Anything else.
    Open,
}

/// The features that the passes ask for, counted once; of a very long line only its beginning is looked at.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) words: usize,
    /// Stops followed by a blank and a capital, and the last one.
    pub(super) sentences: usize,
    pub(super) end: End,
    /// A sign of a list stands before it.
    pub(super) marker: bool,
    /// A finite verb was seen, of those common in reports.
    pub(super) verb: bool,
    /// There is a letter in it.
    pub(super) letters: bool,
    /// It begins with a capital, a figure or a quotation mark.
    pub(super) capital: bool,
    /// It begins with a name in capitals and a colon, as turns in a transcript do.
    pub(super) speaker: bool,
    /// It ends in a comma, a semicolon or 'and'.
    goes_on: bool,
    /// More than a line of a page holds.
    long: bool,
}

impl Shape {
    pub(super) fn of(line: &str) -> Shape {
        const LOOK: usize = 2_000;
        let head = &line[..line.floor_char_boundary(LOOK.min(line.len()))];
        let sentences = ENDS.as_ref().map_or(0, |ends| ends.find_iter(head).count());
        let first = head.chars().next().unwrap_or(' ');
        Shape {
            words: head.split_whitespace().count(),
            sentences: sentences.max(1),
            end: end(line),
            marker: text::list_marker(line).is_some(),
            verb: head.split_whitespace().any(is_verb),
            letters: head.chars().any(char::is_alphabetic),
            capital: !first.is_lowercase(),
            speaker: SPEAKER.as_ref().is_some_and(|p| p.is_match(head)),
            goes_on: line.ends_with([',', ';']) || line.ends_with(" and") || line.ends_with(" or"),
            long: line.len() > 200,
        }
    }

    /// Running text: many words, or a sentence of some length.
    pub(super) fn prose(&self) -> bool {
        let stopped = self.words >= 12 || (self.words >= 8 && self.verb);
        let said = match self.end {
            End::Stop => stopped,
            End::Colon => self.words >= 8,
            End::Question => self.words >= 20,
            End::Open => self.words >= 35,
        };
        self.letters && said
    }

    /// Short and without a stop at its end.
    pub(super) fn title_like(&self) -> bool {
        let may_end_so = matches!(self.end, End::Open | End::Question | End::Colon) && !self.goes_on;
        self.letters && !self.long && self.words <= 30 && may_end_so && !self.prose()
    }
}

static ENDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    latin::pattern(
        r#"[[\p{Ll}&&\p{Latin}][0-9])\]%”"’'][.!?…]+[”"’')\]]*(?:\s+[[\p{Lu}&&\p{Latin}][0-9]“"‘'(\[]|\s*$)"#,
    )
});
static SPEAKER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    latin::pattern(
        r"^(?:[\p{Lu}&&\p{Latin}][[\p{Lu}&&\p{Latin}].'’-]+ ){0,4}[\p{Lu}&&\p{Latin}][[\p{Lu}&&\p{Latin}].'’-]+(?: \([^)]{2,40}\))?:\s",
    )
});

fn end(line: &str) -> End {
    let bare = line.trim_end_matches(|c: char| c.is_whitespace() || "\"”“'’»)]*".contains(c));
    let abbreviated = bare.rsplit(char::is_whitespace).next().is_some_and(|word| {
        let parts: Vec<&str> = word.trim_start_matches(['(', '"', '“']).split('.').collect();
        parts.len() > 2 && parts.iter().all(|p| p.chars().count() <= 1)
    });
    match bare.chars().last() {
        Some('.' | '。' | '।' | '۔') if abbreviated => End::Open,
        Some('.' | '!' | '…' | '。' | '！' | '।' | '۔') => End::Stop,
        Some('?' | '？' | '؟') => End::Question,
        Some(':' | '：') => End::Colon,
        _ => End::Open,
    }
}

/// Verb forms that carry a sentence in a report: auxiliaries, common verbs, most words in -ed.
fn is_verb(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').to_lowercase();
    const NOT_PAST: &[&str] = &[
        "united",
        "hundred",
        "armed",
        "red",
        "need",
        "indeed",
        "speed",
        "allied",
        "so-called",
        "agreed-upon",
        "wounded",
        "masked",
        "unmanned",
        "sacred",
        "wicked",
        "naked",
        "rugged",
        "breed",
        "creed",
        "greed",
        "seed",
        "weed",
        "feed",
        "bed",
    ];
    const VERBS: &str = " is are was were be been am has have had will would can could may might must should shall do does did \
        isn't aren't wasn't weren't won't can't couldn't don't doesn't didn't hasn't haven't it's that's there's we're \
        said says told tells met meets held holds took takes made makes came comes went goes gave gives got gets began begins \
        saw sees knew knows thought thinks found finds left leaves brought brings kept keeps led leads lost loses won wins sent \
        sends spoke speaks stood stands sat sits wrote writes read reads rose rises fell falls grew grows drew draws broke breaks \
        chose chooses drove drives fought fights flew flies hit hits put puts set sets shot shoots struck strikes became becomes \
        remain remains want wants need needs seek seeks sought call calls agree agrees refuse refuses reject rejects demand \
        demands insist insists warn warns urge urges show shows seem seems appear appears continue continues expect expects \
        consider considers follow follows signal signals discuss discusses express expresses threaten threatens resume resumes \
        announce announces accuse accuses believe believes suggest suggests include includes mean means require requires \
        offer offers face faces push pushes pull pulls raise raises accept accepts deny denies allow allows let lets ";
    VERBS.contains(&format!(" {} ", word.replace('’', "'")))
        || (word.len() >= 5 && word.ends_with("ed") && !NOT_PAST.contains(&word.as_str()) && !word.contains('-'))
}

/// A row of menu entries or a breadcrumb: several short pieces between bars, arrows or dots.
pub(super) fn menu(line: &str) -> Option<Role> {
    if line.len() > 400 || dates::find(line).is_some() {
        return None;
    }
    let pieces: Vec<&str> = line.split(['|', '•', '·', '›', '»', '>', '→', '/']).map(str::trim).collect();
    let bars = pieces.len() - 1;
    let spaced = line.matches([' ']).count() >= bars;
    let short = pieces
        .iter()
        .skip(usize::from(pieces[0].is_empty()))
        .all(|p| !p.is_empty() && p.split_whitespace().count() <= 3);
    let stop = matches!(end(line), End::Stop | End::Colon);
    (bars >= 2 && spaced && short && !stop && !line.starts_with(['•', '·'])).then_some(Role::Navigation)
}

/// `By A Name`, `A Name, Outlet Staff`, `Reporting by …; editing by …`; under a title also `A Name | Outlet`.
pub(super) fn byline(line: &str, titled: bool) -> bool {
    if line.len() > 250 {
        return false;
    }
    let line = line.replace('\u{A0}', " ");
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "()[]*".contains(c));
    let words = bare.split_whitespace().count();
    if words > 16 || end(bare) != End::Open && !bare.ends_with("Jr.") {
        return false;
    }
    if let Some(rest) = BY.as_ref().and_then(|p| p.find(bare)).map(|m| &bare[m.end()..]) {
        return signs(rest);
    }
    let separated = bare.contains([',', '|', '·', '•', '–', '—']) || line.contains("  ");
    let staff = shape_of_staff(bare) && names::is_capitalised(bare) && words >= 3;
    let first = bare.split([',', '|', '·', '•', '–', '—']).next().unwrap_or("").trim();
    let rest = bare[first.len()..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let named = separated
        && names::is_person(first)
        && !rest.is_empty()
        && (shape_of_staff(bare)
            || dates::find(rest).is_some()
            || names::agency(rest).is_some()
            || job(rest)
            || names::is_site(rest));
    (staff && (titled || separated)) || (named && titled)
}

static BY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    latin::pattern(
        r"^(?i:by|written by|words by|words:|text by|text:|story by|analysis by|opinion by|report by|interview by|compiled by|edited by|from|author:|authors:|writer:|reporter:|journalist:|byline:|posted by|published by|submitted by)\s+",
    )
});
static DESK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    latin::pattern(
        r"^(?i:(?:additional )?(?:reporting|writing|editing|translation|compilation|fact-checking)(?: (?:and|&) [\p{Latin}0-9_]+)? by:? )[\p{Lu}&&\p{Latin}]",
    )
});

/// The outlet with a date, a desk, a writer or nothing beside it: 'The Northern Star, Saturday 11 April 1998'.
pub(super) fn masthead(line: &str) -> bool {
    const BARS: &[char] = &[',', '|', '·', '•', '–', '—', '/'];
    if line.len() > 120 || !line.contains(BARS) {
        return false;
    }
    let mut outlets = 0;
    let mut places = 0;
    let parts = line.split(BARS).map(str::trim).filter(|p| !p.is_empty());
    for part in parts {
        let date = dates::find(part).is_some() || part.chars().all(|c| c.is_ascii_digit()) || is_day(part);
        if names::is_outlet(part) || names::is_site(part) {
            outlets += 1;
        } else if places == 0 && part.split_whitespace().count() <= 2 && names::is_capitalised(part) && !date {
            places += 1;
        } else if !(date
            || names::is_person(part)
            || names::agency(part).is_some()
            || part.to_lowercase().ends_with(" desk"))
        {
            return false;
        }
    }
    outlets > 0 && (places == 0 || dates::find(line).is_some())
}

/// A day of the week or a day and month, as they stand beside a year.
fn is_day(part: &str) -> bool {
    const DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let low = part.to_lowercase();
    DAYS.iter().any(|d| low.starts_with(d)) && low.split_whitespace().count() == 1
        || dates::find_in_year(part, 2000).is_some() && part.split_whitespace().count() <= 3
}

/// Who reported, wrote and edited, as agencies put it under a story.
pub(super) fn desk(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "()[]*".contains(c));
    line.len() <= 400 && DESK.as_ref().is_some_and(|p| p.is_match(bare))
}

/// What follows 'By': a person, several, an agency, a desk.
fn signs(rest: &str) -> bool {
    let first = rest.split([',', '|', '·', '•', '–', '—', ';', '(', '/']).next().unwrap_or("").trim();
    let first = first.split(" in ").next().unwrap_or(first).split(" for ").next().unwrap_or(first);
    names::are_persons(first)
        || names::agency(first).is_some()
        || (shape_of_staff(first)
            && (names::is_capitalised(first.trim_start_matches("our ")) || first.starts_with("our ")))
        || names::is_site(first)
}

/// Ends in a word for those who write: 'Staff', 'Correspondent', 'Newsroom'.
fn shape_of_staff(line: &str) -> bool {
    const ENDS: &[&str] = &[
        "staff",
        "staff writer",
        "staff writers",
        "staff reporter",
        "correspondent",
        "correspondents",
        "reporter",
        "reporters",
        "writer",
        "bureau",
        "bureau chief",
        "desk",
        "newsroom",
        "contributor",
        "columnist",
        "news service",
        "agencies",
        "news agency",
        "editorial board",
        "editorial team",
        "news team",
        "web desk",
        "news desk",
        "online desk",
        "newsdesk",
    ];
    let line = line.trim_end_matches([')', '.']).to_lowercase();
    ENDS.iter().any(|e| line.strip_suffix(e).is_some_and(|head| head.ends_with([' ', '(', ',', '|'])))
}

/// A job at a paper, without a name: 'Senior Diplomatic Correspondent'.
pub(super) fn job(line: &str) -> bool {
    const JOBS: &[&str] = &[
        "editor",
        "correspondent",
        "reporter",
        "writer",
        "columnist",
        "journalist",
        "contributor",
        "staff",
        "analyst",
        "producer",
    ];
    let words: Vec<String> =
        line.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    (1..=8).contains(&words.len()) && words.iter().any(|w| JOBS.contains(&w.as_str())) && end(line) == End::Open
}

/// A date with nothing but weekdays, times, zones and places of publication around it.
pub(super) fn date_line(line: &str) -> bool {
    if line.len() > 120 || end(line) == End::Stop {
        return false;
    }
    let Some(found) = dates::find(line) else { return false };
    const AROUND: &[&str] = &[
        "on",
        "at",
        "am",
        "pm",
        "a.m",
        "p.m",
        "gmt",
        "utc",
        "est",
        "edt",
        "et",
        "cet",
        "cest",
        "bst",
        "ist",
        "msk",
        "pst",
        "pdt",
        "local",
        "time",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thurs",
        "fri",
        "sat",
        "sun",
        "updated",
        "published",
        "posted",
        "modified",
        "last",
        "first",
        "date",
        "and",
        "of",
        "hrs",
        "min",
        "mins",
        "minute",
        "minutes",
        "read",
        "reading",
        "h",
    ];
    let rest = format!("{} {}", &line[..found.range.start], &line[found.range.end..]);
    let date = |word: &str| dates::find(&format!("1 {word} 2000")).is_some();
    rest.split(|c: char| !c.is_alphabetic() && c != '.')
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| {
            let known = AROUND.contains(&word.as_str()) || WEEKDAYS.contains(&word.as_str()) || date(word);
            !word.is_empty() && !known && word != "t" && word != "z"
        })
        .count()
        == 0
}

/// 'Risk: high': one to three words, a colon, one to four words, no figures in the label.
pub(super) fn label_value(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(label, value)| {
        (1..=3).contains(&label.split_whitespace().count())
            && (1..=4).contains(&value.split_whitespace().count())
            && !label.chars().any(|c| c.is_ascii_digit())
    })
}

/// 'Option 2: …', 'Phase 1. …': a word, a number, a sign.
pub(super) fn numbered_head(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let name = words.next().is_some_and(names::is_capital_word);
    let number = words.next().is_some_and(|w| {
        w.strip_suffix([':', '.', ')'])
            .is_some_and(|n| n.len() <= 4 && n.chars().all(|c| c.is_ascii_digit() || "IVXLC".contains(c)))
    });
    name && number
}

/// Names of sections rather than titles.
pub(super) fn section_name(line: &str) -> bool {
    const SECTIONS: &[&str] = &[
        "introduction",
        "background",
        "overview",
        "abstract",
        "context",
        "preface",
        "foreword",
        "summary",
        "executive summary",
    ];
    SECTIONS.contains(&line.trim_end_matches(':').to_lowercase().as_str())
}

/// Speaks of work for the press or the academy, as notes about authors do.
pub(super) fn press(line: &str) -> bool {
    static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r"(?i)\b(?:covers|covering|writes|columnist|reporter|correspondent|journalist|contributor|contributing|freelance|editor|author of|fellow|professor|lecturer|scholar|researcher|writer|analyst|bureau chief|his work|her work|their work|follow (?:him|her|them))\b",
        )
    });
    WORDS.as_ref().is_some_and(|p| p.is_match(line))
}

/// Somebody is quoted or reported: such a line is of the body.
pub(super) fn reports_speech(line: &str) -> bool {
    static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r#"(?i)[“"«]|\b(?:said|says|told|added|argued|argues|warned|stated|noted|announced|according to)\b"#,
        )
    });
    WORDS.as_ref().is_some_and(|p| p.is_match(line))
}

/// A line of a comment thread: 'Name says:', '3 hours ago', 'Reply'.
pub(super) fn of_thread(line: &str) -> bool {
    static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r"(?i)^(?:.{2,40} (?:says|said|wrote|commented|replied):?|(?:.{2,40}[^\p{Latin}0-9_]+)?\d+ (?:min(?:ute)?|hour|hr|day|week|month|year)s? ago.*|reply|like|report|\d+ likes?|upvote|downvote|(?:.{2,40} )?(?:on )?[\p{Latin}0-9_]+ \d{1,2},? \d{4} at \d.*)$",
        )
    });
    line.len() <= 120 && WORDS.as_ref().is_some_and(|p| p.is_match(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends() {
        for (line, expected) in [
            ("Talks resume in Vienna", End::Open),
            ("Talks resume.", End::Stop),
            ("He said: “We agree.”", End::Stop),
            ("What comes next?", End::Question),
            ("Three points:", End::Colon),
            ("Envoys meet in the U.S.", End::Open),
        ] {
            assert_eq!(end(line), expected, "{line}");
        }
    }

    #[test]
    fn a_caption_says_nothing() {
        assert!(!Shape::of("Flags of the two coastal states on a bridge.").verb);
        assert!(Shape::of("Envoys of two states met on a bridge.").verb);
    }

    #[test]
    fn lines_of_dates() {
        for yes in [
            "March 4, 2025",
            "Tuesday, 4 March 2025, 10:15 GMT",
            "Updated 3:45 PM EST, Tue March 4, 2025",
            "04.03.2025",
        ] {
            assert!(date_line(yes), "{yes}");
        }
        for no in ["March 4, 2025: the siege begins", "The 4 March 2025 accord", "March 4"] {
            assert!(!date_line(no), "{no}");
        }
    }

    #[test]
    fn bylines() {
        for yes in [
            "By Jane Doe",
            "By JANE DOE and JOHN ROE",
            "By Jane Doe in Geneva",
            "By Reuters",
            "Jane Doe, Herald Staff",
            "By Our Staff Reporter",
            "Jane Doe\u{A0}Herald Staff",
        ] {
            assert!(byline(yes, true), "{yes}");
        }
        for no in [
            "By Friday, talks had stalled.",
            "By contrast",
            "By the Numbers",
            "Jane Doe said so",
            "From Geneva to Vienna",
        ] {
            assert!(!byline(no, true), "{no}");
        }
    }
}
