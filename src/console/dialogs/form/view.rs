//! Draws the form of a user or a company: a line for each field, with the problem of its value
//! beside it. The choices for the focused field are drawn by [`list`](super::list).

use super::FormDialog;
use super::list;
use crate::console::dialogs::outline::{Footer, frame};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::hits::HitTarget;
use crate::console::plans::noun;
use crate::console::view::{Painter, columns};
use crate::domain::{Field, effect_in_words, user_effect_in_words};
use crate::filter::Axis;
use crate::text;

/// The width of the labels, in columns.
const LABELS: u16 = 14;

/// The problem of an empty field that needs a value.
const REQUIRED: &str = "is required";

/// The number of lines below the fields: an empty one, the effect on access, and room for the
/// list of the last field, which would otherwise cover the values above it.
const BELOW: usize = 4;

/// Draws the form. `only` is a note that it applies only to this one, although others are
/// marked. An edited access policy, on which the effect depends, is mentioned.
pub(super) fn draw(
    painter: &mut Painter<'_>,
    (form, only, is_edited): (&FormDialog, Option<String>, bool),
    screen: &ScreenLayout,
) -> Footer {
    let theme = painter.theme;
    // Lists cover what is near the field, so the dialog keeps its size while the focus moves.
    let area = screen.dialog(form.fields.len() + BELOW);
    let only = only.map_or_else(String::new, |only| format!(" · {only}"));
    let title = if form.subject.is_none() {
        format!("New {}", noun(form.axis))
    } else {
        format!("Edit {} {}{only}", noun(form.axis), form.name())
    };
    frame(painter, area, &title);
    let inner = area.inner();
    let last = (inner.y + inner.height).saturating_sub(1);
    let room = inner.width.saturating_sub(LABELS + 4);
    // On a low screen, the focused field and its list take precedence.
    let lines = usize::from(inner.height.saturating_sub(1));
    let needed = form.focus + 1 + list::wanted(form);
    let all_fit = form.fields.len() <= lines;
    let from = if all_fit { 0 } else { needed.saturating_sub(lines).min(form.focus) };
    let mut y = inner.y;
    for (at, field) in form.fields.iter().enumerate().skip(from) {
        if y >= last {
            break;
        }
        let focused = at == form.focus;
        if focused {
            painter.text(inner.x, y, 1, "▌", theme.accent);
        }
        painter.hit(Area { y, height: 1, ..inner }, HitTarget::Field { at });
        let style = if focused { theme.accent } else { theme.faint };
        painter.text(inner.x + 2, y, LABELS, field.field.label(), style);
        let problem = form.problem(at).map(|problem| (problem.why.clone(), theme.error));
        let note = problem.or_else(|| Some((form.theirs(at)?, theme.warning)));
        let beside = note.as_ref().map_or(0, |(why, _)| columns(text::width(why)) + 2);
        let beside = beside.min(room / 2);
        let width = room.saturating_sub(beside);
        let x = inner.x + 2 + LABELS;
        let end = painter.field(Area { x, y, width, height: 1 }, &field.input, focused);
        if focused && form.is_replaced() {
            let taken = Area { x, y, width: end.saturating_sub(x), height: 1 };
            painter.tint(taken, theme.cursor);
        }
        if let Some((why, style)) = note {
            let at = if end == x { x } else { end + 2 };
            painter.text(at, y, (x + room).saturating_sub(at), &why, style);
        } else if field.input.value().is_empty()
            && let Some(hint) = hint(form, at)
        {
            let x = if focused { end + 1 } else { x };
            painter.text(x, y, (inner.x + 2 + LABELS + room).saturating_sub(x), hint, theme.faint);
        }
        y += 1;
    }
    let mut effect = match form.axis {
        Axis::Users => user_effect_in_words(&form.effect),
        Axis::Companies => effect_in_words(&form.effect),
    };
    if is_edited && !effect.is_empty() {
        effect += " (policy edited)";
    }
    let mut free = Area { height: last.saturating_sub(inner.y), ..inner };
    if !effect.is_empty() && y < last {
        let y = last - 1;
        free.height -= 1;
        let takes_all = form.effect.users_losing_last > 0;
        let style = if takes_all { theme.warning } else { theme.base };
        painter.text(inner.x + 2, y, LABELS, "effect", theme.faint);
        painter.text(inner.x + 2 + LABELS, y, room, &effect, style);
    }
    let focused = inner.y + columns(form.focus - from);
    let values = Area { x: inner.x + 2 + LABELS, width: room, ..free };
    list::draw(painter, form, values, focused);
    Footer::of(area)
}

/// What an empty field means.
fn hint(form: &FormDialog, at: usize) -> Option<&'static str> {
    let new = form.subject.is_none();
    let field = form.fields.get(at)?;
    Some(match field.field {
        Field::Organization if new && !field.choices.is_empty() => {
            "from the home company's tenant, otherwise the most common"
        }
        Field::Organization if new && offers(form, Field::Home) => {
            "none yet; one will be created with the tenant's name"
        }
        Field::Organization | Field::Tenant if new && field.choices.is_empty() => {
            "none yet; type a name to create it"
        }
        Field::Home => "none",
        Field::Currency if new => "from the tenant, otherwise the most common",
        of if form.problems.iter().any(|it| it.field == of && it.why.starts_with(REQUIRED)) => {
            "required"
        }
        _ => return None,
    })
}

/// Whether a field has choices.
fn offers(form: &FormDialog, field: Field) -> bool {
    form.fields.iter().any(|it| it.field == field && !it.choices.is_empty())
}
