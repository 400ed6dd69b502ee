//! The statistics of the status bar: counted by the worker, then kept up by
//! the difference that each edit makes. What each role comes to is known only
//! until the next edit.

use crate::domain::{RuleReport, Statistics, StatisticsDelta};

#[derive(Debug, Default)]
pub(crate) struct Counted {
    known: Option<Statistics>,
    roles: Option<RuleReport>,
    counting: bool,
    /// Something was written while the count was under way: it may have been
    /// counted or not.
    outdated: bool,
}

impl Counted {
    /// The newest figures.
    pub(crate) fn known(&self) -> Option<&Statistics> {
        self.known.as_ref()
    }

    /// The figures, if they hold to the last cell.
    pub(crate) fn exact(&self) -> Option<Statistics> {
        self.known.filter(|_| !self.counting)
    }

    /// What each role's rule comes to, if nothing was written since it was
    /// counted.
    pub(crate) fn roles(&self) -> Option<&RuleReport> {
        self.roles.as_ref().filter(|_| !self.counting)
    }

    /// Whether a count is under way.
    pub(crate) fn is_counting(&self) -> bool {
        self.counting
    }

    /// Notes that a count is wanted; true if it has to be started now.
    pub(crate) fn want(&mut self) -> bool {
        self.outdated = self.counting;
        !std::mem::replace(&mut self.counting, true)
    }

    /// Takes a finished count in; true if another one has to be started.
    pub(crate) fn counted(&mut self, report: RuleReport) -> bool {
        self.known = Some(report.statistics);
        self.roles = Some(report);
        self.stopped()
    }

    /// Notes that a count ended, well or not; true if another one has to be
    /// started.
    pub(crate) fn stopped(&mut self) -> bool {
        self.counting = std::mem::take(&mut self.outdated);
        self.counting
    }

    /// Takes the difference of an edit in; true if only a new count can tell,
    /// and has to be started.
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
    fn an_edit_moves_known_figures_without_a_count() {
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
    fn without_a_difference_it_is_counted_again() {
        let mut counted = Counted::default();
        counted.want();
        counted.counted(report(8));
        assert!(counted.edited(None));
        assert!(counted.is_counting());
    }
}
