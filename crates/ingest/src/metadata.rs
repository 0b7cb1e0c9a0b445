//! What a report says about itself: from its markup, and from the lines that are about it rather than of it.
//!
//! Nothing is taken from the body: a date there is a date of an event. What the markup states goes before what a line
//! shows, and what is stated outright before what is inferred.

use crate::decode::Record;
use crate::latin;
use crate::roles::dateline;
use crate::{Hint, dates, names, wording, years};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use terms::Interval;
use terms::report::{Block, Metadata, ReportKind, Role, Sourced};

/// Metadata of a record whose lines are labelled.
pub(crate) fn gather(record: &Record, blocks: &[Block], hint: &Hint) -> Metadata {
    let mut about = About { record, blocks, found: record.stated.clone() };
    about.title();
    about.datelines();
    about.bylines();
    about.notes();
    about.bios();
    about.last_line();
    about.credits();
    about.addresses(hint);
    about.file_name(hint);
    about.undated_dateline();
    about.last_changed();
    about.kind();
    about.found
}

struct About<'a> {
    record: &'a Record,
    blocks: &'a [Block],
    found: Metadata,
}

/// Keeps the first value, unless a later one is surer.
fn offer<T>(field: &mut Option<Sourced<T>>, value: Sourced<T>) {
    if field.as_ref().is_none_or(|old| !old.sure && value.sure) {
        *field = Some(value);
    }
}

