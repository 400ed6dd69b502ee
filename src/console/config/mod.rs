//! The user's settings: `config.toml` in the XDG configuration folder. It is read when the
//! console opens; other commands do not read it.

mod columns;
mod file;
mod filters;
mod keys;
mod location;
mod own_filters;
mod print;
mod problem;
mod read;
mod schema;
mod settings;
mod values;

pub(crate) use file::ConfigFile;
pub(crate) use location::{shown_config_file, theme_folder};
pub(crate) use own_filters::{FilterEdit, OwnFilters};
pub(crate) use print::{defaults, effective};
pub(crate) use problem::{ConfigProblem, did_you_mean};
pub(crate) use schema::schema;
pub(crate) use values::{Config, Confirmations, SavedFilter};
