//! Reads what is to be copied, up to the length that terminals accept.

use crate::console::clipboard::{MOST, safe_lines};
use crate::console::dialogs::why::{LATEST, LOOKED_THROUGH, WhyDialog};
use crate::console::message::{DialogAnswer, Message};
use crate::console::plans::{CopiedText, CopySource};
use crate::domain::{Cancel, Cell, UserId};
use crate::exchange::harmless;
use crate::store::{AccessRow, Store, StoreError};
use crate::text;

/// The number of users read at once.
const CHUNK: usize = 500;

/// The least number of bytes of a username with its line break.
const LEAST: usize = 2;

/// Reads a text to copy.
pub(crate) fn read(store: &Store, what: &str, source: &CopySource) -> Result<Message, StoreError> {
    let text = match source {
        CopySource::Text(text) => Some(safe_lines(text.lines())),
        CopySource::Usernames(users) => usernames(store, users)?,
        CopySource::Row(user) => Some(row(store, *user)?),
        CopySource::Why(cell) => Some(why(store, cell)?),
    };
    let text = text.filter(|text| text.len() <= MOST);
    let copied = CopiedText { what: what.to_owned(), text };
    Ok(Message::Dialog(DialogAnswer::CopyRead(copied)))
}

/// The usernames, one on each line; `None` as soon as there are too many.
fn usernames(store: &Store, users: &[UserId]) -> Result<Option<String>, StoreError> {
    if users.len() * LEAST > MOST {
        return Ok(None);
    }
    let mut lines = String::new();
    for chunk in users.chunks(CHUNK) {
        for row in store.access_rows(chunk)? {
            lines += if lines.is_empty() { "" } else { "\n" };
            lines += &text::safe(&row.user.username);
        }
        if lines.len() > MOST {
            return Ok(None);
        }
    }
    Ok(Some(lines))
}

/// Name, role, home company, status and granted companies of a user, with tabs in between; a
/// spreadsheet takes none of them for a formula.
fn row(store: &Store, user: UserId) -> Result<String, StoreError> {
    let Some(AccessRow { user, companies, .. }) = store.access_rows(&[user])?.pop() else {
        return Ok(String::new());
    };
    let code = |at: &usize| store.companies()[*at].code.clone();
    let home = user.home_company.as_ref();
    let home = home.and_then(|home| store.companies().iter().find(|it| it.id == *home));
    let codes: Vec<String> = companies.iter().map(code).collect();
    let cells = [
        user.username.clone(),
        user.full_name.clone(),
        user.email.clone(),
        user.role.clone(),
        home.map(|home| home.code.clone()).unwrap_or_default(),
        if user.active { "active" } else { "inactive" }.to_owned(),
        codes.join(", "),
    ];
    let cells = cells.map(|cell| text::safe(&harmless(&cell)).into_string());
    Ok(cells.join("\t"))
}

/// The explanation of a cell.
fn why(store: &Store, cell: &Cell) -> Result<String, StoreError> {
    let why = store.why(cell.user, Some(&cell.company), LOOKED_THROUGH, &Cancel::default())?;
    let latest = store.latest_changes(cell.user, LATEST, LOOKED_THROUGH)?;
    Ok(WhyDialog::new(why, latest, cell.clone(), false).text())
}
