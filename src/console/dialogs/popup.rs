//! The popup above a typed line, which shows what can be typed there. It moves nothing on the
//! screen.

use crate::console::geometry::{Area, ScreenLayout};
use crate::console::view::{Painter, columns};
use crate::text;

/// The most lines and columns.
const MOST: usize = 12;
const WIDEST: u16 = 78;

/// One line of the popup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Suggestion {
    pub(super) text: String,
    pub(super) meaning: String,
    /// How many users or companies have it, if known.
    pub(super) count: String,
}

/// Draws the lines; the last one is directly above the typed line.
pub(super) fn list(
    painter: &mut Painter<'_>,
    screen: &ScreenLayout,
    title: &str,
    (lines, chosen): (&[Suggestion], Option<usize>),
) {
    let room = usize::from(screen.message.y / 2).saturating_sub(3).min(MOST);
    if room == 0 {
        return;
    }
    let shown = lines.len().min(room);
    let from = chosen.map_or(0, |at| (at + 1).saturating_sub(shown));
    let seen = &lines[from..from + shown];
    let widest = |of: fn(&Suggestion) -> &str| {
        let widths = lines.iter().map(|line| text::width(&text::safe(of(line))));
        columns(widths.max().unwrap_or(0))
    };
    let [texts, meanings, counts] =
        [widest(|line| &line.text), widest(|line| &line.meaning), widest(|line| &line.count)];
    let gap = |columns: u16| if columns > 0 { columns + 2 } else { 0 };
    let wanted = texts + gap(meanings) + gap(counts) + 4;
    let width = wanted.max(columns(text::width(title)) + 12).min(WIDEST).min(screen.whole.width);
    let height = columns(shown) + 2;
    let area = Area { x: 0, y: screen.message.y - height, width, height };
    painter.clear(area);
    let more = lines.len() - shown;
    let title = if more > 0 { format!("{title} ─ {more} more") } else { title.to_owned() };
    painter.frame(area, &title, true);
    let inner = area.inner();
    let end = (inner.x + inner.width).saturating_sub(1);
    for ((y, line), at) in (inner.y..).zip(seen).zip(from..) {
        if chosen == Some(at) {
            painter.light(Area { y, height: 1, ..inner });
        }
        let text_room = texts.min(inner.width.saturating_sub(2));
        let style = if chosen == Some(at) { painter.theme.base } else { painter.theme.accent };
        let x = painter.text(inner.x + 1, y, text_room, &line.text, style);
        let x = x.max(inner.x + 1 + text_room) + 2;
        let count_room = counts.min(end.saturating_sub(x));
        let right = end.saturating_sub(count_room);
        let room = right.saturating_sub(x + u16::from(count_room > 0));
        painter.text(x, y, room, &line.meaning, painter.theme.base);
        painter.right(end, y, count_room, &line.count, painter.theme.base);
    }
}
