//! The users of a file, by their names in the file.

use std::rc::Rc;

use super::Collector;
use crate::exchange::import::cell::FileCell;
use crate::exchange::import::parsed_file::{SourceName, repeated};
use crate::exchange::import::problem::ProblemKind;
use crate::store::StoreError;

impl Collector<'_> {
    /// Adds the user of a hidden line, which is not read.
    pub(in crate::exchange::import) fn hidden_user(&mut self, cell: &FileCell, line: u64) {
        if self.hidden.insert(cell.text.clone()) {
            let text = cell.text.as_str().into();
            let position = (line, Some(cell.column));
            self.names.push(SourceName { text, position, repeated: false, is_hidden: true });
        }
    }

    /// Whether a cell is a username.
    pub(in crate::exchange::import) fn is_user(&self, cell: &FileCell) -> Result<bool, StoreError> {
        match self.store.find_user(cell.text.trim()) {
            Err(StoreError::NoSuchUser { .. }) => Ok(false),
            Err(StoreError::AmbiguousUser { .. }) => Ok(true),
            found => found.map(|_| true),
        }
    }

    /// The user of a line that is the user's only one; `None` if there was one
    /// before.
    pub(in crate::exchange::import) fn user_of_line(
        &mut self,
        cell: &FileCell,
        line: u64,
    ) -> Option<u32> {
        self.one_line_each = true;
        if let Some(name) = self.name_of.get(cell.text.as_str()) {
            let known = &mut self.names[*name as usize];
            known.repeated = true;
            let sentence = repeated(cell.text.trim(), self.unit, known.position.0);
            self.problem((line, Some(cell.column)), ProblemKind::DuplicateLine, sentence);
            return None;
        }
        Some(self.user(cell, line))
    }

    /// The user of this name.
    pub(in crate::exchange::import) fn user(&mut self, cell: &FileCell, line: u64) -> u32 {
        if let Some(name) = self.name_of.get(cell.text.as_str()) {
            return *name;
        }
        let text: Rc<str> = cell.text.as_str().into();
        let name = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let position = (line, Some(cell.column));
        self.apostrophes = self.apostrophes.after(&text);
        self.names.push(SourceName {
            text: Rc::clone(&text),
            position,
            repeated: false,
            is_hidden: false,
        });
        self.name_of.insert(text, name);
        name
    }
}
