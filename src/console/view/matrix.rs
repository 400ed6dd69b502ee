//! The access matrix: the shown users down, the shown companies across, with the cursor's row
//! and column highlighted up to the names and headings.

use ratatui::style::Style;

use super::super::geometry::{Area, Grid};
use super::super::hits::{HitTarget, PaneItem};
use super::super::number::count;
use super::super::state::{CellState, MatrixView, Pane, State};
use super::companies::cell_look;
use super::greeting;
use super::paint::{Painter, columns};
use super::user_names::{are_whole, usual};
use crate::domain::UserId;
use crate::filter::{HighlightedTexts, ShownName};
use crate::store::AccessRow;
use crate::text;

/// From this width, the title shows the state of the cursor's cell.
const ROOMY: usize = 70;

/// With less room than this, the title names neither user nor company; the detail line does.
const LEAST_NAMES: usize = 12;

/// The cursor, the mark and the sign of an inactive user, before a name.
const SIGNS: u16 = 3;

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, area: Area, grid: &Grid) {
    let focused = state.focus == Pane::Matrix && !painter.covered;
    painter.title(area, &title(state, area.width.into()), focused);
    painter.hit(area, HitTarget::PaneItem(PaneItem::of(Pane::Matrix)));
    if state.users.len() == 0 || state.companies.len() == 0 {
        greeting::draw(painter, state, Pane::Matrix, area.inner());
        return;
    }
    hits(painter, state, grid);
    cross(painter, state, grid);
    headings(painter, state, grid);
    rows(painter, state, grid, focused);
    painter.scrollbar(area, state.users.matrix_top, grid.rows, state.users.len());
    across(painter, state, area, grid);
}

/// Registers what can be clicked: names, headings, and the cells.
fn hits(painter: &mut Painter<'_>, state: &State, grid: &Grid) {
    let pane = PaneItem::of(Pane::Matrix);
    let body = grid.area.below(grid.headings);
    let top = state.users.matrix_top;
    for (y, at) in (body.y..).zip(top..state.users.len().min(top + grid.rows)) {
        let item = PaneItem { user: state.shown_user(at), ..pane.clone() };
        painter.hit(Area { y, height: 1, ..body }, HitTarget::PaneItem(item));
    }
    for at in state.companies.left..state.companies.len() {
        let Some(x) = column(state, grid, at) else { break };
        let item = PaneItem { company: state.shown_company(at), ..pane.clone() };
        painter.hit(Area { x, width: grid.cell, ..grid.area }, HitTarget::PaneItem(item));
        let sign = Area { x: x + (grid.cell - 1) / 2, width: 1, ..body };
        painter.hit(sign, HitTarget::PaneItem(PaneItem { is_box: true, ..pane.clone() }));
    }
}

/// Whether the matrix shows grants or effective access; an edited access policy is mentioned
/// if it applies.
fn shown(state: &State) -> &'static str {
    match state.matrix_view {
        MatrixView::Grants => "",
        MatrixView::Effective if state.has_edited_policy() => ": effective, policy edited",
        MatrixView::Effective => ": effective",
    }
}

/// The border's corners.
const FRAME: usize = 2;
/// The columns of the `×` between the names, and of the shortest names.
const SHORTEST_NAMES: usize = 11;

/// The cursor's cell in words, since headings and names may be cut.
fn title(state: &State, width: usize) -> String {
    let pane = state.pane_title(Pane::Matrix);
    let (Some(row), Some(company)) = (state.cursor_row(), state.companies.current()) else {
        return format!("{pane}{}", shown(state));
    };
    let cell = state.cell(Some(row), state.companies.cursor).in_words();
    let of = shown(state);
    // The view shown matters more than the names, which the detail line has too.
    let alone = format!("3 Access matrix{of}");
    if text::width(&alone) + FRAME + SHORTEST_NAMES > width {
        let shortest = format!("3 {}", of.trim_start_matches(": "));
        let shorter = [alone, format!("3 Matrix{of}")];
        let fitting = shorter.into_iter().find(|title| text::width(title) + FRAME <= width);
        return fitting.unwrap_or(shortest);
    }
    // In a narrow pane, only the cell itself shows its state.
    let title = if width >= ROOMY {
        format!("{pane}{of} ─ {cell} ─ ")
    } else {
        format!("{pane}{of} ─ ")
    };
    // The border's corners and the `×` between the names.
    let room = width.saturating_sub(text::width(&title) + 5);
    if room < LEAST_NAMES {
        let whole = format!("{pane}{of}");
        let is_whole = text::width(&whole) + 2 <= width;
        return if is_whole { whole } else { whole.replace("Access matrix", "Matrix") };
    }
    let user = text::clip(&row.user.username, room / 2);
    let company = format!("{} {}", text::squeeze(&company.code, 12), company.name);
    let company = text::clip(&company, room - text::width(&user));
    format!("{title}{user} × {company}")
}