impl<'a> About<'a> {
    fn of(&self, role: Role) -> impl Iterator<Item = (Range<usize>, &'a str)> + use<'a> {
        let (record, blocks) = (self.record, self.blocks);
        blocks.iter().filter(move |b| b.role == role).map(move |b| (b.range.clone(), &record.text[b.range.clone()]))
    }

    /// A value at a part of the text.
    fn at<T>(&self, value: T, range: Range<usize>, how: &'static str, sure: bool) -> Sourced<T> {
        Sourced { value, span: Some(self.record.map.to_source(range)), how, sure }
    }

    /// Words of the text as printed, blanks made one.
    fn printed(&self, range: Range<usize>, how: &'static str, sure: bool) -> Sourced<String> {
        let words: Vec<&str> = self.record.text[range.clone()].split_whitespace().collect();
        self.at(words.join(" "), range, how, sure)
    }

    fn credit(&mut self, range: Range<usize>, how: &'static str) {
        let credit = self.printed(range, how, true);
        if !self.found.credits.iter().any(|c| c.value == credit.value) {
            self.found.credits.push(credit);
        }
    }

    fn title(&mut self) {
        if let Some((range, _)) = self.of(Role::Title).next() {
            let title = self.printed(range, "title line", false);
            offer(&mut self.found.title, title);
        }
    }

    fn datelines(&mut self) {
        for (range, line) in self.of(Role::Dateline) {
            let moved = |r: Range<usize>| range.start + r.start..range.start + r.end;
            let whole = format!("{line} X");
            match dateline(&whole, false) {
                Some(parts) => {
                    let place = self.printed(moved(parts.place), "dateline", true);
                    offer(&mut self.found.dateline, place);
                    if let Some(agency) = parts.agency {
                        self.credit(moved(agency), "dateline");
                    }
                }
                None => {
                    let place = line.split(',').next().unwrap_or(line);
                    let field = self.printed(moved(0..place.len()), "dateline", true);
                    offer(
                        if names::is_outlet(place) { &mut self.found.outlet } else { &mut self.found.dateline },
                        field,
                    );
                    let agency = line.find('(').and_then(|open| Some(open + 1..open + line[open..].find(')')?));
                    if let Some(agency) = agency {
                        self.credit(moved(agency), "dateline");
                    }
                }
            }
            if let Some(date) = dates::find(line) {
                let published = self.at(date.interval, moved(date.range), "dateline", true);
                offer(&mut self.found.published, published);
            }
        }
    }

    fn bylines(&mut self) {
        for (range, line) in self.of(Role::Byline) {
            self.dates(range.start, line);
            let desk = line.starts_with('(') || line.contains(';');
            for part in byline_parts(line) {
                let words = &line[part.clone()];
                let place = range.start + part.start..range.start + part.end;
                if names::agency(words).is_some() {
                    self.credit(place, "byline");
                } else if names::is_outlet(words) {
                    let outlet = self.printed(place, "byline", true);
                    offer(&mut self.found.outlet, outlet);
                } else if let Some(head) = staff_of(words) {
                    self.staff(place, head, words);
                } else if names::are_persons(words) && !desk && !JOB.as_ref().is_some_and(|p| p.is_match(words)) {
                    let author = self.printed(place, "byline", true);
                    offer(&mut self.found.author, author);
                } else if names::is_site(words) {
                    let outlet = self.printed(place, "byline", true);
                    offer(&mut self.found.outlet, outlet);
                }
            }
        }
    }

    /// `Name Outlet Staff`, or `Outlet Staff` where the name stands apart.
    fn staff(&mut self, place: Range<usize>, head: usize, words: &str) {
        let head = &words[..head];
        let two: Vec<&str> = head.split_whitespace().take(2).collect();
        let name = two.last().map_or(0, |w| w.as_ptr() as usize + w.len() - head.as_ptr() as usize);
        let together =
            self.found.author.is_none() && head.split_whitespace().count() >= 3 && names::is_person(&head[..name]);
        let outlet = if together { name..head.len() } else { 0..head.len() };
        if together {
            let author = self.printed(place.start..place.start + name, "byline", false);
            offer(&mut self.found.author, author);
        }
        let trimmed = trim(head, outlet);
        if !trimmed.is_empty() {
            let outlet = self.printed(place.start + trimmed.start..place.start + trimmed.end, "byline", !together);
            offer(&mut self.found.outlet, outlet);
        }
    }

    fn dates(&mut self, start: usize, line: &str) {
        static CHANGED: LazyLock<Option<Regex>> =
            LazyLock::new(|| latin::pattern(r"(?i)\b(?:updated|modified|edited|revised)\b"));
        let middle = CHANGED.as_ref().and_then(|p| p.find(line)).map_or(line.len(), |m| m.start());
        let mut whole = |range: Range<usize>, modified: bool| {
            let Some(date) = dates::find(&line[range.clone()]) else { return };
            let from = start + range.start;
            let value = self.at(date.interval, from + date.range.start..from + date.range.end, "byline", true);
            offer(if modified { &mut self.found.modified } else { &mut self.found.published }, value);
        };
        if middle > 0 && dates::find(&line[..middle]).is_none() {
            return whole(0..line.len(), middle < line.len());
        }
        whole(0..middle, false);
        whole(middle..line.len(), true);
    }

    fn notes(&mut self) {
        for (range, line) in self.of(Role::EditorNote) {
            let moved = |m: regex::Match<'_>| range.start + m.start()..range.start + m.end();
            if let Some(name) =
                NOTE_AUTHOR.as_ref().and_then(|p| p.captures(line)?.get(1)).filter(|m| names::is_person(m.as_str()))
            {
                let author = self.printed(moved(name), "editor's note", true);
                offer(&mut self.found.author, author);
            }
            if let Some(views) = NOTE_VIEWS.as_ref().and_then(|p| p.find(line)) {
                let kind = self.at(ReportKind::Opinion, moved(views), "editor's note", true);
                offer(&mut self.found.kind, kind);
            }
            if let Some(outlet) = NOTE_OUTLET.as_ref().and_then(|p| p.captures(line)?.get(1)) {
                let outlet = self.printed(trim_stop(moved(outlet), outlet.as_str()), "editor's note", true);
                offer(&mut self.found.outlet, outlet);
            }
            if let Some(origin) = NOTE_ORIGIN.as_ref().and_then(|p| p.captures(line)?.get(1)) {
                self.credit(trim_stop(moved(origin), origin.as_str()), "editor's note");
            }
        }
    }

    fn bios(&mut self) {
        for (range, line) in self.of(Role::Bio) {
            if let Some(name) = wording::bio(line) {
                let author = self.printed(range.start..range.start + name.len(), "note about the author", true);
                offer(&mut self.found.author, author);
            }
            if let Some(outlet) = BIO_OUTLET.as_ref().and_then(|p| p.captures(line)?.get(1)) {
                let place = range.start + outlet.start()..range.start + outlet.end();
                let outlet = self.printed(place, "note about the author", false);
                offer(&mut self.found.outlet, outlet);
            }
        }
    }

    /// The last lines may repeat the outlet's name; an address for letters shows its domain.
    fn last_line(&mut self) {
        let tail = self.blocks.iter().rev().take(3).filter(|b| b.role == Role::Navigation);
        for block in tail {
            let line = &self.record.text[block.range.clone()];
            let known = self.found.outlet.as_ref().is_some_and(|o| o.value.eq_ignore_ascii_case(line));
            if names::is_site(line) && !known {
                let outlet = self.printed(block.range.clone(), "last line", false);
                offer(&mut self.found.outlet, outlet);
            }
        }
        for (range, line) in self.of(Role::CallToAction) {
            let Some(domain) = EMAIL.as_ref().and_then(|p| p.captures(line)?.get(1)) else { continue };
            const PUBLIC: &[&str] = &[
                "gmail.com",
                "yahoo.com",
                "outlook.com",
                "hotmail.com",
                "proton.me",
                "protonmail.com",
                "mail.ru",
                "icloud.com",
            ];
            if !PUBLIC.contains(&domain.as_str().to_lowercase().as_str()) {
                let outlet =
                    self.printed(range.start + domain.start()..range.start + domain.end(), "e-mail address", false);
                offer(&mut self.found.outlet, outlet);
            }
        }
    }

    fn credits(&mut self) {
        for role in [Role::Credit, Role::Caption, Role::SourceList] {
            for (range, line) in self.of(role) {
                let mut at = 0;
                for piece in line.split([',', ':', '/', '(', ')', '[', ']', '|', ';', '—', '–']) {
                    let start = line[at..].find(piece).map_or(at, |i| at + i);
                    at = start + piece.len();
                    if let Some(agency) = names::agency(piece.trim_start_matches("AP Photo").trim_start_matches("via "))
                    {
                        let place = start + piece.find(agency).unwrap_or(0);
                        self.credit(
                            range.start + place..range.start + place + agency.len(),
                            if role == Role::SourceList { "list of sources" } else { "credit line" },
                        );
                    }
                }
            }
        }
    }

    fn addresses(&mut self, hint: &Hint) {
        if self.found.address.is_none()
            && let Some((range, _)) =
                self.of(Role::Navigation).find(|(_, l)| l.starts_with("http") && !l.contains(char::is_whitespace))
        {
            let address = self.printed(range, "address line", false);
            self.found.address = Some(address);
        }
        if self.found.address.is_none() {
            self.found.address =
                hint.address.clone().map(|value| Sourced { value, span: None, how: "declared", sure: true });
        }
        if let Some(address) = &self.found.address
            && let Some(date) = dates::in_address(&address.value)
        {
            let value = Sourced { value: date.interval, span: address.span, how: "address", sure: false };
            offer(&mut self.found.published, value);
        }
    }

    /// A dateline gives day and month; the year is that of a date of the same page that dates the report.
    fn undated_dateline(&mut self) {
        let known = [&self.found.published, &self.found.modified];
        let stated = known.into_iter().flatten().find_map(|date| dates::year(&date.value));
        let Some((year, how)) = stated.map(|year| (year, "dateline")).or_else(|| self.year_of_text()) else { return };
        if self.found.published.as_ref().is_some_and(|p| p.sure && p.value.is_day()) {
            return;
        }
        for (range, line) in self.of(Role::Dateline) {
            if let Some(interval) = dates::find_in_year(line, year) {
                self.found.published = Some(self.at::<Interval>(interval, range, how, false));
                return;
            }
        }
    }

    /// The year of the dateline, as far as the text dates the report.
    fn year_of_text(&self) -> Option<(i16, &'static str)> {
        let body = || self.of(Role::Body).chain(self.of(Role::ListItem)).chain(self.of(Role::Caption)).map(|(_, l)| l);
        let body: Vec<&str> = body().collect();
        self.of(Role::Dateline).find_map(|(_, line)| years::of_text(line, &self.record.text, body.iter().copied()))
    }

    /// The name of the file may carry the date: `2025-03-04-agency.txt`.
    fn file_name(&mut self, hint: &Hint) {
        let name = hint.path.rsplit('/').next().unwrap_or_default();
        if self.found.published.is_none()
            && let Some(date) = dates::in_address(&format!("/{name}"))
        {
            self.found.published = Some(Sourced { value: date.interval, span: None, how: "file name", sure: false });
        }
    }

    /// A page that says only when it was last changed was not published later.
    fn last_changed(&mut self) {
        if self.found.published.is_none()
            && let Some(modified) = &self.found.modified
        {
            self.found.published = Some(Sourced { how: "last changed", sure: false, ..modified.clone() });
        }
    }

    fn kind(&mut self) {
        for (range, line) in self.of(Role::Navigation).chain(self.of(Role::Byline)).take(20) {
            if let Some(kind) = kicker(line) {
                let kind = self.at(kind, range, "section line", true);
                offer(&mut self.found.kind, kind);
            }
        }
        let title = self.of(Role::Title).next();
        if let Some((range, line)) = title
            && let Some((kind, sure)) = kind_of_title(line)
        {
            let kind = self.at(kind, range, "title", sure);
            offer(&mut self.found.kind, kind);
        }
        if let Some(address) = &self.found.address
            && let Some(kind) = kind_of_address(&address.value)
        {
            let kind = Sourced { value: kind, span: address.span, how: "address", sure: false };
            offer(&mut self.found.kind, kind);
        }
        if let Some(kind) = self.transcript().or_else(|| self.news()) {
            offer(&mut self.found.kind, kind);
        }
    }

    fn transcript(&self) -> Option<Sourced<ReportKind>> {
        static TURN: LazyLock<Option<Regex>> = LazyLock::new(|| {
            latin::pattern(
                r"^(?:(?:[\p{Lu}&&\p{Latin}][[\p{Lu}&&\p{Latin}].'’-]+ ){0,4}[\p{Lu}&&\p{Latin}][[\p{Lu}&&\p{Latin}].'’-]+(?: \([^)]{2,40}\))?|Q|A|Question|Answer)\s?:\s",
            )
        });
        let body: Vec<(Range<usize>, &str)> = self.of(Role::Body).collect();
        let turns = body.iter().filter(|(_, line)| TURN.as_ref().is_some_and(|p| p.is_match(line))).count();
        let first = body.into_iter().find(|(_, line)| TURN.as_ref().is_some_and(|p| p.is_match(line)));
        let all = self.of(Role::Body).count();
        first
            .filter(|_| turns >= 4 && turns * 3 >= all)
            .map(|(range, _)| self.at(ReportKind::Transcript, range, "turns of speakers", false))
    }

    /// An agency's dateline or byline, or a reporter's bio, shows news.
    fn news(&self) -> Option<Sourced<ReportKind>> {
        let reporter = |line: &str| {
            let line = line.to_lowercase();
            ["reporter", "correspondent", "newsroom"].iter().any(|word| line.contains(word))
        };
        let bio = self.of(Role::Bio).chain(self.of(Role::Byline)).find(|(_, line)| reporter(line));
        if let Some((range, _)) = bio {
            return Some(self.at(ReportKind::News, range, "note about the author", false));
        }
        let agency = self.found.credits.iter().find(|c| c.how == "dateline" || c.how == "byline")?;
        Some(Sourced { value: ReportKind::News, span: agency.span, how: agency.how, sure: false })
    }
}

static NOTE_AUTHOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    latin::pattern(
        r"(?:^|[:.—–-]\s+|^[(\[]\s*)((?:[\p{Lu}&&\p{Latin}][\p{Latin}.'’-]*\s+){1,4}?[\p{Lu}&&\p{Latin}][\p{Latin}'’-]+)(?:,[^,]{2,40},)?\s+(?:is|was)\s+(?:an?|the|our)\s",
    )
});
static NOTE_VIEWS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    latin::pattern(
        r"(?i)\b(?:personal (?:opinions?|views?)|(?:views?|opinions?)(?:,? (?:and|or) [\p{Latin}0-9_]+)*(?: (?:expressed|presented|stated|contained))?(?: (?:here|herein|in this [\p{Latin}0-9_]+|above))? (?:are|is|belong|do(?:es)? not|remain|may not)|(?:author|writer)'?s? own|own opinions?|op-?ed|opinion (?:piece|article|column)|guest (?:column|essay|commentary))\b",
    )
});
static NOTE_OUTLET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    latin::pattern(
        r"(?i:(?:views?|opinions?|positions?|polic(?:y|ies)|stance|line|standpoint|perspective)s? (?:or [\p{Latin}0-9_]+ )?(?:and [\p{Latin}0-9_]+ )?of )(?-i:((?:[Tt]he )?[\p{Lu}&&\p{Latin}][\p{Latin}[0-9].&'’-]*(?: (?:of |the |and |& )?[\p{Lu}&&\p{Latin}][\p{Latin}[0-9].&'’-]*){0,4}))",
    )
});
static NOTE_ORIGIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    latin::pattern(
        r"(?i:(?:published|appeared|republished|reprinted|reproduced|syndicated|translated|provided)(?: [\p{Latin}0-9_]+)?(?: (?:by|in|on|from|with permission from|with permission of|courtesy of)) )(?-i:((?:[Tt]he )?[\p{Lu}&&\p{Latin}][\p{Latin}[0-9].&'’-]*(?: (?:of |the |and |& )?[\p{Lu}&&\p{Latin}][\p{Latin}[0-9].&'’-]*){0,4}))",
    )
});
static BIO_OUTLET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    latin::pattern(
        r"\b(?:is|was) (?:an?|the|our) (?:(?:senior|staff|former|freelance|veteran|award-winning|chief) )?((?:[\p{Lu}&&\p{Latin}][\p{Latin}[0-9].&'’-]*\s?){1,4}?)(?:'s|’s)?\s(?:[\p{Ll}&&\p{Latin}]+ ){0,2}(?:reporter|correspondent|journalist|columnist|writer|editor|contributor|staff)\b",
    )
});
static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| latin::pattern(r"[[\p{Latin}0-9_].+-]+@((?:[[\p{Latin}0-9_]-]+\.)+[A-Za-z]{2,})"));

