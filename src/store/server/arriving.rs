//! Reports users and companies as they arrive from a server, so that they can be shown before
//! the rest is there.

use super::binary_rows::BinaryField;
use super::binary_values::ValueRoom;
use super::describe::ServerTable;
use super::tables::USERS;
use super::values::CopiedValue;
use crate::domain::{JobProgress, ReceivedRow};
use crate::store::StoreError;

/// The maximum number of rows of a table to report: more than anybody browses before the rest
/// arrives.
const MOST: usize = 100_000;

/// The rows of a table that are reported.
pub(super) struct ArrivingRows<'a> {
    table: &'a ServerTable,
    is_users: bool,
    /// How many more rows are reported.
    left: usize,
    room: ValueRoom,
}

impl<'a> ArrivingRows<'a> {
    /// The reporter for this table; it reports nothing if nobody asked.
    pub(super) fn of(table: &'a ServerTable, progress: &JobProgress<'_>) -> Self {
        let is_users = table.read.name == USERS;
        let is_reported = progress.reports_rows() && (is_users || table.read.name == "hrm_company");
        Self {
            table,
            is_users,
            left: if is_reported { MOST } else { 0 },
            room: ValueRoom::default(),
        }
    }

    /// Reports rows.
    pub(super) fn report(
        &mut self,
        fields: &[BinaryField<'_>],
        progress: &mut JobProgress<'_>,
    ) -> Result<(), StoreError> {
        if self.left == 0 {
            return Ok(());
        }
        for row in fields.chunks(self.table.columns.len()).take(self.left) {
            let mut text = |name: &str| {
                let found = self.table.columns.iter().zip(row).find(|(it, _)| it.name == name);
                let Some((column, field)) = found else {
                    return Ok(String::new());
                };
                self.room.value(column, *field).map(|value| text_of(&value))
            };
            let row = if self.is_users {
                let person = [text("first_name")?, text("last_name")?].join(" ").trim().to_owned();
                ReceivedRow::User { username: text("username")?, person }
            } else {
                ReceivedRow::Company { code: text("code")?, name: text("name")? }
            };
            progress.report_row(row);
            self.left -= 1;
        }
        Ok(())
    }
}

fn text_of(value: &CopiedValue<'_>) -> String {
    match value {
        CopiedValue::Null => String::new(),
        CopiedValue::Integer(number) => number.to_string(),
        CopiedValue::Text(text) => text.clone().into_owned(),
        CopiedValue::Sent(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}
