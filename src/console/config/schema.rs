//! The JSON schema of the configuration, made from the same tables, with which editors
//! complete and check a file.

use serde_json::{Map, Value, json};

use super::settings::{AUTO, FILTERS, KEYS, SETTINGS, Setting, SettingValue, ZONES, zone_name};
use super::values::Config;
use crate::console::keymap::{Action, Context, bound_in, context_names, contexts_named};
use crate::console::user_column::UserColumn;
use crate::filter::Axis;

/// The schema; `themes` are the names of the available themes.
pub(crate) fn schema(themes: &[String]) -> Value {
    let mut properties = Map::new();
    for setting in SETTINGS {
        let value = of_setting(setting, themes);
        if setting.table.is_empty() {
            properties.insert(setting.name.into(), value);
        } else {
            let table = properties.entry(setting.table).or_insert_with(|| table(&Map::new()));
            table["properties"][setting.name] = value;
        }
    }
    properties.insert(FILTERS.into(), filters());
    properties.insert(KEYS.into(), keys());
    let mut schema = table(&properties);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("Configuration of grantgrid");
    schema["$defs"] = json!({
        "keys": {
            "description": "A key such as u, ctrl-a, alt-x, pgup or f5, keys one after the other such as \"g g\", or a list of them.",
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
        }
    });
    schema
}

fn of_setting(setting: &Setting, themes: &[String]) -> Value {
    match &setting.value {
        SettingValue::Flag { get, .. } => {
            let default = get(&Config::default());
            json!({ "type": "boolean", "description": setting.does, "default": default })
        }
        SettingValue::Zone => {
            let default = zone_name(Config::default().zone);
            let names = ZONES.map(|(name, _)| name);
            json!({ "description": setting.does, "default": default, "enum": names })
        }
        SettingValue::Columns => {
            let names = |columns: &[UserColumn]| -> Vec<&str> {
                columns.iter().map(|column| column.name()).collect()
            };
            json!({
                "type": "array",
                "description": setting.does,
                "default": names(&UserColumn::DEFAULT),
                "items": { "enum": names(&UserColumn::ALL) },
                "uniqueItems": true,
            })
        }
        SettingValue::Theme => {
            let names: Vec<&str> =
                [AUTO].into_iter().chain(themes.iter().map(String::as_str)).collect();
            json!({ "type": "string", "description": setting.does, "default": AUTO, "examples": names })
        }
    }
}

fn filters() -> Value {
    let mut axes = Map::new();
    for axis in [Axis::Users, Axis::Companies] {
        let named = json!({
            "type": "object",
            "description": format!("Saved filters of the {}, by name.", axis.noun()),
            "additionalProperties": { "type": "string" },
        });
        axes.insert(axis.noun().into(), named);
    }
    table(&axes)
}

fn keys() -> Value {
    let mut everywhere = of_actions(&Context::ALL);
    for name in context_names() {
        let contexts = contexts_named(&name).unwrap_or_default();
        everywhere.insert(name, table(&of_actions(contexts)));
    }
    table(&everywhere)
}

fn of_actions(contexts: &[Context]) -> Map<String, Value> {
    let mut actions = Map::new();
    for action in Action::all() {
        let mut lines = contexts.iter().flat_map(|context| bound_in(*context));
        if let Some(binding) = lines.find(|binding| binding.action == action) {
            let value = json!({ "$ref": "#/$defs/keys", "description": binding.does });
            actions.insert(action.config_name(), value);
        }
    }
    actions
}

fn table(properties: &Map<String, Value>) -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_and_action_is_in_it() {
        let schema = schema(&["dark".into()]);
        let properties = &schema["properties"];
        for setting in SETTINGS {
            let entry = match setting.table {
                "" => &properties[setting.name],
                table => &properties[table]["properties"][setting.name],
            };
            assert_eq!(entry["description"], setting.does);
        }
        for action in Action::all() {
            let name = action.config_name();
            assert!(properties[KEYS]["properties"][&name].is_object(), "{name}");
        }
        let why = &properties[KEYS]["properties"]["why-dialog"]["properties"];
        assert!(why["who"].is_object() && why["quit"].is_null());
    }
}