/// Parts of a byline between commas, bars and dashes, without 'By' and the like before them.
fn byline_parts(line: &str) -> Vec<Range<usize>> {
    static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r"^[\s(\[*—–-]*(?i:(?:(?:written|words|text|story|report|analysis|opinion|interview|compiled|posted|published|submitted) )?by:?|authors?:|writer:|reporter:|journalist:|from|text:|words:)\s+",
        )
    });
    let start = HEAD.as_ref().and_then(|p| p.find(line)).map_or(0, |m| m.end());
    let bounds = [',', '|', '·', '•', '–', '—', ';', '(', ')', '/', '\u{A0}'];
    let mut parts = Vec::new();
    let mut at = start;
    for piece in line[start..].split(bounds) {
        let piece_end = at + piece.len();
        let mut part = trim(line, at..piece_end);
        for stop in [" in ", " for ", " at "] {
            if let Some(i) = line[part.clone()].find(stop) {
                part.end = part.start + i;
            }
        }
        if !part.is_empty() {
            parts.push(part);
        }
        at = piece_end + line[piece_end..].chars().next().map_or(0, char::len_utf8);
    }
    parts
}

/// Words for a job at a paper.
const JOBS: &str = r"(?:(?:senior|chief|deputy|political|diplomatic|foreign|national|world|news|web|online|special|security|defen[cs]e|staff|managing|executive|associate|contributing|european|middle east|asia|africa|international|global affairs)\s+)*(?:staff|staff writers?|writers?|reporters?|correspondents?|bureau(?: chief)?|desk|newsroom|contributors?|columnist|editors?|analyst|news service|news team|editorial (?:board|team))";
static JOB: LazyLock<Option<Regex>> = LazyLock::new(|| latin::pattern(&format!("(?i)^{JOBS}$")));

