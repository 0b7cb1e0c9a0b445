//! The plan of the house: which crate may depend on which. A new line here is a change of the house and comes with
//! ten lines in `docs/decisions/`.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Each crate of the house and the crates of the house that it may use; with `*`, in tests only.
const PLAN: &[(&str, &[&str])] = &[
    ("terms", &[]),
    ("chance", &[]),
    ("english", &["*testing"]),
    ("testing", &[]),
    ("ingest", &["terms", "*testing"]),
    ("read", &["terms", "english", "*testing", "*ingest"]),
    ("weigh", &["terms", "*testing", "*ingest", "*read"]),
    ("frame", &["terms", "*testing", "*foresee"]),
    ("estimate", &["terms", "*testing", "*ingest", "*read", "*weigh", "*frame"]),
    ("bargain", &["terms", "chance", "*testing"]),
    ("foresee", &["terms", "chance", "*testing", "*frame"]),
    ("appraise", &["terms", "chance", "*testing"]),
    ("brief", &["terms", "*testing"]),
    ("store", &["terms", "*testing"]),
    (
        "detente",
        &[
            "terms", "chance", "ingest", "read", "weigh", "frame", "estimate", "bargain", "foresee", "appraise",
            "brief", "store", "*testing",
        ],
    ),
    ("cli", &["detente", "terms", "*testing"]),
];

/// Crates that may use every room, since they ship nothing.
const FREE: &[&str] = &["xtask"];

/// Libraries that must not come into the default build: heavy, or of another taste (`docs/decisions`).
const NOT_HERE: &[&str] =
    &["arrow", "parquet", "duckdb", "tantivy", "sqlx", "wgpu", "ratatui", "figment", "openssl-sys", "tokio"];

#[test]
fn every_crate_uses_only_what_the_plan_allows() {
    let mut wrong = Vec::new();
    for (name, uses) in house() {
        if FREE.contains(&name.as_str()) {
            continue;
        }
        let Some((_, allowed)) = PLAN.iter().find(|(n, _)| *n == name) else {
            wrong.push(format!("`{name}` is not in the plan: add it to PLAN, with ten lines in docs/decisions/"));
            continue;
        };
        for (other, development) in uses {
            let normal = allowed.contains(&other.as_str());
            let in_tests = allowed.contains(&format!("*{other}").as_str());
            if !(normal || development && in_tests) {
                wrong.push(sentence(&name, &other, development));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn sentence(name: &str, other: &str, development: bool) -> String {
    let what = if development { "tests of" } else { "crate" };
    format!(
        "{what} `{name}` uses `{other}`: a room depends on `terms` and on no other room; only `detente` composes them. \
         If two rooms must agree on something, it is a type in `terms`."
    )
}

#[test]
fn the_plan_names_no_crate_that_is_gone() {
    let house = house();
    let gone: Vec<_> = PLAN.iter().filter(|(n, _)| !house.contains_key(*n)).map(|(n, _)| *n).collect();
    assert!(gone.is_empty(), "in the plan and not in the tree: {gone:?}");
}

#[test]
fn heavy_libraries_stay_out() {
    let lock = include_str!("../../../Cargo.lock");
    let found: Vec<_> = NOT_HERE.iter().filter(|n| lock.contains(&format!("name = \"{n}\"\n"))).collect();
    assert!(found.is_empty(), "in Cargo.lock and not wanted: {found:?}; see docs/decisions/");
}

/// Crates of the house, with the crates of the house each uses and whether only in tests.
fn house() -> BTreeMap<String, BTreeSet<(String, bool)>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let names: BTreeSet<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    packages
        .iter()
        .map(|p| {
            let uses = p["dependencies"].as_array().into_iter().flatten().filter_map(|d| {
                let name = d["name"].as_str().filter(|n| names.contains(n))?;
                Some((name.to_owned(), d["kind"].as_str() == Some("dev")))
            });
            (p["name"].as_str().unwrap_or_default().to_owned(), uses.collect())
        })
        .collect()
}
