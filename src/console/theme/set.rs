//! The available themes: built-in ones, and the user's files.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{DARK, LIGHT, PLAIN, Theme, ThemeFile};
use crate::console::config::{ConfigProblem, did_you_mean, theme_folder};

/// The built-in themes: name, description, file.
pub(super) const BUILT_IN: &[(&str, &str, &str)] = &[
    (DARK, "Light text on dark", include_str!("../../../assets/themes/dark.toml")),
    (LIGHT, "Dark text on light", include_str!("../../../assets/themes/light.toml")),
    (PLAIN, "No colors, as with `NO_COLOR`", include_str!("../../../assets/themes/plain.toml")),
    (
        "high-contrast",
        "As much contrast as there is",
        include_str!("../../../assets/themes/high-contrast.toml"),
    ),
    ("ansi", "The 16 colors of every terminal", include_str!("../../../assets/themes/ansi.toml")),
    (
        "catppuccin-mocha",
        "The palette Catppuccin Mocha",
        include_str!("../../../assets/themes/catppuccin-mocha.toml"),
    ),
    ("gruvbox", "The palette Gruvbox, dark", include_str!("../../../assets/themes/gruvbox.toml")),
];

/// The most themes that can extend one another.
const DEEPEST: usize = 8;

/// Why a theme cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ThemeProblem {
    /// The file; the name of the theme if there is no file.
    pub(crate) file: String,
    pub(crate) problem: ConfigProblem,
}

impl fmt::Display for ThemeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.problem)
    }
}

/// The available themes.
#[derive(Clone, Debug)]
pub(crate) struct ThemeSet {
    folder: Option<PathBuf>,
    own: Vec<String>,
}

impl ThemeSet {
    /// The built-in themes and those of the current user.
    pub(crate) fn of_person() -> Self {
        Self::of_folder(theme_folder())
    }

    /// Only the built-in themes.
    pub(crate) fn built_in() -> Self {
        Self::of_folder(None)
    }

    /// The built-in themes and those in a folder.
    pub(super) fn of_folder(folder: Option<PathBuf>) -> Self {
        let mut own: Vec<String> = folder
            .as_deref()
            .and_then(|folder| std::fs::read_dir(folder).ok())
            .into_iter()
            .flatten()
            .filter_map(|entry| name_of(&entry.ok()?.path()))
            .collect();
        own.sort();
        Self { folder, own }
    }

    /// The names, those of built-in themes first. A user's file may have the same name as a
    /// built-in theme.
    pub(crate) fn names(&self) -> Vec<String> {
        let built_in = BUILT_IN.iter().map(|(name, ..)| (*name).to_owned());
        let own = self.own.iter().filter(|name| built_in_source(name).is_none()).cloned();
        built_in.chain(own).collect()
    }

    /// A short description of a theme.
    pub(crate) fn about(&self, name: &str) -> &'static str {
        if self.own.iter().any(|it| it == name) {
            return "Yours";
        }
        BUILT_IN.iter().find(|(it, ..)| *it == name).map_or("", |(_, about, _)| about)
    }

    /// Loads a theme.
    ///
    /// # Errors
    ///
    /// There is no theme with this name, or its file cannot be read.
    pub(crate) fn load(&self, name: &str, ascii: bool) -> Result<Theme, ThemeProblem> {
        let theme = self.load_within(name, &mut Vec::new())?;
        Ok(Theme { ascii, ..theme })
    }

    fn load_within(&self, name: &str, below: &mut Vec<String>) -> Result<Theme, ThemeProblem> {
        // A file that extends a theme with its own name means the built-in one.
        let is_own = self.own.iter().any(|it| it == name) && !below.iter().any(|it| it == name);
        let path = self.folder.as_ref().map(|folder| folder.join(format!("{name}.toml")));
        let (file, text) = if let Some(path) = path.filter(|_| is_own) {
            let file = path.display().to_string();
            match std::fs::read_to_string(&path) {
                Ok(text) => (file, text),
                Err(error) => {
                    let problem = ConfigProblem::whole(error.to_string());
                    return Err(ThemeProblem { file, problem });
                }
            }
        } else if let Some(text) = built_in_source(name) {
            (name.to_owned(), text.to_owned())
        } else {
            let meant = did_you_mean(name, self.names().iter().map(String::as_str));
            let problem = ConfigProblem::whole(format!("there is no such theme{meant}"));
            return Err(ThemeProblem { file: name.to_owned(), problem });
        };
        below.push(name.to_owned());
        self.read(&text, below).map_err(|problem| ThemeProblem { file, problem })
    }

    /// Reads a theme file, and those that it extends.
    fn read(&self, text: &str, below: &mut Vec<String>) -> Result<Theme, ConfigProblem> {
        let parsed: ThemeFile =
            toml::from_str(text).map_err(|error| ConfigProblem::of_toml(text, &error))?;
        let extended = match &parsed.extends {
            None => None,
            Some(name) => {
                let at = |sentence| ConfigProblem::at(text, &name.span(), sentence);
                let is_itself = below.iter().any(|it| it == name.get_ref())
                    && built_in_source(name.get_ref()).is_none();
                if below.len() >= DEEPEST || is_itself {
                    return Err(at(format!("“{}” extends this theme", name.get_ref())));
                }
                let extended = self.load_within(name.get_ref(), below);
                Some(extended.map_err(|problem| at(problem.to_string()))?)
            }
        };
        parsed.over(extended.as_ref()).map_err(|missing| {
            let how = "or write extends = \"dark\" at the top";
            ConfigProblem::whole(format!("the style {missing} is missing; add it, {how}"))
        })
    }
}

fn built_in_source(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(it, ..)| *it == name).map(|(.., source)| *source)
}

/// The name of the theme in a file.
fn name_of(path: &Path) -> Option<String> {
    let is_theme = path.extension().is_some_and(|ending| ending == "toml") && path.is_file();
    is_theme.then(|| path.file_stem()?.to_str().map(str::to_owned)).flatten()
}
