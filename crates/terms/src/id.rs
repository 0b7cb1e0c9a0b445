//! Names of things: each kind of id is its own type. A copy of an id shares its string.

use std::sync::Arc;

/// Declares an id: a string that names one thing and is never parsed.
macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the string as it is.
            pub fn new(name: impl Into<Arc<str>>) -> $name { $name(name.into()) }
            /// The string.
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { out.pad(&self.0) }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> $name { $name(name.into()) }
        }
    };
}

id!(
    /// The bytes of a source: lower-case hex of their BLAKE3 hash (first 16 bytes). Equal for exact copies.
    TextId
);
id!(
    /// One report: lower-case hex of the hash of its [`TextId`], its path below the case and its record number, so
    /// that exact copies stay two reports.
    ReportId
);
id!(
    /// A party: the id of a state (ISO 3166-1 alpha-3, lower case) or of an organisation, as in the lexicon, or of a
    /// party declared in `case.toml`.
    PartyId
);
id!(
    /// A person: a slug as in the lexicon (`angela-merkel`), or made from the name as written where the lexicon has none.
    PersonId
);
id!(
    /// An issue, as in the lexicon or declared in `case.toml`.
    IssueId
);
id!(
    /// A group: one proposition. Made from what the proposition is about, so it is the same whatever the order of reports.
    GroupId
);

/// One statement: a report and a running number in its reading.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId {
    /// The report it stands in.
    pub report: ReportId,
    /// Running number in the reading, from 0.
    pub number: u32,
}
