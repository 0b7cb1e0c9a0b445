//! A short name of the room's own code and tables: it changes with every rule, so that what was compared with others is
//! known to be stale. And the trees of the models of pairs, packed, so that no program has to parse them.

use std::path::{Path, PathBuf};
use trees::{Forest, Packed};

#[path = "src/pairs/packing.rs"]
mod packing;
#[path = "src/pairs/trees.rs"]
#[expect(dead_code, reason = "the build asks no tree")]
mod trees;

fn main() {
    println!("cargo:rerun-if-changed=src");
    let mut files = Vec::new();
    gather(Path::new("src"), &mut files);
    files.sort();
    let hash = files.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, path| hashed(hash, path));
    println!("cargo:rustc-env=WEIGH_RULES={hash:016x}");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("a folder to build in"));
    for path in files.iter().filter(|path| path.extension().is_some_and(|e| e == "trees")) {
        pack(path, &out);
    }
}

fn gather(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the sources").map(|e| e.expect("a source").path()) {
        if entry.is_dir() { gather(&entry, files) } else { files.push(entry) }
    }
}

#[expect(clippy::disallowed_methods, reason = "a build script reads the sources, the room does not")]
fn hashed(hash: u64, path: &Path) -> u64 {
    let bytes = std::fs::read(path).expect("a source");
    bytes.iter().fold(hash, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[expect(clippy::disallowed_methods, reason = "a build script reads the sources, the room does not")]
fn pack(path: &Path, out: &Path) {
    let text = std::fs::read_to_string(path).expect("trees");
    let packed = Forest::read(&text).as_ref().and_then(Packed::of).unwrap_or_else(|| panic!("{}", path.display()));
    std::fs::write(out.join(path.file_name().expect("a name")), packed.write()).expect("room for the trees");
}
