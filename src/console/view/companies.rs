//! The Companies pane: the shown companies, each with a checkbox for the cursor's user.

use ratatui::style::Style;

use super::super::geometry::Area;
use super::super::hits::{HitTarget, PaneItem};
use super::super::number::count;
use super::super::state::{CellState, MatrixView, Pane, State, arrow};
use super::super::theme::Theme;
use super::greeting;
use super::paint::{Painter, columns};
use crate::domain::Company;
use crate::filter::{Axis, HighlightedTexts, ShownName};
use crate::store::SortBy;
use crate::text;

/// The columns of the cursor, the mark, the checkbox and a space.
const SIGNS: u16 = 4;
/// Columns between the text and the border.
const MARGIN: u16 = 1;
/// An unusually long code is cut, but to no fewer columns than this.
const SHORTENED: usize = 6;
/// The most columns for codes; longer ones are cut.
const CODE: usize = 12;
/// Panes at least this wide show the tenant beside the name.
const WITH_TENANT: u16 = 60;
/// The columns reserved for tags in such a pane: `home inactive`.
const WIDEST_TAGS: u16 = 14;

/// The sign and the style of a cell's state.
pub(super) fn cell_look(theme: &Theme, cell: CellState) -> (&'static str, Style) {
    let look = match cell {
        CellState::Granted | CellState::Redundant | CellState::Implied => theme.granted,
        CellState::Ineffective => theme.warning,
        CellState::ImpliedDrift | CellState::Drift => theme.drift,
        CellState::None | CellState::Unknown => theme.none,
    };
    (cell.sign(), look.into())
}

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, area: Area) {
    let companies = &state.companies;
    let focused = state.focus == Pane::Companies && !painter.covered;
    painter.title(area, &title(state, area.width.into()), focused);
    painter.hit(area, HitTarget::PaneItem(PaneItem::of(Pane::Companies)));
    let inner = area.inner();
    if companies.len() == 0 {
        greeting::draw(painter, state, Pane::Companies, inner);
        return;
    }
    headings(painter, state, inner);
    let inner = inner.below(1);
    let seen = usize::from(inner.height);
    let highlighted = state.company_filter.filter.highlighted();
    for (y, at) in (inner.y..).zip(companies.top..companies.len().min(companies.top + seen)) {
        let Some(company) = companies.get(at) else { continue };
        let line = Area { y, height: 1, ..inner };
        let item = PaneItem {
            user: state.shown_user(state.users.cursor),
            company: state.shown_company(at),
            ..PaneItem::of(Pane::Companies)
        };
        let sign = Area { x: line.x + 2, width: 1, ..line };
        let is_box = PaneItem { is_box: true, ..item.clone() };
        painter.hit(line, HitTarget::PaneItem(item));
        painter.hit(sign, HitTarget::PaneItem(is_box));
        let at_cursor = at == companies.cursor;
        if at_cursor {
            let theme = painter.theme;
            painter.tint(line, if focused { theme.cursor } else { theme.cross });
        }
        if state.company_picked(at) {
            painter.text(line.x + 1, y, 1, "*", painter.theme.marked);
        }
        draw_company(painter, (state, &highlighted), line, at, company);
        if at_cursor {
            painter.text(line.x, y, 1, "▌", painter.theme.accent);
        }
    }
    painter.scrollbar(area, companies.top, seen, companies.len());
}

/// A heading and its column, counted from the left of the list.
struct CompanyHeading {
    by: SortBy,
    text: String,
    x: u16,
    width: u16,
}

