//! The licence of every dependency against the allow-list, the third-party notice and the bill of materials.

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Licences that may be linked in.
const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
    "0BSD",
    "CDLA-Permissive-2.0",
    "BSL-1.0",
];

/// Runs `licences [--write]`.
pub fn run(args: &[String]) -> Result<(), String> {
    let packages = shipped()?;
    let refused: Vec<String> = packages
        .iter()
        .filter(|p| !allows(licence(p)))
        .map(|p| format!("{} {}: `{}`", text(p, "name"), text(p, "version"), licence(p)))
        .collect();
    if !refused.is_empty() {
        return Err(format!("not on the allow-list:\n  {}\nuse another library", refused.join("\n  ")));
    }
    let notice = notice(&packages);
    let bill = format!("{:#}\n", bill(&packages));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (name, text) in [("THIRD-PARTY.md", &notice), ("sbom.cdx.json", &bill)] {
        renew(&root.join(name), text, args.iter().any(|a| a == "--write"))?;
    }
    println!("licences: {} libraries, all allowed", packages.len());
    Ok(())
}

fn renew(path: &PathBuf, text: &str, write: bool) -> Result<(), String> {
    if write {
        return std::fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()));
    }
    let old = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    if old == text {
        return Ok(());
    }
    Err(format!("{} is out of date; renew it with: cargo xtask licences --write", path.display()))
}

/// Packages that the binary links in, sorted by name and version: reachable from `cli` by normal and build dependencies.
fn shipped() -> Result<Vec<Value>, String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .map_err(|e| format!("cargo metadata: {e}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|e| e.to_string())?;
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    let nodes = list(&metadata["resolve"]["nodes"]);
    let packages = list(&metadata["packages"]);
    let start = packages.iter().find(|p| text(p, "name") == "cli").map(|p| text(p, "id").to_owned());
    let mut todo: Vec<String> = start.into_iter().collect();
    let mut seen = std::collections::BTreeSet::new();
    while let Some(id) = todo.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let node = nodes.iter().find(|n| text(n, "id") == id);
        for dependency in node.map(|n| list(&n["deps"])).unwrap_or_default() {
            let kinds = list(&dependency["dep_kinds"]);
            if kinds.iter().any(|k| k["kind"].as_str() != Some("dev")) {
                todo.push(text(&dependency, "pkg").to_owned());
            }
        }
    }
    let mut out: Vec<Value> =
        packages.into_iter().filter(|p| seen.contains(text(p, "id")) && !p["source"].is_null()).collect();
    out.sort_by(|a, b| (text(a, "name"), text(a, "version")).cmp(&(text(b, "name"), text(b, "version"))));
    Ok(out)
}

fn text<'a>(package: &'a Value, key: &str) -> &'a str {
    package[key].as_str().unwrap_or_default()
}

fn licence(package: &Value) -> &str {
    package["license"].as_str().unwrap_or("none stated")
}

/// Whether an SPDX expression can be met from the allow-list: `OR` needs one part, `AND` every part.
fn allows(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let inner = expression.trim();
    let parts = |word: &str| split_outside(inner, word);
    let or = parts(" OR ");
    if or.len() > 1 {
        return or.iter().any(|p| allows(p));
    }
    let and = parts(" AND ");
    if and.len() > 1 {
        return and.iter().all(|p| allows(p));
    }
    match inner.strip_prefix('(').and_then(|s| s.strip_suffix(')')) {
        Some(bare) => allows(bare),
        None => ALLOWED.contains(&inner),
    }
}

fn split_outside(text: &str, word: &str) -> Vec<String> {
    let (mut depth, mut from, mut parts) = (0i32, 0, Vec::new());
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth == 0 && text[i..].starts_with(word) && i >= from => {
                parts.push(text[from..i].to_owned());
                from = i + word.len();
            }
            _ => {}
        }
    }
    parts.push(text[from.min(text.len())..].to_owned());
    parts
}

fn notice(packages: &[Value]) -> String {
    let mut out = String::from(
        "# Third-party libraries\n\nWhat the binary links in, with the licence each states. Written by `cargo xtask licences \
         --write`.\n\nThe English model (`crates/english/model.bin`) has its own licence and provenance beside it.\n\n\
         | library | version | licence | repository |\n|---|---|---|---|\n",
    );
    for p in packages {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            text(p, "name"),
            text(p, "version"),
            licence(p),
            text(p, "repository")
        );
    }
    out
}

fn bill(packages: &[Value]) -> Value {
    let components: Vec<Value> = packages
        .iter()
        .map(|p| {
            json!({
                "type": "library", "name": text(p, "name"), "version": text(p, "version"),
                "purl": format!("pkg:cargo/{}@{}", text(p, "name"), text(p, "version")),
                "licenses": [{ "expression": licence(p).replace('/', " OR ") }],
            })
        })
        .collect();
    json!({ "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components })
}

#[cfg(test)]
mod tests {
    use super::allows;

    #[test]
    fn expressions_are_met_from_the_allow_list() {
        assert!(allows("MIT OR Apache-2.0") && allows("MIT/GPL-3.0") && allows("(MIT OR GPL-3.0) AND Unicode-3.0"));
        assert!(allows("Apache-2.0 WITH LLVM-exception OR GPL-2.0"));
        assert!(!allows("GPL-3.0") && !allows("MIT AND MPL-2.0") && !allows("none stated"));
    }
}
