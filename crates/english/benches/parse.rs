//! Tokens per second: `cargo bench -p english`.

use divan::Bencher;
use divan::counter::ItemsCount;
use english::English;

fn main() {
    divan::main();
}

/// The recorded sentences: about 1,400 tokens.
fn sentences() -> Vec<String> {
    let rows: serde_json::Value = serde_json::from_str(include_str!("../tests/recorded.json")).unwrap_or_default();
    let texts = rows.as_array().into_iter().flatten().filter_map(|row| row["text"].as_str());
    texts.map(str::to_owned).collect()
}

#[divan::bench]
fn parse(bencher: Bencher) {
    let (english, sentences) = (English::load(), sentences());
    let tokens: usize = sentences.iter().map(|s| english.tokenize(s).len()).sum();
    bencher
        .counter(ItemsCount::new(tokens))
        .bench_local(|| sentences.iter().map(|s| english.parse(s).tokens.len()).sum::<usize>());
}

#[divan::bench]
fn tokenize(bencher: Bencher) {
    let (english, sentences) = (English::load(), sentences());
    let tokens: usize = sentences.iter().map(|s| english.tokenize(s).len()).sum();
    bencher
        .counter(ItemsCount::new(tokens))
        .bench_local(|| sentences.iter().map(|s| english.tokenize(s).len()).sum::<usize>());
}