/// The headings that fit.
fn company_headings(state: &State, width: u16) -> Vec<CompanyHeading> {
    let order = state.company_filter.order;
    let heading = |name: &str, by: SortBy| {
        let text =
            if order.by == by { format!("{name} {}", arrow(order)) } else { name.to_owned() };
        let width = columns(text::width(&text));
        CompanyHeading { by, text, x: 0, width }
    };
    let CompanyWidths { code, name, tenant } = CompanyWidths::new(state, width);
    let mut headings = Vec::new();
    // If codes are short, their heading begins above the checkboxes.
    let mut of_code = heading("code", SortBy::Code);
    let end = SIGNS + code;
    of_code.x = if of_code.width > code { end.saturating_sub(of_code.width) } else { SIGNS };
    if of_code.width <= end {
        headings.push(of_code);
    }
    let mut of_name = heading("name", SortBy::Name);
    of_name.x = end + 1;
    let mut of_status = heading("status", SortBy::Status);
    of_status.x = width.saturating_sub(MARGIN + of_status.width);
    let has_status = of_name.x + of_name.width < of_status.x;
    if tenant > 0 {
        let mut of_tenant = heading("tenant", SortBy::Tenant);
        of_tenant.x = of_name.x + name + 1;
        headings.push(of_tenant);
    }
    if of_name.x + of_name.width <= width {
        headings.push(of_name);
    }
    if has_status {
        headings.push(of_status);
    }
    headings
}

fn headings(painter: &mut Painter<'_>, state: &State, area: Area) {
    for CompanyHeading { by, text, x, width } in company_headings(state, area.width) {
        let at_heading = Area { x: area.x + x, y: area.y, width, height: 1 };
        painter.text(at_heading.x, at_heading.y, width, &text, painter.theme.faint);
        painter.hit(at_heading, HitTarget::Heading(Axis::Companies, by));
    }
}

/// The widths of a company's texts, without its tags.
struct CompanyWidths {
    code: u16,
    name: u16,
    /// 0 if it does not fit, or if there are no tenants.
    tenant: u16,
}

impl CompanyWidths {
    fn new(state: &State, width: u16) -> Self {
        let room = width.saturating_sub(SIGNS + MARGIN);
        // If only a few codes are long, those are cut, so that the names keep their room.
        let codes = state.companies.code_widths;
        let code = codes.longest.min(codes.usual.max(SHORTENED)).min(CODE);
        let code = columns(code).min(room);
        if width >= WITH_TENANT && state.companies.tenant_width > 0 {
            // The tenants are aligned, whatever tags the lines have.
            let half = (width - SIGNS - MARGIN - code - 3 - WIDEST_TAGS) / 2;
            return Self { code, name: half, tenant: half };
        }
        Self { code, name: room.saturating_sub(code + 1), tenant: 0 }
    }
}

/// Whose companies the checkboxes show, if it fits, and how many are granted.
pub(super) fn title(state: &State, width: usize) -> String {
    const FRAME: usize = 2;
    const SHORTEST_NAME: usize = 5;
    let pane = state.pane_title(Pane::Companies);
    let len = count(state.companies.total());
    let inner = columns(width.saturating_sub(FRAME));
    let order = state.company_filter.order;
    let mut headings = company_headings(state, inner).into_iter();
    let in_headings = state.companies.len() > 0 && headings.any(|it| it.by == order.by);
    let axis_filter = state.company_filter.title(Axis::Companies, !in_headings);
    if !axis_filter.is_empty() {
        return format!("{pane} ─ {} of {len}{axis_filter}", count(state.companies.len()));
    }
    if !state.marks.users.is_empty() {
        let marked = state.marks.users.len();
        let users = if marked == 1 { "user" } else { "users" };
        let what = match state.matrix_view {
            MatrixView::Grants => "grants",
            MatrixView::Effective => "access",
        };
        let title = format!("{pane} ─ {what} of {} marked {users}", count(marked));
        if text::width(&title) + FRAME <= width {
            return title;
        }
        return format!("{pane} ─ of {} marked", count(marked));
    }
    let Some(row) = state.cursor_row() else {
        return format!("{pane} ─ {len}");
    };
    let of = match state.matrix_view {
        MatrixView::Grants => format!("{} of {len}", count(row.count())),
        MatrixView::Effective => format!("in {} of {len}", count(row.effective)),
    };
    let room = width.saturating_sub(FRAME + text::width(&format!("{pane} ─  ─ {of}")));
    if room < SHORTEST_NAME {
        return format!("{pane} ─ {of}");
    }
    format!("{pane} ─ {} ─ {of}", text::clip(&row.user.username, room))
}

