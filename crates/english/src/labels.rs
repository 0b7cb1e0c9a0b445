//! The closed sets of labels: fine tags, coarse tags, dependency labels, entity labels.

/// Declares a closed set of labels with its published spelling and a gloss for each.
macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal $gloss:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`: ", $gloss, ".")] $variant,)*
        }

        impl $name {
            /// Every label of the set, in the order of the declaration.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// The label as it is written in the literature.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The label written so, if there is one.
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }
    };
}

labels! {
    /// A fine tag: the Penn Treebank tag set as extended by OntoNotes, and `_SP` for white space.
    Tag {
        Dollar = "$" "currency sign",
        CloseQuote = "''" "closing quotation mark",
        Comma = "," "comma",
        OpenBracket = "-LRB-" "opening bracket",
        CloseBracket = "-RRB-" "closing bracket",
        Stop = "." "mark that ends a sentence",
        Colon = ":" "colon, semicolon, dash, ellipsis",
        Add = "ADD" "electronic address",
        Afx = "AFX" "affix",
        Cc = "CC" "coordinating conjunction",
        Cd = "CD" "cardinal number",
        Dt = "DT" "determiner",
        Ex = "EX" "existential *there*",
        Fw = "FW" "foreign word",
        Hyph = "HYPH" "hyphen",
        In = "IN" "preposition or subordinating conjunction",
        Jj = "JJ" "adjective",
        Jjr = "JJR" "adjective, comparative",
        Jjs = "JJS" "adjective, superlative",
        Ls = "LS" "list item marker",
        Md = "MD" "modal verb",
        Nfp = "NFP" "superfluous punctuation",
        Nn = "NN" "noun, singular or mass",
        Nnp = "NNP" "proper noun, singular",
        Nnps = "NNPS" "proper noun, plural",
        Nns = "NNS" "noun, plural",
        Pdt = "PDT" "predeterminer",
        Pos = "POS" "possessive ending",
        Prp = "PRP" "personal pronoun",
        PrpPoss = "PRP$" "possessive pronoun",
        Rb = "RB" "adverb",
        Rbr = "RBR" "adverb, comparative",
        Rbs = "RBS" "adverb, superlative",
        Rp = "RP" "particle",
        Sym = "SYM" "symbol",
        To = "TO" "infinitival *to*",
        Uh = "UH" "interjection",
        Vb = "VB" "verb, base form",
        Vbd = "VBD" "verb, past tense",
        Vbg = "VBG" "verb, gerund or present participle",
        Vbn = "VBN" "verb, past participle",
        Vbp = "VBP" "verb, present, not third person singular",
        Vbz = "VBZ" "verb, present, third person singular",
        Wdt = "WDT" "wh-determiner",
        Wp = "WP" "wh-pronoun",
        WpPoss = "WP$" "possessive wh-pronoun",
        Wrb = "WRB" "wh-adverb",
        Xx = "XX" "unknown",
        Space = "_SP" "white space",
        OpenQuote = "``" "opening quotation mark",
    }
}

impl Tag {
    /// Whether a verb form other than a modal carries this tag (`VB`, `VBD`, `VBG`, `VBN`, `VBP`, `VBZ`).
    pub fn is_verb(self) -> bool {
        matches!(self, Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz)
    }

    /// Whether a common or proper noun carries this tag (`NN`, `NNS`, `NNP`, `NNPS`).
    pub fn is_noun(self) -> bool {
        matches!(self, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
    }

    /// Whether a proper noun carries this tag (`NNP`, `NNPS`).
    pub fn is_proper(self) -> bool {
        matches!(self, Tag::Nnp | Tag::Nnps)
    }
}

labels! {
    /// A coarse tag: the parts of speech of Universal Dependencies, and `SPACE`.
    Pos {
        Adj = "ADJ" "adjective",
        Adp = "ADP" "adposition",
        Adv = "ADV" "adverb",
        Aux = "AUX" "auxiliary",
        Cconj = "CCONJ" "coordinating conjunction",
        Det = "DET" "determiner",
        Intj = "INTJ" "interjection",
        Noun = "NOUN" "noun",
        Num = "NUM" "numeral",
        Part = "PART" "particle",
        Pron = "PRON" "pronoun",
        Propn = "PROPN" "proper noun",
        Punct = "PUNCT" "punctuation",
        Sconj = "SCONJ" "subordinating conjunction",
        Space = "SPACE" "white space",
        Sym = "SYM" "symbol",
        Verb = "VERB" "verb",
        X = "X" "other",
    }
}

labels! {
    /// A dependency label: the scheme of ClearNLP over OntoNotes.
    Dep {
        Root = "ROOT" "root of a sentence",
        Acl = "acl" "clause that modifies a noun",
        Acomp = "acomp" "adjectival complement",
        Advcl = "advcl" "adverbial clause",
        Advmod = "advmod" "adverbial modifier",
        Agent = "agent" "*by* of a passive",
        Amod = "amod" "adjectival modifier",
        Appos = "appos" "apposition",
        Attr = "attr" "attribute after a copula",
        Aux = "aux" "auxiliary",
        Auxpass = "auxpass" "passive auxiliary",
        Case = "case" "possessive ending or other case mark",
        Cc = "cc" "coordinating conjunction",
        Ccomp = "ccomp" "clausal complement",
        Compound = "compound" "part of a compound",
        Conj = "conj" "conjunct",
        Csubj = "csubj" "clausal subject",
        Csubjpass = "csubjpass" "clausal subject of a passive",
        Dative = "dative" "indirect object",
        Dep = "dep" "dependent of no other kind",
        Det = "det" "determiner",
        Dobj = "dobj" "direct object",
        Expl = "expl" "expletive",
        Intj = "intj" "interjection",
        Mark = "mark" "word that opens a subordinate clause",
        Meta = "meta" "meta modifier",
        Neg = "neg" "negation",
        Nmod = "nmod" "modifier of a nominal",
        Npadvmod = "npadvmod" "noun phrase used as adverbial",
        Nsubj = "nsubj" "subject",
        Nsubjpass = "nsubjpass" "subject of a passive",
        Nummod = "nummod" "numeric modifier",
        Oprd = "oprd" "object predicate",
        Parataxis = "parataxis" "parataxis",
        Pcomp = "pcomp" "complement of a preposition that is no noun phrase",
        Pobj = "pobj" "object of a preposition",
        Poss = "poss" "possessor",
        Preconj = "preconj" "word before a coordination (*both*, *either*)",
        Predet = "predet" "predeterminer",
        Prep = "prep" "prepositional modifier",
        Prt = "prt" "particle of a verb",
        Punct = "punct" "punctuation",
        Quantmod = "quantmod" "modifier of a quantifier",
        Relcl = "relcl" "relative clause",
        Xcomp = "xcomp" "clausal complement with an open subject",
    }
}

/// The labels of [`crate::Entity`], the OntoNotes set.
pub const ENTITY_LABELS: &[&str] = &[
    "CARDINAL",
    "DATE",
    "EVENT",
    "FAC",
    "GPE",
    "LANGUAGE",
    "LAW",
    "LOC",
    "MONEY",
    "NORP",
    "ORDINAL",
    "ORG",
    "PERCENT",
    "PERSON",
    "PRODUCT",
    "QUANTITY",
    "TIME",
    "WORK_OF_ART",
];
