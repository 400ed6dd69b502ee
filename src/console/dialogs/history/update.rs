//! Handles the history of changes: reading it, and opening one change.

use super::look_up::understand;
use super::{HistoryDialog, PAGE, by_user, filter_line};
use crate::console::dialogs::cursor::ListCursor;
use crate::console::dialogs::list::ListDialog;
use crate::console::dialogs::undo;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::keymap::Action;
use crate::console::number::{number, plus_and_minus};
use crate::console::plans::ChangeDescriptions;
use crate::console::state::State;
use crate::domain::{Cell, Change, ChangeCell, ChangeRow, RowEdit};
use crate::filter::HistoryFilter;

/// The number of changes, from the first visible one, that are described at once.
const LOOKED_AT: usize = 120;

/// Opens the history of all changes.
pub(crate) fn open(console: &mut Console, effects: &mut Vec<Effect>) {
    let dialog = HistoryDialog::default();
    effects.push(Effect::ReadHistory(dialog.query()));
    console.dialogs.open(dialog);
}

/// Opens the history by user of the changes that match a filter.
pub(crate) fn open_by_user(console: &mut Console, text: &str, effects: &mut Vec<Effect>) {
    let Ok(filter) = HistoryFilter::parse(text) else {
        return;
    };
    console.dialogs.open(HistoryDialog { wants_by_user: true, ..HistoryDialog::default() });
    effects.push(understand(&console.state, text.to_owned(), filter));
}

/// Opens the history of the changes that match a filter.
pub(crate) fn open_filtered(console: &mut Console, text: &str, effects: &mut Vec<Effect>) {
    if let Ok(filter) = HistoryFilter::parse(text) {
        console.dialogs.open(HistoryDialog::default());
        effects.push(understand(&console.state, text.to_owned(), filter));
    }
}

/// Opens the history of a cell, with these names.
pub(crate) fn open_of_cell(
    console: &mut Console,
    cell: Cell,
    name: String,
    effects: &mut Vec<Effect>,
) {
    let cell = Some((cell, name));
    let dialog = HistoryDialog { cell, is_of_cell: true, ..HistoryDialog::default() };
    effects.push(Effect::ReadHistory(dialog.query()));
    console.dialogs.open(dialog);
}

/// Adds a page of changes, and requests the next one until the change that the cursor should
/// go to was read.
pub(crate) fn read(console: &mut Console, changes: Vec<Change>, effects: &mut Vec<Effect>) {
    let screen = console.state.screen();
    let Some(dialog) = list(console) else {
        return;
    };
    dialog.more = changes.len() == PAGE;
    dialog.pages += 1;
    dialog.changes.extend(changes);
    let Some(wanted) = dialog.wanted else {
        return look(console, effects);
    };
    // The newest come first; if the change is missing, the cursor goes to the next older one.
    let at = dialog.changes.iter().position(|change| change.id <= wanted);
    if at.is_none() && dialog.more {
        dialog.more = false;
        effects.push(Effect::ReadHistory(dialog.query()));
        return;
    }
    dialog.wanted = None;
    let (len, rows) = (dialog.changes.len(), dialog.rows(&screen));
    dialog.cursor.go_to(at.unwrap_or(len), rows, len);
    look(console, effects);
}

/// Requests descriptions of the visible changes, and the cells of the selected one, unless
/// they are known.
pub(super) fn look(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = list(console) else {
        return;
    };
    let seen = dialog.changes.iter().skip(dialog.cursor.top).take(LOOKED_AT);
    let changes: Vec<Change> =
        seen.filter(|change| !dialog.descriptions.contains_key(&change.id)).cloned().collect();
    let chosen = dialog.chosen().map(|change| change.id);
    let cells_of = chosen.filter(|id| dialog.cells.as_ref().is_none_or(|(of, _)| of != id));
    if !changes.is_empty() || cells_of.is_some() {
        effects.push(Effect::DescribeChanges { changes, cells_of });
    }
}

/// Descriptions of changes were read.
pub(crate) fn described(console: &mut Console, read: ChangeDescriptions) {
    if let Some(dialog) = list(console) {
        dialog.now = Some(read.now);
        dialog.descriptions.extend(read.words);
        if let Some((change, cells, rows)) = read.cells {
            // A reason that does not fit into the line can be read here.
            let reason = change.reason.as_ref().map(|reason| format!("reason: {reason}"));
            let lines = lines_of(&change, &cells, &rows);
            let lines = reason.into_iter().chain(read.access).chain(lines);
            dialog.cells = Some((change.id, lines.collect()));
        }
    }
}

