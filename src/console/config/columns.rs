//! The columns of the Users pane in a configuration: a list of their names.

use toml::Spanned;
use toml::de::DeValue;

use super::problem::{ConfigProblem, did_you_mean};
use crate::console::user_column::UserColumn;

/// Reads a list of columns, and returns them in the order of the table of columns, with the
/// problems found.
pub(super) fn read(
    text: &str,
    value: &Spanned<DeValue<'_>>,
    problems: &mut Vec<ConfigProblem>,
) -> Vec<UserColumn> {
    let mut found = Vec::new();
    let known = problems.len();
    let mut note = |span: std::ops::Range<usize>, sentence: String| {
        problems.push(ConfigProblem::at(text, &span, sentence));
    };
    let Some(items) = value.get_ref().as_array() else {
        note(value.span(), "write the columns as [\"name\", \"role\"]".into());
        return found;
    };
    for item in items {
        let Some(name) = item.get_ref().as_str() else {
            note(item.span(), "write the name of the column in quotes".into());
            continue;
        };
        match UserColumn::named(name) {
            Some(column) if found.contains(&column) => {
                note(item.span(), format!("column “{name}” is listed twice"));
            }
            Some(column) => found.push(column),
            None => {
                let meant = did_you_mean(name, UserColumn::ALL.map(UserColumn::name));
                note(item.span(), format!("unknown column “{name}”{meant}"));
            }
        }
    }
    if problems.len() == known && !found.iter().any(|column| column.is_name()) {
        let sentence = "columns needs name or username";
        problems.push(ConfigProblem::at(text, &value.span(), sentence));
    }
    found.sort_unstable();
    found
}

/// A list of columns as TOML.
pub(super) fn shown(columns: &[UserColumn]) -> String {
    let names: Vec<String> = columns.iter().map(|it| format!("\"{}\"", it.name())).collect();
    format!("[{}]", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::print::effective;
    use super::super::read::config;
    use crate::console::user_column::UserColumn;

    #[test]
    fn columns_are_listed_in_any_order() {
        let text = "columns = [\"drift\", \"email\", \"name\"]\n";
        let read = config(text.as_bytes(), &[]).expect("no problem");
        assert_eq!(read.columns, [UserColumn::FullName, UserColumn::Email, UserColumn::Drift]);
        let printed = effective(&read);
        assert!(printed.contains("columns = [\"name\", \"email\", \"drift\"]\n"), "{printed}");
    }

    #[test]
    fn a_problem_of_a_column_has_its_line_and_column() {
        for (text, expected) in [
            ("columns = 1", "line 1, column 11: write the columns as [\"name\", \"role\"]"),
            (
                "columns = [\"name\", 1]",
                "line 1, column 20: write the name of the column in quotes",
            ),
            (
                "\ncolumns = [\"name\", \"rol\"]",
                "line 2, column 20: unknown column “rol”; did you mean role?",
            ),
            ("columns = [\"name\", \"name\"]", "line 1, column 20: column “name” is listed twice"),
            ("columns = [\"role\"]", "line 1, column 11: columns needs name or username"),
            ("columns = []", "line 1, column 11: columns needs name or username"),
        ] {
            let problems = config(text.as_bytes(), &[]).expect_err("a problem");
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert_eq!(problems, [expected], "{text}");
        }
    }
}
