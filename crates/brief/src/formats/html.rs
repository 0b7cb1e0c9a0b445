//! One self-contained HTML file: no network, no script, readable by keyboard and screen reader, with a print style.

use super::{Layout, clean, reference, review};
use crate::chart;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use terms::brief::{Block, Brief, Line, Piece, Section};

const STYLE: &str = include_str!("../../data/brief.css");

/// Lays a brief out as HTML.
pub(crate) fn render(brief: &Brief, layout: &Layout) -> String {
    let sections: Vec<&Section> = brief.sections.iter().filter(|s| s.short || !layout.short).collect();
    let draft = brief.heading.reviewed_by.is_none();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "detente " (brief.heading.version) };
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (clean(&brief.heading.title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "To the brief" }
                header {
                    h1 { (clean(&brief.heading.title)) }
                    p.review.draft[draft] { (review(brief)) }
                    ul.head { @for line in &brief.head_lines { li { (words(brief, line)) } } }
                    nav aria-label="Sections" {
                        @for section in &sections { a href={ "#" (section.kind.as_str()) } { (short_title(section)) } " " }
                    }
                }
                main #main { @for section in &sections { (self::section(brief, section)) } (passages(brief, layout)) }
            }
        }
    };
    page.into_string()
}

fn short_title(section: &Section) -> &str {
    section.title.split(": ").next().unwrap_or(&section.title)
}

fn section(brief: &Brief, section: &Section) -> Markup {
    let id = section.kind.as_str();
    html! {
        section id=(id) aria-labelledby={ "h-" (id) } {
            h2 id={ "h-" (id) } { (section.title) }
            @for block in &section.blocks { (self::block(brief, block)) }
        }
    }
}

fn block(brief: &Brief, block: &Block) -> Markup {
    match block {
        Block::Paragraph(line) => html! { p { (words(brief, line)) } },
        Block::List(lines) => html! { ul { @for line in lines { li { (words(brief, line)) } } } },
        Block::Table { heads, rows, right } => html! {
            div.scroll tabindex="0" role="region" aria-label="table" {
                table {
                    @if heads.iter().any(|h| !h.is_empty()) {
                        thead { tr { @for (c, head) in heads.iter().enumerate() { th scope="col" .right[right.contains(&c)] { (coded(head)) } } } }
                    }
                    tbody {
                        @for row in rows {
                            tr { @for (c, cell) in row.iter().enumerate() { td.right[right.contains(&c)].whole[right.contains(&c) && figure(cell)] { (words(brief, cell)) } } }
                        }
                    }
                }
            }
        },
        Block::Chart { caption, chart } => {
            html! { figure { (chart::svg(chart, caption)) figcaption { (coded(caption)) } } }
        }
    }
}

/// A short figure, which is not broken over lines.
fn figure(cell: &Line) -> bool {
    matches!(cell.as_slice(), [Piece::Text(t)] if t.chars().count() <= 12)
}

/// Words of the program, with commands and names of models between backticks.
fn coded(words: &str) -> Markup {
    html! {
        @for (n, part) in clean(words).split('`').enumerate() {
            @if n % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

fn words(brief: &Brief, line: &Line) -> Markup {
    html! {
        @for piece in line {
            @match piece {
                Piece::Text(t) => (coded(t)),
                Piece::Quoted(t) => q { (clean(t).trim_matches(['“', '”', '"'])) },
                Piece::Cite(places) => {
                    span.cite {
                        " ["
                        @for (n, place) in places.iter().enumerate() {
                            @if n > 0 { " " }
                            (citation(brief, place))
                        }
                        "]"
                    }
                }
            }
        }
    }
}

/// A link to the cited passage, where the appendix has it.
fn citation(brief: &Brief, place: &terms::Place) -> Markup {
    let name = reference(brief, place);
    match brief.passages.iter().find(|(p, _)| p == place) {
        Some((_, text)) => html! { a href={ "#p-" (anchor(brief, place)) } title=(clean(text)) { (name) } },
        None => html! { (name) },
    }
}

fn anchor(brief: &Brief, place: &terms::Place) -> String {
    format!("{}-{}", reference(brief, place).replace(':', "-"), place.span.end())
}

fn passages(brief: &Brief, layout: &Layout) -> Markup {
    if layout.short || brief.passages.is_empty() {
        return html! {};
    }
    html! {
        section id="passages" aria-labelledby="h-passages" {
            h2 id="h-passages" { "Cited passages" }
            dl {
                @for (place, text) in &brief.passages {
                    dt id={ "p-" (anchor(brief, place)) } { (reference(brief, place)) }
                    dd { q { (clean(text)) } " " span.source { (source(brief, place)) } }
                }
            }
        }
    }
}

fn source(brief: &Brief, place: &terms::Place) -> String {
    let entry = brief.heading.stack.iter().find(|e| e.report == place.report);
    entry.map_or(String::new(), |e| clean(e.title.as_ref().unwrap_or(&e.path)))
}
