//! The blocks of a page: text between block-level tags, with what the tags around it say.

use super::token::{self, Token};
use super::{classes, escape};
use crate::map::Mapped;
use std::collections::BTreeMap;
use std::ops::Range;
use terms::report::{OffsetMap, Role};

/// A page taken apart.
pub(super) struct Page {
    /// Text of the blocks, each ended by a line break.
    pub(super) text: String,
    /// From `text` to the source.
    pub(super) map: OffsetMap,
    pub(super) pieces: Vec<Piece>,
    /// Tags of the head and others that state something, in order.
    pub(super) statements: Vec<Statement>,
    /// Deepest nesting.
    pub(super) depth: usize,
    /// Number of start tags.
    pub(super) tags: usize,
    /// The text was cut at the limit of its map.
    pub(super) cut: bool,
}

/// A block.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its text, without blanks at the ends.
    pub(super) range: Range<usize>,
    /// What a tag says it is for.
    pub(super) role: Option<Role>,
    /// A container's class says what it is for: less sure, and its number among such containers.
    pub(super) hint: Option<(Role, u32)>,
    /// Bytes of it that are links.
    pub(super) linked: usize,
    /// In an element `article`, `main` or one with the property `articleBody`.
    pub(super) article: bool,
    /// All of it is one `time` element.
    pub(super) time: bool,
}

/// Something a page states about itself outside its text.
#[derive(Clone, Debug)]
pub(super) enum Statement {
    /// A `meta` tag: name or property in lower case, where its content stands.
    Meta { key: String, content: Range<usize> },
    /// A `link` with its relation.
    Link { relation: String, address: Range<usize> },
    /// A `time` element with a machine-readable date; whether it is in an article, and its property.
    Time { datetime: Range<usize>, article: bool, property: String },
    /// JSON-LD.
    Data(Range<usize>),
    /// The page's title.
    Title(Range<usize>),
}

/// Takes a page apart.
pub(super) fn page(source: &str) -> Page {
    let mut builder = Builder::new(source);
    for token in token::tokens(source) {
        if builder.out.full() {
            break;
        }
        builder.take(token);
    }
    builder.flush();
    let cut = builder.out.full();
    let (text, map) = builder.out.finish();
    Page {
        text,
        map,
        pieces: builder.pieces,
        statements: builder.statements,
        depth: builder.depth,
        tags: builder.tags,
        cut,
    }
}

/// What the elements around a place say; copied from parent to child, so nothing is looked up.
#[derive(Clone, Copy, Debug, Default)]
struct Around {
    skip: bool,
    role: Option<Role>,
    hint: Option<(Role, u32)>,
    link: bool,
    article: bool,
    time: bool,
    pre: bool,
}

struct Element {
    name: String,
    block: bool,
    around: Around,
}

