//! Draws the explanation of a cell: the answer first, then the other sentences, which scroll.

use super::{WhyDialog, WhyTone};
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::geometry::ScreenLayout;
use crate::console::view::Painter;
use crate::text;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    (dialog, note): (&WhyDialog, &str),
    screen: &ScreenLayout,
) -> Footer {
    let theme = painter.theme;
    let area = screen.dialog(dialog.lines.len());
    let rows = screen.dialog_rows_of(dialog.lines.len());
    // A long name is cut to make room for the note about the policy.
    let room = usize::from(area.width).saturating_sub(text::width(note) + 4);
    frame(painter, area, &format!("{}{note}", text::clip(&dialog.title(), room)));
    let inner = area.inner();
    for (y, line) in (inner.y..).zip(dialog.lines.iter().skip(dialog.top).take(rows)) {
        let look = match line.tone {
            WhyTone::Answer => theme.focus,
            WhyTone::Heading => theme.accent,
            WhyTone::Plain => theme.base,
            WhyTone::Granted => theme.granted,
            WhyTone::Drift => theme.drift,
            WhyTone::Faint => theme.faint,
        };
        painter.text(inner.x + 1, y, inner.width.saturating_sub(2), &line.text, look);
    }
    painter.scrollbar(area, dialog.top, rows, dialog.lines.len());
    Footer::of(area)
}