/// Where the words before 'Staff', 'Correspondent' and the like end.
fn staff_of(words: &str) -> Option<usize> {
    static STAFF: LazyLock<Option<Regex>> = LazyLock::new(|| latin::pattern(&format!(r"(?i)\s+{JOBS}$")));
    if JOB.as_ref()?.is_match(words) {
        return None;
    }
    let found = STAFF.as_ref()?.find(words)?;
    let head = words[..found.start()].trim();
    (names::is_capitalised(head) && !["our", "by", "from"].contains(&head.to_lowercase().as_str()))
        .then_some(found.start())
}

/// The range without blanks at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

/// A name caught with the stop of its sentence, without it.
fn trim_stop(range: Range<usize>, words: &str) -> Range<usize> {
    range.start..range.start + words.trim_end_matches(['.', ',', ' ']).len()
}

/// The name of a section that says what kind of text stands in it.
fn kicker(line: &str) -> Option<ReportKind> {
    let line = line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    match line.as_str() {
        "opinion" | "opinions" | "op-ed" | "oped" | "editorial" | "editorials" | "commentary" | "comment"
        | "column" | "columnists" | "viewpoint" | "viewpoints" | "perspective" | "perspectives" | "guest essay"
        | "letters" | "blogs" | "ideas" | "voices" | "leader" | "leaders" => Some(ReportKind::Opinion),
        "analysis" | "news analysis" | "in depth" | "in-depth" | "explainer" | "policy brief" | "research"
        | "backgrounder" | "assessment" => Some(ReportKind::Analysis),
        "press release" | "press releases" | "statement" | "statements" | "readout" | "communique" | "communiqué" => {
            Some(ReportKind::Statement)
        }
        "transcript" | "transcripts" => Some(ReportKind::Transcript),
        "news digest" | "briefing" | "newsletter" | "roundup" | "digest" => Some(ReportKind::Digest),
        _ => None,
    }
}

