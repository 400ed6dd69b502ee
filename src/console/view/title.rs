//! The title bar: the program, the database, who works in it.

use super::super::geometry::Area;
use super::super::state::State;
use super::paint::{Painter, columns};
use crate::text;

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, area: Area) {
    let theme = painter.theme;
    painter.tint(area, theme.bar);
    let session = &state.session;
    let end = area.x + area.width;
    let mut x = painter.text(area.x + 1, area.y, area.width, "grantgrid", theme.accent);
    x = painter.text(x + 2, area.y, end.saturating_sub(x + 3), &session.database, theme.bar);
    if session.read_only {
        x = painter.text(x + 2, area.y, end.saturating_sub(x + 3), "read-only", theme.warning);
    }
    let operator = text::safe(&format!("operator {}", session.operator));
    let needed = columns(text::width(&operator));
    if x + 2 + needed < end {
        painter.right(end - 1, area.y, needed, &operator, theme.bar);
    }
}
