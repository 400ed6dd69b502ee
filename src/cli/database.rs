//! Finds the database of a command and opens it for the operator.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use etcetera::BaseStrategy;

use super::{account, lock_wait, work};
use crate::console::ServerOpening;
use crate::domain::JobProgress;
use crate::store::{Environment, ReplicaLocation, ServerUrl, Store, StoreError, without_passwords};

const VARIABLE: &str = "GRANTGRID_DB";

/// The default database in help texts; the caller closes the bracket.
pub(super) const DEFAULT: &str =
    "[default: $GRANTGRID_DB, otherwise grantgrid/grantgrid.db in the XDG data folder";

/// What can be opened.
const KINDS: &str = "give a SQLite file or postgresql://USER@HOST/DATABASE";

/// The beginnings of connection strings of `psql` that are not URLs.
const KEYWORDS: [&str; 7] =
    ["dbname=", "host=", "hostaddr=", "password=", "port=", "service=", "user="];

/// `--db` and `--as`, for every command except the console.
#[derive(Debug, clap::Args)]
pub(super) struct DatabaseArgs {
    #[arg(long, value_name = "DB", help = format!("The HR database {DEFAULT}]"))]
    db: Option<PathBuf>,
    #[command(flatten)]
    operator: OperatorArgs,
    #[command(flatten)]
    replica: ReplicaArgs,
}

/// Where the replica of a server is kept.
#[derive(Debug, clap::Args)]
pub(super) struct ReplicaArgs {
    /// Keep the replica of a server in FILE instead of the cache folder
    #[arg(long, value_name = "FILE", conflicts_with = "in_memory")]
    replica: Option<PathBuf>,
    /// Keep the replica of a server only in memory, not on disk
    #[arg(long)]
    in_memory: bool,
}

/// `--as`.
#[derive(Debug, clap::Args)]
pub(super) struct OperatorArgs {
    /// Act as this user of the HR system, within the user's rights
    #[arg(id = "as", long = "as", value_name = "USERNAME")]
    pub(super) username: Option<String>,
}

/// Where to look for the database.
#[derive(Debug)]
pub(super) enum Location {
    /// Given on the command line or in the environment.
    Named(PathBuf),
    /// A server, given there as a URL.
    Server(ServerUrl),
    /// The one in the data folder, which the console creates on first use.
    Default(PathBuf),
}

impl Location {
    /// The database given, otherwise that of the environment, otherwise the default.
    pub(super) fn of(named: Option<&Path>) -> anyhow::Result<Self> {
        let environment = || env::var_os(VARIABLE).map(PathBuf::from);
        let given = named.map(Path::to_owned).or_else(environment);
        if let Some(path) = given.filter(|path| named.is_some() || !path.as_os_str().is_empty()) {
            return match path.to_str().filter(|word| ServerUrl::is_url(word)) {
                Some(url) => Ok(Self::Server(ServerUrl::parse(url)?)),
                None => refuse_other_kinds(&path).map(|()| Self::Named(path)),
            };
        }
        let folders = etcetera::choose_base_strategy()
            .ok()
            .context("no home folder for the default database; specify one with --db")?;
        Ok(Self::Default(folders.data_dir().join("grantgrid").join("grantgrid.db")))
    }
}

/// Fails with a hint if a word looks like a server but is neither a URL nor a file. Does not quote
/// the word: it may contain a password.
fn refuse_other_kinds(path: &Path) -> anyhow::Result<()> {
    let Some(word) = path.to_str().filter(|_| !path.exists()) else {
        return Ok(());
    };
    let is_plain = |scheme: &&str| scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if let Some(scheme) = word.split_once("://").map(|(scheme, _)| scheme).filter(is_plain) {
        bail!("cannot open a {scheme}:// database: {KINDS}");
    }
    if KEYWORDS.iter().any(|keyword| word.starts_with(keyword)) {
        bail!("a server is named by a URL: {KINDS}");
    }
    Ok(())
}

