//! Every screen and dialog at three sizes in two themes: what is written, and in which style.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};

use super::tour::{STOPS, TourStop, go};
use crate::console::harness::Harness;
use crate::console::theme::ThemeSet;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 50)];

/// The styles of the cells of each line: a letter for each style and how many cells have it, with
/// the styles that the letters stand for. Lines that are the same as the one above are left out.
fn styles(buffer: &Buffer) -> (String, String) {
    let (mut known, mut lines, mut last) = (Vec::new(), String::new(), String::new());
    let mut letter = |cell: &Cell| {
        let style = format!("{:?} on {:?} {:?}", cell.fg, cell.bg, cell.modifier);
        let at = known.iter().position(|it| *it == style).unwrap_or_else(|| {
            known.push(style);
            known.len() - 1
        });
        ('a'..='z').chain('A'..='Z').nth(at).expect("letters enough")
    };
    for (y, row) in buffer.content.chunks(buffer.area.width.into()).enumerate() {
        let mut runs: Vec<(char, usize)> = Vec::new();
        for cell in row {
            let style = letter(cell);
            match runs.last_mut() {
                Some((of, count)) if *of == style => *count += 1,
                _ => runs.push((style, 1)),
            }
        }
        let line: Vec<String> =
            runs.iter().map(|(style, count)| format!("{style}{count}")).collect();
        let line = line.join(" ");
        if line != last {
            let _ = writeln!(lines, "{y}: {line}");
        }
        last = line;
    }
    let legend = known.iter().enumerate().fold(String::new(), |mut legend, (at, style)| {
        let letter = ('a'..='z').chain('A'..='Z').nth(at).expect("letters enough");
        let _ = writeln!(legend, "{letter} {style}");
        legend
    });
    (lines, legend)
}

/// The screen at each size, its styles in the dark theme, and those in the light one where they
/// are not the same with other colors.
fn drawn(way: &TourStop) -> String {
    let set = ThemeSet::built_in();
    let [dark, light] = ["dark", "light"].map(|name| set.load(name, false).expect("a theme"));
    let mut console = go(Harness::demo(), way);
    let mut all = String::new();
    for (width, height) in SIZES {
        console = console.size(width, height);
        console.set_theme(dark.clone());
        let text = console.screen();
        let (lines, legend) = styles(&console.buffer());
        console.set_theme(light.clone());
        assert_eq!(console.screen(), text, "{}: a theme changes no letter", way.name);
        let (light_lines, light_legend) = styles(&console.buffer());
        let _ =
            write!(all, "{width}×{height}\n{text}\n\ndark\n{legend}{lines}\nlight\n{light_legend}");
        if light_lines != lines {
            all += &light_lines;
        }
        all += "\n";
    }
    all
}

#[test]
fn every_screen_is_drawn_at_three_sizes_in_two_themes() {
    for way in STOPS {
        insta::assert_snapshot!(way.name, drawn(way));
    }
}
