//! The settings other than keys: one table for reading them, for the commented defaults, for
//! the JSON schema and for `docs/configuration.md`.

use super::values::Config;
use crate::domain::Zone;

/// A setting with a single value.
pub(super) struct Setting {
    /// The table it is in; empty for the top of the file.
    pub(super) table: &'static str,
    pub(super) name: &'static str,
    /// The description, which becomes a comment.
    pub(super) does: &'static str,
    pub(super) value: SettingValue,
}

/// The type of a setting, and the field of [`Config`] that stores it.
pub(super) enum SettingValue {
    Flag {
        get: fn(&Config) -> bool,
        set: fn(&mut Config, bool),
    },
    /// The name of a theme, or `auto`.
    Theme,
    /// A time zone.
    Zone,
    /// The columns of the Users pane.
    Columns,
}

/// The names of the time zones.
pub(super) const ZONES: [(&str, Zone); 2] = [("local", Zone::Local), ("utc", Zone::Utc)];

/// The name of a time zone.
pub(super) fn zone_name(zone: Zone) -> &'static str {
    ZONES.iter().find(|(_, it)| *it == zone).map_or("local", |(name, _)| name)
}

/// The name of the theme that follows the terminal.
pub(super) const AUTO: &str = "auto";

/// All settings; those of one table are adjacent.
pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        table: "",
        name: "theme",
        does: "The colors: auto follows the background of the terminal; otherwise the name of a theme.",
        value: SettingValue::Theme,
    },
    Setting {
        table: "",
        name: "ascii",
        does: "Draw with ASCII characters only.",
        value: SettingValue::Flag { get: |it| it.ascii, set: |it, value| it.ascii = value },
    },
    Setting {
        table: "",
        name: "mouse",
        does: "Use clicks, drags and the wheel; if false, and always with Shift, the terminal selects text.",
        value: SettingValue::Flag { get: |it| it.mouse, set: |it, value| it.mouse = value },
    },
    Setting {
        table: "",
        name: "time_zone",
        does: "The time zone on the screen: local or utc.",
        value: SettingValue::Zone,
    },
    Setting {
        table: "",
        name: "columns",
        does: "The columns of the Users pane, unless others were chosen on the screen.",
        value: SettingValue::Columns,
    },
    Setting {
        table: "confirm",
        name: "toggle",
        does: "Also preview a single grant or revocation.",
        value: SettingValue::Flag {
            get: |it| it.confirm.toggle,
            set: |it, value| it.confirm.toggle = value,
        },
    },
    Setting {
        table: "confirm",
        name: "undo",
        does: "Also preview undoing a change of this session.",
        value: SettingValue::Flag {
            get: |it| it.confirm.undo,
            set: |it, value| it.confirm.undo = value,
        },
    },
];

/// The name of the table of keys.
pub(super) const KEYS: &str = "keys";

/// The name of the table of saved filters, which has a table for each axis.
pub(super) const FILTERS: &str = "filters";

/// The names that are allowed at the top of the file: settings and tables.
pub(super) fn top_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = SETTINGS
        .iter()
        .map(|setting| if setting.table.is_empty() { setting.name } else { setting.table })
        .chain([FILTERS, KEYS])
        .collect();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::super::columns;
    use super::*;

    #[test]
    fn the_documentation_has_the_same_settings() {
        let page = include_str!("../../../docs/configuration.md");
        for setting in SETTINGS {
            let name = match setting.table {
                "" => setting.name.to_owned(),
                table => format!("[{table}] {}", setting.name),
            };
            let default = match &setting.value {
                SettingValue::Flag { get, .. } => get(&Config::default()).to_string(),
                SettingValue::Theme => format!("\"{AUTO}\""),
                SettingValue::Zone => format!("\"{}\"", zone_name(Config::default().zone)),
                SettingValue::Columns => columns::shown(&Config::default().columns),
            };
            let line = format!("| `{name}` | `{default}` | {} |\n", setting.does);
            assert!(page.contains(&line), "put this into docs/configuration.md: {line}");
        }
    }
}
