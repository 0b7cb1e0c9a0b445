//! First and total Sobol indices of groups of inputs, from runs at the points of a Saltelli design.
//!
//! Draws at space-filling points hold no total index: what a group takes part in shows only where it alone is changed.
//! Here every issue, party, factor and ladder is a group, and so is the choice of lens, which is one more input with its
//! lenses equally likely. Groups may overlap: an index is of one group against all other inputs.

use crate::variance::{self, Saltelli};
use terms::Bounded;
use terms::assessment::{GroupShare, Inputs, PartKind, TotalRuns};

/// Resamplings behind each interval.
const BOOTSTRAPS: u32 = 200;

/// A design for the groups of some inputs; its coordinates are the inputs in their order, then the lens if there are two.
#[derive(Clone, Debug)]
pub struct Totals {
    groups: Vec<(PartKind, String, u32)>,
    design: Saltelli,
    lenses: usize,
    inputs: usize,
}

impl Totals {
    /// The design with `base` points; `None` without inputs or points.
    pub fn new(inputs: &Inputs, seed: u64, base: u32) -> Option<Totals> {
        let members = members(inputs);
        let lenses = inputs.lenses.len();
        let mut groups: Vec<(PartKind, String, u32)> =
            members.iter().map(|(kind, name, of)| (*kind, name.clone(), of.len() as u32)).collect();
        let mut columns: Vec<Vec<usize>> = members.into_iter().map(|(_, _, of)| of).collect();
        let dimensions = inputs.inputs.len() + usize::from(lenses > 1);
        if lenses > 1 {
            groups.push((PartKind::Lens, "which lens".into(), 1));
            columns.push(vec![inputs.inputs.len()]);
        }
        let design = Saltelli::new(seed, dimensions, columns, base)?;
        Some(Totals { groups, design, lenses, inputs: inputs.inputs.len() })
    }

    /// Runs that it needs.
    pub fn rows(&self) -> usize {
        self.design.rows()
    }

    /// The coordinates of a row, strictly between 0 and 1, and the index of its lens.
    pub fn row(&self, row: usize) -> (Vec<f64>, usize) {
        let mut at = self.design.row(row);
        let lens = at.get(self.inputs).map_or(0, |u| (u * self.lenses as f64) as usize).min(self.lenses.max(1) - 1);
        at.truncate(self.inputs);
        (at, lens)
    }

    /// The indices of every group for one scenario; nothing where it does not vary.
    pub(crate) fn shares(&self, runs: &TotalRuns, scenario: usize) -> Vec<GroupShare> {
        let outputs: Vec<f64> = runs.rows.iter().filter_map(|r| r.get(scenario)).copied().collect();
        let Some(found) = variance::indices(&self.design, &outputs, BOOTSTRAPS, runs.seed) else { return Vec::new() };
        // an estimate may leave 0..1 by the luck of the points; the share cannot
        let share =
            |b: Bounded| Bounded::new(b.value.clamp(0.0, 1.0), b.low().clamp(0.0, 1.0), b.high().clamp(0.0, 1.0));
        let one = |((kind, name, inputs), i): (&(PartKind, String, u32), variance::Indices)| GroupShare {
            kind: *kind,
            name: name.clone(),
            inputs: *inputs,
            first: share(i.first),
            total: share(i.total),
        };
        self.groups.iter().zip(found).map(one).collect()
    }
}

/// Issues, parties, factors and ladders with their inputs, in the order in which inputs name them.
pub(crate) fn members(inputs: &Inputs) -> Vec<(PartKind, String, Vec<usize>)> {
    let mut members: Vec<(PartKind, String, Vec<usize>)> = Vec::new();
    for (i, input) in inputs.inputs.iter().enumerate() {
        for (kind, name) in &input.parts {
            match members.iter_mut().find(|(k, n, _)| k == kind && n == name) {
                Some((_, _, of)) => of.push(i),
                None => members.push((*kind, name.clone(), vec![i])),
            }
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::assessment::Input;

    fn inputs() -> Inputs {
        let of = [(PartKind::Issue, "border"), (PartKind::Issue, "border"), (PartKind::Party, "Aland")];
        let input = |(k, (kind, name)): (usize, &(PartKind, &str))| Input {
            name: format!("x{k}"),
            label: format!("x{k}"),
            parts: vec![(*kind, (*name).to_owned())],
            group: String::new(),
            basis: String::new(),
        };
        Inputs {
            inputs: of.iter().enumerate().map(input).collect(),
            lenses: vec!["one".into(), "two".into()],
            ..Inputs::default()
        }
    }

    fn shares(model: impl Fn(&[f64], usize) -> f64) -> Vec<GroupShare> {
        let totals = Totals::new(&inputs(), 3, 2048).unwrap();
        let rows = (0..totals.rows()).map(|row| {
            let (u, lens) = totals.row(row);
            vec![model(&u, lens)]
        });
        totals.shares(&TotalRuns { base: 2048, seed: 3, rows: rows.collect() }, 0)
    }

    #[test]
    fn what_a_group_does_with_another_is_in_its_total_and_not_in_its_first_index() {
        // the product of two centred inputs has no first index: all of it is what they do together
        let found = shares(|u, _| 0.5 + (u[0] - 0.5) * (u[2] - 0.5));
        let (border, party, lens) = (&found[0], &found[1], &found[2]);
        assert!(border.first.unwrap().value < 0.05 && (border.total.unwrap().value - 1.0).abs() < 0.1, "{border:?}");
        assert!(party.first.unwrap().value < 0.05 && (party.total.unwrap().value - 1.0).abs() < 0.1, "{party:?}");
        assert_eq!(lens.total.unwrap().value, 0.0);
    }

    #[test]
    fn a_group_holds_all_its_inputs_and_the_lens_is_an_input() {
        // variances: 4/12 + 4/12 of the border, 1/4 · 4 of the lens
        let found = shares(|u, lens| 2.0 * u[0] + 2.0 * u[1] + 2.0 * lens as f64);
        assert!((found[0].first.unwrap().value - 0.4).abs() < 0.05, "{found:?}");
        assert!((found[2].first.unwrap().value - 0.6).abs() < 0.05, "{found:?}");
        assert!((found[0].inputs, found[2].inputs) == (2, 1) && found[1].total.unwrap().value < 1e-9);
    }

    #[test]
    fn without_points_there_is_no_design() {
        assert!(Totals::new(&inputs(), 1, 0).is_none() && Totals::new(&Inputs::default(), 1, 8).is_none());
    }
}
