//! English text to tokens, tags, lemmas, a dependency tree and entities, in plain Rust.
//!
//! ```
//! let text = "Ukraine's delegation left Istanbul on Friday.";
//! let parsed = english::English::load().parse(text);
//! let root = parsed.roots().next().unwrap();
//! assert_eq!(parsed.tokens[root].lemma, "leave");
//! let subject = parsed.child(root, &[english::Dep::Nsubj]).unwrap();
//! assert_eq!(&text[parsed.bytes(parsed.subtree_span(subject))], "Ukraine's delegation");
//! assert_eq!(parsed.entities[1].label, "GPE");
//! ```
//!
//! # Method and source
//!
//! The pipeline is spaCy's small English one (Explosion, MIT), run from its published weights, which are part of this
//! crate as 16-bit floats (`model.bin`; PROVENANCE.md says where from and how it is rebuilt, LICENSE-MODEL and
//! LICENSES_SOURCES carry the licences). In order: tokenizer by affix patterns and exceptions → attributes of each token
//! as hashes → token vectors → fine tags → dependency tree by arc-eager transitions → coarse tags and morphology by
//! rules → lemmas by tables and endings → entities. Given the same text it agrees with spaCy; how far is measured in
//! `docs/manual/english.md` and checked by the tests.
//!
//! The arithmetic has one order of adding and one rounding for each multiply-add on every machine, so that all machines
//! give the same bits (`kernel.rs`).
//!
//! # What it does not do
//!
//! It knows nothing of negotiations. It makes the mistakes of its model: by its publisher's figures 97 fine tags, 92 heads
//! and 84 entities in 100 are right; titles before names split entities, and rare names get wrong kinds. Give it one
//! sentence at a time: its own sentence starts are weak. It reads English only; other languages parse into nonsense
//! without a warning. Morphological features stay inside; there are no word vectors.

mod entities;
mod kernel;
mod labels;
mod lemma;
mod lexicon;
mod model;
mod net;
mod parsed;
mod parser;
mod pattern;
mod rules;
mod tables;
mod tokenizer;
mod unicode;

pub use labels::{Dep, ENTITY_LABELS, Pos, Tag};
pub use lexicon::Attributes;
pub use parsed::{Entity, Parsed, Token};

use entities::Recogniser;
use kernel::{Linear, Machine, WIDTH};
use lemma::Lemmatizer;
use lexicon::{IS_SPACE, Lexicon};
use model::Model;
use net::Encoder;
use parser::{Arcs, Parser};
use rules::{Rules, Word};
use std::sync::OnceLock;
use tokenizer::{Piece, Tokenizer};

/// The English pipeline: loaded once, shared by all threads.
///
/// Every method takes `&self` and gives the same result whatever was parsed before and on whichever thread.
pub struct English {
    machine: Machine,
    tokenizer: Tokenizer,
    lexicon: Lexicon,
    /// Token vectors for tags and tree.
    encoder: Encoder,
    tagger: Linear,
    tags: Vec<Tag>,
    parser: Parser,
    rules: Rules,
    lemmatizer: Lemmatizer,
    /// Token vectors for entities.
    entity_encoder: Encoder,
    recogniser: Recogniser,
}

/// What the nets alone say of tokens given by their attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Fine tags.
    pub tags: Vec<Tag>,
    /// Index of the head of each token; a root has its own.
    pub heads: Vec<usize>,
    /// Label of the arc from the head.
    pub deps: Vec<Dep>,
    /// Whether the parser lets a sentence start at the token.
    pub sentence_starts: Vec<bool>,
    /// Entities in order of the text.
    pub entities: Vec<Entity>,
}

/// Tokens of texts whose nets run together: enough to take weights from memory once for many rows.
const TOGETHER: usize = 512;

/// Most tokens that are parsed as one unit; a longer text is cut into such units, so that memory stays bounded.
const UNIT: usize = 8192;

