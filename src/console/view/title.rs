//! The title bar: the program, the database, the operator.

use super::super::geometry::Area;
use super::super::state::State;
use super::paint::{Painter, columns};
use crate::domain::Operator;
use crate::text;

/// With less room than this, the operator is left out.
const LEAST: u16 = 14;

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, area: Area) {
    let theme = painter.theme;
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
    if room >= LEAST.min(columns(text::width(&operator))) {
        painter.right(end - 1, area.y, room, &operator, theme.bar);
    }
}
