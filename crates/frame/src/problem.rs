//! A mistake in `case.toml`: what is wrong, where, and what to do.

use terms::span::Span;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The frame cannot be used as it stands.
    Error,
    /// The frame can be used; it may not mean what was wanted.
    Warning,
}

impl Severity {
    /// The word a message begins with.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// A mistake in `case.toml`: what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The bytes of the file it is about.
    pub span: Span,
    /// What to do.
    pub help: Option<String>,
    /// How much it matters.
    pub severity: Severity,
}

impl Problem {
    /// An error at a span, without advice.
    pub fn error(message: impl Into<String>, span: Span) -> Problem {
        Problem { message: message.into(), span, help: None, severity: Severity::Error }
    }
    /// A warning at a span, without advice.
    pub fn warning(message: impl Into<String>, span: Span) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(message, span) }
    }
    /// The same problem, with advice.
    pub fn help(self, help: impl Into<String>) -> Problem {
        Problem { help: Some(help.into()), ..self }
    }
    /// Line and column, both from 1; the column counts characters.
    pub fn place(&self, text: &str) -> (usize, usize) {
        let start = (0..=self.span.start().min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let before = &text[..start];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
        (line, column)
    }
    /// The problem in plain text with the line it is about and carets under the span, for a door that draws no boxes.
    pub fn plain(&self, path: &str, text: &str) -> String {
        let (line, column) = self.place(text);
        let source = text.lines().nth(line - 1).unwrap_or("").trim_end();
        let room = source.chars().count().saturating_sub(column - 1);
        let inside = text.get(self.span.start()..self.span.end()).map_or(1, |s| s.chars().count());
        let carets = "^".repeat(inside.min(room).max(1));
        let margin = " ".repeat(line.to_string().len());
        let mut shown = format!(
            "{}: {}\n{margin}--> {path}:{line}:{column}\n{margin} |\n{line} | {source}\n{margin} | {}{carets}",
            self.severity.as_str(),
            self.message,
            " ".repeat(column - 1),
        );
        if let Some(help) = &self.help {
            shown.push_str(&format!("\nhelp: {}", help.replace('\n', "\n      ")));
        }
        shown
    }
}

/// The name nearest to `word`, when it is near enough to be a slip of the pen.
pub(crate) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::osa_distance(&word, &name.to_lowercase()), name))
        .min_by_key(|(slips, _)| *slips)
        .filter(|(slips, name)| *slips <= 1 + name.chars().count().min(word.chars().count()) / 3)
        .map(|(_, name)| name)
}

/// 'did you mean', or the whole list.
pub(crate) fn suggest<'a>(word: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(word, names.clone()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known here: {}", listed(names)),
    }
}

/// Names as a message writes them; `nothing` when there are none.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_its_word() {
        assert_eq!(nearest("tittle", ["title", "template"]), Some("title"));
        assert_eq!(nearest("hozirom", ["horizon_months", "rule"]), None);
        assert_eq!(suggest("zzz", ["title", "rule"]), "known here: `title`, `rule`");
    }

    #[test]
    fn carets_stand_under_the_words_even_after_accents() {
        let text = "a = 1\né = \"bad\"\n";
        let at = text.find("\"bad\"").unwrap();
        let shown = Problem::error("no", Span::new(at, at + 5).unwrap()).help("do\nthis").plain("case.toml", text);
        assert_eq!(shown, "error: no\n --> case.toml:2:5\n  |\n2 | é = \"bad\"\n  |     ^^^^^\nhelp: do\n      this");
    }

    #[test]
    fn a_span_past_the_end_still_has_a_place() {
        let problem = Problem::error("no", Span::at(99));
        assert_eq!(problem.place("ab"), (1, 3));
        assert!(problem.plain("case.toml", "ab").contains("case.toml:1:3"));
    }
}
