//! Reads a configuration: every unknown name and every invalid value is a problem with its
//! position.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::columns;
use super::filters::saved;
use super::keys::KeyChoices;
use super::problem::{ConfigProblem, did_you_mean};
use super::settings::{AUTO, FILTERS, KEYS, SETTINGS, Setting, SettingValue, ZONES, top_names};
use super::values::Config;

/// The configuration in a file, or all problems found.
pub(super) fn config(bytes: &[u8], themes: &[String]) -> Result<Config, Vec<ConfigProblem>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        let end = valid.len();
        vec![ConfigProblem::at(valid, &(end..end), "the file is not UTF-8")]
    })?;
    let parsed =
        DeTable::parse(text).map_err(|error| vec![ConfigProblem::of_toml(text, &error)])?;
    let mut reading =
        ConfigReader { text, themes, config: Config::default(), problems: Vec::new() };
    reading.read_top(parsed.get_ref());
    let ConfigReader { config, mut problems, .. } = reading;
    if problems.is_empty() {
        return Ok(config);
    }
    problems
        .sort_by_key(|problem| problem.position.map(|position| (position.line, position.column)));
    Err(problems)
}

struct ConfigReader<'a> {
    text: &'a str,
    themes: &'a [String],
    config: Config,
    problems: Vec<ConfigProblem>,
}

impl ConfigReader<'_> {
    fn read_top(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            let key: &str = name.get_ref();
            if key == KEYS {
                self.read_keys(value);
            } else if key == FILTERS {
                let found = saved(self.text, value, &mut self.problems);
                self.config.filters = found;
            } else if let Some(setting) = find("", key) {
                self.set(setting, value);
            } else if SETTINGS.iter().any(|setting| setting.table == key) {
                self.read_table(key, value);
            } else {
                let meant = did_you_mean(key, top_names());
                self.note(name, format!("unknown setting “{key}”{meant}"));
            }
        }
    }

    fn note_no_table(&mut self, value: &Spanned<DeValue<'_>>, table: &str) {
        self.note(value, format!("“{table}” is a table: write [{table}]"));
    }

    fn read_table(&mut self, table: &str, value: &Spanned<DeValue<'_>>) {
        let Some(settings) = value.get_ref().as_table() else {
            self.note_no_table(value, table);
            return;
        };
        for (name, value) in settings {
            let key: &str = name.get_ref();
            if let Some(setting) = find(table, key) {
                self.set(setting, value);
            } else {
                let known = SETTINGS.iter().filter(|it| it.table == table).map(|it| it.name);
                let meant = did_you_mean(key, known);
                self.note(name, format!("unknown setting “{key}” in [{table}]{meant}"));
            }
        }
    }

    fn set(&mut self, setting: &Setting, value: &Spanned<DeValue<'_>>) {
        match &setting.value {
            SettingValue::Flag { set, .. } => match value.get_ref().as_bool() {
                Some(flag) => set(&mut self.config, flag),
                None => self.note(value, format!("{} is true or false", setting.name)),
            },
            SettingValue::Zone => {
                let name = value.get_ref().as_str();
                let zone = name.and_then(|name| ZONES.iter().find(|(it, _)| *it == name));
                match zone {
                    Some((_, zone)) => self.config.zone = *zone,
                    None => self.note(value, format!("{} is \"local\" or \"utc\"", setting.name)),
                }
            }
            SettingValue::Columns => {
                let read = columns::read(self.text, value, &mut self.problems);
                self.config.columns = read;
            }
            SettingValue::Theme => match value.get_ref().as_str() {
                Some(AUTO) => self.config.theme = None,
                Some(name) if self.themes.iter().any(|it| it == name) => {
                    self.config.theme = Some(name.to_owned());
                }
                Some(name) => {
                    let names = self.themes.iter().map(String::as_str).chain([AUTO]);
                    let meant = did_you_mean(name, names);
                    self.note(value, format!("unknown theme “{name}”{meant}"));
                }
                None => self.note(value, "theme is a name in quotes".into()),
            },
        }
    }

    fn read_keys(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            self.note_no_table(value, KEYS);
            return;
        };
        let mut choices = KeyChoices::new(self.text);
        choices.read(table);
        self.problems.extend(choices.problems);
        self.config.choices = choices.choices.into_iter().map(|(choice, _)| choice).collect();
        self.config.keys = choices.keys;
    }

    fn note<T>(&mut self, at: &Spanned<T>, sentence: String) {
        self.problems.push(ConfigProblem::at(self.text, &at.span(), sentence));
    }
}

