//! Draws the preview of an import of users or companies: the figures, the reason, and the rows
//! that it would add and change.

use super::EntityImportDialog;
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::dialogs::preview::view::{
    self as preview, LABELS, draw_labelled, draw_list, line_of,
};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::number::counted;
use crate::console::view::Painter;
use crate::domain::{Change, effect_in_words};
use crate::filter::Axis;

/// Draws the preview; `policy` is the note about an edited access policy.
pub(super) fn draw(
    painter: &mut Painter<'_>,
    (dialog, policy): (&EntityImportDialog, &'static str),
    screen: &ScreenLayout,
    rows: usize,
) -> Footer {
    let theme = painter.theme;
    let EntityImportDialog { plan, lines, reason, top, .. } = dialog;
    let area = screen.dialog(lines.len() + EntityImportDialog::HEAD);
    let title = match plan.axis {
        Axis::Users => "Import users",
        Axis::Companies => "Import companies",
    };
    let policy = if plan.report.recorded.effect.is_none() { "" } else { policy };
    frame(painter, area, &format!("{title}{policy}"));
    let inner = area.inner();
    draw_labelled(painter, line_of(inner, 0), "file", &plan.file, theme.base);
    draw_labelled(painter, line_of(inner, 1), "changes", &plan.in_words(), theme.done);
    let made = plan.report.recorded.change.as_ref().map(Change::rows_in_words);
    draw_labelled(painter, line_of(inner, 2), "", &made.unwrap_or_default(), theme.base);
    let notes = plan.records.notes.join(" · ");
    match plan.report.problems.len() {
        0 if notes.is_empty() => {}
        0 => draw_labelled(painter, line_of(inner, 3), "note", &notes, theme.base),
        problems => {
            let words = counted(problems as u64, "problem", "problems");
            draw_labelled(painter, line_of(inner, 3), "skipped", &words, theme.warning);
        }
    }
    let effect = plan.report.recorded.effect;
    if !effect.is_none() {
        let look = if effect.lost > 0 { theme.warning } else { theme.base };
        draw_labelled(painter, line_of(inner, 4), "access", &effect_in_words(&effect), look);
    }
    let at = line_of(inner, 5);
    draw_labelled(painter, at, "reason", "", theme.base);
    let taken = LABELS.min(at.width);
    let field = Area { x: at.x + taken, width: at.width - taken, ..at };
    preview::reason(painter, field, reason, true);
    draw_list(painter, area, EntityImportDialog::HEAD, (lines, *top, rows));
    Footer::of(area)
}
