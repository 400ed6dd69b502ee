//! The title bar: the program, the database, who works in it, and filters that cannot be read
//! elsewhere.

use super::super::geometry::{Area, ScreenLayout};
use super::super::state::{Pane, State};
use super::paint::{Painter, columns};
use super::{companies, users};
use crate::domain::Operator;
use crate::text;

/// With less room than this, the operator is left out.
const LEAST: u16 = 14;

/// Between a filter and what is beside it; with less room for the filter it is left out.
const GAP: u16 = 3;

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, screen: &ScreenLayout) {
    let (theme, area) = (painter.theme, screen.title);
    painter.tint(area, theme.bar);
    let session = &state.session;
    let end = area.x + area.width;
    let mut x = painter.text(area.x + 1, area.y, area.width, "grantgrid", theme.accent);
    x = painter.text(x + 2, area.y, end.saturating_sub(x + 3), &session.database, theme.bar);
    if session.demo {
        x = painter.text(x + 2, area.y, end.saturating_sub(x + 3), "demo", theme.warning);
    }
    if session.read_only {
        x = painter.text(x + 2, area.y, end.saturating_sub(x + 3), "read-only", theme.warning);
    }
    if let Some(note) = &session.server_note {
        let note = note.to_string();
        x = painter.text(x + 2, area.y, end.saturating_sub(x + 3), &note, theme.warning);
    }
    let operator = session.acting.as_ref().map(Operator::title);
    let operator = operator.as_deref().unwrap_or(&session.operator);
    let operator = text::safe(&format!("operator {operator}"));
    let room = end.saturating_sub(x + 3);
    let needed = columns(text::width(&operator));
    let mut free = end.saturating_sub(1);
    if room >= LEAST.min(needed) {
        painter.right(end - 1, area.y, room, &operator, theme.bar);
        free = free.saturating_sub(needed.min(room));
    }
    let filters = unread_filters(state, screen).join("   ");
    let from = x + GAP;
    let room = free.saturating_sub(from + GAP);
    if !filters.is_empty() && room >= LEAST {
        painter.text(from, area.y, room, &filters, theme.accent);
    }
}

/// The filters that no title of a pane shows in full.
fn unread_filters<'a>(state: &'a State, screen: &ScreenLayout) -> Vec<&'a str> {
    let is_read = |title: String, area: Area| {
        text::width(&text::safe(&title)) <= usize::from(area.width.saturating_sub(2))
    };
    let of_users = |area| is_read(users::title_in(state, area), area);
    let of_companies = |area: Area| is_read(companies::title(state, area.width.into()), area);
    let panes = [
        (&state.user_filter.text, screen.area_of(Pane::Users).is_some_and(of_users)),
        (&state.company_filter.text, screen.area_of(Pane::Companies).is_some_and(of_companies)),
    ];
    let unread = panes.into_iter().filter(|(text, is_read)| !text.is_empty() && !is_read);
    unread.map(|(text, _)| text.as_str()).collect()
}
