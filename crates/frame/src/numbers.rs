//! Uncertain numbers of the process, as TOML has them and as a person says them.

use crate::problem::Problem;
use crate::tables::{Reading, as_number};
use terms::foresight::Quantity;
use toml_edit::Item;

/// The 90th percentile of the standard normal law: `[low, mode, high]` is the 10th percentile, the median and the 90th.
const Z90: f64 = 1.281_551_565_544_600_4;

/// What a number is of: a rate must be ≥ 0 and is spread by a factor; a coefficient may be negative.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// A hazard per month.
    Rate,
    /// A coefficient of a log-hazard.
    Coefficient,
}

/// Reads an uncertain number: one number, `[low, mode, high]`, or a law with its parameters.
pub(crate) fn quantity(table: &Reading<'_>, key: &str, of: Of) -> Option<Quantity> {
    let item = table.raw(key)?;
    let fail = |message: &str, help: &str| {
        table.complain(Problem::error(format!("`{key}` of {} {message}", table.called), table.span_at(key)).help(help));
        None
    };
    match law(item, of) {
        Ok(quantity) => Some(quantity),
        Err(Fault::Shape) => fail("is no distribution", FORMS),
        Err(Fault::Order) => fail("is out of order", "write [low, mode, high] with low ≤ mode ≤ high"),
        Err(Fault::Negative) => fail(
            "is not a rate",
            "a rate is ≥ 0 a month; a spread one has a low > 0: write [low, mode, high], such as [0.01, 0.03, 0.09]",
        ),
        Err(Fault::Parameter) => fail("has a parameter out of range", FORMS),
    }
}

const FORMS: &str = "write one number, [low, mode, high] (10th percentile, median, 90th), { gamma = [shape, rate] }, \
                     { lognormal = [median, sigma] } or { normal = [mean, sd] }";

enum Fault {
    Shape,
    Order,
    Negative,
    Parameter,
}

fn law(item: &Item, of: Of) -> Result<Quantity, Fault> {
    if let Some(number) = item.as_value().and_then(as_number) {
        return match (number.is_finite(), of == Of::Rate && number < 0.0) {
            (false, _) => Err(Fault::Parameter),
            (_, true) => Err(Fault::Negative),
            _ => Ok(Quantity::Point(number)),
        };
    }
    if let Some(array) = item.as_array() {
        let numbers: Option<Vec<f64>> = array.iter().map(|v| as_number(v).filter(|n| n.is_finite())).collect();
        return match numbers.as_deref() {
            Some(&[low, mode, high]) if low <= mode && mode <= high => spread(low, mode, high, of),
            Some([_, _, _]) => Err(Fault::Order),
            _ => Err(Fault::Shape),
        };
    }
    let table = item.as_table_like().filter(|t| t.len() == 1).ok_or(Fault::Shape)?;
    let (name, value) = table.iter().next().ok_or(Fault::Shape)?;
    let numbers: Option<Vec<f64>> = value.as_array().and_then(|a| a.iter().map(as_number).collect());
    let Some(&[a, b]) = numbers.as_deref() else { return Err(Fault::Shape) };
    let (quantity, fit) = match name {
        "gamma" => (Quantity::Gamma { shape: a, rate: b }, a > 0.0 && b > 0.0),
        "lognormal" => (Quantity::Lognormal { median: a, sigma: b }, a > 0.0 && b >= 0.0),
        "normal" if of == Of::Rate => return Err(Fault::Negative),
        "normal" => (Quantity::Normal { mean: a, sd: b }, b >= 0.0),
        _ => return Err(Fault::Shape),
    };
    if fit && a.is_finite() && b.is_finite() { Ok(quantity) } else { Err(Fault::Parameter) }
}

/// `[low, mode, high]` as a law: lognormal for a rate, normal for a coefficient, with that median and the given width.
fn spread(low: f64, mode: f64, high: f64, of: Of) -> Result<Quantity, Fault> {
    match of {
        _ if low == high => Ok(Quantity::Point(mode)),
        Of::Rate if low <= 0.0 => Err(Fault::Negative),
        Of::Rate => Ok(Quantity::Lognormal { median: mode, sigma: libm::log(high / low) / (2.0 * Z90) }),
        Of::Coefficient => Ok(Quantity::Normal { mean: mode, sd: (high - low) / (2.0 * Z90) }),
    }
}

/// The mean, in the unit of the number: what a run takes that draws no parameters.
pub(crate) fn mean(quantity: Quantity) -> f64 {
    match quantity {
        Quantity::Point(value) => value,
        Quantity::Gamma { shape, rate } => shape / rate,
        Quantity::Lognormal { median, sigma } => median * libm::exp(sigma * sigma / 2.0),
        Quantity::Normal { mean, .. } => mean,
    }
}

/// The number multiplied by a factor ≥ 0.
pub(crate) fn times(quantity: Quantity, factor: f64) -> Quantity {
    match quantity {
        Quantity::Point(value) => Quantity::Point(value * factor),
        _ if factor == 0.0 => Quantity::Point(0.0),
        Quantity::Gamma { shape, rate } => Quantity::Gamma { shape, rate: rate / factor },
        Quantity::Lognormal { median, sigma } => Quantity::Lognormal { median: median * factor, sigma },
        Quantity::Normal { mean, sd } => Quantity::Normal { mean: mean * factor, sd: sd * factor },
    }
}

/// The number as TOML that reads back to the same bits.
pub(crate) fn to_toml(quantity: Quantity) -> String {
    match quantity {
        Quantity::Point(value) => number(value),
        Quantity::Gamma { shape, rate } => format!("{{ gamma = [{}, {}] }}", number(shape), number(rate)),
        Quantity::Lognormal { median, sigma } => format!("{{ lognormal = [{}, {}] }}", number(median), number(sigma)),
        Quantity::Normal { mean, sd } => format!("{{ normal = [{}, {}] }}", number(mean), number(sd)),
    }
}

/// A number as TOML: the shortest form that reads back to the same bits.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value}");
    if text.contains('.') || !value.is_finite() { text } else { format!("{text}.0") }
}

/// A number as a person reads it: two significant digits.
pub(crate) fn plain(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let digits = (1.0 - libm::floor(libm::log10(value.abs()))).clamp(0.0, 6.0) as usize;
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A text as TOML: one line, quoted and escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => shown.push_str("\\\""),
            '\\' => shown.push_str("\\\\"),
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            c if c.is_control() => shown.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => shown.push(c),
        }
    }
    shown + "\""
}

/// Texts as a TOML list.
pub(crate) fn quoted_list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    format!("[{}]", texts.into_iter().map(quoted).collect::<Vec<_>>().join(", "))
}

/// Numbers as a TOML list; whole ones without a point, as they read back the same.
pub(crate) fn number_list(numbers: &[f64]) -> String {
    format!("[{}]", numbers.iter().map(|n| format!("{n}")).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_so_that_toml_reads_them_back() {
        for text in ["", "plain", "a \"b\" \\ c", "line\nbreak\ttab", "bell\u{7} del\u{7f} nel\u{85}", "été → 東京"]
        {
            let toml = format!("a = {}", quoted(text));
            assert_eq!(toml_edit::Document::parse(toml.as_str()).unwrap()["a"].as_str(), Some(text));
        }
    }

    #[test]
    fn plain_numbers_have_two_digits() {
        let shown: Vec<String> = [0.0, 0.0345, 0.5, 1.0, 12.34, 250.0, -0.333].into_iter().map(plain).collect();
        assert_eq!(shown, ["0", "0.035", "0.5", "1", "12", "250", "-0.33"]);
    }
}
