//! How a text names rows: one ladder of fits, from which each policy takes its steps.

use super::Fit;

/// The fits that count when a text is looked up, best first. The first that any row has
/// decides: rows that fit worse are not meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NamePolicy {
    steps: &'static [Fit],
    /// Whether an upper-case letter makes a text case-sensitive.
    has_smart_case: bool,
}

impl NamePolicy {
    /// For one user, company, tenant or role: in commands, forms, files, pasted lists and the
    /// history.
    pub(crate) const LOOKUP: Self = Self {
        steps: &[Fit::Exact, Fit::Escaped, Fit::Trimmed, Fit::Folded],
        has_smart_case: false,
    };

    /// For a value of a filter, which may mean several: the escapes in it are decoded first.
    pub(crate) const FILTER: Self =
        Self { steps: &[Fit::Exact, Fit::SmartCase, Fit::Folded, Fit::Part], has_smart_case: true };

    /// The rows on the first step that has any; `on_step` returns those with a fit.
    pub(crate) fn first_step<T>(self, on_step: impl FnMut(Fit) -> Option<T>) -> Option<T> {
        self.steps.iter().copied().find_map(on_step)
    }

    /// Whether upper and lower case differ for this text.
    pub(crate) fn is_case_sensitive(self, text: &str) -> bool {
        self.has_smart_case && text.chars().any(char::is_uppercase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_takes_its_steps_from_one_ladder() {
        for policy in [NamePolicy::LOOKUP, NamePolicy::FILTER] {
            assert!(policy.steps.is_sorted(), "{policy:?}");
            let mut tried = Vec::new();
            let found = policy.first_step(|fit| {
                tried.push(fit);
                (fit == Fit::Folded).then_some(fit)
            });
            assert_eq!(found, Some(Fit::Folded));
            let end = policy.steps.iter().position(|fit| *fit == Fit::Folded).expect("a step");
            assert_eq!(tried, policy.steps[..=end], "no worse step is tried");
        }
    }

    #[test]
    fn only_filters_tell_upper_case_from_lower_case() {
        let sensitive = |policy: NamePolicy| ["ada", "Ada"].map(|it| policy.is_case_sensitive(it));
        assert_eq!(sensitive(NamePolicy::LOOKUP), [false, false]);
        assert_eq!(sensitive(NamePolicy::FILTER), [false, true]);
    }
}
