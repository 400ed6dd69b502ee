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

const PROGRAM: &str = "grantgrid";

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, screen: &ScreenLayout) {
    let (theme, area) = (painter.theme, screen.title);
    painter.tint(area, theme.bar);
    let session = &state.session;
    let end = area.x + area.width;
    let note = session.server_note.as_ref().map(ToString::to_string);
    let parts = [
        Some((PROGRAM, theme.accent)),
        Some((session.database.as_str(), theme.bar)),
        session.demo.then_some(("demo", theme.warning)),
        session.read_only.then_some(("read-only", theme.warning)),
        note.as_deref().map(|note| (note, theme.warning)),
    ];
    let operator = session.acting.as_ref().map(Operator::title);
    let operator = operator.as_deref().unwrap_or(&session.operator);
    let operator = text::safe(&format!("operator {operator}"));
    let filters = unread_filters(state, screen).join("   ");
    // A filter is read in full, if the program's name can make room for it.
    let width = |text: &str| text::width(&text::safe(text));
    let wanted: usize = parts.iter().flatten().map(|(text, _)| width(text) + 2).sum();
    let wanted = wanted + width(&operator) + usize::from(GAP) * 2 + width(&filters);
    let from = usize::from(!filters.is_empty() && wanted > area.width.into());
    let mut x = area.x;
    for (at, (text, style)) in parts.into_iter().skip(from).flatten().enumerate() {
        let begin = x + if at == 0 { 1 } else { 2 };
        x = painter.text(begin, area.y, end.saturating_sub(begin + 1), text, style);
    }
    let room = end.saturating_sub(x + 3);
    let needed = columns(text::width(&operator));
    let mut free = end.saturating_sub(1);
    if room >= LEAST.min(needed) {
        painter.right(end - 1, area.y, room, &operator, theme.bar);
        free = free.saturating_sub(needed.min(room));
    }
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
