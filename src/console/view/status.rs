//! The status bar: seven statistics, with long or short labels. One that does not fit is left
//! out as a whole.

use ratatui::style::Style;

use super::super::geometry::Area;
use super::super::number::number;
use super::super::state::State;
use super::paint::{Painter, columns};
use crate::domain::Statistics;
use crate::text;

/// The width of the coverage gauge on a wide screen, and on a narrow one.
const GAUGE: usize = 10;
const SHORT_GAUGE: usize = 4;

/// The singular and plural of what is counted.
type Noun = (&'static str, &'static str);

/// A number and its label.
struct Figure {
    figure: String,
    of: &'static str,
}

pub(crate) fn draw(painter: &mut Painter<'_>, state: &State, area: Area) {
    let theme = painter.theme;
    painter.tint(area, theme.bar);
    let end = area.x + area.width;
    let Some(statistics) = state.statistics.known() else {
        painter.text(area.x + 1, area.y, area.width, "counting users and grants …", theme.bar);
        return;
    };
    let (figures, gap) = figures(statistics, area.width.saturating_sub(2));
    let mut x = area.x + 1;
    for Figure { figure, of } in figures {
        let style: Style = Style::from(theme.bar).add_modifier(ratatui::style::Modifier::BOLD);
        let before = figure.rfind(GAUGE_END).map_or(0, |at| at + GAUGE_END.len_utf8());
        let (gauge, figure) = figure.split_at(before);
        let green = Style::from(theme.bar).patch(Style::from(theme.granted));
        x = painter.text(x, area.y, end - x, gauge, green);
        x = painter.text(x, area.y, end.saturating_sub(x), figure, style);
        if !of.is_empty() {
            x = painter.text(x + 1, area.y, end.saturating_sub(x + 1), of, theme.bar);
        }
        x += gap;
    }
    let counting = "counting …";
    if state.statistics.is_counting() && x + columns(counting.len()) < end {
        painter.right(end - 1, area.y, 10, counting, theme.faint);
    }
}

/// The figures with the longest labels that fit, and the gap between them.
fn figures(statistics: &Statistics, room: u16) -> (Vec<Figure>, u16) {
    const LONG: [Noun; 6] = [
        ("user", "users"),
        ("company", "companies"),
        ("grant", "grants"),
        ("without a company", "without a company"),
        ("with several", "with several"),
        ("drift", "drift"),
    ];
    const SHORT: [Noun; 6] = [
        ("user", "users"),
        ("co.", "cos."),
        ("grant", "grants"),
        ("with none", "with none"),
        ("several", "several"),
        ("drift", "drift"),
    ];
    let coverage = statistics.coverage_percent();
    let percent = format!("{coverage:.1} %");
    let with_short = format!("{} {percent}", gauge(coverage, SHORT_GAUGE));
    let with_gauge = format!("{} {percent}", gauge(coverage, GAUGE));
    let build = |coverage: &str, words: [Noun; 6]| -> Vec<Figure> {
        let [users, companies, grants, none, several, drift] = words;
        let figure = |value: u64, (one, several): Noun| Figure {
            figure: number(value),
            of: if value == 1 { one } else { several },
        };
        vec![
            figure(statistics.users, users),
            figure(statistics.companies, companies),
            figure(statistics.grants, grants),
            Figure { figure: coverage.into(), of: "" },
            figure(statistics.users_without_company, none),
            figure(statistics.users_with_multiple, several),
            figure(statistics.drift, drift),
        ]
    };
    let candidates = [
        (build(&with_gauge, LONG), 3),
        (build(&with_gauge, LONG), 2),
        (build(&with_gauge, SHORT), 2),
        (build(&with_short, SHORT), 2),
        (build(&percent, SHORT), 2),
        (build(&percent, SHORT), 1),
    ];
    for (figures, gap) in candidates {
        if width(&figures, gap) <= room {
            return (figures, gap);
        }
    }
    // A figure is shown whole or not at all; the least important are left out first.
    let mut figures: Vec<_> = build(&percent, SHORT).into_iter().zip(0..).collect();
    for least in LEAST_FIRST {
        if width(figures.iter().map(|(figure, _)| figure), 2) <= room {
            break;
        }
        figures.retain(|(_, at)| *at != least);
    }
    (figures.into_iter().map(|(figure, _)| figure).collect(), 2)
}