impl English {
    /// The pipeline, loaded at the first call (milliseconds) and kept.
    pub fn load() -> &'static English {
        static ENGLISH: OnceLock<English> = OnceLock::new();
        ENGLISH.get_or_init(|| English::new(Machine::detect()))
    }

    fn new(machine: Machine) -> English {
        let model = Model::open();
        let tag = |line: &str| Tag::parse(line).unwrap_or_else(|| panic!("`{line}` is no tag"));
        English {
            machine,
            tokenizer: Tokenizer::new(&model),
            lexicon: Lexicon::new(&model),
            encoder: Encoder::new(&model, "shared", 0),
            tagger: Linear::new(&model.halves("tagger/W").to_floats(), &model.vector("tagger/b"), WIDTH),
            tags: model.text("labels/tags").lines().map(tag).collect(),
            parser: Parser::new(&model),
            rules: Rules::new(&model),
            lemmatizer: Lemmatizer::new(&model),
            entity_encoder: Encoder::new(&model, "ner", 1),
            recogniser: Recogniser::new(&model),
        }
    }

    /// Parses a text, normally one sentence. Any text works; one of many thousand tokens is parsed in parts.
    pub fn parse(&self, sentence: &str) -> Parsed {
        self.parse_pieces(sentence, self.tokenizer.tokenize(sentence))
    }

    /// Parses texts together, normally the sentences of a report: the same parses as one by one, in less time.
    pub fn parse_all(&self, sentences: &[&str]) -> Vec<Parsed> {
        let pieces: Vec<Vec<Piece>> = sentences.iter().map(|text| self.tokenizer.tokenize(text)).collect();
        let mut parsed: Vec<Parsed> = Vec::with_capacity(sentences.len());
        let mut first = 0;
        while first < sentences.len() {
            let mut count = 0;
            let fits = |of: &&Vec<Piece>| {
                count += of.len();
                count <= TOGETHER
            };
            let end = first + pieces[first..].iter().take_while(fits).count().max(1);
            parsed.extend(self.parse_some(&sentences[first..end], &pieces[first..end]));
            first = end;
        }
        parsed
    }

    /// Parses words that are tokens already, each with whether a space follows.
    ///
    /// The bytes of the tokens are those of the text that the words make when written one after the other.
    pub fn parse_tokens(&self, words: &[(&str, bool)]) -> Parsed {
        let (mut text, mut pieces) = (String::new(), Vec::with_capacity(words.len()));
        for &(word, space_after) in words {
            let start = text.len();
            text.push_str(word);
            pieces.push(Piece { start, end: text.len(), norm: None, space_after });
            if space_after {
                text.push(' ');
            }
        }
        self.parse_pieces(&text, pieces)
    }

    /// The tokens of a text alone, as `start..end` bytes.
    pub fn tokenize(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        self.tokenizer.tokenize(text).iter().map(|p| p.start..p.end).collect()
    }

    /// What the nets say of tokens given by their attributes: for comparison with the outputs of other programs.
    pub fn analyse(&self, tokens: &[Attributes]) -> Analysis {
        self.analyse_all(&[tokens]).remove(0)
    }

    fn analyse_all(&self, texts: &[&[Attributes]]) -> Vec<Analysis> {
        let vectors = self.encoder.encode(self.machine, texts, true);
        let of = |(tokens, vectors): (&&[Attributes], Vec<f32>)| {
            let mut scores = self.parser.scorer.over(self.machine, &vectors);
            let Arcs { heads, deps, starts } =
                self.parser.parse(&mut scores, tokens.len(), |i| tokens[i][IS_SPACE] != 0);
            Analysis { tags: self.tags_of(&vectors), heads, deps, sentence_starts: starts, entities: Vec::new() }
        };
        let mut all: Vec<Analysis> = texts.iter().zip(vectors).map(of).collect();
        let vectors = self.entity_encoder.encode(self.machine, texts, true);
        for ((analysis, tokens), vectors) in all.iter_mut().zip(texts).zip(vectors) {
            let mut scores = self.recogniser.scorer.over(self.machine, &vectors);
            let is_space = |i: usize| tokens[i][IS_SPACE] != 0;
            analysis.entities = self.recogniser.find(&mut scores, &analysis.sentence_starts, is_space);
        }
        all
    }

    fn tags_of(&self, vectors: &[f32]) -> Vec<Tag> {
        let count = vectors.len() / WIDTH;
        let mut scores = vec![0.0; count * self.tagger.outer];
        self.machine.linear(&self.tagger, vectors, WIDTH, count, &mut scores);
        let best = |row: &[f32]| {
            let row = &row[..self.tags.len()];
            (1..row.len()).fold(0, |best, i| if row[i] > row[best] { i } else { best })
        };
        scores.chunks_exact(self.tagger.outer).map(|row| self.tags[best(row)]).collect()
    }

    fn parse_pieces(&self, text: &str, pieces: Vec<Piece>) -> Parsed {
        self.parse_some(&[text], &[pieces]).remove(0)
    }

    /// Parses texts whose nets run together; a text that is too long is cut into units.
    fn parse_some(&self, texts: &[&str], pieces: &[Vec<Piece>]) -> Vec<Parsed> {
        let of = |(text, pieces): (&&str, &Vec<Piece>)| -> Vec<Attributes> {
            pieces.iter().map(|p| self.lexicon.attributes(&text[p.start..p.end], p.norm, p.space_after)).collect()
        };
        let attributes: Vec<Vec<Attributes>> = texts.iter().zip(pieces).map(of).collect();
        let units: Vec<&[Attributes]> = attributes.iter().flat_map(|all| all.chunks(UNIT)).collect();
        let mut analyses = self.analyse_all(&units).into_iter();
        let parse = |((text, pieces), attributes): ((&&str, &Vec<Piece>), &Vec<Attributes>)| {
            let mut parsed = Parsed { tokens: Vec::with_capacity(pieces.len()), entities: Vec::new() };
            for ((pieces, attributes), analysis) in
                pieces.chunks(UNIT).zip(attributes.chunks(UNIT)).zip(analyses.by_ref())
            {
                self.add_unit(text, pieces, attributes, &analysis, &mut parsed);
            }
            parsed
        };
        texts.iter().zip(pieces).zip(&attributes).map(parse).collect()
    }

    /// Adds the tokens of a unit: rules and lemmas over what the nets say.
    fn add_unit(
        &self,
        text: &str,
        pieces: &[Piece],
        attributes: &[Attributes],
        analysis: &Analysis,
        parsed: &mut Parsed,
    ) {
        let before = parsed.tokens.len();
        let word = |p: &Piece| &text[p.start..p.end];
        let mut words: Vec<Word> = pieces
            .iter()
            .enumerate()
            .map(|(i, p)| Word {
                lower: word(p).to_lowercase(),
                is_space: attributes[i][IS_SPACE] != 0,
                tag: analysis.tags[i],
                dep: analysis.deps[i],
                pos: Pos::X,
                lemma: None,
                morph: "_",
            })
            .collect();
        self.rules.apply(&mut words);
        for (i, (piece, found)) in pieces.iter().zip(words).enumerate() {
            let lemma = match found.lemma {
                Some(lemma) => lemma.to_owned(),
                None => self.lemmatizer.lemma(word(piece), &found.lower, found.pos, found.morph),
            };
            parsed.tokens.push(Token {
                start: piece.start,
                end: piece.end,
                tag: found.tag,
                pos: found.pos,
                lemma,
                head: before + analysis.heads[i],
                // The rules call every token of white space `dep`; we keep a root a root.
                dep: if analysis.heads[i] == i { Dep::Root } else { found.dep },
                space_after: piece.space_after,
                sentence_start: analysis.sentence_starts[i],
            });
        }
        let shifted = analysis.entities.iter().map(|e| Entity { first: before + e.first, end: before + e.end, ..*e });
        parsed.entities.extend(shifted);
    }
}
