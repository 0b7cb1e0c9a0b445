//! Where the stacks stand, and how one is briefed.

use detente::{Case, wire};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use terms::{Date, Plan};

/// A stack of reports with its expectations.
pub struct Stack {
    pub name: &'static str,
    /// Folder of the reports, below the repository.
    reports: &'static str,
    /// What is expected, below the folder of this test.
    expected: &'static str,
}

pub const STACKS: &[Stack] = &[
    Stack { name: "riyadh", reports: "cases/riyadh/reports", expected: "riyadh.expected.toml" },
    Stack { name: "vienna2015", reports: "cases/vienna2015/reports", expected: "vienna2015.expected.toml" },
    Stack {
        name: "mackerel",
        reports: "crates/detente/tests/stacks/mackerel/reports",
        expected: "mackerel/expected.toml",
    },
    Stack { name: "havana", reports: "crates/detente/tests/stacks/havana/reports", expected: "havana/expected.toml" },
];

impl Stack {
    pub fn reports(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(self.reports)
    }

    pub fn expected(&self) -> String {
        load(&here(self.expected))
    }

    /// Name and bytes of each report, in order.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        files_of(&self.reports())
    }
}

/// Draws a lens in these tests: enough to run every step, few enough to be quick.
const DRAWS: u32 = 16;

pub fn plan() -> Plan {
    Plan {
        seed: 1,
        draws: DRAWS,
        threads: 2,
        as_of: None,
        today: Date::constant(2026, 1, 1),
        lenses: Vec::new(),
        models: Vec::new(),
        total: 0,
    }
}

pub fn open(paths: &[PathBuf]) -> Case {
    Case::open(paths, &|_| {}).unwrap_or_else(|e| panic!("{paths:?}: {e:?}"))
}

/// The wire JSON of a folder under the usual plan on two threads, made once.
pub fn usual(folder: &Path) -> Value {
    static MADE: Mutex<BTreeMap<PathBuf, Value>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry(folder.to_owned()).or_insert_with(|| on_threads(2, &[folder.to_owned()])).clone()
}

/// The wire JSON under the usual plan, with so many threads for everything.
pub fn on_threads(threads: usize, paths: &[PathBuf]) -> Value {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| brief(paths, &Plan { threads, ..plan() }))
}

/// The wire JSON of bare reports.
pub fn brief(paths: &[PathBuf], plan: &Plan) -> Value {
    let case = open(paths);
    let (brief, assessed) = case.brief(plan, &|_| {}).unwrap_or_else(|e| panic!("{paths:?}: {e:?}"));
    serde_json::to_value(wire::brief(&case, &brief, &assessed)).unwrap()
}

/// Every value of the JSON that is a span: it has `report`, `start`, `end` and `exact`.
pub fn spans(value: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    let is_span = ["report", "start", "end", "exact"].iter().all(|k| value.get(k).is_some());
    if is_span {
        found.push(value);
    }
    match value {
        Value::Array(items) => found.extend(items.iter().flat_map(spans)),
        Value::Object(map) => found.extend(map.values().flat_map(spans)),
        _ => {}
    }
    found
}

pub fn files_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().flatten().map(|e| e.path()).collect();
    paths.sort();
    paths.iter().map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), bytes(p))).collect()
}

/// Expectations that hold, stack by stack, as reached so far.
pub fn floors() -> BTreeMap<String, usize> {
    toml::from_str(&load(&here("floors.toml"))).unwrap()
}

pub fn raise_floors(floors: &BTreeMap<String, usize>, counts: &BTreeMap<String, usize>) {
    let mut text =
        String::from("# Expectations that hold, as reached so far: may only rise. UPDATE_FLOORS=1 raises them.\n");
    for (name, held) in counts {
        let floor = floors.get(name).copied().unwrap_or(0).max(*held);
        text.push_str(&format!("{name} = {floor}\n"));
    }
    save(&here("floors.toml"), &text);
}

fn here(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stacks").join(below)
}

#[expect(clippy::disallowed_methods, reason = "a test is steered by the environment")]
pub fn asked(name: &str) -> bool {
    std::env::var(name).is_ok()
}

#[expect(clippy::disallowed_methods, reason = "a test reads its expectations")]
pub fn load(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the bytes of its reports")]
fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "a test writes reports, floors and, when asked, the schema")]
pub fn save(path: &Path, contents: impl AsRef<[u8]>) {
    std::fs::write(path, contents).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}
