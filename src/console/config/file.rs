//! The configuration file, which is read when the console opens.

use std::io::ErrorKind;
use std::path::PathBuf;

use super::location::config_file;
use super::problem::ConfigProblem;
use super::read;
use super::values::Config;

/// The result of reading the configuration.
#[derive(Debug)]
pub(crate) struct ConfigFile {
    /// The path of the file, whether or not it exists; `None` without a home folder.
    pub(crate) path: Option<PathBuf>,
    pub(crate) exists: bool,
    /// The configuration; the defaults if there is a problem.
    pub(crate) config: Config,
    /// The problems, in the order of the file.
    pub(crate) problems: Vec<ConfigProblem>,
}

impl ConfigFile {
    /// Reads the configuration of the current user. `themes` are the names of the available
    /// themes.
    pub(crate) fn load(themes: &[String]) -> Self {
        let path = config_file();
        let text = path.as_deref().map(std::fs::read);
        let (exists, read) = match text {
            None => (false, Ok(Config::default())),
            Some(Err(error)) if error.kind() == ErrorKind::NotFound => {
                (false, Ok(Config::default()))
            }
            Some(Err(error)) => (true, Err(vec![ConfigProblem::whole(error.to_string())])),
            Some(Ok(bytes)) => (true, read::config(&bytes, themes)),
        };
        let (config, problems) = match read {
            Ok(config) => (config, Vec::new()),
            Err(problems) => (Config::default(), problems),
        };
        Self { path, exists, config, problems }
    }

    /// The problems in one line, for the console.
    pub(crate) fn notice(&self) -> Option<String> {
        let first = self.problems.first()?;
        let more = match self.problems.len() {
            1 => String::new(),
            count => format!(" (1 of {count})"),
        };
        Some(format!("config.toml ignored: {first}{more}"))
    }
}
