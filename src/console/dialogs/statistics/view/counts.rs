//! Draws the users by their number of companies, as bars.

use super::Panel;
use crate::console::dialogs::statistics::view::chart::{self, ChartColumn};
use crate::console::dialogs::statistics::{Section, StatisticsDialog};
use crate::console::number::number;
use crate::console::view::Painter;
use crate::domain::{Bucket, Figures};

/// A description of the selected bar.
pub(super) fn detail(dialog: &StatisticsDialog, figures: &Figures) -> Option<String> {
    let bucket = *figures.histogram().get(dialog.chosen(Section::Counts))?;
    let users = match bucket.users {
        1 => "1 user".to_owned(),
        several => format!("{} users", number(several)),
    };
    let companies = match (bucket.least, bucket.most) {
        (0, _) => "no company".into(),
        (1, _) => "1 company".into(),
        (least, most) if least == most => format!("{least} companies"),
        (least, most) => format!("{least} to {most} companies"),
    };
    Some(format!("{companies}: {users}"))
}

pub(super) fn draw(
    painter: &mut Painter<'_>,
    dialog: &StatisticsDialog,
    figures: &Figures,
    part: &Panel,
) {
    let buckets = figures.histogram();
    if buckets.is_empty() {
        let area = part.area;
        painter.text(area.x + 1, area.y, area.width, "no users", painter.theme.faint);
        return;
    }
    let most = buckets.iter().map(|bucket| bucket.users).max().unwrap_or(0);
    let top = dialog.tops[Section::Counts as usize];
    let bars: Vec<ChartColumn> = buckets
        .iter()
        .enumerate()
        .skip(top)
        .take(part.room)
        .map(|(at, bucket)| ChartColumn {
            label: label(*bucket, part.step),
            value: bucket.users,
            group: String::new(),
            chosen: at == dialog.chosen(Section::Counts),
        })
        .collect();
    chart::draw(painter, part, (&bars, top), most);
}

fn label(Bucket { least, most, .. }: Bucket, step: u16) -> String {
    if least == most {
        return least.to_string();
    }
    let whole = format!("{least}–{most}");
    if whole.chars().count() < step.into() { whole } else { format!("{least}+") }
}