/// Indexes of the figures, in the order in which they are left out: users and companies first,
/// because the titles of the panes show them too. The grants are never left out.
const LEAST_FIRST: [usize; 6] = [1, 0, 5, 4, 6, 3];

fn width<'a>(figures: impl IntoIterator<Item = &'a Figure>, gap: u16) -> u16 {
    let each = |figure: &Figure| {
        text::width(&figure.figure) + figure.of.len() + usize::from(!figure.of.is_empty())
    };
    let words: Vec<usize> = figures.into_iter().map(each).collect();
    columns(words.iter().sum()) + gap * columns(words.len().saturating_sub(1))
}

/// The character at the end of a gauge.
const GAUGE_END: char = '▏';

/// A gauge: a bar between end characters.
pub(crate) fn gauge(percent: f64, cells: usize) -> String {
    format!("▕{}{GAUGE_END}", bar(percent, cells))
}

/// A bar of this many cells, filled in steps of an eighth of a cell.
pub(crate) fn bar(percent: f64, cells: usize) -> String {
    const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    // Between 0 and 8 × cells.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let filled = ((percent / 100.0 * (cells * 8) as f64).ceil() as usize).min(cells * 8);
    let mut bar = String::with_capacity(cells * 3);
    bar.extend(std::iter::repeat_n('█', filled / 8));
    if filled / 8 < cells {
        bar.push(EIGHTHS[filled % 8]);
        bar.extend(std::iter::repeat_n(' ', cells - filled / 8 - 1));
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gauge_has_the_same_length_at_every_value() {
        assert_eq!(gauge(0.0, GAUGE), "▕          ▏");
        assert_eq!(gauge(1.1, GAUGE), "▕▏         ▏");
        assert_eq!(gauge(50.0, GAUGE), "▕█████     ▏");
        assert_eq!(gauge(100.0, GAUGE), "▕██████████▏");
        for tenths in 0..=1000 {
            assert_eq!(gauge(f64::from(tenths) / 10.0, GAUGE).chars().count(), GAUGE + 2);
        }
    }

    #[test]
    fn no_figure_is_ever_cut() {
        let statistics = Statistics {
            users: 1_000_000,
            companies: 1000,
            grants: 10_000_000,
            users_without_company: 123_456,
            users_with_multiple: 654_321,
            drift: 98_765,
            ..Statistics::default()
        };
        for room in 10..250 {
            let (figures, gap) = figures(&statistics, room);
            assert!(width(&figures, gap) <= room || figures.len() == 1, "{room}");
        }
        let words = |room| words(&statistics, room);
        assert_eq!(words(118).len(), 7);
        assert_eq!(words(78), ["grants", "", "with none", "several", "drift"]);
        assert_eq!(words(30), ["grants", ""]);
    }

    #[test]
    fn a_count_of_one_is_singular() {
        let one = Statistics { users: 1, companies: 1, grants: 1, ..Statistics::default() };
        assert_eq!(words(&one, 118)[..3], ["user", "company", "grant"]);
        assert_eq!(words(&one, 78)[..3], ["user", "co.", "grant"]);
        assert_eq!(words(&one, 20), ["grant", ""]);
        let none = Statistics::default();
        assert_eq!(words(&none, 118)[..3], ["users", "companies", "grants"]);
    }

    fn words(statistics: &Statistics, room: u16) -> Vec<&'static str> {
        figures(statistics, room).0.iter().map(|figure| figure.of).collect()
    }
}
