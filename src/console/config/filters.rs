//! Reads saved filters: each has a name, and a text that must be a filter of its axis.

use toml::Spanned;
use toml::de::DeValue;

use super::problem::{ConfigProblem, did_you_mean};
use super::settings::FILTERS;
use super::values::SavedFilter;
use crate::filter::{self, Axis};

/// The axes, by the names of their tables.
const AXES: [Axis; 2] = [Axis::Users, Axis::Companies];

/// The valid saved filters in the order of the file, and the problems of the others.
pub(super) fn saved(
    text: &str,
    value: &Spanned<DeValue<'_>>,
    problems: &mut Vec<ConfigProblem>,
) -> Vec<SavedFilter> {
    let mut found = Vec::new();
    let mut note = |span: std::ops::Range<usize>, sentence: String| {
        problems.push(ConfigProblem::at(text, &span, sentence));
    };
    let Some(tables) = value.get_ref().as_table() else {
        note(value.span(), format!("“{FILTERS}” is a table: write [{FILTERS}.users]"));
        return found;
    };
    for (name, table) in tables {
        let key: &str = name.get_ref();
        let Some(axis) = AXES.into_iter().find(|axis| axis.noun() == key) else {
            let meant = did_you_mean(key, AXES.map(Axis::noun));
            note(name.span(), format!("[{FILTERS}] has no table “{key}”{meant}"));
            continue;
        };
        let Some(named) = table.get_ref().as_table() else {
            note(table.span(), format!("“{key}” is a table: write [{FILTERS}.{key}]"));
            continue;
        };
        for (name, value) in named {
            let name: &str = name.get_ref();
            let Some(filter) = value.get_ref().as_str() else {
                note(value.span(), format!("write the filter “{name}” in quotes"));
                continue;
            };
            match filter::parse(axis, filter) {
                Ok(_) => {
                    let (name, text) = (name.to_owned(), filter.to_owned());
                    found.push(SavedFilter { axis, name, text });
                }
                Err(error) => note(value.span(), error.message().to_owned()),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::read::config;
    use super::super::values::SavedFilter;
    use crate::filter::Axis;

    #[test]
    fn filters_of_both_axes_have_names() {
        let text =
            "[filters.users]\n\"no access\" = \"n:0\"\n[filters.companies]\nempty = 'is:none'\n";
        let filter = |axis, name: &str, text: &str| SavedFilter {
            axis,
            name: name.into(),
            text: text.into(),
        };
        let read = config(text.as_bytes(), &[]).expect("no problem").filters;
        let mut names: Vec<_> = read.iter().map(|filter| filter.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["empty", "no access"]);
        assert!(read.contains(&filter(Axis::Users, "no access", "n:0")));
        assert!(read.contains(&filter(Axis::Companies, "empty", "is:none")));
    }

    #[test]
    fn a_problem_of_a_filter_has_its_line_and_column() {
        for (text, expected) in [
            ("filters = 1", "line 1, column 11: “filters” is a table: write [filters.users]"),
            (
                "[filters.user]",
                "line 1, column 10: [filters] has no table “user”; did you mean users?",
            ),
            ("[filters.users]\na = 1", "line 2, column 5: write the filter “a” in quotes"),
            (
                "[filters.users]\na = \"rol:x\"",
                "line 2, column 5: unknown field “rol”; did you mean role:?",
            ),
            (
                "[filters.companies]\na = \"role:x\"",
                "line 2, column 5: role: works in the users filter, not in the companies filter",
            ),
        ] {
            let problems = config(text.as_bytes(), &[]).expect_err("a problem");
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert_eq!(problems, [expected], "{text}");
        }
    }
}