/// Reads the list again after one of its changes was undone or another program has written;
/// the cursor stays on its change.
pub(crate) fn reread(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = list(console) else {
        return;
    };
    let wanted = dialog.chosen().map(|change| change.id).or(dialog.wanted);
    if let Ok(filter) = HistoryFilter::parse(&dialog.text)
        && filter.asks_for_access()
    {
        // The new change may have cost or given somebody access, too.
        dialog.wanted = wanted;
        let text = dialog.text.clone();
        effects.push(understand(&console.state, text, filter));
        return;
    }
    let cursor = ListCursor { chosen: 0, ..dialog.cursor };
    *dialog = HistoryDialog { cursor, wanted, ..dialog.reloading() };
    effects.push(Effect::ReadHistory(dialog.query()));
}

/// The open history, whatever is above it.
fn list(console: &mut Console) -> Option<&mut HistoryDialog> {
    console.dialogs.find_mut::<HistoryDialog>()
}

/// Handles the keys of the history.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let screen = console.state.screen();
    let cell = console.state.cursor_cell().zip(cell_name(&console.state));
    let Some(dialog) = console.dialogs.top_as_mut::<HistoryDialog>() else {
        return;
    };
    let (len, rows) = (dialog.changes.len(), dialog.rows(&screen));
    if dialog.cursor.act(action, rows, len) {
        if dialog.more && dialog.cursor.chosen + rows.max(1) >= len {
            dialog.more = false;
            effects.push(Effect::ReadHistory(dialog.query()));
        }
        return look(console, effects);
    }
    match action {
        Action::Accept | Action::UndoThis if dialog.is_empty() => {}
        Action::ByUser | Action::OnlyCell if dialog.has_nothing() => {}
        Action::ByUser => by_user::open(console, effects),
        Action::Accept => effects.extend(dialog.chosen().map(|it| Effect::ReadCells(it.id))),
        Action::OnlyCell => {
            let cell = dialog.cell.take().or(cell);
            let is_of_cell = !dialog.is_of_cell && cell.is_some();
            *dialog = HistoryDialog { cell, is_of_cell, ..dialog.reloading() };
            effects.push(Effect::ReadHistory(dialog.query()));
        }
        Action::Filter => {
            filter_line::open(dialog);
        }
        Action::UndoThis => {
            if let Some(id) = dialog.chosen().map(|change| change.id) {
                undo::request_preview(console, Some(id), true, effects);
            }
        }
        _ => {
            console.dialogs.close();
        }
    }
}

fn cell_name(state: &State) -> Option<String> {
    let user = &state.cursor_row()?.user.username;
    Some(format!("{user} × {}", state.companies.current()?.code))
}

/// The rows and cells of one change, one on each line.
fn lines_of(change: &Change, cells: &[ChangeCell], rows: &[ChangeRow]) -> Vec<String> {
    let all = change.affected();
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| match row.edit {
            RowEdit::Insert => format!("+ {row}"),
            RowEdit::Update => format!("~ {row}"),
            RowEdit::Delete => format!("− {row}"),
        })
        .collect();
    lines.extend(cells.iter().map(|cell| {
        let named = &cell.named;
        let sign = if cell.added { '+' } else { '−' };
        format!("{sign} {} × {} {}", named.username, named.company_code, named.company_name)
    }));
    if (lines.len() as u64) < all {
        let rest = all - lines.len() as u64;
        lines.push(format!("… and {} more: `grantgrid history {}`", number(rest), change.id));
    }
    lines
}

/// Shows the rows and cells of one change.
pub(crate) fn show_cells(
    console: &mut Console,
    change: &Change,
    (cells, rows): (&[ChangeCell], &[ChangeRow]),
    access: Vec<String>,
) {
    let mut lines = access;
    lines.extend(lines_of(change, cells, rows));
    let title = match change.added + change.removed {
        0 if !change.rows.is_empty() => format!("Change {}: {}", change.id, change.rows_in_words()),
        _ => format!("Change {}: {}", change.id, plus_and_minus(change.added, change.removed)),
    };
    console.dialogs.open(ListDialog::new(title, lines));
}
