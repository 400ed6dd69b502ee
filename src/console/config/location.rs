//! Where the user's files are: the XDG folders.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The folder of grantgrid in the XDG configuration folder; `None` without a home folder.
fn folder() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("grantgrid"))
}

/// The path of the configuration file.
pub(crate) fn config_file() -> Option<PathBuf> {
    Some(folder()?.join("config.toml"))
}

/// The same as a person would type it, with `~` for the home folder; only the name of the file
/// without a home folder.
pub(crate) fn shown_config_file() -> String {
    let Some(path) = config_file() else {
        return "config.toml".to_owned();
    };
    let below_home =
        std::env::home_dir().and_then(|home| Some(path.strip_prefix(home).ok()?.to_owned()));
    match below_home {
        Some(below) => format!("~/{}", below.display()),
        None => path.display().to_string(),
    }
}

/// The path of the file of filters saved in the console.
pub(crate) fn filters_file() -> Option<PathBuf> {
    Some(folder()?.join("filters.toml"))
}

/// The folder of the user's own themes.
pub(crate) fn theme_folder() -> Option<PathBuf> {
    Some(folder()?.join("themes"))
}
