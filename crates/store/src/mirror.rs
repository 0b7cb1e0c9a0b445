//! How the nested parts of a reading are written as JSON. Domain types are not `Serialize`: here each has a mirror that
//! is, and comes back only if every law of the domain type holds.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock, PoisonError};
use terms::noted::{Note, NoteKind};
use terms::reading::*;
use terms::{Date, Granularity, Interval, IssueId, PartyId, PersonId, Probability, Span};

/// Something that cannot be, found in the store.
pub(crate) type Fault = String;

/// A value with a serialisable mirror.
pub(crate) trait Mirror: Sized {
    /// The mirror.
    type Wire: Serialize + DeserializeOwned;
    /// The mirror of a value.
    fn wire(&self) -> Self::Wire;
    /// The value of a mirror, if its laws hold.
    fn back(wire: Self::Wire) -> Result<Self, Fault>;
}

/// A value as JSON text.
pub(crate) fn to_json<T: Mirror>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(&value.wire()).map_err(|e| e.to_string())
}

/// A value from JSON text.
pub(crate) fn from_json<T: Mirror>(text: &str) -> Result<T, Fault> {
    T::back(serde_json::from_str(text).map_err(|e| e.to_string())?)
}

/// A text that lives as long as the program, as names of rules and scales do; each different one is kept once.
pub(crate) fn lasting(text: &str) -> &'static str {
    static KEPT: OnceLock<Mutex<BTreeSet<&'static str>>> = OnceLock::new();
    let mut kept = KEPT.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = kept.get(text) {
        return found;
    }
    let made: &'static str = Box::leak(text.to_owned().into_boxed_str());
    kept.insert(made);
    made
}

macro_rules! as_it_is {
    ($($type:ty),+) => { $(
        impl Mirror for $type {
            type Wire = $type;
            fn wire(&self) -> $type { self.clone() }
            fn back(wire: $type) -> Result<$type, Fault> { Ok(wire) }
        }
    )+ };
}
as_it_is!(String, u32, f64, bool);

macro_rules! as_text {
    ($($type:ty),+ => $write:expr, $read:expr) => { $(
        impl Mirror for $type {
            type Wire = String;
            fn wire(&self) -> String {
                let write: fn(&$type) -> String = $write;
                write(self)
            }
            fn back(wire: String) -> Result<$type, Fault> {
                let read: fn(&str) -> Option<$type> = $read;
                read(&wire).ok_or_else(|| format!("`{wire}` is no {}", stringify!($type)))
            }
        }
    )+ };
}
as_text!(PartyId, PersonId, IssueId => |id| id.as_str().to_owned(), |text| Some(text.into()));
as_text!(
    HolderKind, CueClass, Quote, Comparator, ResponseKind, CommitmentStatus, AsideKind, Granularity, NoteKind
    => |word| word.as_str().to_owned(), |text| words(text)
);
as_text!(Date => |date| date.to_string(), |text| text.parse().ok());

/// Words that one generic reader can take.
trait Word: Sized {
    fn parse_word(word: &str) -> Option<Self>;
}
macro_rules! word {
    ($($type:ty),+) => { $( impl Word for $type { fn parse_word(word: &str) -> Option<$type> { <$type>::parse(word) } } )+ };
}
word!(HolderKind, CueClass, Quote, Comparator, ResponseKind, CommitmentStatus, AsideKind, Granularity, NoteKind);

fn words<T: Word>(text: &str) -> Option<T> {
    T::parse_word(text)
}

impl<T: Mirror> Mirror for Option<T> {
    type Wire = Option<T::Wire>;
    fn wire(&self) -> Self::Wire {
        self.as_ref().map(T::wire)
    }
    fn back(wire: Self::Wire) -> Result<Self, Fault> {
        wire.map(T::back).transpose()
    }
}

impl<T: Mirror> Mirror for Vec<T> {
    type Wire = Vec<T::Wire>;
    fn wire(&self) -> Self::Wire {
        self.iter().map(T::wire).collect()
    }
    fn back(wire: Self::Wire) -> Result<Self, Fault> {
        wire.into_iter().map(T::back).collect()
    }
}

impl<A: Mirror, B: Mirror> Mirror for (A, B) {
    type Wire = (A::Wire, B::Wire);
    fn wire(&self) -> Self::Wire {
        (self.0.wire(), self.1.wire())
    }
    fn back(wire: Self::Wire) -> Result<Self, Fault> {
        Ok((A::back(wire.0)?, B::back(wire.1)?))
    }
}