/// What a title says of its kind, and whether outright.
fn kind_of_title(title: &str) -> Option<(ReportKind, bool)> {
    static TABLE: LazyLock<Vec<(Regex, ReportKind, bool)>> = LazyLock::new(|| {
        let table = [
            (
                r"^(?:opinion|op-?ed|editorial|commentary|viewpoint|comment|column|guest essay)\s*[:|–—-]",
                ReportKind::Opinion,
                true,
            ),
            (r"[|–—]\s*(?:opinion|op-?ed|editorial|commentary)$", ReportKind::Opinion, true),
            (
                r"^(?:news )?(?:analysis|explainer|in depth|policy brief|backgrounder)\s*[:|–—-]",
                ReportKind::Analysis,
                true,
            ),
            (
                r"^(?:full |official |verbatim )?transcript\b|[:(|–—-]\s*(?:full )?transcript\)?$",
                ReportKind::Transcript,
                true,
            ),
            (r"^(?:press release|readout|communiqu[eé])\b", ReportKind::Statement, true),
            (
                r"^(?:(?:joint|official|press|presidential|ministerial|foreign ministry|final|chair'?s) )*(?:statement|communiqu[eé]|declaration|remarks|address|speech)\b(?: (?:by|of|on|from|to|at|following|after|adopted))?",
                ReportKind::Statement,
                false,
            ),
            (
                r"\b(?:news digest|daily digest|round-?up|news in brief|(?:morning|evening|daily|weekly) (?:briefing|brief|digest|update)|week in review|live updates|at a glance: the week)\b",
                ReportKind::Digest,
                false,
            ),
            (
                r"\b(?:an?|in-depth|our|expert|strategic|political)? ?analysis\b|\bexplained\b|\bexplainer\b|\bscenarios\b|\bwhat it means\b",
                ReportKind::Analysis,
                false,
            ),
        ];
        table
            .into_iter()
            .filter_map(|(p, kind, sure)| Some((latin::pattern(&format!("(?i){p}"))?, kind, sure)))
            .collect()
    });
    TABLE.iter().find(|(pattern, _, _)| pattern.is_match(title)).map(|(_, kind, sure)| (*kind, *sure))
}

