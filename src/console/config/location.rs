//! Where the files of a person are: the XDG folders.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The folder of grantgrid in the XDG configuration folder; `None` without a home folder.
fn folder() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("grantgrid"))
}

/// The configuration.
pub(crate) fn config_file() -> Option<PathBuf> {
    Some(folder()?.join("config.toml"))
}

/// The filters that were saved from the screen.
pub(crate) fn filters_file() -> Option<PathBuf> {
    Some(folder()?.join("filters.toml"))
}

/// The folder of a person's own themes.
pub(crate) fn theme_folder() -> Option<PathBuf> {
    Some(folder()?.join("themes"))
}
