//! Prints a configuration: the effective one, or the commented defaults, made from the tables
//! of settings and keys.

use std::fmt::Write;

use super::columns;
use super::settings::{AUTO, FILTERS, KEYS, SETTINGS, Setting, SettingValue, zone_name};
use super::values::{Config, SavedFilter};
use crate::console::key::KeySequence;
use crate::console::keymap::{Action, Context, Keymap, bound_in};
use crate::filter::Axis;

/// The effective configuration, in a form that can be read again.
pub(crate) fn effective(config: &Config) -> String {
    let mut text = settings(config, false);
    text += &filters(&config.filters);
    text += "\n# The first keys of an action are those of the hints.\n";
    text + &keys(&config.keys, false)
}

/// The defaults with a comment for each setting, all of them commented out.
pub(crate) fn defaults() -> String {
    let mut text = String::from(
        "# The configuration of grantgrid. Remove the # of a line to change it.\n\
         # `grantgrid config` prints what holds, and what is wrong here.\n",
    );
    text += &settings(&Config::default(), true);
    let _ = write!(
        text,
        "\n# Saved filters, each with a name of your own.\n[{FILTERS}.users]\n\
         # \"without access\" = \"is:active n:0\"\n\n[{FILTERS}.companies]\n\
         # \"nobody in\" = \"is:none\"\n"
    );
    text += "\n# Keys, by action: a key, several (\"a\", \"alt-x\", \"ctrl-a\", \"f5\"), or keys one after\n\
         # the other (\"g g\"). A table [keys.PANE] or [keys.DIALOG] applies only there.\n";
    text + &keys(&Keymap::default(), true)
}

fn settings(config: &Config, commented: bool) -> String {
    let mut text = String::new();
    let mut table = "";
    for setting in SETTINGS {
        if setting.table != table {
            table = setting.table;
            let _ = write!(text, "\n[{table}]\n");
        }
        let value = shown(setting, config);
        if commented {
            let _ = write!(text, "# {}\n# {} = {value}\n", setting.does, setting.name);
        } else {
            let _ = writeln!(text, "{} = {value}", setting.name);
        }
    }
    text
}

/// The content of the file of filters saved in the console.
pub(super) fn own_filters(saved: &[SavedFilter]) -> String {
    let head = "# Filters that were saved in the console, which writes this file.\n";
    format!("{head}{}", filters(saved))
}

/// The saved filters, one table for each axis.
fn filters(saved: &[SavedFilter]) -> String {
    let mut text = String::new();
    for axis in [Axis::Users, Axis::Companies] {
        let _ = write!(text, "\n[{FILTERS}.{}]\n", axis.noun());
        for filter in saved.iter().filter(|filter| filter.axis == axis) {
            let _ = writeln!(text, "{} = {}", quoted(&filter.name), quoted(&filter.text));
        }
    }
    text
}

fn shown(setting: &Setting, config: &Config) -> String {
    match &setting.value {
        SettingValue::Flag { get, .. } => get(config).to_string(),
        SettingValue::Theme => quoted(config.theme.as_deref().unwrap_or(AUTO)),
        SettingValue::Zone => quoted(zone_name(config.zone)),
        SettingValue::Columns => columns::shown(&config.columns),
    }
}

/// The keys, one table for each context.
fn keys(keys: &Keymap, commented: bool) -> String {
    let mut text = format!("[{KEYS}]\n");
    for context in Context::ALL {
        let mut lines = String::new();
        let mut written: Vec<Action> = Vec::new();
        for binding in bound_in(context) {
            let action = binding.action;
            if written.contains(&action) {
                continue;
            }
            written.push(action);
            let found: Vec<KeySequence> = keys
                .lines_in(context)
                .filter(|line| line.binding.action == action)
                .flat_map(|line| line.keys.iter().cloned())
                .collect();
            let names: Vec<String> = found.iter().map(|it| quoted(&it.config_name())).collect();
            let value = match names.as_slice() {
                [one] => one.clone(),
                names => format!("[{}]", names.join(", ")),
            };
            let sign = if commented { "# " } else { "" };
            let comment = if commented { format!("  # {}", binding.does) } else { String::new() };
            let _ = writeln!(lines, "{sign}{} = {value}{comment}", action.config_name());
        }
        let _ = write!(text, "\n[{KEYS}.{}]\n{lines}", context.config_name());
    }
    text
}

/// A text quoted for TOML.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::config::read;

    #[test]
    fn the_effective_configuration_is_read_back_as_it_is() {
        let text = "ascii = true\n[confirm]\nundo = true\n[filters.users]\n\"a b\" = \"n:0\"\n[keys]\nfirst = \"g g\"\nundo = []\n";
        let config = read::config(text.as_bytes(), &[]).expect("no problem");
        let printed = effective(&config);
        let again = read::config(printed.as_bytes(), &[]);
        let again = again.unwrap_or_else(|problems| panic!("{problems:?}\n{printed}"));
        assert_eq!(effective(&again), printed);
        assert!(
            printed.contains("first = \"g g\"\n") && printed.contains("undo = []\n"),
            "{printed}"
        );
    }

    #[test]
    fn the_defaults_set_nothing_until_uncommented() {
        let text = defaults();
        let config = read::config(text.as_bytes(), &[]).expect("no problem");
        assert_eq!(effective(&config), effective(&Config::default()));
        let lines: Vec<String> = text
            .lines()
            .filter(|line| !line.starts_with("# ") || line.contains(" = "))
            .map(|line| line.trim_start_matches("# ").to_owned())
            .collect();
        let config = read::config(lines.join("\n").as_bytes(), &[]);
        let config = config.unwrap_or_else(|problems| panic!("{problems:?}"));
        // The saved filters are only examples, not defaults.
        let config = Config { filters: Vec::new(), ..config };
        assert_eq!(effective(&config), effective(&Config::default()));
    }
}
