//! HTML: to be written.
use crate::Hint;
use crate::decode::{Decoder, Record};
use terms::Noted;
pub(crate) const DECODER: Decoder = Decoder { name: "HTML", sniff: |_, _| 0, decode };
fn decode(_: &[u8], _: &Hint) -> Noted<Vec<Record>> {
    Noted::clean(Vec::new())
}
