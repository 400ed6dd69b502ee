//! Draws bars side by side, with their values above and their labels below, as many as fit.

use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Bar, BarChart, BarGroup};

use super::Panel;
use crate::console::geometry::Area;
use crate::console::number::{number, shortened, unit_of};
use crate::console::view::{Painter, columns};
use crate::text;

/// One bar.
pub(super) struct ChartColumn {
    pub(super) label: String,
    pub(super) value: u64,
    /// The label that it shares with its neighbors, on a line below.
    pub(super) group: String,
    pub(super) chosen: bool,
}

/// Draws bars beginning with the entry `first`; a value of `most` has the full height.
pub(super) fn draw(
    painter: &mut Painter<'_>,
    part: &Panel,
    (bars, first): (&[ChartColumn], usize),
    most: u64,
) {
    let theme = painter.theme;
    let width = part.step.saturating_sub(1).max(1);
    let cursor = part.cursor(painter);
    let grouped = bars.iter().any(|bar| !bar.group.is_empty());
    // The values are above the bars.
    let area = part.area.below(1);
    let height = area.height.saturating_sub(if grouped { 2 } else { 1 });
    let bar = |bar: &ChartColumn| {
        let look = if bar.chosen && part.focused { theme.marked } else { theme.granted };
        let label: Style = if bar.chosen { cursor } else { theme.base.into() };
        let label = Line::styled(text::clip(&bar.label, width.into()).into_string(), label);
        let eighths = eighths(bar.value, most, height);
        Bar::default().value(eighths).label(label).text_value("").style(look)
    };
    let groups: Vec<BarGroup<'_>> = bars
        .chunk_by(|a, b| a.group == b.group)
        .map(|group| {
            let bars = BarGroup::new(group.iter().map(bar).collect::<Vec<_>>());
            let columns = group.len() * usize::from(part.step) - 1;
            let name = Some(&group[0].group).filter(|name| text::width(name) <= columns);
            let name = Line::styled(name.cloned().unwrap_or_default(), theme.faint);
            if grouped { bars.label(name) } else { bars }
        })
        .collect();
    let chart = BarChart::grouped(groups)
        .bar_width(width)
        .bar_gap(1)
        .group_gap(0)
        .max(u64::from(height.max(1)) * 8)
        .style(theme.base);
    painter.widget(area, chart);
    for (at, bar) in bars.iter().enumerate() {
        let x = part.area.x + columns(at) * part.step;
        part.hit(painter, Area { x, width, ..part.area }, first + at);
        let Some(value) = in_columns(bar.value, width).filter(|_| bar.value > 0 && height > 0)
        else {
            continue;
        };
        let columns_of = columns(text::width(&value));
        let rows = eighths(bar.value, most, height).div_ceil(8);
        let rows = u16::try_from(rows).unwrap_or(height);
        let x = x + (width - columns_of) / 2;
        let lit = bar.chosen && part.focused;
        let plain = Style::from(theme.base).remove_modifier(Modifier::BOLD);
        let look: Style = if lit { theme.marked.into() } else { plain };
        painter.text(x, area.y + height - rows - 1, columns_of, &value, look);
    }
}

/// The height of a bar, in eighths of a row; at least one, unless the value is 0.
fn eighths(value: u64, most: u64, height: u16) -> u64 {
    let whole = u64::from(height) * 8;
    let share = u128::from(value) * u128::from(whole) / u128::from(most.max(1));
    let share = u64::try_from(share).unwrap_or(whole).min(whole);
    share.max(u64::from(value > 0 && height > 0))
}

/// A number in at most this many columns, abbreviated and rounded down if necessary.
fn in_columns(value: u64, width: u16) -> Option<String> {
    let (of, unit) = unit_of(value);
    let tenths = format!("{}.{}{unit}", value / of, value % of * 10 / of);
    [number(value), tenths, shortened(value)]
        .into_iter()
        .find(|text| text::width(text) <= width.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_proportional_to_their_values() {
        assert_eq!(eighths(0, 10, 8), 0);
        assert_eq!(eighths(1, 1000, 8), 1, "little is not nothing");
        assert_eq!(eighths(5, 10, 8), 32);
        assert_eq!(eighths(10, 10, 8), 64);
        assert_eq!(eighths(u64::MAX, 1, 8), 64);
        assert_eq!(eighths(1, 1, 0), 0);
    }

    #[test]
    fn values_are_rounded_to_fit() {
        let of = |value, width| in_columns(value, width).unwrap_or_default();
        assert_eq!([of(999, 3), of(1_999, 3), of(2_500_000, 3)], ["999", "1k", "2M"]);
        assert_eq!([of(1_999, 4), of(1_999, 5), of(19_990, 5)], ["1.9k", "1,999", "19.9k"]);
        assert_eq!([of(123_456, 3), of(7, 0)], ["", ""]);
    }
}
