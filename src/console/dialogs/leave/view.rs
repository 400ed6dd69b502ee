//! Draws the preview: the figures, the reason, and each user.

use super::LeaveDialog;
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::dialogs::preview::view::{
    self as preview, LABELS, draw_labelled, draw_list, line_of,
};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::number::{counted, number};
use crate::console::view::{Painter, columns};
use crate::domain::role::IS_LAST_SUPER_ADMIN;
use crate::domain::{NO_EFFECT, effect_in_words};
use crate::text;

/// Draws the preview; `policy` is the note about an edited access policy.
pub(super) fn draw(
    painter: &mut Painter<'_>,
    (dialog, policy): (&LeaveDialog, &'static str),
    screen: &ScreenLayout,
    rows: usize,
) -> Footer {
    let theme = painter.theme;
    let plan = &dialog.plan;
    let area = screen.dialog(dialog.lines.len() + dialog.head_lines());
    frame(painter, area, &format!("Leave: deactivate and revoke everything{policy}"));
    let inner = area.inner();
    let users = counted(plan.users.len() as u64, "user", "users");
    let grants = match plan.grants {
        0 => String::new(),
        grants => format!(", −{} revoked", counted(grants, "grant", "grants")),
    };
    let changes = format!("{users} deactivated{grants}; undo restores all");
    draw_labelled(painter, line_of(inner, 0), "changes", &changes, theme.warning);
    let effect = effect_in_words(&plan.effect);
    let effect = if effect.is_empty() { NO_EFFECT } else { &effect };
    let look = if plan.effect.lost > 0 { theme.warning } else { theme.base };
    draw_labelled(painter, line_of(inner, 1), "access", effect, look);
    match &plan.last_admin {
        Some(name) => {
            let words = format!("{name} {IS_LAST_SUPER_ADMIN}");
            draw_labelled(painter, line_of(inner, 2), "refused", &words, theme.error);
        }
        None if plan.hidden > 0 => {
            let words = match plan.hidden {
                1 => "1 of them is hidden by the filter".to_owned(),
                many => format!("{} of them are hidden by the filter", number(many)),
            };
            draw_labelled(painter, line_of(inner, 2), "note", &words, theme.warning);
        }
        None => {}
    }
    let beside = |row: u16, taken: u16| {
        let at = line_of(inner, row);
        let taken = (LABELS + taken).min(at.width);
        Area { x: at.x + taken, width: at.width - taken, ..at }
    };
    draw_labelled(painter, line_of(inner, 3), "reason", "", theme.base);
    preview::reason(painter, beside(3, 0), &dialog.reason, !dialog.on_count);
    if let Some(guard) = &plan.guard {
        draw_labelled(painter, line_of(inner, 4), "guard", &format!("this {guard}"), theme.error);
        let words = format!("type {} to confirm: ", number(guard.count()));
        draw_labelled(painter, line_of(inner, 5), "", &words, theme.base);
        let at = beside(5, columns(text::width(&words)));
        painter.field(at, &dialog.count, dialog.on_count);
    }
    draw_list(painter, area, dialog.head_lines(), (&dialog.lines, dialog.top, rows));
    Footer::of(area)
}
