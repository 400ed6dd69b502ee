//! Draws the dialogs for files.

use super::choices::FileChoice;
use super::{FileDialog, Purpose};
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::view::Painter;
use crate::text;

/// The width of the labels, in columns.
const LABELS: u16 = 9;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    dialog: &FileDialog,
    screen: &ScreenLayout,
) -> Footer {
    let theme = painter.theme;
    let choices = dialog.choices();
    let has_columns = usize::from(!dialog.purpose.columns().is_empty());
    let area = screen.dialog(choices.len() + 4 + has_columns);
    let title = match dialog.purpose {
        Purpose::Export { .. } => "Export",
        Purpose::Import { .. } => "Import",
    };
    frame(painter, area, title);
    let inner = area.inner();
    let line = |row: usize| Area {
        x: inner.x + 2,
        // On a low screen, the lowest lines share one row above the key hints.
        y: inner.y + u16::try_from(row).unwrap_or(0).min(inner.height.saturating_sub(2)),
        width: inner.width.saturating_sub(3),
        height: 1,
    };
    for (row, choice) in choices.iter().enumerate() {
        draw_choice(painter, choice, line(row), dialog.line == row);
    }
    let path = line(choices.len());
    if dialog.is_at_path() {
        painter.text(path.x - 2, path.y, 1, "▌", theme.accent);
    }
    painter.text(path.x, path.y, LABELS, "file", theme.faint);
    let room = path.width.saturating_sub(LABELS);
    let field = Area { x: path.x + LABELS, width: room, ..path };
    let end = painter.field(field, &dialog.path, dialog.is_at_path());
    if dialog.is_at_path() && dialog.is_replaced() {
        painter.tint(Area { width: end.saturating_sub(field.x), ..field }, theme.cursor);
    }
    if dialog.path.value().is_empty() {
        let room = (field.x + field.width).saturating_sub(end + 1);
        painter.text(end + 1, path.y, room, "the path of a CSV, XLSX or JSON file", theme.faint);
    }
    for (row, words) in [(2, dialog.purpose.description()), (3, dialog.purpose.columns())] {
        let at = line(choices.len() + row);
        if at.y > path.y + 1 {
            painter.text(at.x, at.y, at.width, words, theme.faint);
        }
    }
    Footer::of(area)
}

fn draw_choice(painter: &mut Painter<'_>, choice: &FileChoice, at: Area, focused: bool) {
    let theme = painter.theme;
    if focused {
        painter.text(at.x - 2, at.y, 1, "▌", theme.accent);
    }
    painter.text(at.x, at.y, LABELS, choice.label, theme.faint);
    let end = at.x + at.width;
    // Brackets mark the selection, because color alone would not be enough.
    let options: Vec<String> = choice
        .options
        .iter()
        .enumerate()
        .map(|(number, option)| {
            let is_chosen = choice.chosen == Some(number);
            if is_chosen { format!("[{option}]") } else { format!(" {option} ") }
        })
        .collect();
    let mut x = at.x + LABELS.min(at.width);
    let first = first_shown(&options, choice.chosen.unwrap_or(0), end.saturating_sub(x));
    if first > 0 {
        x = painter.text(x, at.y, end.saturating_sub(x), "…", theme.faint) + 1;
    }
    for (number, option) in options.iter().enumerate().skip(first) {
        let style = match (choice.chosen == Some(number), focused) {
            (true, true) => theme.accent,
            (true, false) => theme.base,
            (false, _) => theme.faint,
        };
        x = painter.text(x, at.y, end.saturating_sub(x), option, style) + 1;
    }
}

/// The first option to show, so that the selected one fits.
fn first_shown(options: &[String], chosen: usize, room: u16) -> usize {
    let room = usize::from(room);
    let width = |option: &String| text::width(&text::safe(option)) + 1;
    let fits = |first: usize| {
        let ellipsis = if first > 0 { 2 } else { 0 };
        options[first..=chosen].iter().map(width).sum::<usize>() + ellipsis <= room
    };
    (0..chosen).find(|first| fits(*first)).unwrap_or(chosen.min(options.len().saturating_sub(1)))
}
