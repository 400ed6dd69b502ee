//! The menu of what can be copied.

use crate::console::dialogs::cursor::ListCursor;
use crate::console::number::counted;
use crate::console::plans::CopySource;
use crate::console::state::{Pane, State};
use crate::domain::UserId;

/// A line of the menu.
#[derive(Clone, Debug)]
pub(super) struct CopyEntry {
    /// What it is, for the menu and the message.
    pub(super) what: String,
    /// The text itself, or a description of it.
    pub(super) shown: String,
    pub(super) source: CopySource,
}

/// The menu.
#[derive(Debug)]
pub(crate) struct CopyDialog {
    pub(super) entries: Vec<CopyEntry>,
    pub(super) cursor: ListCursor,
}

impl CopyDialog {
    /// What can be copied now; `None` if there is nothing.
    pub(super) fn new(state: &State) -> Option<Self> {
        let mut entries = Vec::new();
        let mut add = |what: &str, shown: String, source: CopySource| {
            entries.push(CopyEntry { what: what.to_owned(), shown, source });
        };
        let in_companies = state.focus == Pane::Companies;
        let company = state.companies.current();
        let text = |text: &str| (text.to_owned(), CopySource::Text(text.to_owned()));
        if let Some(company) = company.filter(|_| in_companies) {
            let (shown, source) = text(&company.code);
            add("company code", shown, source);
            let (shown, source) = text(&company.name);
            add("company name", shown, source);
        }
        if let Some(row) = state.cursor_row() {
            let user = &row.user;
            let names = [
                ("username", &user.username),
                ("full name", &user.full_name),
                ("e-mail address", &user.email),
            ];
            for (what, name) in names.into_iter().filter(|(_, name)| !name.is_empty()) {
                let (shown, source) = text(name);
                add(what, shown, source);
            }
        }
        if let Some(company) = company.filter(|_| !in_companies) {
            let (shown, source) = text(&company.code);
            add("company code", shown, source);
        }
        if !state.marks.users.is_empty() {
            let mut users: Vec<UserId> = state.marks.users.iter().copied().collect();
            users.sort_unstable();
            let shown = counted(users.len() as u64, "username", "usernames");
            add("marked users", shown, CopySource::Usernames(users));
        }
        if in_companies {
            let codes: Vec<&str> = state.companies.shown().map(|it| it.code.as_str()).collect();
            if !codes.is_empty() {
                let shown = counted(codes.len() as u64, "code", "codes");
                add("companies shown", shown, CopySource::Text(codes.join("\n")));
            }
        } else if state.users.complete && state.users.len() > 0 {
            let shown = counted(state.users.len() as u64, "username", "usernames");
            add("users shown", shown, CopySource::Usernames(state.users.shown().to_vec()));
        }
        if let Some(row) = state.cursor_row() {
            let shown = "username, names, role, home, status, companies";
            add("row with tabs", shown.to_owned(), CopySource::Row(row.user.id));
        }
        if let (Some(cell), Some(row), Some(company)) =
            (state.cursor_cell(), state.cursor_row(), company)
        {
            let shown = format!("{} × {}: the answer of why", row.user.username, company.code);
            add("why", shown, CopySource::Why(cell));
        }
        let cursor = ListCursor::default();
        (!entries.is_empty()).then_some(Self { entries, cursor })
    }
}
