//! Processor time and memory of parsing the lines of a file: `cargo run --release -p english --example speed -- FILE 20`.
//!
//! Linux only: the figures come from `/proc/self`.

use english::English;

#[expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool of the developer, not part of the room")]
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(args.get(1).expect("the name of a file of texts, one a line")).expect("a file");
    let times: usize = args.get(2).and_then(|n| n.parse().ok()).unwrap_or(20);
    // Ticks of a hundredth of a second in user and in system mode.
    let used = || {
        let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        (fields[11].parse::<f64>().unwrap_or(0.0) + fields[12].parse::<f64>().unwrap_or(0.0)) / 100.0
    };
    let begun = std::time::Instant::now();
    let english = English::load();
    let load = begun.elapsed();
    let before = used();
    let tokens: usize = (0..times).flat_map(|_| text.lines()).map(|line| english.parse(line).tokens.len()).sum();
    let seconds = used() - before;
    println!(
        "load {load:?}; {tokens} tokens in {seconds:.2} s of processor time: {:.0} tokens/s",
        tokens as f64 / seconds
    );
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    println!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default());
}
