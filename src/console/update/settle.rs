//! Runs after every message: scrolls the cursor into view, requests rows that are visible, and
//! numbers requested lists.

use super::super::effect::Effect;
use super::super::frame::Console;
use super::super::geometry::{ScreenLayout, scroll};
use super::super::job::Job;
use super::super::state::State;
use super::{held_keys, planned_cells};
use crate::domain::UserId;

/// Scrolls the cursor into view, and requests visible rows.
pub(super) fn settle(console: &mut Console, effects: &mut Vec<Effect>) {
    number_requests(&mut console.state, effects);
    planned_cells::follow(console);
    let screen = console.screen();
    for dialog in console.dialogs.iter_mut() {
        dialog.settle(&console.state);
    }
    let state = &mut console.state;
    let grid = state.matrix_grid();
    let at = (state.users.cursor, state.companies.cursor);
    state.wheeled = state.wheeled.filter(|wheeled| *wheeled == at);
    let follows = state.wheeled.is_none();
    let scroll = |top: usize, cursor: usize, room: usize, len: usize| {
        if follows { scroll(top, cursor, room, len) } else { top.min(len.saturating_sub(room)) }
    };
    let users = &mut state.users;
    users.top = scroll(users.top, users.cursor, screen.user_rows(), users.len());
    users.matrix_top = scroll(users.matrix_top, users.cursor, grid.rows, users.len());
    let companies = &mut state.companies;
    let len = companies.len();
    companies.top = scroll(companies.top, companies.cursor, screen.company_rows(), len);
    companies.left = scroll(companies.left, companies.cursor, grid.columns, len);

    let in_list = users.window(users.top..users.top + screen.user_rows());
    let in_matrix = users.window(users.matrix_top..users.matrix_top + grid.rows);
    let mut wanted: Vec<UserId> = in_list
        .iter()
        .chain(in_matrix)
        .copied()
        .chain(users.current())
        .filter(|user| !state.rows.knows(*user))
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    if !wanted.is_empty() {
        effects.push(Effect::ReadRows(wanted));
    }
    request_dates(state, &screen, effects);
    held_keys::settle(console, effects);
}

/// Requests the dates of visible users for which there are columns.
fn request_dates(state: &State, screen: &ScreenLayout, effects: &mut Vec<Effect>) {
    let users = &state.users;
    let in_list = users.window(users.top..users.top + screen.user_rows()).iter().copied();
    for date in state.shown_columns().iter().filter_map(|column| column.date()) {
        let unknown = in_list.clone().filter(|user| !state.rows.knows_date(date, *user));
        let users: Vec<UserId> = unknown.collect();
        if !users.is_empty() {
            effects.push(Effect::ReadDates { date, users });
        }
    }
}

/// Numbers the requested lists.
fn number_requests(state: &mut State, effects: &mut [Effect]) {
    for effect in effects {
        match effect {
            Effect::Start(Job::ListUsers { request } | Job::SelectUsers { request, .. }) => {
                *request = state.users.pending.request();
            }
            Effect::Start(Job::SelectCompanies { request, .. }) => {
                *request = state.companies.pending.request();
            }
            _ => {}
        }
    }
}