struct Builder<'a> {
    source: &'a str,
    out: Mapped,
    pieces: Vec<Piece>,
    statements: Vec<Statement>,
    stack: Vec<Element>,
    /// How many elements of a name are open.
    open: BTreeMap<String, usize>,
    /// Where the block being built starts in the text.
    start: usize,
    /// Blanks seen since the last character of the block.
    blank: Option<Range<usize>>,
    /// A `br` stood since the last character of the block.
    broken: bool,
    role: Option<Role>,
    hint: Option<(Role, u32)>,
    linked: usize,
    article: bool,
    time: bool,
    hints: u32,
    depth: usize,
    tags: usize,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Builder<'a> {
        Builder {
            source,
            out: Mapped::default(),
            pieces: Vec::new(),
            statements: Vec::new(),
            stack: Vec::new(),
            open: BTreeMap::new(),
            start: 0,
            blank: None,
            broken: false,
            role: None,
            hint: None,
            linked: 0,
            article: false,
            time: true,
            hints: 0,
            depth: 0,
            tags: 0,
        }
    }

    fn around(&self) -> Around {
        self.stack.last().map_or(Around::default(), |element| element.around)
    }

    fn take(&mut self, token: Token) {
        match token {
            Token::Text(range) => self.characters(range, true),
            Token::Literal(range) => self.characters(range, false),
            Token::Open { name, attributes, closed } => self.open(name, attributes, closed),
            Token::Close { name } => self.close(&name),
            Token::Raw { name, attributes, content } => self.raw(&name, attributes, content),
        }
    }

    fn raw(&mut self, name: &str, attributes: Range<usize>, content: Range<usize>) {
        if name == "title" && !self.around().skip {
            self.statements.push(Statement::Title(content));
        } else if name == "script" {
            let data = token::attributes(self.source, attributes).iter().any(|a| {
                a.name == "type" && self.source[a.value.clone()].trim().eq_ignore_ascii_case("application/ld+json")
            });
            if data {
                self.statements.push(Statement::Data(content));
            }
        }
    }

    fn open(&mut self, name: String, attributes: Range<usize>, closed: bool) {
        self.tags += 1;
        let attributes = token::attributes(self.source, attributes);
        self.state(&name, &attributes);
        if name == "br" {
            self.line_break();
            return;
        }
        let block = is_block(&name);
        if block {
            self.flush();
            self.leave_paragraph(&name);
        }
        if is_void(&name) || (closed && !block) {
            return;
        }
        let around = self.inside(&name, &attributes);
        *self.open.entry(name.clone()).or_insert(0) += 1;
        self.stack.push(Element { name, block, around });
        self.depth = self.depth.max(self.stack.len());
    }

    /// A paragraph ends where a block begins, an item where the next one begins, though no end tag says so.
    fn leave_paragraph(&mut self, name: &str) {
        let ends = |open: &str| {
            open == "p" || (open == name && matches!(name, "li" | "dt" | "dd" | "tr" | "td" | "th" | "option"))
        };
        let inline = self.stack.iter().rev().take(16).take_while(|e| !e.block).count();
        let Some(at) = self.stack.len().checked_sub(inline + 1) else { return };
        if ends(&self.stack[at].name) {
            self.truncate(at);
        }
    }

    fn truncate(&mut self, len: usize) {
        for element in self.stack.drain(len..) {
            if let Some(count) = self.open.get_mut(&element.name) {
                *count -= 1;
            }
        }
    }

    fn close(&mut self, name: &str) {
        const FAR: usize = 512;
        let block = is_block(name);
        if block {
            self.flush();
        }
        if name == "br" {
            self.line_break();
        }
        if self.open.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        for (up, element) in self.stack.iter().rev().enumerate().take(FAR) {
            if element.name == name {
                return self.truncate(self.stack.len() - 1 - up);
            }
            if element.block && !block {
                return;
            }
        }
    }

    /// What an element adds to what stands around it.
    fn inside(&mut self, name: &str, attributes: &[token::Attribute]) -> Around {
        let mut around = self.around();
        around.skip |= is_skipped(name);
        around.link |= name == "a";
        around.pre |= name == "pre";
        around.time |= name == "time";
        around.role = match (around.role, tag_role(name)) {
            (Some(Role::Navigation), Some(_)) => Some(Role::Navigation),
            (old, new) => new.or(old),
        };
        let outer = matches!(name, "html" | "body" | "main" | "article");
        around.article |= matches!(name, "article" | "main");
        for attribute in attributes {
            let value = &self.source[attribute.value.clone()];
            match attribute.name.as_str() {
                "itemprop" if value == "articleBody" => around.article = true,
                "itemprop" | "rel" => around.role = property_role(value).or(around.role),
                "role" => {
                    if let Some(role) = landmark(value) {
                        around.role = Some(role);
                    }
                }
                "hidden" => around.hint = self.hint(Role::Navigation),
                "aria-hidden" if value == "true" => around.hint = self.hint(Role::Navigation),
                "style" if value.replace(' ', "").contains("display:none") => around.hint = self.hint(Role::Navigation),
                "class" | "id" if !outer => {
                    if let Some(role) = classes::role(value) {
                        around.hint = self.hint(role);
                    }
                }
                _ => {}
            }
        }
        around
    }

    fn hint(&mut self, role: Role) -> Option<(Role, u32)> {
        self.hints += 1;
        Some((role, self.hints))
    }

    fn state(&mut self, name: &str, attributes: &[token::Attribute]) {
        let get = |wanted: &str| attributes.iter().find(|a| a.name == wanted).map(|a| a.value.clone());
        let text = |range: Range<usize>| self.source[range].trim().to_ascii_lowercase();
        match name {
            "meta" => {
                let key = get("property").or(get("name")).or(get("itemprop")).map(text);
                if let (Some(key), Some(content)) = (key, get("content")) {
                    self.statements.push(Statement::Meta { key, content });
                }
            }
            "link" => {
                if let (Some(relation), Some(address)) = (get("rel").map(text), get("href")) {
                    self.statements.push(Statement::Link { relation, address });
                }
            }
            "time" => {
                if let Some(datetime) = get("datetime") {
                    let property = get("itemprop").map(text).or(get("pubdate").map(|_| "datepublished".to_owned()));
                    let article = self.around().article;
                    self.statements.push(Statement::Time { datetime, article, property: property.unwrap_or_default() });
                }
            }
            _ => {}
        }
    }

    fn characters(&mut self, range: Range<usize>, escapes: bool) {
        let around = self.around();
        if around.skip {
            return;
        }
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source[at..range.end];
            let first = rest.as_bytes()[0];
            if first.is_ascii_whitespace() {
                let len = rest.bytes().take_while(u8::is_ascii_whitespace).count();
                self.blanks(at..at + len, around.pre);
                at += len;
            } else if let Some((chars, len)) = escapes.then(|| escape::at_start(rest, false)).flatten() {
                self.reference(chars, at..at + len, around);
                at += len;
            } else {
                let len = rest
                    .bytes()
                    .enumerate()
                    .position(|(i, b)| i > 0 && (b.is_ascii_whitespace() || b == b'&'))
                    .unwrap_or(rest.len());
                self.begin(around);
                self.out.verbatim(&rest[..len], at);
                self.linked += if around.link { len } else { 0 };
                at += len;
            }
        }
    }

    fn reference(&mut self, chars: [Option<char>; 2], source: Range<usize>, around: Around) {
        if let [Some(c), None] = chars
            && c.is_ascii_whitespace()
        {
            return self.blanks(source, false);
        }
        let text: String = chars.into_iter().flatten().collect();
        self.begin(around);
        self.out.whole(&text, source);
    }

    fn blanks(&mut self, range: Range<usize>, pre: bool) {
        let empty_line = self.source[range.clone()].bytes().filter(|b| *b == b'\n').count() > 1;
        if pre && empty_line {
            return self.flush();
        }
        match &mut self.blank {
            Some(blank) if blank.end == range.start => blank.end = range.end,
            Some(_) => {}
            none => *none = Some(range),
        }
    }

    /// The first characters of a block, or more of it: blanks before it become one.
    fn begin(&mut self, around: Around) {
        if self.out.len() == self.start {
            self.role = around.role;
            self.hint = around.hint;
            self.article = around.article;
            self.time = true;
        } else if let Some(blank) = self.blank.take() {
            if &self.source[blank.clone()] == " " {
                self.out.verbatim(" ", blank.start);
            } else {
                self.out.whole(" ", blank);
            }
        } else if self.broken {
            self.out.between(" ");
        }
        self.time &= around.time;
        self.blank = None;
        self.broken = false;
    }

    /// A forced line break ends a paragraph after a stop or after another one; elsewhere it is a blank.
    fn line_break(&mut self) {
        let stop = self.out.text.trim_end_matches(['"', '”', '’', ')', '»']).ends_with(['.', '!', '?', ':', '…']);
        if self.out.len() > self.start && (self.broken || stop) {
            self.flush();
        } else {
            self.broken = true;
        }
    }

    fn flush(&mut self) {
        let block = &self.out.text[self.start..];
        if !block.is_empty() {
            let words = block.trim();
            if !words.is_empty() {
                let start = self.start + (block.len() - block.trim_start().len());
                let range = start..start + words.len();
                let (role, hint, article) = (self.role, self.hint, self.article);
                self.pieces.push(Piece { range, role, hint, linked: self.linked, article, time: self.time });
            }
            self.out.between("\n");
        }
        self.start = self.out.len();
        self.blank = None;
        self.broken = false;
        self.linked = 0;
    }
}

