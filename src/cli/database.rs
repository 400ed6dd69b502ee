//! Which database a command works on, and opening it in the name of the
//! person at the keyboard.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use etcetera::BaseStrategy;

use super::{account, lock_wait};
use crate::store::{Environment, Store, StoreError};

const VARIABLE: &str = "GRANTGRID_DB";

/// What help says of the database that is not named; the bracket is left open.
pub(super) const DEFAULT: &str =
    "[default: $GRANTGRID_DB, else grantgrid/grantgrid.db in the XDG data folder";

/// `--db` and `--as`, which every command but the console's has.
#[derive(Debug, clap::Args)]
pub(super) struct DatabaseArgs {
    #[arg(long, value_name = "DB", help = format!("The HR database {DEFAULT}]"))]
    db: Option<PathBuf>,
    #[command(flatten)]
    operator: OperatorArgs,
}

/// `--as`.
#[derive(Debug, clap::Args)]
pub(super) struct OperatorArgs {
    /// Work in the name and within the rights of this user of the HR system
    #[arg(id = "as", long = "as", value_name = "USERNAME")]
    pub(super) username: Option<String>,
}

/// Where a database was looked for.
#[derive(Debug)]
pub(super) enum Location {
    /// The person named it, here or in the environment.
    Named(PathBuf),
    /// The one in the data folder, which the console makes on first use.
    Default(PathBuf),
}

impl Location {
    /// The database named, else that of the environment, else the default.
    pub(super) fn of(named: Option<&Path>) -> anyhow::Result<Self> {
        if let Some(path) = named {
            return Ok(Self::Named(path.into()));
        }
        if let Some(path) = env::var_os(VARIABLE).filter(|path| !path.is_empty()) {
            return Ok(Self::Named(path.into()));
        }
        let folders = etcetera::choose_base_strategy()
            .ok()
            .context("there is no home folder to keep a database in; name one with --db")?;
        Ok(Self::Default(folders.data_dir().join("grantgrid").join("grantgrid.db")))
    }
}

impl DatabaseArgs {
    /// Opens the database of a command. A default database that is not there
    /// is not made: a list of nothing would only hide that.
    pub(super) fn open(&self) -> anyhow::Result<Store> {
        match Location::of(self.db.as_deref())? {
            Location::Named(path) => open(&path, &self.operator),
            Location::Default(path) if path.exists() => open(&path, &self.operator),
            Location::Default(path) => bail!(
                "{}: there is no database yet; `grantgrid` in a terminal makes it, \
                 `grantgrid init FILE` makes another, and --db names one",
                path.display()
            ),
        }
    }

    /// A command that works on the same database, for the person to copy.
    pub(super) fn command(&self, command: &str) -> String {
        let db = self.db.as_ref().map(|path| format!(" --db {}", quoted(path)));
        let operator = self.operator.username.as_ref();
        let operator = operator.map(|name| format!(" --as {}", quoted(Path::new(name))));
        let [db, operator] = [db, operator].map(Option::unwrap_or_default);
        format!("`grantgrid {command}{db}{operator}`")
    }
}

/// Opens a database in the name of the operator, and says so if another
/// program keeps it from opening.
pub(super) fn open(path: &Path, operator: &OperatorArgs) -> anyhow::Result<Store> {
    let opened = lock_wait::while_opening(|| -> Result<Store, StoreError> {
        let mut store = Store::open(path, services())?;
        if let Some(username) = &operator.username {
            store.act_as(username)?;
        }
        Ok(store)
    });
    Ok(opened?)
}

/// The machine's clock, random ids, and who is at the keyboard.
pub(super) fn services() -> Environment {
    Environment::real(&account::current())
}

/// A path, or a name, as a shell takes it.
pub(super) fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+:@%,=".contains(letter);
    if !path.is_empty() && path.chars().all(plain) {
        path
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_can_be_copied_into_a_shell() {
        for (path, word) in [
            ("hr.db", "hr.db"),
            ("/data/hr 2025.db", "'/data/hr 2025.db'"),
            ("it's.db", r"'it'\''s.db'"),
            ("$(reboot)", "'$(reboot)'"),
        ] {
            assert_eq!(quoted(Path::new(path)), word);
        }
    }
}
