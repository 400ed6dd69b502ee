//! `config`: prints the configuration of the console in effect, its commented default, or the
//! JSON schema for editors.

use anyhow::bail;

use super::output::Output;
use super::theme;
use crate::console::ThemeSet;
use crate::console::config::{self, ConfigFile};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid config     the settings in effect, and mistakes in config.toml
  grantgrid config --default > ~/.config/grantgrid/config.toml
  grantgrid config --schema > ~/.config/grantgrid/config.schema.json";

/// The arguments of `config`.
#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// Print every setting with its default and an explanation, all as comments
    #[arg(long)]
    default: bool,
    /// Print the JSON schema of the configuration
    #[arg(long, conflicts_with = "default")]
    schema: bool,
}

pub(super) fn run(args: &ConfigArgs) -> anyhow::Result<()> {
    let themes = ThemeSet::of_person().names();
    if args.default {
        return print(&config::defaults());
    }
    if args.schema {
        let schema = serde_json::to_string_pretty(&config::schema(&themes))?;
        return print(&format!("{schema}\n"));
    }
    let file = ConfigFile::load(&themes);
    print(&effective(&file)?)?;
    let Some(path) = file.path.filter(|_| !file.problems.is_empty()) else {
        return Ok(());
    };
    let problems: Vec<String> = file.problems.iter().map(ToString::to_string).collect();
    bail!("{}: {}; the defaults are used", path.display(), problems.join("; "))
}

/// The configuration in effect, with its origin.
fn effective(file: &ConfigFile) -> anyhow::Result<String> {
    let mut config = file.config.clone();
    let origin = match &file.path {
        Some(path) if file.exists => format!("# {}\n", path.display()),
        Some(path) => format!("# no file {}: the defaults\n", path.display()),
        None => "# no home folder: the defaults\n".to_owned(),
    };
    let mut from = String::new();
    if let Some((theme, variable)) = theme::of_environment()? {
        config.theme = Some(theme);
        from = format!("# theme: from ${variable}\n");
    }
    Ok(format!("{origin}{from}{}", config::effective(&config)))
}

fn print(text: &str) -> anyhow::Result<()> {
    let mut output = Output::new();
    output.generated(text.as_bytes())?;
    output.finish()
}