/// The section that an address names.
fn kind_of_address(address: &str) -> Option<ReportKind> {
    let parts: Vec<&str> = address.split('/').skip(3).collect();
    parts.iter().rev().skip(1).find_map(|part| match *part {
        "opinion" | "opinions" | "op-ed" | "editorial" | "editorials" | "commentary" | "commentisfree" | "columns" => {
            Some(ReportKind::Opinion)
        }
        "analysis" | "explainers" | "explainer" => Some(ReportKind::Analysis),
        "press-release" | "press-releases" | "statements" => Some(ReportKind::Statement),
        "transcripts" | "transcript" => Some(ReportKind::Transcript),
        "news" | "world" => Some(ReportKind::News),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::{Hint, ingest};
    use terms::report::{Report, Sourced};

    /// One line a field: name, value, how, and the words of the span.
    fn shown(input: &str) -> String {
        let found = ingest(input.as_bytes(), &Hint::path("case.txt"));
        let mut out = String::new();
        for report in &found.value {
            let about = &report.metadata;
            text(report, &mut out, "title", &about.title);
            text(report, &mut out, "outlet", &about.outlet);
            text(report, &mut out, "author", &about.author);
            line(report, &mut out, "kind", &about.kind, |k| k.as_str().to_owned());
            for (name, field) in [("published", &about.published), ("modified", &about.modified)] {
                line(report, &mut out, name, field, |i| {
                    format!("{} ({})", i.from.map_or("?".into(), |d| d.to_string()), i.granularity)
                });
            }
            text(report, &mut out, "dateline", &about.dateline);
            about.credits.iter().for_each(|c| text(report, &mut out, "credit", &Some(c.clone())));
            text(report, &mut out, "address", &about.address);
        }
        out
    }

    fn text(report: &Report, out: &mut String, name: &str, field: &Option<Sourced<String>>) {
        line(report, out, name, field, |value| value.clone());
        if let Some(field) = field
            && let Some(span) = field.span
            && !["json-ld", "meta tag", "OpenGraph", "canonical link", "html title", "time tag"].contains(&field.how)
        {
            let words: Vec<&str> = report.words(span).split_whitespace().collect();
            assert_eq!(words.join(" "), field.value, "{name} is not what its span says");
        }
    }

    fn line<T>(_: &Report, out: &mut String, name: &str, field: &Option<Sourced<T>>, show: impl Fn(&T) -> String) {
        if let Some(field) = field {
            let sure = if field.sure { "" } else { ", unsure" };
            out.push_str(&format!("{name:<10} {}  [{}{sure}]\n", show(&field.value), field.how));
        }
    }

    #[test]
    fn cases() {
        testing::check_cases(concat!(env!("CARGO_MANIFEST_DIR"), "/cases/metadata"), shown);
    }
}
