//! Colors and signs by meaning. The built-in themes are files in `assets/themes`; a user's own
//! themes extend one of them.

pub(crate) mod contrast;
mod set;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

pub(crate) use set::ThemeSet;

pub(crate) const DARK: &str = "dark";
const LIGHT: &str = "light";
const PLAIN: &str = "plain";

/// Declares the meanings that have a style, for a theme and for a theme file, which may leave
/// some to the theme that it extends.
macro_rules! theme_styles {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// A style for each meaning.
        #[derive(Clone, Debug)]
        pub(crate) struct Theme {
            $($(#[$doc])* pub(crate) $name: StyleSpec,)+
            /// Draw with ASCII characters only.
            pub(crate) ascii: bool,
        }

        /// The content of a theme file.
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct ThemeFile {
            extends: Option<toml::Spanned<String>>,
            $($name: Option<StyleSpec>,)+
        }

        impl ThemeFile {
            /// The theme, completed with the styles of another; the error is the first meaning
            /// that is missing if there is no other.
            fn over(self, below: Option<&Theme>) -> Result<Theme, &'static str> {
                Ok(Theme {
                    $($name: self.$name.or(below.map(|it| it.$name)).ok_or(stringify!($name))?,)+
                    ascii: false,
                })
            }
        }
    };
}

theme_styles! {
    /// The whole screen, and ordinary text.
    base,
    /// Borders, headings, units.
    faint,
    /// The title bar and the status bar.
    bar,
    /// The program's name, keys in hints, headings in help.
    accent,
    /// The border and the title of the focused pane.
    focus,
    /// The cursor's row and column.
    cross,
    /// The cursor's row in the focused list.
    cursor,
    /// The cell under the cursor.
    cell,
    granted,
    none,
    drift,
    inactive,
    /// Marks, and the text about the selection.
    marked,
    /// The parts of names that match the filter.
    found,
    done,
    warning,
    error,
}

/// A style in a theme file.
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
    Color::from_str(&name).map(Some).map_err(|_| {
        let how = "use a name, a number of the 256-color palette, or #rrggbb";
        serde::de::Error::custom(format!("“{name}” is not a color; {how}"))
    })
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

/// Whether the locale uses UTF-8; assumed without a locale.
pub(crate) fn speaks_utf8() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    locale.is_none_or(|name| {
        let name = name.to_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    })
}

/// The theme if the terminal does not report its background: according to `COLORFGBG`, if that
/// is set.
pub(crate) fn guessed() -> &'static str {
    let background = std::env::var("COLORFGBG").ok();
    match background.as_deref().and_then(|value| value.rsplit(';').next()) {
        Some("7" | "15") => LIGHT,
        _ => DARK,
    }
}

/// The theme for a background.
pub(crate) fn for_background(light: bool) -> &'static str {
    if light { LIGHT } else { DARK }
}

/// The theme without colors, if the environment asks for it (no-color.org).
pub(crate) fn without_colors() -> Option<&'static str> {
    let is_set = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    is_set.then_some(PLAIN)
}
