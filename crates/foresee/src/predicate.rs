//! Predicate text: the bounded temporal language over ladders, factors and series.

use terms::foresight::Process;

use crate::fault::{Fault, listed, nearest};

/// A window of steps relative to the step at which the formula is read, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First step.
    pub from: usize,
    /// Last step.
    pub to: usize,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Comparison {
    /// Whether `left` stands in this relation to `right`.
    pub fn holds<T: PartialOrd>(self, left: T, right: T) -> bool {
        match self {
            Comparison::Less => left < right,
            Comparison::AtMost => left <= right,
            Comparison::Equal => left == right,
            Comparison::Unequal => left != right,
            Comparison::AtLeast => left >= right,
            Comparison::More => left > right,
        }
    }
}

/// A formula of the language, with names resolved and windows in steps.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// Always the same.
    Constant(bool),
    /// The ladder stands in one of the marked states.
    Ladder(usize, Vec<bool>),
    /// The factor stands at one of the marked levels.
    Factor(usize, Vec<bool>),
    /// The value of the series at the step compares so.
    Series(usize, Comparison, f64),
    /// The number of times the event has begun since the as-of date compares so; the event is free of time.
    Count(Box<Formula>, Comparison, u32),
    /// Negation.
    Not(Box<Formula>),
    /// Conjunction.
    And(Vec<Formula>),
    /// Disjunction.
    Or(Vec<Formula>),
    /// At some step of the window.
    Eventually(Window, Box<Formula>),
    /// At all steps of the window.
    Always(Window, Box<Formula>),
    /// The second at some step of the window, the first at all steps before it.
    Until(Window, Box<Formula>, Box<Formula>),
}

impl Formula {
    /// Whether the formula speaks of the present step only.
    pub fn is_present(&self) -> bool {
        match self {
            Formula::Constant(_) | Formula::Ladder(..) | Formula::Factor(..) | Formula::Series(..) => true,
            Formula::Not(inner) => inner.is_present(),
            Formula::And(parts) | Formula::Or(parts) => parts.iter().all(Formula::is_present),
            Formula::Count(..) | Formula::Eventually(..) | Formula::Always(..) | Formula::Until(..) => false,
        }
    }

    /// Truth of a present formula, given what holds now.
    pub fn holds(
        &self,
        ladder: &dyn Fn(usize) -> usize,
        factor: &dyn Fn(usize) -> usize,
        series: &dyn Fn(usize) -> f64,
    ) -> bool {
        match self {
            Formula::Constant(value) => *value,
            Formula::Ladder(i, mask) => mask[ladder(*i)],
            Formula::Factor(i, mask) => mask[factor(*i)],
            Formula::Series(i, comparison, value) => comparison.holds(series(*i), *value),
            Formula::Not(inner) => !inner.holds(ladder, factor, series),
            Formula::And(parts) => parts.iter().all(|part| part.holds(ladder, factor, series)),
            Formula::Or(parts) => parts.iter().any(|part| part.holds(ladder, factor, series)),
            Formula::Count(..) | Formula::Eventually(..) | Formula::Always(..) | Formula::Until(..) => false,
        }
    }
}

/// What was read: the formula and what a reader should know about it (rounded windows, windows past the horizon).
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The formula.
    pub formula: Formula,
    /// Notes on rounding and horizon.
    pub notes: Vec<String>,
}