fn find(table: &str, name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.table == table && setting.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::key::Key;
    use crate::console::keymap::{Action, Context};

    fn read(text: &str) -> Result<Config, Vec<String>> {
        let themes = ["dark".to_owned(), "gruvbox".to_owned()];
        config(text.as_bytes(), &themes)
            .map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[track_caller]
    fn problems(text: &str) -> Vec<String> {
        read(text).expect_err("problems")
    }

    #[test]
    fn an_empty_file_is_the_default() {
        let config = read("# nothing\n").expect("no problem");
        assert!(!config.ascii && config.theme.is_none() && config.choices.is_empty());
    }

    #[test]
    fn every_setting_is_read() {
        let config = read(
            "theme = \"gruvbox\"\nascii = true\n\
             [confirm]\ntoggle = true\nundo = true\n\
             [keys]\nundo = [\"alt-u\", \"Z\"]\nfirst = \"g g\"\n\
             [keys.why-dialog]\nwho = \"x\"\n",
        );
        let config = config.expect("no problem");
        assert_eq!(config.theme.as_deref(), Some("gruvbox"));
        assert!(config.ascii);
        assert!(config.confirm.toggle && config.confirm.undo);
        let keys = &config.keys;
        assert_eq!(keys.action(Context::Users, Key::char('Z')), Some(Action::Undo));
        assert_eq!(keys.action(Context::Users, Key::char('u')), None);
        assert_eq!(keys.key_of(Context::Users, Action::First), "g g");
        assert_eq!(keys.action(Context::Why, Key::char('x')), Some(Action::Who));
        assert_eq!(keys.key_of(Context::Companies, Action::Who), "Enter");
    }

    #[test]
    fn every_problem_has_its_line_and_column() {
        for (text, expected) in [
            ("asci = true", "line 1, column 1: unknown setting “asci”; did you mean ascii?"),
            ("a = 1\nascii = 1", "line 1, column 1: unknown setting “a”"),
            ("ascii = 1", "line 1, column 9: ascii is true or false"),
            (
                "\ntheme = \"gruvbix\"",
                "line 2, column 9: unknown theme “gruvbix”; did you mean gruvbox?",
            ),
            ("theme = 1", "line 1, column 9: theme is a name in quotes"),
            ("time_zone = \"CET\"", "line 1, column 13: time_zone is \"local\" or \"utc\""),
            ("confirm = true", "line 1, column 11: “confirm” is a table: write [confirm]"),
            (
                "[confirm]\ntogle = true",
                "line 2, column 1: unknown setting “togle” in [confirm]; did you mean toggle?",
            ),
            ("keys = 1", "line 1, column 8: “keys” is a table: write [keys]"),
            (
                "[keys]\nundoo = \"u\"",
                "line 2, column 1: unknown action “undoo”; did you mean undo?",
            ),
            (
                "[keys]\nundo = \"alt-[\"",
                "line 2, column 8: “alt-[” cannot be told from other keys in a terminal; use Alt with another key",
            ),
            (
                "[keys]\nundo = [\"Z\", \"nokey\"]",
                "line 2, column 14: “nokey” is not a key; use a character, or a name such as ctrl-a, alt-x, enter, pgup, f5",
            ),
            (
                "[keys]\nundo = 1",
                "line 2, column 8: write the keys of undo in quotes, several as [\"a\", \"b\"]",
            ),
            ("[keys]\nquit = []", "line 2, column 8: quit needs a key"),
            (
                "[keys.usrs]\nundo = \"Z\"",
                "line 1, column 7: unknown pane or dialog “usrs”; did you mean users?",
            ),
            ("[keys.users]\nquit-now = \"Z\"", "line 2, column 1: unknown action “quit-now”"),
            ("[keys.history-dialog]\nquit = \"Z\"", "line 2, column 1: history has no action quit"),
            ("[keys]\nundo = \"w\"", "line 2, column 8: w is the key of why in Users"),
            (
                "[keys]\nwhy = \"u u\"",
                "line 2, column 7: u u begins with u, the key of undo in Users",
            ),
            (
                "[keys]\nundo = \"Z\"\nwhy = \"Z\"",
                "line 3, column 7: Z is the key of undo in Users",
            ),
        ] {
            assert_eq!(problems(text).first().map(String::as_str), Some(expected), "{text}");
        }
        let toml = problems("ascii = \n");
        assert!(toml[0].starts_with("line 1, column 9: "), "{toml:?}");
        let twice = problems("ascii = true\nascii = false\n");
        assert!(twice[0].starts_with("line 2, column 1: "), "{twice:?}");
        assert_eq!(
            config(b"ok = 1\n\xff", &[]).expect_err("no text")[0].to_string(),
            "line 2, column 1: the file is not UTF-8"
        );
    }

    #[test]
    fn a_key_conflict_is_reported_with_all_other_problems() {
        assert_eq!(
            problems(
                "asci = true\n[keys]\nundo = \"w\"\nhistory = \"s\"\nfind = \"Z\"\nredo = \"nokey\"\nquit = []\n"
            ),
            [
                "line 1, column 1: unknown setting “asci”; did you mean ascii?",
                "line 3, column 8: w is the key of why in Users",
                "line 4, column 11: s is the key of statistics in Users",
                "line 5, column 1: unknown action “find”",
                "line 6, column 8: “nokey” is not a key; use a character, or a name such as ctrl-a, alt-x, enter, pgup, f5",
                "line 7, column 8: quit needs a key",
            ]
        );
    }

    #[test]
    fn all_problems_are_reported_in_the_order_of_the_file() {
        let all = problems("zz = 1\nascii = 3\n[keys]\nyy = \"x\"\n");
        assert_eq!(all.len(), 3);
        assert!(all.is_sorted_by_key(|line| line[5..6].to_owned()), "{all:?}");
    }
}