/// Elements that begin and end a block of text.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "img"
            | "video"
            | "audio"
            | "picture"
    )
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose text is not of the page.
fn is_skipped(name: &str) -> bool {
    matches!(name, "svg" | "math" | "template" | "canvas" | "audio" | "video" | "object" | "applet" | "datalist")
}

fn tag_role(name: &str) -> Option<Role> {
    Some(match name {
        "h1" => Role::Title,
        "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "li" | "dd" => Role::ListItem,
        "figcaption" | "caption" => Role::Caption,
        "nav" | "footer" | "aside" | "menu" | "button" | "form" | "select" | "label" | "dialog" | "search" => {
            Role::Navigation
        }
        "address" => Role::Byline,
        _ => return None,
    })
}

/// Roles of ARIA that stand around an article, not in it.
fn landmark(value: &str) -> Option<Role> {
    matches!(
        value,
        "navigation"
            | "banner"
            | "contentinfo"
            | "complementary"
            | "search"
            | "dialog"
            | "alertdialog"
            | "menu"
            | "menubar"
            | "toolbar"
    )
    .then_some(Role::Navigation)
}

fn property_role(value: &str) -> Option<Role> {
    match value {
        "headline" => Some(Role::Title),
        "author" | "datePublished" | "dateModified" => Some(Role::Byline),
        "caption" => Some(Role::Caption),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<String> {
        let page = page(source);
        page.pieces.iter().map(|piece| page.text[piece.range.clone()].to_owned()).collect()
    }

    #[test]
    fn blocks_end_where_tags_say_and_where_they_forget_to() {
        assert_eq!(
            shown("<p>one<p>two <b>three</b>\n four<ul><li>a<li>b</ul>five"),
            ["one", "two three four", "a", "b", "five"]
        );
        assert_eq!(shown("<div>One.<br>Two<br>three<br><br>four</div>"), ["One.", "Two three", "four"]);
        assert_eq!(shown("<pre>wrapped\nline\n\nnext</pre>"), ["wrapped line", "next"]);
        assert_eq!(shown("a&nbsp;b &amp; c&#10;d<svg><text>x</text></svg>"), ["a\u{A0}b & c d"]);
        assert_eq!(shown("<p> \u{A0} </p><p>x</p>"), ["x"]);
    }

    #[test]
    fn a_role_ends_with_its_element() {
        let page = page("<nav><a href=x>Home</a></nav><p class=byline>By Jane Doe<p>Body.</p><footer>end</footer>");
        let roles: Vec<Option<Role>> = page.pieces.iter().map(|p| p.role.or(p.hint.map(|h| h.0))).collect();
        assert_eq!(roles, [Some(Role::Navigation), Some(Role::Byline), None, Some(Role::Navigation)]);
        assert_eq!(page.pieces[0].linked, 4);
    }

    #[test]
    fn every_block_maps_to_its_source() {
        let source = "<p>Ministers of&nbsp;<b>Caf&eacute;</b>\n  met</p>";
        let page = page(source);
        let at = page.text.find("Café").unwrap();
        let span = page.map.to_source(at..at + "Café".len());
        assert_eq!(&source[span.start()..span.end()], "Caf&eacute;");
        let all = page.map.to_source(page.pieces[0].range.clone());
        assert_eq!(&source[all.start()..all.end()], "Ministers of&nbsp;<b>Caf&eacute;</b>\n  met");
    }

    #[test]
    fn depth_costs_nothing() {
        let deep = format!("{}Talks resumed.{}", "<div><b>".repeat(50_000), "</i></div>".repeat(50_000));
        let page = page(&deep);
        assert_eq!(page.pieces.len(), 1);
        assert!(page.depth >= 100_000);
    }
}
