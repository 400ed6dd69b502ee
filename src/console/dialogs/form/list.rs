//! What can be picked in the focused field of a form: a list below it or, if there is too little
//! room, above it. It covers the values of other fields while the field has the focus, so that the
//! form needs no room for it.

use super::FormDialog;
use crate::console::geometry::Area;
use crate::console::hits::HitTarget;
use crate::console::view::{Painter, columns};
use crate::text;

/// The most choices that are visible at once.
const OFFERED: usize = 5;
/// The number of lines of the list's border.
const EDGE: usize = 1;
/// With this many lines below the field, a longer list is shown there too, and scrolls.
const ENOUGH: u16 = 4;

/// The number of lines of the list if there is enough room.
pub(super) fn wanted(form: &FormDialog) -> usize {
    match form.offered().len().min(OFFERED) {
        0 => 0,
        lines => lines + EDGE,
    }
}

/// Draws the list over the values, next to the field in the row `focused`.
pub(super) fn draw(painter: &mut Painter<'_>, form: &FormDialog, values: Area, focused: u16) {
    let wanted = columns(wanted(form));
    let above = focused.saturating_sub(values.y);
    let below = (values.y + values.height).saturating_sub(focused + 1);
    let is_below = below >= wanted.min(ENOUGH) || below >= above;
    let height = if is_below { below } else { above }.min(wanted);
    let seen = usize::from(height).saturating_sub(EDGE);
    if seen == 0 {
        return;
    }
    let offered = form.offered();
    // What Enter would pick, otherwise the current value of the field.
    let value = form.focused().map_or("", |field| field.input.value());
    let taken = form.candidate().map_or(value, |choice| choice.text.as_str());
    let current = offered.iter().position(|choice| choice.text == taken && !taken.is_empty());
    let first = form.chosen.or(current).map_or(0, |at| (at + 1).saturating_sub(seen));
    let part = if offered.len() > seen {
        format!(" {}–{} of {} ", first + 1, first + seen, offered.len())
    } else {
        String::new()
    };
    // Wide enough for all choices, so that typing does not change its width.
    let choices = form.focused().map_or(&[][..], |field| &field.choices);
    let widest = choices.iter().map(|choice| text::width(&text::safe(&choice.label))).max();
    let width = columns(widest.unwrap_or(0).max(text::width(&part))) + 4;
    let y = if is_below { focused + 1 } else { focused - height };
    let x = values.x.saturating_sub(1);
    let list = Area { x, y, width: width.min(values.width + 1), height };
    painter.clear(list);
    let style = painter.theme.focus;
    let (edge, corners, lines) =
        if is_below { (y + height - 1, ["└", "┘"], y) } else { (y, ["┌", "┐"], y + 1) };
    let end = list.x + list.width - 1;
    painter.text(list.x, edge, 1, corners[0], style);
    painter.text(end, edge, 1, corners[1], style);
    for x in list.x + 1..end {
        painter.text(x, edge, 1, "─", style);
    }
    painter.right(end - 1, edge, list.width.saturating_sub(3), &part, painter.theme.base);
    for ((at, choice), y) in offered.iter().enumerate().skip(first).take(seen).zip(lines..) {
        painter.text(list.x, y, 1, "│", style);
        painter.text(end, y, 1, "│", style);
        let line = Area { x: list.x + 1, y, width: list.width.saturating_sub(2), height: 1 };
        painter.hit(line, HitTarget::Choice { at });
        if form.chosen == Some(at) {
            painter.tint(line, painter.theme.cursor);
        } else if current == Some(at) {
            painter.tint(line, painter.theme.cross);
        }
        let room = line.width.saturating_sub(2);
        painter.text(line.x + 1, y, room, &choice.label, painter.theme.base);
    }
}
