//! The statistics of the status bar: counted by the worker, then updated with the difference
//! that each edit makes. The figures of each role are known only until the next edit.

use crate::domain::{RuleReport, Statistics, StatisticsDelta};

#[derive(Debug, Default)]
pub(crate) struct Counted {
    known: Option<Statistics>,
    roles: Option<RuleReport>,
    counting: bool,
    /// Whether something was written during the count, which may or may not have counted it.
    outdated: bool,
}

impl Counted {
    /// The newest figures.
    pub(crate) fn known(&self) -> Option<&Statistics> {
        self.known.as_ref()
    }

    /// The figures, if they are exact.
    pub(crate) fn exact(&self) -> Option<Statistics> {
        self.known.filter(|_| !self.counting)
    }

    /// The figures of each role and rule, if nothing was written since they were counted.
    pub(crate) fn roles(&self) -> Option<&RuleReport> {
        self.roles.as_ref().filter(|_| !self.counting)
    }

    /// Whether a count is in progress.
    pub(crate) fn is_counting(&self) -> bool {
        self.counting
    }

    /// Requests a count; returns true if it has to be started now.
    pub(crate) fn want(&mut self) -> bool {
        self.outdated = self.counting;
        !std::mem::replace(&mut self.counting, true)
    }

    /// Takes the result of a count; returns true if another one has to be started.
    pub(crate) fn counted(&mut self, report: RuleReport) -> bool {
        self.known = Some(report.statistics);
        self.roles = Some(report);
        self.stopped()
    }

    /// Must be called when a count has ended for any reason; returns true if another one has
    /// to be started.
    pub(crate) fn stopped(&mut self) -> bool {
        self.counting = std::mem::take(&mut self.outdated);
        self.counting
    }

    /// Applies the difference of an edit; returns true if a new count has to be started,
    /// because there is no difference.
    pub(crate) fn edited(&mut self, delta: Option<StatisticsDelta>) -> bool {
        self.roles = None;
        match (delta, &mut self.known) {
            (Some(delta), Some(known)) => {
                known.apply(delta);
                self.outdated = self.counting;
                false
            }
            _ => self.want(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(grants: u64) -> Statistics {
        Statistics { grants, ..Statistics::default() }
    }

    fn report(of: u64) -> RuleReport {
        RuleReport { statistics: grants(of), ..RuleReport::default() }
    }

    fn one_more() -> StatisticsDelta {
        StatisticsDelta { grants: 1, ..StatisticsDelta::default() }
    }

    #[test]
    fn an_edit_adjusts_known_figures_without_counting() {
        let mut counted = Counted::default();
        assert!(counted.want());
        assert!(!counted.counted(report(8)));
        assert!(!counted.edited(Some(one_more())));
        assert_eq!(counted.known(), Some(&grants(9)));
        assert!(!counted.is_counting());
        assert_eq!(counted.roles(), None, "no difference tells which role");
    }

    #[test]
    fn an_edit_during_a_count_is_followed_by_another_count() {
        let mut counted = Counted::default();
        assert!(counted.want());
        assert!(!counted.edited(Some(one_more())), "one is under way");
        assert!(counted.counted(report(8)), "it may have missed the edit");
        assert!(!counted.counted(report(9)));
        assert_eq!(counted.known(), Some(&grants(9)));
    }

    #[test]
    fn figures_are_counted_again_if_the_difference_is_unknown() {
        let mut counted = Counted::default();
        counted.want();
        counted.counted(report(8));
        assert!(counted.edited(None));
        assert!(counted.is_counting());
    }
}
