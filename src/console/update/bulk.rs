//! Bulk changes: the selection, and the operation.

use super::super::dialogs::hidden;
use super::super::effect::Effect;
use super::super::frame::Console;
use super::super::keymap::Action;
use super::super::number::count;
use super::super::state::{CellState, CopiedCompanies, Notice, State, Tone};
use super::{bulk_preview, loading, marks};
use crate::domain::{Bulk, CompanyId, Operation, UserId};

/// Performs the action of a bulk change; returns false for any other action.
pub(crate) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) -> bool {
    match action {
        Action::GrantSelection => request_preview(console, &Operation::Grant, effects),
        Action::RevokeSelection => request_preview(console, &Operation::Revoke, effects),
        Action::SetSelection => request_preview(console, &Operation::Set, effects),
        Action::GrantShown | Action::Populate if !loading::has_all_users(&mut console.state) => {}
        Action::GrantShown => {
            let users = console.state.users.shown().to_vec();
            let companies =
                console.state.companies.shown().map(|company| company.id.clone()).collect();
            bulk_preview::open(
                console,
                Bulk { operation: Operation::Grant, users, companies },
                effects,
            );
        }
        Action::Populate => {
            let users = console.state.users.shown().to_vec();
            let bulk = Bulk { operation: Operation::Populate, users, companies: Vec::new() };
            bulk_preview::open(console, bulk, effects);
        }
        Action::CopyCompanies => copy_companies(&mut console.state),
        Action::AddCopied | Action::ReplaceWithCopied => {
            match console.state.copied.as_ref().map(|copied| copied.from) {
                Some(from) if action == Action::AddCopied => {
                    request_preview(console, &Operation::Copy { from }, effects);
                }
                Some(from) => request_preview(console, &Operation::Replace { from }, effects),
                None => {
                    let copy = console.state.key(Action::CopyCompanies);
                    let text = format!("press {copy} on a user first to copy their companies");
                    inform(&mut console.state, text);
                }
            }
        }
        _ => return false,
    }
    true
}

/// If users are marked, a checkbox is about all of them: Space grants them the company, or
/// revokes it if all have it.
pub(super) fn toggle_box(console: &mut Console, effects: &mut Vec<Effect>) {
    let state = &mut console.state;
    let index = state.companies.index(state.companies.cursor);
    let Some(company) = state.companies.current().map(|company| company.id.clone()) else {
        return;
    };
    let held = state.marks.held.as_ref();
    let held = index.zip(held).and_then(|(index, held)| held.counts.granted.get(index));
    let Some(held) = held else {
        return inform(state, "still counting the companies of the marked users; try again");
    };
    let all = *held >= state.marks.users.len() as u64;
    let operation = if all { Operation::Revoke } else { Operation::Grant };
    let of = |which| Bulk {
        operation: operation.clone(),
        users: selected_users(state, which),
        companies: vec![company.clone()],
    };
    let (all, shown) = (of(MarkedPart::AllMarked), of(MarkedPart::OnlyShown));
    hidden::preview_or_ask(console, all, shown, effects);
}

/// Requests a preview of toggling the cell under the cursor; returns false if the cell is not
/// known.
pub(super) fn preview_toggle(console: &mut Console, effects: &mut Vec<Effect>) -> bool {
    let state = &console.state;
    let now = state.cell(state.cursor_row(), state.companies.cursor);
    let (Some(cell), true) = (state.cursor_cell(), now != CellState::Unknown) else {
        return false;
    };
    let operation = if now.is_granted() { Operation::Revoke } else { Operation::Grant };
    let bulk = Bulk { operation, users: vec![cell.user], companies: vec![cell.company] };
    bulk_preview::open(console, bulk, effects);
    true
}

/// Requests a preview of an operation on the selection.
fn request_preview(console: &mut Console, operation: &Operation, effects: &mut Vec<Effect>) {
    marks::close_range(&mut console.state, effects);
    let of = |which| Bulk {
        operation: operation.clone(),
        users: selected_users(&console.state, which),
        // Operations that find their own companies need none here.
        companies: if operation.needs_companies() {
            selected_companies(&console.state, which)
        } else {
            Vec::new()
        },
    };
    let (all, shown) = (of(MarkedPart::AllMarked), of(MarkedPart::OnlyShown));
    hidden::preview_or_ask(console, all, shown, effects);
}

/// Which of the marked users and companies to use.
#[derive(Clone, Copy)]
enum MarkedPart {
    AllMarked,
    OnlyShown,
}

/// The marked users, otherwise the cursor's.
fn selected_users(state: &State, which: MarkedPart) -> Vec<UserId> {
    let marked = &state.marks.users;
    match which {
        _ if marked.is_empty() => state.users.current().into_iter().collect(),
        MarkedPart::AllMarked => sorted(marked.iter().copied()),
        MarkedPart::OnlyShown => {
            sorted(state.users.shown().iter().copied().filter(|user| marked.contains(user)))
        }
    }
}

/// The marked companies, otherwise the cursor's.
fn selected_companies(state: &State, which: MarkedPart) -> Vec<CompanyId> {
    let marked = &state.marks.companies;
    let shown = state.companies.shown().map(|company| company.id.clone());
    match which {
        _ if marked.is_empty() => {
            state.companies.current().map(|company| company.id.clone()).into_iter().collect()
        }
        MarkedPart::AllMarked => marked.iter().cloned().collect(),
        MarkedPart::OnlyShown => shown.filter(|id| marked.contains(id)).collect(),
    }
}

fn sorted(users: impl Iterator<Item = UserId>) -> Vec<UserId> {
    let mut users: Vec<UserId> = users.collect();
    users.sort_unstable();
    users
}

fn copy_companies(state: &mut State) {
    let Some(row) = state.cursor_row() else {
        return inform(state, "no user here to copy companies from");
    };
    let name = &row.user.username;
    let (add, replace) = (state.key(Action::AddCopied), state.key(Action::ReplaceWithCopied));
    let text = match row.count() {
        0 => format!(
            "{name} has no companies · {replace} would remove all companies from the selected users"
        ),
        1 => format!(
            "copied 1 company from {name} · {add} adds it to the selected users, {replace} replaces theirs"
        ),
        many => format!(
            "copied {} companies from {name} · {add} adds them to the selected users, {replace} \
             replaces theirs",
            count(many)
        ),
    };
    let (from, person) = (row.user.id, Some(row.user.person));
    let copied = CopiedCompanies { from, person, name: row.user.username.clone() };
    state.copied = Some(copied);
    state.notice = Some(Notice::new(Tone::Info, text));
}

fn inform(state: &mut State, text: impl Into<String>) {
    state.notice = Some(Notice::new(Tone::Info, text));
}