impl<A: Mirror, B: Mirror, C: Mirror> Mirror for (A, B, C) {
    type Wire = (A::Wire, B::Wire, C::Wire);
    fn wire(&self) -> Self::Wire {
        (self.0.wire(), self.1.wire(), self.2.wire())
    }
    fn back(wire: Self::Wire) -> Result<Self, Fault> {
        Ok((A::back(wire.0)?, B::back(wire.1)?, C::back(wire.2)?))
    }
}

impl Mirror for &'static str {
    type Wire = String;
    fn wire(&self) -> String {
        (*self).to_owned()
    }
    fn back(wire: String) -> Result<&'static str, Fault> {
        Ok(lasting(&wire))
    }
}

impl Mirror for Span {
    type Wire = (usize, usize);
    fn wire(&self) -> (usize, usize) {
        (self.start(), self.end())
    }
    fn back((start, end): (usize, usize)) -> Result<Span, Fault> {
        Span::new(start, end).ok_or_else(|| format!("{start}..{end} is no span"))
    }
}

impl Mirror for Probability {
    type Wire = f64;
    fn wire(&self) -> f64 {
        self.get()
    }
    fn back(wire: f64) -> Result<Probability, Fault> {
        Probability::new(wire).ok_or_else(|| format!("{wire} is no probability"))
    }
}

/// Declares the mirror of a struct with public fields: the same names, each field by its own mirror.
macro_rules! mirror {
    ($wire:ident of $domain:ident { $($field:ident: $type:ty),+ $(,)? }) => {
        #[derive(Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $wire { $($field: <$type as Mirror>::Wire),+ }

        impl Mirror for $domain {
            type Wire = $wire;
            fn wire(&self) -> $wire { $wire { $($field: self.$field.wire()),+ } }
            fn back(wire: $wire) -> Result<$domain, Fault> {
                Ok($domain { $($field: Mirror::back(wire.$field)?),+ })
            }
        }
    };
}

mirror!(IntervalWire of Interval {
    from: Option<Date>, to: Option<Date>, granularity: Granularity, anchor: Option<Date>,
});
mirror!(MentionWire of Mention {
    party: Option<PartyId>, person: Option<PersonId>, sector: Option<String>, office: Option<String>, text: String, span: Span,
});
mirror!(HolderWire of Holder {
    source: Mention, kind: HolderKind, cue: String, cue_class: CueClass, content: Span, quote: Quote,
});
mirror!(AmountWire of Amount {
    low: f64, high: f64, unit: String, comparator: Comparator, of_what: String, span: Span,
});
mirror!(LocalityWire of Locality { id: String, within: Vec<String>, kind: String, name: String, span: Span });
mirror!(SpeakerWire of Speaker { name: String, mention: Mention, kind: HolderKind });
mirror!(TimeWire of TimeMention { text: String, interval: Interval, span: Span });
mirror!(ProposalWire of Proposal {
    name: String, tabled_by: Option<Mention>, elements: Vec<(Option<IssueId>, Span)>,
    responses: Vec<(Mention, ResponseKind, Span)>, holders: Vec<Holder>, words: Span,
});
mirror!(CommitmentWire of Commitment {
    owner: Vec<Mention>, action: String, due: Option<Interval>, status: CommitmentStatus, holders: Vec<Holder>, words: Span,
});
mirror!(AsideWire of Aside {
    kind: AsideKind, holders: Vec<Holder>, of: String, to: String, issues: Vec<IssueId>, parties: Vec<PartyId>,
    probability: Option<(Probability, Probability, &'static str)>, horizon: Option<Interval>, words: Span, details: Vec<Span>,
});
mirror!(NoteWire of Note { kind: NoteKind, message: String, span: Option<Span>, help: Option<String> });

/// What a statement holds beside its columns.
#[derive(Default)]
pub(crate) struct StatementDetail {
    pub holders: Vec<Holder>,
    pub actor: Vec<Mention>,
    pub recipient: Vec<Mention>,
    pub amount: Option<Amount>,
    pub deadline: Option<Interval>,
    pub occurred: Option<Interval>,
    pub said: Option<Interval>,
    pub published: Option<Interval>,
    pub horizon: Option<Interval>,
    pub place: Option<Locality>,
}
mirror!(StatementDetailWire of StatementDetail {
    holders: Vec<Holder>, actor: Vec<Mention>, recipient: Vec<Mention>, amount: Option<Amount>, deadline: Option<Interval>,
    occurred: Option<Interval>, said: Option<Interval>, published: Option<Interval>, horizon: Option<Interval>,
    place: Option<Locality>,
});

/// What a quotation holds beside its columns.
pub(crate) struct QuotationDetail {
    pub words: Vec<Span>,
    pub speaker: Option<Speaker>,
    pub cue: Option<(String, Span)>,
}
mirror!(QuotationDetailWire of QuotationDetail {
    words: Vec<Span>, speaker: Option<Speaker>, cue: Option<(String, Span)>,
});