/// The screen column of a company's cells, if they are visible.
fn column(state: &State, grid: &Grid, at: usize) -> Option<u16> {
    let shown = at.checked_sub(state.companies.left).filter(|shown| *shown < grid.columns)?;
    Some(grid.area.x + grid.names + columns(shown) * (grid.cell + 1))
}

/// Highlights the cursor's row and column, including the heading and the name.
fn cross(painter: &mut Painter<'_>, state: &State, grid: &Grid) {
    let cross = painter.theme.cross;
    let body = grid.area.below(grid.headings);
    if let Some(row) = state.users.cursor.checked_sub(state.users.matrix_top)
        && row < grid.rows
    {
        painter.tint(Area { y: body.y + columns(row), height: 1, ..body }, cross);
    }
    if let Some(x) = column(state, grid, state.companies.cursor) {
        let users = columns(state.users.len().saturating_sub(state.users.matrix_top));
        let height = grid.headings + users.min(body.height);
        painter.tint(Area { x, width: grid.cell, height, ..grid.area }, cross);
    }
}

fn headings(painter: &mut Painter<'_>, state: &State, grid: &Grid) {
    for at in state.companies.left..state.companies.len() {
        let (Some(x), Some(company)) = (column(state, grid, at), state.companies.get(at)) else {
            break;
        };
        let theme = painter.theme;
        let style: Style = if at == state.companies.cursor {
            theme.accent.into()
        } else if company.active {
            Style::new()
        } else {
            theme.inactive.into()
        };
        let lines = broken(&company.code, grid.cell.into(), grid.headings.into());
        let first = grid.area.y + grid.headings - columns(lines.len()).min(grid.headings);
        let mut end = (x, first);
        for (y, line) in (first..).zip(&lines) {
            // A short code is centered above its cells.
            let before = if lines.len() > 1 {
                0
            } else {
                grid.cell - columns(text::width(line)).min(grid.cell)
            };
            end = (painter.text(x + before / 2, y, grid.cell, line, style), y);
        }
        if state.company_picked(at) {
            painter.text(end.0, end.1, 1, "*", theme.marked);
        } else if !company.active {
            painter.text(end.0, end.1, 1, "×", style);
        }
    }
}

/// A code broken into at most `most` lines of `width` columns. If that is not enough, its
/// middle is left out.
fn broken(code: &str, width: usize, most: usize) -> Vec<String> {
    let mut rest = text::squeeze(code, width * most);
    let mut lines = Vec::new();
    while text::width(&rest) > width && lines.len() + 1 < most {
        let mut end = 0;
        let mut used = 0;
        for (at, letter) in rest.char_indices() {
            used += text::width(letter.encode_utf8(&mut [0; 4]));
            if used > width {
                break;
            }
            end = at + letter.len_utf8();
        }
        if end == 0 {
            break;
        }
        let tail = rest.split_off(end);
        lines.push(std::mem::replace(&mut rest, tail));
    }
    lines.push(text::clip(&rest, width).into_string());
    lines
}

fn rows(painter: &mut Painter<'_>, state: &State, grid: &Grid, focused: bool) {
    let body = grid.area.below(grid.headings);
    let names = names_of(state, grid);
    let top = state.users.matrix_top;
    let highlighted = state.user_filter.filter.highlighted();
    let shown = state.users.window(top..top + grid.rows);
    for ((y, at), id) in (body.y..).zip(top..).zip(shown) {
        let row = state.rows.get(*id);
        let theme = painter.theme;
        let at_cursor = at == state.users.cursor;
        let dimmed = row.is_some_and(|row| !row.user.active);
        let style: Style = match (at_cursor, dimmed) {
            (true, _) => theme.accent.into(),
            (_, true) => theme.inactive.into(),
            _ => Style::new(),
        };
        name(painter, (body.x + SIGNS, y), names, (row, &highlighted), style);
        if dimmed {
            painter.text(body.x + 2, y, 1, "×", style);
        }
        if at_cursor {
            painter.text(body.x, y, 1, "▌", theme.accent);
        }
        let picked = state.user_picked(at);
        if picked {
            painter.text(body.x + 1, y, 1, "*", theme.marked);
        }
        for company in state.companies.left..state.companies.len() {
            let Some(x) = column(state, grid, company) else { break };
            let inactive = dimmed || state.companies.get(company).is_some_and(|it| !it.active);
            let cell = state.cell(row, company);
            if picked && state.company_picked(company) {
                painter.tint(Area { x, y, width: grid.cell, height: 1 }, theme.cursor);
            }
            if at_cursor && company == state.companies.cursor {
                cursor_cell(painter, grid, (x, y), cell, focused);
            } else {
                let (sign, look) = cell_look(painter.theme, cell);
                let look = match cell {
                    CellState::None | CellState::Unknown => look,
                    _ if inactive => painter.theme.inactive.into(),
                    _ => look,
                };
                painter.text(x + (grid.cell - 1) / 2, y, 1, sign, look);
            }
            planned(painter, state, grid, (x, y), (*id, company, cell));
        }
    }
}

