//! The first users and companies that come from a server, for whoever waits for the rest.

use super::describe::ServerTable;
use super::tables::USERS;
use super::values::{CopiedValue, copied};
use crate::domain::{ArrivedRow, JobProgress};

/// So many rows of a table fill the largest screen.
const MOST: u64 = 200;

/// Tells rows of lines of `COPY`, of which `before` were told or passed by before.
pub(super) fn tell<'a>(
    table: &ServerTable,
    lines: impl Iterator<Item = &'a [u8]>,
    before: u64,
    progress: &mut JobProgress<'_>,
) {
    let (is_users, is_companies) = (table.read.name == USERS, table.read.name == "hrm_company");
    if before >= MOST || !progress.tells_rows() || !(is_users || is_companies) {
        return;
    }
    let most = usize::try_from(MOST - before).unwrap_or(0);
    for line in lines.take(most) {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let fields: Vec<&[u8]> = line.split(|byte| *byte == b'\t').collect();
        let text = |name: &str| {
            let at = table.columns.iter().position(|column| column.name == name);
            let field = at.and_then(|at| Some((&table.columns[at], *fields.get(at)?)));
            field.map(|(column, field)| text_of(&copied(column.kind, field))).unwrap_or_default()
        };
        progress.tell_row(if is_users {
            let person = [text("first_name"), text("last_name")].join(" ").trim().to_owned();
            ArrivedRow::User { username: text("username"), person }
        } else {
            ArrivedRow::Company { code: text("code"), name: text("name") }
        });
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
