//! Evaluates the tree of a filter, in the same way for both axes. Each axis evaluates the
//! terms.

use super::columns::ColumnCache;
use super::query::{Mask, Query};
use crate::domain::Cancel;
use crate::filter::{DateRange, FilterField, FilterState, GrantedRange, Node, NumberRange, Term};
use crate::store::{Store, StoreError};

/// What is needed to evaluate a term.
pub(super) struct Terms<'a, Id> {
    pub(super) store: &'a Store,
    pub(super) columns: &'a mut ColumnCache,
    pub(super) query: &'a Query<'a, Id>,
    pub(super) cancel: &'a Cancel,
}

impl<Id> Terms<'_, Id> {
    /// # Errors
    /// [`StoreError::Cancelled`] if the work was cancelled.
    pub(super) fn check_cancelled(&self) -> Result<(), StoreError> {
        if self.cancel.is_cancelled() { Err(StoreError::Cancelled) } else { Ok(()) }
    }

    /// The days that these ranges mean today, in the store's zone.
    pub(super) fn days(&self, ranges: &[GrantedRange]) -> Vec<DateRange> {
        let now = self.store.now();
        ranges.iter().filter_map(|range| range.on(now, self.store.zone)).collect()
    }
}

/// One axis: how many users or companies there are, and which of them match a term.
pub(super) trait Answers {
    /// # Errors
    /// [`StoreError::Cancelled`] if the work was cancelled.
    fn pause(&self) -> Result<(), StoreError>;

    fn length(&self) -> usize;

    fn text(&mut self, text: &str) -> Result<Mask, StoreError>;

    fn field(&mut self, field: FilterField, value: &str) -> Result<Mask, StoreError>;

    fn count(&mut self, ranges: &[NumberRange]) -> Result<Mask, StoreError>;

    fn effective(&mut self, ranges: &[NumberRange]) -> Result<Mask, StoreError>;

    fn granted(&mut self, ranges: &[GrantedRange]) -> Result<Mask, StoreError>;

    fn state(&mut self, state: FilterState) -> Result<Mask, StoreError>;

    /// The users or companies that match a node.
    fn node(&mut self, node: &Node) -> Result<Mask, StoreError> {
        self.pause()?;
        match node {
            Node::Term(term) => self.term(term),
            Node::Not(inner) => Ok(self.node(inner)?.into_iter().map(|flag| !flag).collect()),
            Node::And(nodes) => {
                let mut all = vec![true; self.length()];
                for node in nodes {
                    let mask = self.node(node)?;
                    all.iter_mut().zip(mask).for_each(|(flag, other)| *flag &= other);
                }
                Ok(all)
            }
            Node::Or(nodes) => self.any(nodes, Self::node),
        }
    }

    fn term(&mut self, term: &Term) -> Result<Mask, StoreError> {
        match term {
            Term::Text(text) => self.text(text),
            Term::Field(field, values) => self.any(values, |axis, value| axis.field(*field, value)),
            Term::Count(ranges) => self.count(ranges),
            Term::Effective(ranges) => self.effective(ranges),
            Term::Granted(ranges) => self.granted(ranges),
            Term::Is(states) => self.any(states, |axis, state| axis.state(*state)),
        }
    }

    /// The users or companies that match any of the parts.
    fn any<T>(
        &mut self,
        parts: &[T],
        one: impl Fn(&mut Self, &T) -> Result<Mask, StoreError>,
    ) -> Result<Mask, StoreError> {
        let mut any = vec![false; self.length()];
        for part in parts {
            self.pause()?;
            let mask = one(self, part)?;
            any.iter_mut().zip(mask).for_each(|(flag, other)| *flag |= other);
        }
        Ok(any)
    }
}

/// Whether any of the ranges contains the number.
pub(super) fn contains(ranges: &[NumberRange], number: u64) -> bool {
    ranges.iter().any(|range| range.contains(number))
}
