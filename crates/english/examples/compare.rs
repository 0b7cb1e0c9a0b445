//! Compares our parses with spaCy's: `cargo run --release -p english --example compare -- FILE.json [show]`.
//!
//! The file is recorded as `docs/manual/english.md` says. With `show`, every difference is printed.

#[path = "../tests/common/mod.rs"]
mod common;

#[expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool of the developer, not part of the room")]
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let json = std::fs::read_to_string(args.get(1).expect("the name of a recorded file")).expect("a readable file");
    let mut agreement = common::Agreement::default();
    for row in common::rows(&json) {
        agreement.add(english::English::load(), &row, args.len() > 2);
    }
    println!("{agreement}");
}
