//! Colours and signs, by what they mean. The themes are files under
//! `assets/themes`.

use std::str::FromStr;

use anyhow::Context;
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use super::options::{Options, ThemeChoice};

impl ThemeChoice {
    /// `NO_COLOR` (no-color.org) wins; then what the terminal says of its
    /// background in `COLORFGBG`, if it does.
    fn from_environment() -> Self {
        if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            return Self::Plain;
        }
        let background = std::env::var("COLORFGBG").ok();
        match background.as_deref().and_then(|value| value.rsplit(';').next()) {
            Some("7" | "15") => Self::Light,
            _ => Self::Dark,
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::Dark => include_str!("../../assets/themes/dark.toml"),
            Self::Light => include_str!("../../assets/themes/light.toml"),
            Self::Plain => include_str!("../../assets/themes/plain.toml"),
        }
    }
}

/// A style for each meaning.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Theme {
    /// The whole screen, and ordinary text.
    pub(crate) base: StyleSpec,
    /// Borders, headings, units: what frames the figures.
    pub(crate) faint: StyleSpec,
    /// The title bar and the status bar.
    pub(crate) bar: StyleSpec,
    /// The program's name, keys in hints, section headings in help.
    pub(crate) accent: StyleSpec,
    /// The border and the title of the focused pane.
    pub(crate) focus: StyleSpec,
    /// The cursor's row and column.
    pub(crate) cross: StyleSpec,
    /// The cursor's row in the focused list.
    pub(crate) cursor: StyleSpec,
    /// The cell under the cursor.
    pub(crate) cell: StyleSpec,
    pub(crate) granted: StyleSpec,
    pub(crate) none: StyleSpec,
    pub(crate) drift: StyleSpec,
    pub(crate) inactive: StyleSpec,
    /// The sign of a mark, and the words of the selection.
    pub(crate) marked: StyleSpec,
    pub(crate) done: StyleSpec,
    pub(crate) warning: StyleSpec,
    pub(crate) error: StyleSpec,
    #[serde(skip)]
    pub(crate) ascii: bool,
}

/// A style as a theme file writes it.
#[allow(clippy::struct_excessive_bools)] // each is a word of the file format
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct StyleSpec {
    #[serde(deserialize_with = "color")]
    fg: Option<Color>,
    #[serde(deserialize_with = "color")]
    bg: Option<Color>,
    bold: bool,
    dim: bool,
    reversed: bool,
    underlined: bool,
}

fn color<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Color>, D::Error> {
    let name = String::deserialize(from)?;
    Color::from_str(&name).map(Some).map_err(serde::de::Error::custom)
}

impl From<StyleSpec> for Style {
    fn from(look: StyleSpec) -> Self {
        let modifiers = [
            (look.bold, Modifier::BOLD),
            (look.dim, Modifier::DIM),
            (look.reversed, Modifier::REVERSED),
            (look.underlined, Modifier::UNDERLINED),
        ];
        let add = modifiers
            .into_iter()
            .filter(|(on, _)| *on)
            .fold(Modifier::empty(), |all, (_, modifier)| all | modifier);
        Self { fg: look.fg, bg: look.bg, add_modifier: add, ..Self::default() }
    }
}

impl Theme {
    /// The theme of the options, of the environment where they are silent.
    pub(crate) fn choose(options: Options) -> anyhow::Result<Self> {
        let choice = options.theme.unwrap_or_else(ThemeChoice::from_environment);
        let ascii = options.ascii || !speaks_utf8();
        Self::load(choice, ascii)
    }

    pub(crate) fn load(choice: ThemeChoice, ascii: bool) -> anyhow::Result<Self> {
        let mut theme: Self = toml::from_str(choice.source())
            .with_context(|| format!("the theme {choice:?} cannot be read"))?;
        theme.ascii = ascii;
        Ok(theme)
    }
}

/// Whether the locale is one of UTF-8; without any locale, it is taken to be.
fn speaks_utf8() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    locale.is_none_or(|name| {
        let name = name.to_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_can_be_read() {
        for choice in [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Plain] {
            Theme::load(choice, false).unwrap();
        }
    }

    #[test]
    fn without_colours_there_is_none() {
        let source = ThemeChoice::Plain.source();
        assert!(!source.contains("fg") && !source.contains("bg"), "{source}");
    }

    /// The red, green and blue of a colour of the 256-colour palette beyond the first 16,
    /// which every terminal shows as it likes.
    fn parts(color: Option<Color>) -> [f64; 3] {
        const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
        let Some(Color::Indexed(number @ 16..)) = color else { panic!("{color:?}") };
        let level = |step: u8| f64::from(LEVELS[usize::from(step % 6)]);
        match number - 16 {
            grey @ 216.. => [f64::from(8 + 10 * (grey - 216)); 3],
            cube => [level(cube / 36), level(cube / 6), level(cube)],
        }
    }

    /// The contrast of two colours, as WCAG 2.2 defines it.
    fn contrast(one: Option<Color>, other: Option<Color>) -> f64 {
        let luminance = |color| {
            let [red, green, blue] = parts(color).map(|part| {
                let part = part / 255.0;
                if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055_f64).powf(2.4) }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
        };
        let (one, other): (f64, f64) = (luminance(one), luminance(other));
        (one / other).max(other / one)
    }

    #[test]
    fn everything_can_be_read_on_what_it_is_drawn_on() {
        for choice in [ThemeChoice::Dark, ThemeChoice::Light] {
            let theme = Theme::load(choice, false).unwrap();
            let Theme { base, cross, bar, granted, none, drift, inactive, marked, .. } = theme;
            let Theme { faint, accent, focus, done, warning, error, .. } = theme;
            // On the cursor's row and column there are names and cells.
            let cells = [base, granted, none, drift, inactive, marked, accent, warning];
            let on_cross = cells.map(|look| (look, cross.bg));
            let alone = [faint, focus, done, error].into_iter().chain(cells);
            let on_base = alone.map(|look| (look, base.bg));
            let own = [theme.cursor, theme.cell, bar].map(|look| (look, look.bg));
            let on_bar = [accent, granted, warning, faint].map(|look| (look, bar.bg));
            for (look, on) in on_cross.into_iter().chain(on_base).chain(own).chain(on_bar) {
                let contrast = contrast(look.fg, on);
                assert!(contrast >= 4.5, "{choice:?}: {:?} on {on:?}: {contrast:.2}", look.fg);
            }
        }
    }
}
