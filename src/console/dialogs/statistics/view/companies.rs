//! Draws the companies, each with a bar for the number of users.

use ratatui::style::{Modifier, Style};

use super::Panel;
use crate::console::dialogs::statistics::{CompanySort, Section, StatisticsDialog};
use crate::console::geometry::Area;
use crate::console::number::{count, number};
use crate::console::view::bar;
use crate::console::view::{Painter, columns};
use crate::domain::Figures;
use crate::text;

/// From this width, the names are shown beside the codes.
const WITH_NAMES: u16 = 46;

/// The least width of a bar.
const BAR: u16 = 8;

/// The width of a count.
const COUNT: u16 = 9;

/// How many companies there are, and in which order.
pub(super) fn detail(dialog: &StatisticsDialog) -> String {
    let way = match dialog.sort {
        CompanySort::Users | CompanySort::Drift => '↓',
        CompanySort::Code | CompanySort::Name => '↑',
    };
    let companies = count(dialog.len(Section::Companies));
    format!("{companies} by {} {way}", dialog.sort.name())
}

pub(super) fn draw(
    painter: &mut Painter<'_>,
    dialog: &StatisticsDialog,
    figures: &Figures,
    part: &Panel,
) {
    let theme = painter.theme;
    let area = part.area;
    let companies = &figures.companies;
    let most = companies.iter().map(|company| company.users).max().unwrap_or(0).max(1);
    let width_of = |name: &str| text::width(&text::safe(name));
    let codes = companies.iter().map(|it| width_of(&it.company.code)).max().unwrap_or(0);
    let codes = columns(codes.clamp(3, 12));
    let drifts = companies.iter().any(|company| company.drift > 0);
    let drift_width = if drifts { COUNT } else { 0 };
    // The bar is narrowed to make room for the names.
    let names = if area.width >= WITH_NAMES {
        let longest = companies.iter().map(|it| width_of(&it.company.name)).max().unwrap_or(0);
        let taken = 2 + codes + 1 + 1 + COUNT + drift_width + 1;
        columns(longest).min(area.width.saturating_sub(taken + BAR))
    } else {
        0
    };
    if companies.is_empty() {
        painter.text(area.x + 1, area.y, area.width, "no companies", theme.faint);
        return;
    }
    let end = (area.x + area.width).saturating_sub(1);
    painter.text(area.x + 2, area.y, area.width.saturating_sub(2), "company", theme.faint);
    painter.right(end.saturating_sub(drift_width), area.y, COUNT - 1, "users", theme.faint);
    if drifts {
        painter.right(end, area.y, drift_width - 1, "drift", theme.faint);
    }
    let area = area.below(1);
    let top = dialog.tops[Section::Companies as usize];
    let shown = dialog.companies().enumerate().skip(top).take(part.room);
    for (y, (at, company)) in (area.y..).zip(shown) {
        let line = Area { y, height: 1, ..area };
        part.hit(painter, line, at);
        let chosen = at == dialog.chosen(Section::Companies);
        if chosen {
            part.light(painter, line);
        }
        let dim = !company.company.active && !chosen;
        let look: Style = if dim { theme.inactive.into() } else { Style::new() };
        let mut x = line.x + 2;
        let code = text::squeeze(&company.company.code, codes.into());
        painter.text(x, y, codes, &code, look);
        x += codes + 1;
        if names > 0 {
            painter.text(x, y, names, &company.company.name, look);
            x += names + 1;
        }
        let end = (line.x + line.width).saturating_sub(1);
        let counts = end.saturating_sub(drift_width);
        let room = counts.saturating_sub(x + COUNT);
        // A percentage. Counts are far smaller than an `f64` can represent exactly.
        #[allow(clippy::cast_precision_loss)]
        let share = company.users as f64 * 100.0 / most as f64;
        let drawn = bar(share, room.into());
        let lit = chosen && part.focused;
        let bar_look: Style = if lit { theme.marked.into() } else { theme.granted.into() };
        painter.text(x, y, room, drawn.trim_end(), bar_look.remove_modifier(Modifier::BOLD));
        painter.right(counts, y, COUNT - 1, &number(company.users), look);
        if company.drift > 0 {
            painter.right(end, y, drift_width - 1, &number(company.drift), theme.drift);
        }
    }
}
