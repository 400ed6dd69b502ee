//! Drawing: from `&Console` to the screen. Changes no state and reads no data.

mod ascii;
mod cells;
mod companies;
mod detail;
mod greeting;
mod hint_order;
mod hints;
pub(super) mod keys;
mod matrix;
mod opening;
mod paint;
mod status;
mod title;
mod user_columns;
mod user_names;
mod users;

use ratatui::buffer::{Buffer, Cell};

use super::frame::{Console, DialogPart};
use super::geometry::ScreenLayout;
use super::hits::HitMap;
use super::pane::Pane;
use super::state::State;
use super::theme::Theme;
use super::user_column::UserColumn;
pub(super) use opening::{OpeningPicture, draw_opening, rows_of};
pub(super) use paint::{Painter, columns};
pub(super) use status::{bar, gauge};
pub(super) use user_names::in_one as name_in_one;

/// Draws the whole screen on a buffer of the state's size. Returns what can be clicked where.
pub(crate) fn draw_on(buffer: &mut Buffer, console: &Console, theme: &Theme) -> HitMap {
    let state = &console.state;
    let screen = state.screen();
    clear(buffer, theme);
    let mut painter = Painter::new(buffer, theme);
    painter.has_dialog = !console.dialogs.is_empty();
    painter.covered = console.dialogs.iter().any(DialogPart::covers_panes);
    if screen.too_small {
        too_small(&mut painter, state);
    } else {
        title::draw(&mut painter, state, &screen);
        borders(&mut painter, state, &screen);
        if let Some(area) = screen.users {
            users::draw(&mut painter, state, area);
        }
        if let Some(area) = screen.companies {
            companies::draw(&mut painter, state, area);
        }
        if let Some(area) = screen.matrix {
            matrix::draw(&mut painter, state, area, &state.matrix_grid());
        }
        if let Some(area) = screen.detail {
            detail::draw(&mut painter, state, &screen, area);
        }
        status::draw(&mut painter, state, screen.status);
        super::dialogs::draw_all(&mut painter, console, &screen);
        // Drawn last, since a long message covers the lines above.
        hints::draw(&mut painter, console, &screen);
    }
    let mut hits = std::mem::take(&mut painter.hits);
    hits.stamp = console.dialogs.stamp();
    finish(buffer, theme);
    hits
}

/// The chosen columns of the Users pane that do not fit on this screen.
pub(super) fn hidden_columns(state: &State, screen: &ScreenLayout) -> Vec<UserColumn> {
    screen.users.map(|area| users::hidden_columns(state, area)).unwrap_or_default()
}

/// The width of a column of the Users pane, if it is on this screen.
pub(super) fn column_width(
    state: &State,
    screen: &ScreenLayout,
    column: UserColumn,
) -> Option<u16> {
    let width = users::width_of(state, screen.users?, column);
    (width > 0).then_some(width)
}

/// Empties every cell.
pub(super) fn clear(buffer: &mut Buffer, theme: &Theme) {
    let mut empty = Cell::EMPTY;
    empty.set_style(theme.base);
    buffer.content.fill(empty);
}

/// The steps that apply to everything drawn.
pub(crate) fn finish(buffer: &mut Buffer, theme: &Theme) {
    let replaced = cells::make_safe(buffer);
    debug_assert_eq!(replaced, 0, "a text was drawn past the painter");
    if theme.ascii {
        ascii::replace(buffer);
    }
}

/// The borders of the panes. Adjacent panes share lines, so the focused pane's border is drawn
/// last.
fn borders(painter: &mut Painter<'_>, state: &State, screen: &ScreenLayout) {
    for focused in [false, true] {
        for pane in Pane::ALL.into_iter().filter(|pane| (*pane == state.focus) == focused) {
            if let Some(area) = screen.area_of(pane) {
                painter.border(area, focused);
            }
        }
    }
}

fn too_small(painter: &mut Painter<'_>, state: &State) {
    let need = super::geometry::SMALLEST;
    let lines = [
        "too small: use".to_owned(),
        format!("{}×{} or more", need.width, need.height),
        format!("{} quits", state.key(super::keymap::Action::Quit)),
    ];
    for (y, line) in (0..state.size.height).zip(lines) {
        painter.text(0, y, state.size.width, &line, painter.theme.base);
    }
}

#[cfg(test)]
mod tests;
