//! Columns and fields that name no company, and columns without a heading: only one in
//! which a cell grants is a problem.

use std::collections::HashMap;

use super::problem::Spot;
use crate::domain::{Answer, Sign};

/// All of them.
#[derive(Default)]
pub(super) struct UnknownColumns {
    all: Vec<Unknown>,
    /// Those of them without a heading, by column.
    unheaded: HashMap<u32, usize>,
    /// The fields of JSON among them.
    fields: HashMap<String, usize>,
}

/// One of them.
pub(super) struct Unknown {
    /// Empty if there is none.
    pub(super) heading: String,
    pub(super) position: Spot,
    /// Whether some cell holds a mark that grants.
    pub(super) marked: bool,
    /// Signs in its cells, whose meaning the whole file tells.
    pub(super) signs: Vec<Sign>,
}

impl UnknownColumns {
    /// Adds a column and answers its number.
    pub(super) fn add(&mut self, heading: &str, position: Spot) -> usize {
        let heading = heading.to_owned();
        self.all.push(Unknown { heading, position, marked: false, signs: Vec::new() });
        self.all.len() - 1
    }

    /// The number of a field of JSON, which is there first.
    pub(super) fn field(&mut self, key: &str, position: Spot) -> usize {
        if let Some(known) = self.fields.get(key) {
            return *known;
        }
        let at = self.add(key, position);
        self.fields.insert(key.to_owned(), at);
        at
    }

    /// A cell of a column holds this.
    pub(super) fn seen(&mut self, at: usize, mark: Option<Answer>) {
        let column = &mut self.all[at];
        match mark {
            Some(Answer::Yes) => column.marked = true,
            Some(Answer::Sign(sign)) if !column.signs.contains(&sign) => column.signs.push(sign),
            _ => {}
        }
    }

    /// A cell of a column without a heading holds this.
    pub(super) fn seen_without_heading(
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

    /// Takes them all out.
    pub(super) fn take(&mut self) -> Vec<Unknown> {
        std::mem::take(&mut self.all)
    }
}