/// The checkbox of a company. With several marked users: whether all, some or none of them
/// have the company (grants or access, as in the matrix). With one: the state of that user's
/// cell. Otherwise that of the cursor's user.
fn company_box(theme: &Theme, state: &State, at: usize) -> (&'static str, Style) {
    let users = state.marks.users.len() as u64;
    if users == 0 {
        return cell_look(theme, state.cell(state.cursor_row(), at));
    }
    let (Some(held), Some(index)) = (&state.marks.held, state.companies.index(at)) else {
        return ("…", theme.none.into());
    };
    if let (1, Some(row)) = (users, &held.row) {
        return cell_look(theme, state.cell(state.rows.get(row.user.id).or(Some(&**row)), at));
    }
    let count = |of: &[u64]| of.get(index).copied().unwrap_or(0);
    let (granted, effective) = (count(&held.counts.granted), count(&held.counts.effective));
    let having = match state.matrix_view {
        MatrixView::Grants => granted,
        MatrixView::Effective => effective,
    };
    match (state.matrix_view, having) {
        (_, having) if having >= users && granted > 0 => cell_look(theme, CellState::Granted),
        (_, having) if having >= users => cell_look(theme, CellState::Implied),
        (_, 1..) => ("▪", theme.granted.into()),
        (MatrixView::Effective, 0) if granted > 0 => cell_look(theme, CellState::Ineffective),
        (_, 0) => cell_look(theme, CellState::None),
    }
}

fn draw_company(
    painter: &mut Painter<'_>,
    (state, highlighted): (&State, &HighlightedTexts),
    line: Area,
    at: usize,
    company: &Company,
) {
    let theme = painter.theme;
    let row = state.cursor_row();
    let one_user = state.marks.users.is_empty();
    let inactive = !company.active || one_user && row.is_some_and(|row| !row.user.active);
    // Dim letters are unreadable on the cursor's line in the focused pane.
    let has_focus = state.focus == Pane::Companies && !painter.covered;
    let dimmed = inactive && !(has_focus && at == state.companies.cursor);
    let style: Style = if dimmed { theme.inactive.into() } else { Style::new() };
    let (sign, look) = company_box(theme, state, at);
    let look = if dimmed && sign != "·" { style } else { look };
    painter.text(line.x + 2, line.y, 1, sign, look);

    let is_home =
        one_user && row.is_some_and(|row| row.user.home_company.as_ref() == Some(&company.id));
    let mut tags = Vec::new();
    if !company.id.is_usable() {
        tags.push("damaged id");
    }
    if is_home {
        tags.push("home");
    }
    if !company.active {
        tags.push("inactive");
    }
    let tags = tags.join(" ");
    let right = (line.x + line.width).saturating_sub(MARGIN);
    let room = line.width.saturating_sub(SIGNS + MARGIN);
    let look = if dimmed || at != state.companies.cursor { theme.inactive.into() } else { style };
    painter.right(right, line.y, room, &tags, look);
    let taken = if tags.is_empty() { 0 } else { columns(tags.len()) + 1 };

    let layout = CompanyWidths::new(state, line.width);
    let room = room.saturating_sub(taken);
    let code = layout.code.min(room);
    let x = line.x + SIGNS;
    let shown = text::squeeze(&company.code, code.into());
    painter.name((x, line.y, code), (&shown, ShownName::Code), style, highlighted);
    let (x, room) = (x + code + 1, room.saturating_sub(code + 1));
    let name = room.min(layout.name);
    painter.name((x, line.y, name), (&company.name, ShownName::CompanyName), style, highlighted);
    if let Some(tenant) = company.tenant_name.as_deref().filter(|_| layout.tenant > 0) {
        painter.text(x + layout.name + 1, line.y, layout.tenant, tenant, look);
    }
}
