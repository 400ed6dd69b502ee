//! Columns and fields that are not companies, and columns without a heading. One is a problem
//! only if a cell in it grants.

use std::collections::HashMap;

use super::problem::Spot;
use crate::domain::{Answer, Sign};

/// All such columns and fields.
#[derive(Default)]
pub(super) struct UnknownColumns {
    all: Vec<Unknown>,
    /// The columns without a heading, by number.
    unheaded: HashMap<u32, usize>,
    /// The fields of JSON, by name.
    fields: HashMap<String, usize>,
}

/// One such column or field.
pub(super) struct Unknown {
    /// Empty if there is none.
    pub(super) heading: String,
    pub(super) position: Spot,
    /// Whether a cell has a mark that grants.
    pub(super) marked: bool,
    /// Signs in its cells, whose meaning depends on the whole file.
    pub(super) signs: Vec<Sign>,
}

impl UnknownColumns {
    /// Adds a column and returns its number.
    pub(super) fn add(&mut self, heading: &str, position: Spot) -> usize {
        let heading = heading.to_owned();
        self.all.push(Unknown { heading, position, marked: false, signs: Vec::new() });
        self.all.len() - 1
    }

    /// The number of a field of JSON; adds it if it is new.
    pub(super) fn field(&mut self, key: &str, position: Spot) -> usize {
        if let Some(known) = self.fields.get(key) {
            return *known;
        }
        let at = self.add(key, position);
        self.fields.insert(key.to_owned(), at);
        at
    }

    /// Records the value of a cell.
    pub(super) fn seen(&mut self, at: usize, mark: Option<Answer>) {
        let column = &mut self.all[at];
        match mark {
            Some(Answer::Yes) => column.marked = true,
            Some(Answer::Sign(sign)) if !column.signs.contains(&sign) => column.signs.push(sign),
            _ => {}
        }
    }

    /// Records the value of a cell in a column without a heading.
    pub(super) fn record_without_heading(
        &mut self,
        (line, column): (u64, u32),
        mark: Option<Answer>,
    ) {
        let at = match self.unheaded.get(&column) {
            Some(at) => *at,
            None => self.add("", (line, Some(column))),
        };
        self.unheaded.insert(column, at);
        self.seen(at, mark);
    }

    /// Takes all of them.
    pub(super) fn take(&mut self) -> Vec<Unknown> {
        std::mem::take(&mut self.all)
    }
}
