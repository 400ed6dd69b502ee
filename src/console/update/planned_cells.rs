//! Keeps the planned cells of the open preview up to date; there are none without a preview.

use super::super::dialogs::preview::PreviewDialog;
use super::super::frame::Console;
use super::super::state::{PlannedCells, State};
use crate::domain::{CompanyId, Operation, UserId};

/// Updates them if another preview is open than before.
pub(super) fn follow(console: &mut Console) {
    let opened = console.dialogs.opened();
    let Some(dialog) = console.dialogs.find::<PreviewDialog>() else {
        console.state.planned = None;
        return;
    };
    if console.state.planned.as_ref().is_some_and(|planned| planned.opened == opened) {
        return;
    }
    let bulk = &dialog.request.bulk;
    let state = &console.state;
    let operation = &bulk.operation;
    let source = operation.source();
    // Nothing is drawn for an import, and the row of a copied user may not be read yet; that
    // is not worth reading users for.
    let companies = match source {
        _ if matches!(operation, Operation::Import(_)) => None,
        Some(from) => companies_of(state, from),
        None => Some(bulk.companies.iter().cloned().collect()),
    };
    let planned = companies.map(|companies| {
        let users = bulk.users.iter().copied().filter(|user| Some(*user) != source).collect();
        PlannedCells { opened, users, companies, operation: operation.clone() }
    });
    console.state.planned = planned;
}

/// The companies granted to a user, if the row was read.
fn companies_of<C: FromIterator<CompanyId>>(state: &State, user: UserId) -> Option<C> {
    let row = state.rows.get(user)?;
    let all = state.companies.all();
    Some(row.companies.iter().filter_map(|at| Some(all.get(*at)?.id.clone())).collect())
}
