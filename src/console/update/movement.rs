//! Moves the cursor, and the focus from pane to pane.

use super::super::keymap::Action;
use super::super::state::{Notice, Pane, State, Tone};

/// Moves as far as possible.
pub(super) fn go(state: &mut State, action: Action) {
    let screen = state.screen();
    let grid = state.matrix_grid();
    let page = match state.focus {
        Pane::Users => screen.user_rows(),
        Pane::Companies => screen.company_rows(),
        Pane::Matrix => grid.rows,
    };
    match action {
        Action::Up => down(state, -1),
        Action::Down => down(state, 1),
        Action::PageUp => down(state, -steps(page)),
        Action::PageDown => down(state, steps(page)),
        Action::HalfPageUp => down(state, -steps(page / 2)),
        Action::HalfPageDown => down(state, steps(page / 2)),
        Action::First => down(state, isize::MIN),
        Action::Last => last(state),
        Action::Left if state.focus == Pane::Matrix => across(state, -1),
        Action::Right if state.focus == Pane::Matrix => across(state, 1),
        Action::Left => state.focus = Pane::Users,
        Action::Right if state.focus == Pane::Users => state.focus = Pane::Companies,
        Action::Right => state.focus = Pane::Matrix,
        Action::PageLeft => across(state, -steps(grid.columns)),
        Action::PageRight => across(state, steps(grid.columns)),
        Action::FirstColumn => across(state, isize::MIN),
        Action::LastColumn => across(state, isize::MAX),
        _ => {}
    }
}

/// Moves the focus `by` panes on, wrapping around.
pub(super) fn next_pane(state: &mut State, by: usize) {
    let at = Pane::ALL.iter().position(|pane| *pane == state.focus).unwrap_or(0);
    state.focus = Pane::ALL[(at + by) % Pane::ALL.len()];
}

/// At least one, so that a page key moves even in the smallest pane.
fn steps(count: usize) -> isize {
    isize::try_from(count).unwrap_or(isize::MAX).max(1)
}

fn last(state: &mut State) {
    if state.focus != Pane::Companies && !state.users.complete {
        state.users.wants_last = true;
        state.notice =
            Some(Notice::new(Tone::Info, "going to the last user as soon as all are loaded"));
    }
    down(state, isize::MAX);
}

fn down(state: &mut State, by: isize) {
    if state.focus == Pane::Companies {
        across(state, by);
    } else {
        if by < 0 {
            state.users.wants_last = false;
        }
        state.users.move_to(moved(state.users.cursor, by, state.users.len()));
    }
}

fn across(state: &mut State, by: isize) {
    state.companies.move_to(moved(state.companies.cursor, by, state.companies.len()));
}

fn moved(cursor: usize, by: isize, len: usize) -> usize {
    cursor.saturating_add_signed(by).min(len.saturating_sub(1))
}
