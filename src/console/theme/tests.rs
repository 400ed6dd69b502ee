use super::contrast::{LEAST, contrast};
use super::set::BUILT_IN;
use super::*;

const HIGH_CONTRAST: &str = "high-contrast";

fn built_in() -> ThemeSet {
    ThemeSet::built_in()
}

fn names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, ..)| *name)
}

#[test]
fn every_theme_can_be_read() {
    for name in names() {
        built_in().load(name, false).unwrap_or_else(|problem| panic!("{problem}"));
    }
}

#[test]
fn the_theme_without_colors_has_no_color() {
    let (.., source) = BUILT_IN.iter().find(|(name, ..)| *name == PLAIN).expect("a theme");
    assert!(!source.contains("fg") && !source.contains("bg"), "{source}");
}

#[test]
fn every_style_has_enough_contrast_with_its_background() {
    for name in names().filter(|name| *name != PLAIN) {
        let theme = built_in().load(name, false).expect("a theme");
        let Theme { base, cross, bar, granted, none, drift, inactive, marked, .. } = theme;
        let Theme { faint, accent, focus, done, warning, error, .. } = theme;
        // The cursor's row and column contain names and cells.
        let cells = [base, granted, none, drift, inactive, marked, accent, warning];
        let on_cross = cells.map(|look| (look, cross.bg));
        let alone = [faint, focus, done, error].into_iter().chain(cells);
        let on_base = alone.map(|look| (look, look.bg.or(base.bg)));
        let own = [theme.cursor, theme.cell, theme.found, bar].map(|look| (look, look.bg));
        let on_bar = [accent, granted, warning, faint].map(|look| (look, bar.bg));
        for (look, on) in on_cross.into_iter().chain(on_base).chain(own).chain(on_bar) {
            assert_readable(name, look.fg, on);
        }
        // In this theme, the cursor's line is black on yellow.
        if name != HIGH_CONTRAST {
            assert_readable(name, drift.fg, theme.cursor.bg);
        }
    }
}

#[track_caller]
fn assert_readable(name: &str, look: Option<Color>, on: Option<Color>) {
    let (look, on) = (look.expect("a colour"), on.expect("a colour"));
    let contrast = contrast(look, on).expect("known colours");
    assert!(contrast >= LEAST, "{name}: {look:?} on {on:?}: {contrast:.2}");
}

/// A folder with theme files.
fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, ThemeSet) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    let set = ThemeSet::of_folder(Some(folder.path().to_owned()));
    (folder, set)
}

#[test]
fn a_custom_theme_extends_another() {
    let (_folder, set) = folder(&[
        ("mine.toml", "extends = \"dark\"\naccent = { fg = \"#ff00ff\" }\n"),
        ("night.toml", "extends = \"mine\"\nbase = { fg = \"15\", bg = \"0\" }\n"),
        ("dark.toml", "extends = \"dark\"\nfaint = { fg = \"250\" }\n"),
        ("notes.txt", "no theme"),
    ]);
    assert_eq!(set.names().len(), BUILT_IN.len() + 2);
    assert_eq!(set.about("mine"), "Yours");
    let night = set.load("night", false).expect("a theme");
    assert_eq!(night.accent.fg, Some(Color::Rgb(255, 0, 255)));
    assert_eq!(night.base.bg, Some(Color::Indexed(0)));
    let dark = set.load("dark", true).expect("a theme");
    assert_eq!((dark.faint.fg, dark.ascii), (Some(Color::Indexed(250)), true));
}

#[test]
fn a_problem_of_a_theme_has_its_line_and_column() {
    let (folder, set) = folder(&[
        ("a.toml", "extends = \"dark\"\nacent = { fg = \"80\" }\n"),
        ("b.toml", "extends = \"dark\"\naccent = { fg = \"pinkish\" }\n"),
        ("c.toml", "extends = \"drak\"\n"),
        ("d.toml", "accent = { fg = \"80\" }\n"),
        ("e.toml", "extends = \"e2\"\n"),
        ("e2.toml", "extends = \"e\"\n"),
        ("f.toml", "extends =\n"),
    ]);
    for (name, expected) in [
        ("a", "line 2, column 1: unknown field `acent`"),
        (
            "b",
            "line 2, column 17: “pinkish” is not a color; use a name, a number of the 256-color palette, or #rrggbb",
        ),
        ("c", "line 1, column 11: drak: there is no such theme; did you mean dark?"),
        ("d", "the style base is missing; add it, or write extends = \"dark\" at the top"),
        ("e", "line 1, column 11: "),
        ("f", "line 1, column 10: "),
    ] {
        let problem = set.load(name, false).expect_err("a problem").to_string();
        let file = folder.path().join(format!("{name}.toml"));
        let begins = format!("{}: {expected}", file.display());
        assert!(problem.starts_with(&begins), "{problem}\n{begins}");
    }
    assert!(
        set.load("e", false)
            .expect_err("a problem")
            .to_string()
            .ends_with("“e” extends this theme")
    );
    let none = set.load("grubvox", false).expect_err("a problem").to_string();
    assert_eq!(none, "grubvox: there is no such theme; did you mean gruvbox?");
}

#[test]
fn the_documentation_has_the_same_themes() {
    let page = include_str!("../../../docs/configuration.md");
    for (name, about, _) in BUILT_IN {
        let line = format!("| `{name}` | {about} |\n");
        assert!(page.contains(&line), "put this into docs/configuration.md: {line}");
    }
}
