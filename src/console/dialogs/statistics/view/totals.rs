//! Draws the totals: the figures of the status bar, with full labels.

use ratatui::style::{Modifier, Style};
use ratatui::widgets::Gauge;

use super::Panel;
use crate::console::dialogs::statistics::{Section, StatisticsDialog, Total};
use crate::console::geometry::Area;
use crate::console::number::number;
use crate::console::view::Painter;
use crate::domain::Figures;

/// The width of the figures, in columns.
const FIGURES: u16 = 14;

pub(super) fn draw(
    painter: &mut Painter<'_>,
    dialog: &StatisticsDialog,
    figures: &Figures,
    part: &Panel,
) {
    let theme = painter.theme;
    let totals = &figures.report.statistics;
    let coverage = totals.coverage_percent();
    let chosen = Total::ALL.get(dialog.chosen(Section::Totals)).copied();
    let drift = if totals.drift > 0 { theme.drift } else { theme.base };
    let effective = format!("pairs with access, {:.1} %", totals.effective_percent());
    let warned = |count: u64| if count > 0 { theme.warning } else { theme.base };
    let lines = [
        (Total::Users, number(totals.users), "users", theme.base),
        (Total::Companies, number(totals.companies), "companies", theme.base),
        (Total::Grants, number(totals.grants), "grants", theme.granted),
        (Total::Coverage, format!("{coverage:.1} %"), "", theme.base),
        (
            Total::WithoutCompany,
            number(totals.users_without_company),
            "users without a company",
            theme.base,
        ),
        (Total::WithSeveral, number(totals.users_with_multiple), "users with several", theme.base),
        (Total::Drift, number(totals.drift), "drift", drift),
        (Total::ActiveUsers, number(totals.active_users), "active users", theme.base),
        (Total::EffectivePairs, number(totals.effective_pairs), &effective, theme.base),
        (Total::ImpliedPairs, number(totals.implied_pairs), "of them implied", theme.base),
        (
            Total::IneffectiveGrants,
            number(totals.ineffective_grants),
            "ineffective grants",
            warned(totals.ineffective_grants),
        ),
        (
            Total::WithoutAccess,
            number(totals.users_without_effective_access),
            "active without access",
            warned(totals.users_without_effective_access),
        ),
    ];
    let area = part.area;
    let lines = lines.into_iter().skip(dialog.tops[Section::Totals as usize]);
    for (y, (total, figure, of, look)) in (area.y..area.y + area.height).zip(lines) {
        let line = Area { y, height: 1, ..area };
        let at = Total::ALL.iter().position(|it| *it == total).unwrap_or(0);
        part.hit(painter, line, at);
        let chosen = Some(total) == chosen;
        if chosen {
            part.light(painter, line);
        }
        let bold = Style::from(look).add_modifier(Modifier::BOLD);
        let bold = if chosen { Style::new() } else { bold };
        painter.right(line.x + FIGURES, y, FIGURES - 2, &figure, bold);
        let x = line.x + FIGURES + 1;
        let room = (line.x + line.width).saturating_sub(x + 1);
        if of.is_empty() {
            gauge(painter, Area { x, y, width: room, height: 1 }, coverage);
        } else {
            painter.text(x, y, room, of, if chosen { Style::new() } else { theme.faint.into() });
        }
    }
}

/// Draws coverage with its label and a bar.
fn gauge(painter: &mut Painter<'_>, area: Area, coverage: f64) {
    let theme = painter.theme;
    let x = painter.text(area.x, area.y, area.width, "coverage ", theme.faint);
    let width = (area.x + area.width).saturating_sub(x);
    let gauge = Gauge::default()
        .ratio((coverage / 100.0).clamp(0.0, 1.0))
        .label("")
        .use_unicode(true)
        .gauge_style(Style::from(theme.bar).patch(Style::from(theme.granted)));
    painter.widget(Area { x, width, ..area }, gauge);
}
