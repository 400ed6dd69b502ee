//! Draws the grants over time: a bar for each month in which they were made.

use super::Panel;
use crate::console::dialogs::statistics::view::chart::{self, ChartColumn};
use crate::console::dialogs::statistics::{Section, StatisticsDialog};
use crate::console::number::number;
use crate::console::view::Painter;
use crate::domain::Figures;

/// A description of the selected bar, and of grants that no bar includes.
pub(super) fn detail(dialog: &StatisticsDialog, figures: &Figures) -> Option<String> {
    let undated = match figures.undated {
        0 => None,
        several => Some(format!("{} at an unknown time", number(several))),
    };
    let month = dialog.month().map(|month| {
        let grants = figures.grants_in(month);
        format!("{month}: {}", number(grants))
    });
    match (month, undated) {
        (Some(month), Some(undated)) => Some(format!("{month} ─ {undated}")),
        (month, undated) => month.or(undated),
    }
}

pub(super) fn draw(
    painter: &mut Painter<'_>,
    dialog: &StatisticsDialog,
    figures: &Figures,
    part: &Panel,
) {
    let theme = painter.theme;
    let Some(first) = dialog.first_month() else {
        let area = part.area;
        painter.text(area.x + 1, area.y, area.width, "no grants yet", theme.faint);
        return;
    };
    let most = figures.months.iter().map(|(_, grants)| *grants).max().unwrap_or(0);
    let (top, len) = (dialog.tops[Section::Months as usize], dialog.len(Section::Months));
    let bars: Vec<ChartColumn> = (top..len.min(top.saturating_add(part.room)))
        .map(|at| {
            let month = first.plus(i64::try_from(at).unwrap_or(i64::MAX));
            ChartColumn {
                label: format!("{:02}", month.of_year()),
                value: figures.grants_in(month),
                group: month.year().to_string(),
                chosen: at == dialog.chosen(Section::Months),
            }
        })
        .collect();
    chart::draw(painter, part, (&bars, top), most);
}
