//! Reads the names and addresses of all users.

use std::num::TryFromIntError;

use rusqlite::Row;

use super::parts::{for_each_user, in_parts};
use crate::domain::{Cancel, UserId};
use crate::store::reading::all_names::AllNames;
use crate::store::reading::users::select_users_from;
use crate::store::select::columns::texts::{END, TextColumns, TextPiece};
use crate::store::select::matcher::has_wide;
use crate::store::sql_value::text_of;
use crate::store::{Store, StoreError};

/// The number of users of a piece. A vector of all names would take twice its size while it
/// grows.
const PIECE: usize = 50_000;

impl TextColumns {
    pub(super) fn read(
        store: &Store,
        ids: &[UserId],
        names: &AllNames,
        cancel: &Cancel,
    ) -> Result<Self, StoreError> {
        let sql = select_users_from(&store.schema.user_columns);
        let parts = in_parts(store, ids, |connection, ids| {
            let mut pieces: Vec<TextPiece> = Vec::new();
            let mut names = names.in_order(ids.first().copied().unwrap_or(UserId(0)));
            for_each_user(connection, &sql, ids, cancel, |id, row| {
                if pieces.last().is_none_or(|piece| piece.starts.len() == PIECE) {
                    finish_last(&mut pieces);
                    pieces.push(TextPiece::default());
                }
                let last = pieces.len() - 1;
                pieces[last].add(row, names.of(id))
            })?;
            finish_last(&mut pieces);
            Ok(pieces)
        })?;
        Ok(Self::new(parts.into_iter().flatten().collect()))
    }
}

impl TextPiece {
    /// Adds the texts of a user, who may be gone; `name` is the one of the employee record.
    fn add(&mut self, row: Option<&Row<'_>>, name: Option<&str>) -> Result<(), StoreError> {
        self.starts.push(u32::try_from(self.bytes.len()).map_err(too_long)?);
        let Some(row) = row else {
            self.bytes.extend([END; 3]);
            return Ok(());
        };
        self.bytes.extend(text_of(row.get_ref(1)?).as_bytes());
        self.bytes.push(END);
        let (first, last) = (text_of(row.get_ref(2)?), text_of(row.get_ref(3)?));
        if let Some(name) = name {
            self.bytes.extend(name.as_bytes());
        } else if first.is_empty() || last.is_empty() {
            self.bytes.extend(first.trim().as_bytes());
            self.bytes.extend(last.trim().as_bytes());
        } else {
            self.bytes.extend(format!("{first} {last}").trim().as_bytes());
        }
        self.bytes.push(END);
        self.bytes.extend(text_of(row.get_ref(4)?).as_bytes());
        self.bytes.push(END);
        Ok(())
    }

    /// Ends a piece to which all of its users have been added.
    fn finish(&mut self) {
        self.bytes.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.has_wide = has_wide(&self.bytes);
    }
}

fn finish_last(pieces: &mut [TextPiece]) {
    if let Some(piece) = pieces.last_mut() {
        piece.finish();
    }
}

fn too_long(_: TryFromIntError) -> StoreError {
    StoreError::Impossible("the names of some users together are too long to be searched".into())
}
