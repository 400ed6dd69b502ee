//! The cells of one change, read page by page while they are printed: there
//! may be millions.

use std::cell::Cell;

use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::domain::{ChangeCell, ChangeId};
use crate::store::{Store, StoreError};

/// The number of cells read at a time.
const PAGE: usize = 1000;

/// A cell as `--json` prints it.
#[derive(Serialize)]
pub(super) struct CellJson<'a> {
    username: &'a str,
    company_code: &'a str,
    company_name: &'a str,
    user_id: i64,
    company_id: &'a str,
    /// True if the grant was added, false if it was removed.
    added: bool,
}

/// Visits the cells of a change, at most `limit`.
pub(super) fn for_each_cell<E: From<StoreError>>(
    store: &Store,
    id: ChangeId,
    limit: usize,
    mut visit: impl FnMut(ChangeCell) -> Result<(), E>,
) -> Result<(), E> {
    let (mut left, mut after) = (limit, None);
    while left > 0 {
        let most = left.min(PAGE);
        let cells = store.change_cells(id, after, most)?;
        let is_last = cells.len() < most;
        left -= cells.len();
        after = cells.last().map(|cell| cell.cursor);
        cells.into_iter().try_for_each(&mut visit)?;
        if is_last {
            break;
        }
    }
    Ok(())
}

/// The cells of a change, read while they are written.
pub(super) struct CellsOf<'a> {
    store: &'a Store,
    id: ChangeId,
    limit: usize,
    /// An error of the store, which a serializer cannot pass on.
    error: Cell<Option<StoreError>>,
}

impl<'a> CellsOf<'a> {
    pub(super) fn new(store: &'a Store, id: ChangeId, limit: usize) -> Self {
        Self { store, id, limit, error: Cell::default() }
    }

    /// Why the cells could not be read.
    pub(super) fn take_error(&self) -> Option<StoreError> {
        self.error.take()
    }
}

/// An error while cells are written.
enum WriteError<E> {
    Store(StoreError),
    Output(E),
}

impl<E> From<StoreError> for WriteError<E> {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Serialize for CellsOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(None)?;
        let written = for_each_cell(self.store, self.id, self.limit, |cell| {
            sequence.serialize_element(&CellJson::of(&cell)).map_err(WriteError::Output)
        });
        match written {
            Ok(()) => sequence.end(),
            Err(WriteError::Output(error)) => Err(error),
            Err(WriteError::Store(error)) => {
                let reported = S::Error::custom(&error);
                self.error.set(Some(error));
                Err(reported)
            }
        }
    }
}

impl<'a> CellJson<'a> {
    pub(super) fn of(cell: &'a ChangeCell) -> Self {
        let named = &cell.named;
        Self {
            username: &named.username,
            company_code: &named.company_code,
            company_name: &named.company_name,
            user_id: named.cell.user.0,
            company_id: named.cell.company.as_str(),
            added: cell.added,
        }
    }
}
