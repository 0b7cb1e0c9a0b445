//! KTAB's names of options and values, accepted beside ours in a model's printable string; it prints with ours.

/// An option as KTAB calls it, as we do, and its values likewise.
type Named = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const OPTIONS: &[Named] = &[
    (
        "VictoryProbModel",
        "victory",
        &[("Linear", "linear"), ("Square", "square"), ("Quartic", "quartic"), ("Octic", "octic"), ("Binary", "binary")],
    ),
    (
        "PCEModel",
        "election",
        &[("Conditional", "conditional"), ("MarkovUniform", "markov-uniform"), ("MarkovIncentive", "markov-incentive")],
    ),
    (
        "VotingRule",
        "voting",
        &[
            ("Prop", "proportional"),
            ("Proportional", "proportional"),
            ("Binary", "binary"),
            ("PropBin", "proportional-binary"),
            ("Cubic", "cubic"),
            ("PropCbc", "proportional-cubic"),
            ("PropCubic", "proportional-cubic"),
            ("ASymProsp", "asymmetric-prospect"),
        ],
    ),
    (
        "ThirdPartyCommit",
        "third-parties",
        &[("SemiCommit", "semi"), ("FullCommit", "full"), ("NoCommit", "none"), ("Semi", "semi"), ("No", "none")],
    ),
    ("BigRRange", "risk-range", &[("Min", "min"), ("Mid", "mid"), ("Max", "max")]),
    (
        "BigRAdjust",
        "risk-adjust",
        &[
            ("None", "none"),
            ("OneThird", "one-third"),
            ("Half", "half"),
            ("TwoThirds", "two-thirds"),
            ("Full", "full"),
            ("NoRA", "none"),
            ("OneThirdRA", "one-third"),
            ("HalfRA", "half"),
            ("TwoThirdsRA", "two-thirds"),
            ("FullRA", "full"),
        ],
    ),
    ("InterVecBrgn", "interpolation", &[("S1P1", "s1p1"), ("S2P2", "s2p2"), ("S2PMax", "s2pmax")]),
    (
        "BargnModel",
        "bargain",
        &[("InitOnlyInterp", "initiator"), ("InitRcvrInterp", "both"), ("PWCompInterp", "weighted")],
    ),
];

/// Our name of an option that KTAB calls `key`.
pub(crate) fn parameter(key: &str) -> Option<&'static str> {
    OPTIONS.iter().find(|(theirs, ..)| theirs.eq_ignore_ascii_case(key)).map(|(_, ours, _)| *ours)
}

/// Our word for KTAB's value of our parameter.
pub(crate) fn value(parameter: &str, value: &str) -> Option<&'static str> {
    let (_, _, values) = OPTIONS.iter().find(|(_, ours, _)| *ours == parameter)?;
    values.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(value)).map(|(_, ours)| *ours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Model;
    use crate::model::Values;

    #[test]
    fn every_value_is_one_of_ours() {
        let model = Model::parse("smp").unwrap();
        for (theirs, ours, values) in OPTIONS {
            let found = model.entry().parameters.iter().find(|p| p.name == *ours);
            let Some(Values::Words(words)) = found.map(|p| &p.values) else { panic!("{theirs}") };
            assert!(values.iter().all(|(_, word)| words.contains(word)), "{theirs}");
        }
    }

    #[test]
    fn an_option_in_the_words_of_ktab_is_the_same_model() {
        let theirs = Model::parse("smp(mode=ktab-compat, VotingRule=PropBin, BigRAdjust=HalfRA, InterVecBrgn=S1P1)");
        let ours =
            Model::parse("smp(mode=ktab-compat, voting=proportional-binary, risk-adjust=half, interpolation=s1p1)");
        assert_eq!(theirs.unwrap(), ours.unwrap());
        assert_eq!(parameter("StateTransitions"), None);
        assert!(Model::parse("smp(VotingRule=Loud)").unwrap_err().help.contains("proportional"));
    }
}