impl DatabaseArgs {
    /// Opens the database of a command. A missing default database is an error, not
    /// created: an empty list would hide the mistake.
    pub(super) fn open(&self) -> anyhow::Result<Store> {
        match Location::of(self.db.as_deref())? {
            Location::Named(path) => open(&path, &self.operator),
            Location::Server(url) => open_server(&url, &self.replica, &self.operator),
            Location::Default(path) if path.exists() => open(&path, &self.operator),
            Location::Default(path) => bail!(
                "{}: no database yet; run `grantgrid` in a terminal to create it, \
                 `grantgrid init FILE` to create another, or specify one with --db",
                path.display()
            ),
        }
    }

    /// The server, if the database is one.
    pub(super) fn server(&self) -> anyhow::Result<Option<ServerUrl>> {
        match Location::of(self.db.as_deref())? {
            Location::Server(url) => Ok(Some(url)),
            _ => Ok(None),
        }
    }

    /// A command for the same database, ready to copy.
    pub(super) fn command(&self, command: &str) -> String {
        let db = self.db.as_ref().map(|path| format!(" --db {}", quoted(&shown(path))));
        let operator = self.operator.username.as_ref();
        let operator = operator.map(|name| format!(" --as {}", quoted(Path::new(name))));
        let [db, operator] = [db, operator].map(Option::unwrap_or_default);
        format!("`grantgrid {command}{db}{operator}`")
    }
}

/// Opens a database for the operator, with a message if another program delays
/// it.
pub(super) fn open(path: &Path, operator: &OperatorArgs) -> anyhow::Result<Store> {
    let opened = lock_wait::while_opening(|| -> Result<Store, StoreError> {
        let mut store = Store::open(path, environment())?;
        if let Some(username) = &operator.username {
            store.act_as(username)?;
        }
        Ok(store)
    });
    Ok(opened?)
}

/// Opens a server for the operator, with progress while its replica is made.
pub(super) fn open_server(
    url: &ServerUrl,
    replica: &ReplicaArgs,
    operator: &OperatorArgs,
) -> anyhow::Result<Store> {
    let location = replica.location()?;
    let mut store = work::with_progress("reading the server", |progress| {
        Store::open_server(url, &location, environment(), progress)
    })?;
    if let Some(username) = &operator.username {
        store.act_as(username)?;
    }
    Ok(store)
}

/// Starts opening a server for the console, which shows the rows as they arrive.
pub(super) fn begin_server(
    url: ServerUrl,
    replica: &ReplicaArgs,
    operator: &OperatorArgs,
) -> anyhow::Result<ServerOpening> {
    let location = replica.location()?;
    let username = operator.username.clone();
    let name = url.to_string();
    let open = move |progress: &mut JobProgress<'_>| {
        let mut store = Store::open_server(&url, &location, environment(), progress)?;
        if let Some(username) = &username {
            store.act_as(username)?;
        }
        store.keep_current()?;
        Ok(store)
    };
    Ok(ServerOpening::begin(name, Box::new(open))?)
}

impl ReplicaArgs {
    fn location(&self) -> anyhow::Result<ReplicaLocation> {
        if self.in_memory {
            return Ok(ReplicaLocation::Memory);
        }
        if let Some(path) = &self.replica {
            refuse_url(path, "--replica names a file, not a server")?;
            return Ok(ReplicaLocation::File(path.clone()));
        }
        let folders = etcetera::choose_base_strategy()
            .ok()
            .context("no home folder for the replica; specify a file with --replica")?;
        Ok(ReplicaLocation::Folder(folders.cache_dir().join("grantgrid").join("replicas")))
    }
}

/// Refuses the URL of a server where a file has to be named.
pub(super) fn refuse_url(path: &Path, why: &'static str) -> anyhow::Result<()> {
    if path.to_str().is_some_and(ServerUrl::is_url) {
        bail!(why)
    }
    Ok(())
}

/// The machine's clock, random ids, and the account that runs the program.
pub(super) fn environment() -> Environment {
    Environment::real(&account::current())
}

/// The database as the command names it, without a password.
fn shown(path: &Path) -> PathBuf {
    without_passwords(&path.display().to_string()).into()
}

/// A path or a name, quoted for a shell.
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
