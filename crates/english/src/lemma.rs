//! Lemmas by rule: endings taken off where the result is a word of the index (WordNet's, see LICENSES_SOURCES).

use crate::labels::Pos;
use crate::model::Model;
use crate::unicode::is_letter;

/// The tables of one part of speech.
struct Table {
    pos: Pos,
    /// Ending and what takes its place.
    rules: Vec<(&'static str, &'static str)>,
    /// Lines of a form and its lemmas, sorted.
    exceptions: &'static str,
    /// Lines of one word, sorted.
    index: &'static str,
}

/// The tables for the parts of speech that have some.
pub struct Lemmatizer {
    tables: Vec<Table>,
}

impl Lemmatizer {
    /// Reads the tables.
    pub fn new(model: &Model) -> Lemmatizer {
        let table = |&(pos, name): &(Pos, &str)| {
            let mut rules = model.records(&format!("lemma/{name}/rules"));
            Table {
                pos,
                rules: (0..rules.count).map(|_| (rules.next_text(), rules.next_text())).collect(),
                exceptions: model.text(&format!("lemma/{name}/exceptions")),
                index: model.text(&format!("lemma/{name}/index")),
            }
        };
        let all =
            [(Pos::Adj, "adj"), (Pos::Adv, "adv"), (Pos::Noun, "noun"), (Pos::Punct, "punct"), (Pos::Verb, "verb")];
        Lemmatizer { tables: all.iter().map(table).collect() }
    }

    /// The lemma of a word with this coarse tag and these morphological features.
    pub fn lemma(&self, text: &str, lower: &str, pos: Pos, morph: &str) -> String {
        if pos == Pos::Space || is_base_form(pos, morph) {
            return lower.to_owned();
        }
        match self.tables.iter().find(|t| t.pos == pos) {
            Some(table) => table.lemma(text, lower),
            None if pos == Pos::Propn => text.to_owned(),
            None => lower.to_owned(),
        }
    }
}

/// Whether the features say that the word is not inflected.
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let has = |feature: &str| morph.split('|').any(|f| f == feature);
    match pos {
        Pos::Noun if has("Number=Sing") => true,
        Pos::Verb if has("VerbForm=Fin") && has("Tense=Pres") && !morph.contains("Number=") => true,
        _ => has("VerbForm=Inf") || has("Degree=Pos"),
    }
}

impl Table {
    fn lemma(&self, text: &str, lower: &str) -> String {
        let mut forms: Vec<String> = Vec::new();
        let mut unknown: Option<String> = None;
        for (ending, instead) in &self.rules {
            let Some(stem) = lower.strip_suffix(ending) else { continue };
            let form = format!("{stem}{instead}");
            if form.is_empty() {
                continue;
            }
            if find_line(self.index, &form).is_some() {
                forms.insert(0, form);
            } else if !form.chars().all(is_letter) {
                forms.push(form);
            } else {
                unknown.get_or_insert(form);
            }
        }
        let exceptions = find_line(self.exceptions, lower).unwrap_or_default();
        for form in exceptions.split('\t').skip(1) {
            if !forms.iter().any(|f| f == form) {
                forms.insert(0, form.to_owned());
            }
        }
        forms.into_iter().next().or(unknown).unwrap_or_else(|| text.to_owned())
    }
}

/// The line of a sorted text that has `key` before its first tab, or is `key`.
fn find_line<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let bytes = text.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes[low..middle].iter().rposition(|&b| b == b'\n').map_or(low, |at| low + at + 1);
        let end = bytes[middle..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |at| middle + at);
        let line = &text[start..end];
        match line.split('\t').next().unwrap_or(line).cmp(key) {
            std::cmp::Ordering::Equal => return Some(line),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_lose_their_endings() {
        let lemmatizer = Lemmatizer::new(&Model::open());
        for (text, pos, morph, lemma) in [
            ("Talks", Pos::Noun, "Number=Plur", "talk"),
            ("said", Pos::Verb, "Tense=Past|VerbForm=Fin", "say"),
            ("withdrew", Pos::Verb, "Tense=Past|VerbForm=Fin", "withdraw"),
            ("brokering", Pos::Verb, "VerbForm=Part", "broker"),
            ("crises", Pos::Noun, "Number=Plur", "crisis"),
            ("Hostages", Pos::Propn, "Number=Plur", "Hostages"),
            ("bigger", Pos::Adj, "Degree=Cmp", "big"),
            ("“", Pos::Punct, "_", "\""),
            ("blorged", Pos::Verb, "Tense=Past|VerbForm=Fin", "blorge"),
            ("Talks", Pos::Verb, "VerbForm=Inf", "talks"),
            ("The", Pos::Det, "_", "the"),
        ] {
            assert_eq!(lemmatizer.lemma(text, &text.to_lowercase(), pos, morph), lemma, "{text}");
        }
    }

    #[test]
    fn lines_are_found_in_sorted_text() {
        let text = "a\nab\tx\ty\nb\n";
        assert_eq!(find_line(text, "a"), Some("a"));
        assert_eq!(find_line(text, "ab"), Some("ab\tx\ty"));
        assert_eq!(find_line(text, "b"), Some("b"));
        for missing in ["", "aa", "c", "ab\tx"] {
            assert_eq!(find_line(text, missing), None);
        }
        assert_eq!(find_line("", "a"), None);
    }
}
