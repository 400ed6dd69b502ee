//! Every text is readable on its background, on every screen and in every theme.

use ratatui::style::Modifier;

use super::tour;
use crate::console::harness::Harness;
use crate::console::theme::contrast::{LEAST, contrast};
use crate::console::theme::{Theme, ThemeSet};

/// Keys that lead to every screen and dialog, including inactive users and companies, drift
/// and marks under the cursor.
const STOPS: &[&str] = &[
    "",
    "jmjm",
    "2",
    "2jmjjjjjm",
    "3jjll",
    "3jmlmjm+",
    "Ejj",
    "/role:",
    "/zz:",
    "/role:emp<enter>jj",
    "/inactive<enter>2",
    "/henry<enter>j",
    "/henry<enter>3jll",
    "/henry<enter>2jj",
    "|jjjjjjjjj<space><esc>/henry<enter>j",
    "2<space>t",
    "2<space>utj",
    "2<space>t/zz:",
    "2<space>tp",
    "n<tab><tab><tab><tab>x",
    "e",
    "D",
    "X",
    "w",
    "<enter>",
    "2<enter>j",
    "s",
    "s<tab>l",
    "s<tab><tab>jj",
    "s<tab><tab><tab>jjl",
    "s<tab><tab><tab><tab>",
    ":the",
    "?",
    "??user",
    "|j",
    "o",
    "2o",
    "R",
    "R<tab>j",
    "!",
    "Y",
    "M",
    "x",
    "i",
    "&",
    "S",
    "fan",
    "zjj",
    "r",
    "vjj",
];

/// The themes with colors, each with its name.
fn themes() -> Vec<(String, Theme)> {
    let set = ThemeSet::built_in();
    let names = set.names().into_iter().filter(|name| name.as_str() != "plain");
    names.map(|name| (name.clone(), set.load(&name, false).expect("a theme"))).collect()
}

/// Checks every letter of a screen in each theme.
#[track_caller]
fn can_be_read(mut console: Harness, way: &str, themes: &[(String, Theme)]) {
    for (name, theme) in themes {
        console.set_theme(theme.clone());
        let buffer = console.buffer();
        for (at, cell) in buffer.content.iter().enumerate() {
            let is_reversed = cell.modifier.contains(Modifier::REVERSED);
            let is_empty = cell.symbol().trim().is_empty() || is_reversed;
            let contrast = contrast(cell.fg, cell.bg).unwrap_or(LEAST);
            assert!(
                is_empty || contrast >= LEAST,
                "{name}, {way}: “{}” at {:?}: {contrast:.1}\n{}",
                cell.symbol(),
                buffer.pos_of(at),
                console.screen()
            );
        }
    }
}

#[test]
fn every_letter_of_every_screen_can_be_read() {
    let themes = themes();
    for way in STOPS {
        for (width, height) in [(80, 24), (200, 50)] {
            can_be_read(Harness::demo_of(40, 12, 90).size(width, height).keys(way), way, &themes);
        }
    }
}

#[test]
fn every_letter_of_every_dialog_can_be_read() {
    let themes = themes();
    for way in tour::STOPS {
        can_be_read(tour::go(Harness::demo(), way), way.name, &themes);
    }
}
