//! The format in which a database writes ids, and new ids in that format.

use uuid::Uuid;

use crate::domain::IdSource;
use crate::store::sql_value::reads_as_number;

/// How the database writes UUIDs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdForm {
    /// 32 hex digits.
    Plain,
    /// With four dashes.
    Dashed,
}

/// The most ids of a large change that are sorted at a time.
const MOST: usize = 1 << 16;

/// Returns ids in batches that grow with the change. Each batch is in ascending order,
/// whatever the source: unsorted ids would send every new grant to another page of the primary
/// key's index.
pub(crate) struct NewIds<'a> {
    source: &'a mut dyn IdSource,
    form: IdForm,
    /// Descending, so that the next id is the last.
    batch: Vec<Uuid>,
    size: usize,
}

impl<'a> NewIds<'a> {
    pub(crate) fn new(source: &'a mut dyn IdSource, form: IdForm) -> Self {
        Self { source, form, batch: Vec::new(), size: 1 }
    }

    /// A new unique id, never one that a UUID column would store as a number.
    pub(crate) fn next(&mut self) -> String {
        loop {
            if let Some(id) = self.batch.pop() {
                let spelling = match self.form {
                    IdForm::Plain => id.simple().to_string(),
                    IdForm::Dashed => id.hyphenated().to_string(),
                };
                if !reads_as_number(&spelling) {
                    return spelling;
                }
            } else {
                self.batch.extend((0..self.size).map(|_| self.source.next_id()));
                self.batch.sort_unstable_by(|a, b| b.cmp(a));
                self.size = (self.size * 2).min(MOST);
            }
        }
    }
}