/// Reads predicate text against the names of the process.
///
/// Windows are given in days (`180` or `180d`), weeks (`26w`), months (`6m`) or years (`1y`) and rounded to the nearest
/// step. The fault carries the byte offset within `text`.
pub fn parse(text: &str, process: &Process) -> Result<Parsed, Fault> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens, at: 0, process, notes: Vec::new(), end: text.len(), depth: 0 };
    let formula = parser.implication()?;
    if let Some(token) = parser.peek() {
        let help = match token.kind {
            Kind::Symbol(")") => "remove the `)`, or open it before".to_string(),
            _ => "join two statements with `and`, `or`, `U` or `before`".to_string(),
        };
        return Err(parser.fault_here("the predicate should end here", help));
    }
    Ok(Parsed { formula, notes: parser.notes })
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Word(String),
    Quoted(String),
    Number(f64),
    Symbol(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
struct Token {
    kind: Kind,
    at: usize,
    length: usize,
}

const SYMBOLS: &[&str] = &[
    "==", "!=", "<=", ">=", "->", "&&", "||", "(", ")", "[", "]", "{", "}", ",", ".", "<", ">", "!", "&", "|", "=",
    "¬", "∧", "∨", "≤", "≥", "≠", "∈",
];

fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let (kind, length) = if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if c == '"' || c == '\'' {
            let Some(close) = rest[1..].find(c) else {
                return Err(at_offset(
                    at,
                    rest.len(),
                    "this quotation mark is never closed",
                    "close the name with the same mark",
                ));
            };
            (Kind::Quoted(rest[1..1 + close].to_string()), close + 2)
        } else if c.is_ascii_digit()
            || (c == '-' && rest[1..].starts_with(|d: char| d.is_ascii_digit() || d == '.'))
            || (c == '.' && rest[1..].starts_with(|d: char| d.is_ascii_digit()))
        {
            let length = number_length(rest);
            match rest[..length].parse() {
                Ok(value) => (Kind::Number(value), length),
                Err(_) => return Err(at_offset(at, length, "this is not a number", "write it as 12 or 0.25")),
            }
        } else if is_word(c) {
            let mut length = 0;
            let mut letters = rest.char_indices().peekable();
            while let Some((i, d)) = letters.next() {
                let hyphen = d == '-' && letters.peek().is_some_and(|(_, next)| is_word(*next));
                if !is_word(d) && !hyphen {
                    break;
                }
                length = i + d.len_utf8();
            }
            (Kind::Word(rest[..length].to_string()), length)
        } else if let Some(symbol) = SYMBOLS.iter().find(|s| rest.starts_with(**s)) {
            let plain = match *symbol {
                "&&" | "&" | "∧" => "and",
                "||" | "|" | "∨" => "or",
                "!" | "¬" => "not",
                "≤" => "<=",
                "≥" => ">=",
                "≠" => "!=",
                "∈" => "in",
                "=" => "==",
                other => other,
            };
            let kind = match plain {
                "and" | "or" | "not" | "in" => Kind::Word(plain.to_string()),
                other => Kind::Symbol(other),
            };
            (kind, symbol.len())
        } else {
            let help = "the language has names, numbers, == != < <= > >= in { } and or not F G U before count gap";
            return Err(at_offset(at, c.len_utf8(), format!("`{c}` means nothing here"), help));
        };
        found.push(Token { kind, at, length });
        at += length;
    }
    Ok(found)
}

fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut length = usize::from(bytes[0] == b'-');
    while length < bytes.len() && (bytes[length].is_ascii_digit() || bytes[length] == b'.') {
        length += 1;
    }
    length
}