/// Draws what the previewed change would do to a cell.
fn planned(
    painter: &mut Painter<'_>,
    state: &State,
    grid: &Grid,
    (x, y): (u16, u16),
    (user, company, cell): (UserId, usize, CellState),
) {
    let (Some(planned), Some(company)) = (&state.planned, state.companies.get(company)) else {
        return;
    };
    let theme = painter.theme;
    if cell == CellState::Unknown {
        return;
    }
    let is_drift = matches!(cell, CellState::Drift | CellState::ImpliedDrift);
    let now = (cell.is_granted(), is_drift);
    let (sign, look) = match planned.becomes_granted(user, &company.id, now) {
        Some(true) => ("+", theme.done),
        Some(false) => ("−", theme.warning),
        None => return,
    };
    painter.text(x + (grid.cell - 1) / 2, y, 1, sign, look);
}

/// The widths of full name and username. If there is little room, or a list with the usernames
/// is beside the matrix, only the full name is shown.
fn names_of(state: &State, grid: &Grid) -> (u16, u16) {
    let room = grid.names.saturating_sub(SIGNS + 1);
    let widths = state.rows.widths();
    let names = (widths.full_name, widths.username);
    if grid.with_full_names || are_whole(room, names) { usual(room, names) } else { (room, 0) }
}

/// The name of a row's user.
fn name(
    painter: &mut Painter<'_>,
    (x, y): (u16, u16),
    (full_name, username): (u16, u16),
    (row, highlighted): (Option<&AccessRow>, &HighlightedTexts),
    style: Style,
) {
    let Some(row) = row else {
        painter.text(x, y, full_name.max(username), "…", style);
        return;
    };
    let mut x = x;
    let user = &row.user;
    let (full_name, username) = match (full_name, username) {
        // Without a full name, the username is shown.
        (room, 0) if user.full_name.is_empty() => (0, room),
        both => both,
    };
    if full_name > 0 {
        let name = (user.full_name.as_str(), ShownName::FullName);
        painter.name((x, y, full_name), name, style, highlighted);
        x += full_name + 1;
    }
    if username > 0 {
        let name = (user.username.as_str(), ShownName::Username);
        painter.name((x, y, username), name, style, highlighted);
    }
}

/// Draws brackets around the cell under the cursor.
fn cursor_cell(
    painter: &mut Painter<'_>,
    grid: &Grid,
    (x, y): (u16, u16),
    cell: CellState,
    focused: bool,
) {
    let theme = painter.theme;
    let (sign, look) = cell_look(theme, cell);
    let middle = x + (grid.cell - 1) / 2;
    let (style, sign_style): (Style, Style) = if focused {
        painter.tint(Area { x, y, width: grid.cell, height: 1 }, theme.cell);
        (theme.cell.into(), theme.cell.into())
    } else {
        (theme.accent.into(), look)
    };
    painter.text(middle - 1, y, 1, "[", style);
    painter.text(middle, y, 1, sign, sign_style);
    painter.text(middle + 1, y, 1, "]", style);
}

/// Shows on the lower border which of the companies are visible, if not all are.
fn across(painter: &mut Painter<'_>, state: &State, area: Area, grid: &Grid) {
    let len = state.companies.len();
    if grid.columns >= len || area.height < 2 {
        return;
    }
    let left = state.companies.left;
    let text = format!(
        "{} companies {}–{} of {}{} ",
        if left > 0 { " ◂" } else { "" },
        count(left + 1),
        count(left + grid.columns),
        count(len),
        if left + grid.columns < len { " ▸" } else { "" },
    );
    let room = area.width.saturating_sub(4);
    painter.right(
        area.x + area.width - 2,
        area.y + area.height - 1,
        room,
        &text,
        painter.theme.faint,
    );
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn long_codes_are_broken_into_lines() {
        assert_eq!(broken("NYC", 3, 1), ["NYC"]);
        assert_eq!(broken("GLOBAL-NYC-01", 5, 3), ["GLOBA", "L-NYC", "-01"]);
        assert_eq!(broken("GLOBAL-NEW-YORK-CITY", 5, 3), ["GLOB…", "-YORK", "-CITY"]);
        assert_eq!(broken("東京支社", 5, 2), ["東京", "支社"]);
        assert_eq!(broken("東", 1, 3), ["…"]);
        assert_eq!(broken("", 3, 1), [""]);
    }
}
