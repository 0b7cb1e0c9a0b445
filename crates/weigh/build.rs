//! A short name of the room's own code and tables: it changes with every rule, so that what was compared with others is
//! known to be stale.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=src");
    let mut files = Vec::new();
    gather(Path::new("src"), &mut files);
    files.sort();
    let hash = files.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, path| hashed(hash, path));
    println!("cargo:rustc-env=WEIGH_RULES={hash:016x}");
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
