//! Sets of mark indexes, stored as ranges because they are mostly consecutive.

use std::ops::Range;

/// Ascending indexes, as ranges that do not touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MarkRuns(Vec<Range<usize>>);

impl MarkRuns {
    /// All indexes up to a number.
    pub(super) fn up_to(count: usize) -> Self {
        let mut all = Self::default();
        all.add(0..count);
        all
    }

    /// Adds a range that does not begin before the last one.
    pub(super) fn add(&mut self, indexes: Range<usize>) {
        match self.0.last_mut() {
            _ if indexes.is_empty() => {}
            Some(last) if indexes.start <= last.end => last.end = last.end.max(indexes.end),
            _ => self.0.push(indexes),
        }
    }

    /// The indexes that are also in `others`, and those that are not.
    pub(super) fn split_by(&self, others: &Self) -> (Self, Self) {
        let (mut shared, mut rest) = (Self::default(), Self::default());
        let mut at = 0;
        for run in &self.0 {
            at += others.0[at..].partition_point(|other| other.end <= run.start);
            let mut start = run.start;
            for other in others.0[at..].iter().take_while(|other| other.start < run.end) {
                rest.add(start..other.start.max(start));
                let end = other.end.min(run.end);
                shared.add(other.start.max(start)..end);
                start = end;
            }
            rest.add(start..run.end);
        }
        (shared, rest)
    }

    /// Whether there are no indexes.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each index.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().cloned().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(indexes: &[usize]) -> MarkRuns {
        let mut runs = MarkRuns::default();
        for at in indexes {
            runs.add(*at..*at + 1);
        }
        runs
    }

    #[test]
    fn runs_of_equal_indexes_are_separate() {
        let all = MarkRuns::up_to(8);
        for (mine, others, shared, rest) in [
            (&all, &[1, 2, 5][..], &[1, 2, 5][..], &[0, 3, 4, 6, 7][..]),
            (&all, &[], &[], &[0, 1, 2, 3, 4, 5, 6, 7]),
            (&all, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], &[0, 1, 2, 3, 4, 5, 6, 7], &[]),
            (&runs(&[1, 3, 4, 9]), &[0, 1, 4, 5, 9, 9, 12], &[1, 4, 9], &[3]),
            (&runs(&[]), &[1], &[], &[]),
            (&MarkRuns::up_to(0), &[1], &[], &[]),
        ] {
            let (both, mine_alone) = mine.split_by(&runs(others));
            assert_eq!((both, mine_alone), (runs(shared), runs(rest)), "{mine:?} {others:?}");
        }
        assert_eq!(runs(&[2, 3, 3, 7]).iter().collect::<Vec<_>>(), [2, 3, 7]);
        assert!(MarkRuns::up_to(0).is_empty() && !all.is_empty());
    }
}