fn at_offset(offset: usize, length: usize, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault { offset: Some(offset), length, ..Fault::new("predicate", message, help) }
}

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    process: &'a Process,
    notes: Vec<String>,
    end: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is_word(&self, ahead: usize, words: &[&str]) -> bool {
        matches!(self.tokens.get(self.at + ahead), Some(Token { kind: Kind::Word(w), .. }) if words.contains(&w.as_str()))
    }

    fn is_symbol(&self, ahead: usize, symbols: &[&str]) -> bool {
        matches!(self.tokens.get(self.at + ahead), Some(Token { kind: Kind::Symbol(s), .. }) if symbols.contains(s))
    }

    fn take_word(&mut self, words: &[&str]) -> bool {
        let found = self.is_word(0, words);
        self.at += usize::from(found);
        found
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(0, &[symbol]);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: &str, help: &str) -> Result<(), Fault> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.fault_here(format!("expected `{symbol}` here"), help)) }
    }

    fn fault_here(&self, message: impl Into<String>, help: impl Into<String>) -> Fault {
        match self.peek() {
            Some(token) => at_offset(token.at, token.length, message, help),
            None => at_offset(self.end, 0, message, help),
        }
    }

    fn fault_at(&self, token: usize, message: impl Into<String>, help: impl Into<String>) -> Fault {
        match self.tokens.get(token) {
            Some(token) => at_offset(token.at, token.length, message, help),
            None => at_offset(self.end, 0, message, help),
        }
    }

    fn implication(&mut self) -> Result<Formula, Fault> {
        let left = self.disjunction()?;
        if self.take_symbol("->") || self.take_word(&["implies"]) {
            let right = self.implication()?;
            return Ok(Formula::Or(vec![Formula::Not(Box::new(left)), right]));
        }
        Ok(left)
    }

    fn disjunction(&mut self) -> Result<Formula, Fault> {
        let mut parts = vec![self.conjunction()?];
        while self.take_word(&["or", "OR"]) {
            parts.push(self.conjunction()?);
        }
        Ok(single(parts, Formula::Or))
    }

    fn conjunction(&mut self) -> Result<Formula, Fault> {
        let mut parts = vec![self.binary()?];
        while self.take_word(&["and", "AND"]) {
            parts.push(self.binary()?);
        }
        Ok(single(parts, Formula::And))
    }

    fn binary(&mut self) -> Result<Formula, Fault> {
        let left = self.unary()?;
        if self.take_word(&["U", "until"]) {
            let window = self.window()?;
            let right = self.binary()?;
            return Ok(Formula::Until(window, Box::new(left), Box::new(right)));
        }
        if self.take_word(&["before"]) {
            let right = self.binary()?;
            let not_yet = Formula::Not(Box::new(right));
            let first = Formula::And(vec![left, not_yet.clone()]);
            return Ok(Formula::Until(self.whole(), Box::new(not_yet), Box::new(first)));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Formula, Fault> {
        self.depth += 1;
        if self.depth > 200 {
            return Err(self.fault_here("the predicate is nested more than 200 deep", "use fewer parentheses"));
        }
        let found = self.operator();
        self.depth -= 1;
        found
    }

    fn operator(&mut self) -> Result<Formula, Fault> {
        let names_something = self.is_symbol(1, &["==", "!=", "<", "<=", ">", ">="]) || self.is_word(1, &["in"]);
        if !names_something {
            if self.take_word(&["not", "NOT"]) {
                return Ok(Formula::Not(Box::new(self.unary()?)));
            }
            if self.take_word(&["F", "eventually"]) {
                let window = self.window()?;
                return Ok(Formula::Eventually(window, Box::new(self.unary()?)));
            }
            if self.take_word(&["G", "always"]) {
                let window = self.window()?;
                return Ok(Formula::Always(window, Box::new(self.unary()?)));
            }
        }
        self.primary()
    }

    fn whole(&self) -> Window {
        Window { from: 0, to: self.process.steps }
    }

    fn window(&mut self) -> Result<Window, Fault> {
        if !self.take_symbol("[") {
            return Ok(self.whole());
        }
        let first = self.at;
        let from = self.days()?;
        self.expect(",", "a window has two ends in days, for example F[0,180]")?;
        let to = self.days()?;
        self.expect("]", "close the window: F[0,180]")?;
        if from < 0.0 {
            let help = "a window counts from the as-of date: use 0 or more days";
            return Err(self.fault_at(first, "a window cannot begin in the past", help));
        }
        if to < from {
            return Err(self.fault_at(first, "the window ends before it begins", format!("write it as [{to},{from}]")));
        }
        let step = self.process.step_days;
        let round = |days: f64| (days / step + 0.5).floor() as usize;
        let window = Window { from: round(from), to: round(to) };
        for (days, steps) in [(from, window.from), (to, window.to)] {
            let exact = steps as f64 * step;
            if (days - exact).abs() > 0.05 * step {
                self.notes.push(format!("{days} days were rounded to step {steps} ({exact:.1} days)"));
            }
        }
        if window.to > self.process.steps {
            self.notes.push(format!(
                "the window ends at step {} but the horizon is step {}: what happens later does not count",
                window.to, self.process.steps
            ));
        }
        Ok(window)
    }

    fn days(&mut self) -> Result<f64, Fault> {
        let Some(Token { kind: Kind::Number(value), at, length }) = self.peek().cloned() else {
            return Err(self.fault_here("expected a number of days", "write a window as F[0,180] or F[0,6m]"));
        };
        self.at += 1;
        let unit = match self.peek() {
            Some(Token { kind: Kind::Word(unit), at: next, .. }) if *next == at + length => Some(unit.clone()),
            _ => None,
        };
        let days = match unit.as_deref() {
            None => return Ok(value),
            Some("d") => 1.0,
            Some("w") => 7.0,
            Some("m") => terms::foresight::MONTH_DAYS,
            Some("y") => 12.0 * terms::foresight::MONTH_DAYS,
            Some(other) => {
                return Err(
                    self.fault_here(format!("`{other}` is not a unit of time"), "use d, w, m or y: 180d, 26w, 6m, 1y")
                );
            }
        };
        self.at += 1;
        Ok(value * days)
    }

    fn primary(&mut self) -> Result<Formula, Fault> {
        if self.take_symbol("(") {
            let inner = self.implication()?;
            self.expect(")", "close the parenthesis")?;
            return Ok(inner);
        }
        if self.is_word(0, &["true", "false"]) && !self.is_symbol(1, &["==", "!="]) {
            let value = self.is_word(0, &["true"]);
            self.at += 1;
            return Ok(Formula::Constant(value));
        }
        if self.is_word(0, &["count"]) && self.is_symbol(1, &["("]) {
            return self.count();
        }
        if self.is_word(0, &["gap"]) && self.is_symbol(1, &["("]) {
            return self.gap();
        }
        if self.is_word(0, &["factor", "issue", "series"]) && self.is_symbol(1, &["."]) {
            return self.dotted();
        }
        let first = self.at;
        let help = "start with a ladder (`level == leaders`), `factor.NAME`, `issue.NAME.settled`, `count(`, `gap(`, F, G or not";
        let Some(name) = self.name() else {
            return Err(self.fault_here("expected a statement here", help));
        };
        if let Some(ladder) = self.process.ladders.iter().position(|l| l.name == name) {
            let states: Vec<String> = self.process.ladders[ladder].states.clone();
            return Ok(Formula::Ladder(ladder, self.choice(&name, &states)?));
        }
        if let Some(factor) = self.process.factors.factors.iter().position(|f| f.name == name) {
            let levels: Vec<String> = self.process.factors.factors[factor].levels.clone();
            return Ok(Formula::Factor(factor, self.choice(&name, &levels)?));
        }
        let known = self.process.ladders.iter().map(|l| l.name.as_str());
        let known = known.chain(self.process.factors.factors.iter().map(|f| f.name.as_str()));
        Err(self.unknown(first, "ladder or factor", &name, known.collect()))
    }

    fn count(&mut self) -> Result<Formula, Fault> {
        self.at += 2;
        let first = self.at;
        let event = self.implication()?;
        self.expect(")", "close the event: count(level == leaders) >= 2")?;
        if !event.is_present() {
            let help = "an event is a condition on the present, without F, G, U, before or count";
            return Err(self.fault_at(first, "only conditions on the present can be counted", help));
        }
        let comparison = self.comparison("count(level == leaders) >= 2")?;
        let value = self.number("count(level == leaders) >= 2")?;
        if value < 0.0 || value.fract() != 0.0 || value > 200.0 {
            return Err(self.fault_at(self.at - 1, "a count is a whole number from 0 to 200", "use a whole number"));
        }
        Ok(Formula::Count(Box::new(event), comparison, value as u32))
    }

    fn gap(&mut self) -> Result<Formula, Fault> {
        let first = self.at;
        self.at += 2;
        let mut names = Vec::new();
        loop {
            match self.name() {
                Some(name) => names.push(name),
                None => return Err(self.fault_here("expected a name", "write gap(ISSUE, PARTY, PARTY) < 0.2")),
            }
            if !self.take_symbol(",") {
                break;
            }
        }
        self.expect(")", "write gap(ISSUE, PARTY, PARTY) < 0.2")?;
        let series = self.series(first, &format!("gap({})", names.join(",")))?;
        let comparison = self.comparison("gap(ISSUE, PARTY, PARTY) < 0.2")?;
        Ok(Formula::Series(series, comparison, self.number("gap(ISSUE, PARTY, PARTY) < 0.2")?))
    }

    fn dotted(&mut self) -> Result<Formula, Fault> {
        let kind = match self.peek() {
            Some(Token { kind: Kind::Word(kind), .. }) => kind.clone(),
            _ => String::new(),
        };
        self.at += 2;
        let first = self.at;
        let Some(name) = self.name() else {
            return Err(self.fault_here(format!("expected a name after `{kind}.`"), "names with spaces go in quotes"));
        };
        match kind.as_str() {
            "factor" => {
                let factors = &self.process.factors.factors;
                let Some(factor) = factors.iter().position(|f| f.name == name) else {
                    return Err(self.unknown(
                        first,
                        "factor",
                        &name,
                        factors.iter().map(|f| f.name.as_str()).collect(),
                    ));
                };
                let levels = factors[factor].levels.clone();
                Ok(Formula::Factor(factor, self.choice(&name, &levels)?))
            }
            "issue" => {
                if !(self.take_symbol(".") && self.take_word(&["settled"])) {
                    return Err(self.fault_here("an issue can be asked one thing", "write issue.NAME.settled"));
                }
                let series = self.series(first, &format!("issue.{name}.settled"))?;
                Ok(Formula::Series(series, Comparison::AtLeast, 0.5))
            }
            _ => {
                let series = self.series(first, &name)?;
                let comparison = self.comparison("series.NAME > 0.5")?;
                Ok(Formula::Series(series, comparison, self.number("series.NAME > 0.5")?))
            }
        }
    }

    fn series(&self, token: usize, name: &str) -> Result<usize, Fault> {
        let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let found = self.process.series.iter().position(|s| s.name == name || squeeze(&s.name) == squeeze(name));
        found.ok_or_else(|| {
            self.unknown(token, "series", name, self.process.series.iter().map(|s| s.name.as_str()).collect())
        })
    }

    fn unknown(&self, token: usize, what: &str, name: &str, known: Vec<&str>) -> Fault {
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => format!("the process declares no {what}"),
            None => format!("declared: {}", listed(known.iter().copied())),
        };
        self.fault_at(token, format!("there is no {what} `{name}`"), help)
    }

    fn name(&mut self) -> Option<String> {
        let name = match &self.peek()?.kind {
            Kind::Word(word) => word.clone(),
            Kind::Quoted(name) => name.clone(),
            Kind::Number(number) => format!("{number}"),
            Kind::Symbol(_) => return None,
        };
        self.at += 1;
        Some(name)
    }

    /// `== X`, `!= X`, `in {X, Y}`, `>= X`: which of the names are meant.
    fn choice(&mut self, of: &str, names: &[String]) -> Result<Vec<bool>, Fault> {
        if self.take_word(&["in"]) {
            self.expect("{", &format!("write {of} in {{{}}}", names.join(", ")))?;
            let mut mask = vec![false; names.len()];
            loop {
                mask[self.one_of(of, names)?] = true;
                if !self.take_symbol(",") {
                    break;
                }
            }
            self.expect("}", "close the set")?;
            return Ok(mask);
        }
        let example = format!("{of} == {}", names.first().map_or("X", String::as_str));
        let comparison = self.comparison(&example)?;
        let chosen = self.one_of(of, names)?;
        Ok((0..names.len()).map(|i| comparison.holds(i, chosen)).collect())
    }

    fn one_of(&mut self, of: &str, names: &[String]) -> Result<usize, Fault> {
        let first = self.at;
        let help = format!("`{of}` has {}", listed(names.iter().map(String::as_str)));
        let Some(name) = self.name() else { return Err(self.fault_here(format!("expected a state of `{of}`"), help)) };
        names.iter().position(|n| *n == name).ok_or_else(|| {
            let help = match nearest(&name, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`? {help}"),
                None => help,
            };
            self.fault_at(first, format!("`{of}` has no `{name}`"), help)
        })
    }

    fn comparison(&mut self, example: &str) -> Result<Comparison, Fault> {
        let found = match self.peek() {
            Some(Token { kind: Kind::Symbol(symbol), .. }) => match *symbol {
                "==" => Some(Comparison::Equal),
                "!=" => Some(Comparison::Unequal),
                "<" => Some(Comparison::Less),
                "<=" => Some(Comparison::AtMost),
                ">" => Some(Comparison::More),
                ">=" => Some(Comparison::AtLeast),
                _ => None,
            },
            _ => None,
        };
        let Some(comparison) = found else {
            return Err(self.fault_here("expected ==, !=, <, <=, >, >= or in", format!("for example {example}")));
        };
        self.at += 1;
        Ok(comparison)
    }

    fn number(&mut self, example: &str) -> Result<f64, Fault> {
        let Some(Token { kind: Kind::Number(value), .. }) = self.peek().cloned() else {
            return Err(self.fault_here("expected a number", format!("for example {example}")));
        };
        self.at += 1;
        Ok(value)
    }
}

fn single(mut parts: Vec<Formula>, join: fn(Vec<Formula>) -> Formula) -> Formula {
    if parts.len() == 1 { parts.remove(0) } else { join(parts) }
}
