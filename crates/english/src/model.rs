//! Reads `model.bin`: named sections with weights, tables and patterns. `xtask model` is the writer.
//!
//! The file is part of the crate, so a malformed one is a mistake of the build, not of a user: reading it panics.

use std::collections::BTreeMap;

/// The model file, as `cargo xtask model` wrote it.
static BYTES: &[u8] = include_bytes!("../model.bin");
/// First bytes of the file; the number counts layouts.
const MAGIC: &[u8] = b"detente english 1\n";

/// The sections of the model file by name.
pub struct Model(BTreeMap<&'static str, &'static [u8]>);

/// A matrix or table of 16-bit floats as it stands in the file.
pub struct Halves {
    /// Its dimensions, outermost first.
    pub shape: Vec<usize>,
    /// Two bytes for each number, little end first.
    pub bytes: &'static [u8],
}

/// Reads records: 16-bit lengths and counts, strings, hashes.
pub struct Records {
    rest: &'static [u8],
    /// How many records there are.
    pub count: usize,
}

impl Model {
    /// The model that is part of this crate.
    pub fn open() -> Model {
        let mut rest = Records { rest: BYTES, count: 0 };
        assert!(rest.take(MAGIC.len()) == MAGIC, "model.bin is not of this layout: run `cargo xtask model`");
        let mut sections = BTreeMap::new();
        for _ in 0..rest.u32() {
            let n = usize::from(rest.take(1)[0]);
            let name = utf8(rest.take(n));
            let n = rest.u32();
            sections.insert(name, rest.take(n));
        }
        Model(sections)
    }

    fn section(&self, name: &str) -> &'static [u8] {
        self.0.get(name).unwrap_or_else(|| panic!("model.bin has no section `{name}`: run `cargo xtask model`"))
    }

    /// A section of text.
    pub fn text(&self, name: &str) -> &'static str {
        utf8(self.section(name))
    }

    /// A section of records.
    pub fn records(&self, name: &str) -> Records {
        let mut records = Records { rest: self.section(name), count: 0 };
        records.count = records.u32();
        records
    }

    /// A section of 32-bit floats.
    pub fn vector(&self, name: &str) -> Vec<f32> {
        let (_, bytes) = self.tensor(name);
        bytes.chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect()
    }

    /// A section of 16-bit floats.
    pub fn halves(&self, name: &str) -> Halves {
        let (shape, bytes) = self.tensor(name);
        assert_eq!(bytes.len(), 2 * shape.iter().product::<usize>(), "{name}");
        Halves { shape, bytes }
    }

    fn tensor(&self, name: &str) -> (Vec<usize>, &'static [u8]) {
        let mut rest = Records { rest: self.section(name), count: 0 };
        let dims = usize::from(rest.take(1)[0]);
        ((0..dims).map(|_| rest.u32()).collect(), rest.rest)
    }
}

impl Halves {
    /// All numbers as 32-bit floats.
    pub fn to_floats(&self) -> Vec<f32> {
        self.bytes.chunks_exact(2).map(|c| float(u16::from_le_bytes([c[0], c[1]]))).collect()
    }
}

/// A finite 16-bit float as a 32-bit float, exactly.
///
/// The exponent is moved by a multiplication, which treats the small (subnormal) ones rightly too.
#[inline(always)]
pub fn float(half: u16) -> f32 {
    const TWO_TO_112: f32 = f32::from_bits((112 + 127) << 23);
    let magnitude = f32::from_bits(u32::from(half & 0x7fff) << 13) * TWO_TO_112;
    f32::from_bits(magnitude.to_bits() | u32::from(half & 0x8000) << 16)
}

impl Records {
    fn take(&mut self, n: usize) -> &'static [u8] {
        let (head, tail) = self.rest.split_at(n);
        self.rest = tail;
        head
    }

    fn u32(&mut self) -> usize {
        let b = self.take(4);
        u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize
    }

    /// The next 64-bit hash.
    pub fn hash(&mut self) -> u64 {
        self.take(8).iter().rev().fold(0, |n, &b| n << 8 | u64::from(b))
    }

    /// The next count.
    pub fn next_count(&mut self) -> usize {
        let b = self.take(2);
        usize::from(u16::from_le_bytes([b[0], b[1]]))
    }

    /// The next string.
    pub fn next_text(&mut self) -> &'static str {
        let n = self.next_count();
        utf8(self.take(n))
    }
}

fn utf8(bytes: &'static [u8]) -> &'static str {
    std::str::from_utf8(bytes).expect("model.bin holds UTF-8 text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_become_floats_exactly() {
        for (half, x) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0001, 5.9604645e-8),
            (0x03ff, 6.097555e-5),
            (0x3555, 0.33325195),
        ] {
            assert_eq!(float(half), x);
        }
        assert!(float(0x8000).is_sign_negative());
    }

    #[test]
    fn the_model_file_says_where_it_is_from() {
        let model = Model::open();
        assert!(model.text("provenance").starts_with("e94cbf6c242453a8"));
        assert_eq!(model.halves("tagger/W").shape, [50, 96]);
    }
}
