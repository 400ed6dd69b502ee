//! What help says: every line of the key table, then the signs and words of
//! the screen. Plain text; `view` draws it.

use crate::console::keymap::{Group, KeyLine, Keymap};

/// A line of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HelpLine {
    Heading(&'static str),
    Key { keys: String, does: &'static str, contexts: String },
    Sign { sign: &'static str, means: &'static str },
    Empty,
}

const SIGNS: &[(&str, &str)] = &[
    ("■", "granted"),
    ("◆", "implied: access without a grant, by role or home company"),
    ("▣", "granted and implied (effective view): revoking changes nothing"),
    ("□", "ineffective: a grant that the HR system ignores"),
    ("·", "no access and no grant"),
    ("○", "drift: the role's rule requires a grant, but there is none"),
    ("◇", "implied, and a rule requires a grant"),
    ("▪", "some of the marked users have a grant; in the effective view, some can get in"),
    ("*", "marked"),
    ("×", "inactive user or company"),
    ("▌ [ ]", "the cursor: one user and one company, in all three panes"),
];

const WORDS: &[(&str, &str)] = &[
    (
        "cos.",
        "companies granted to the user; 2+1: two grants let the user in, one company is implied",
    ),
    ("□1", "in the Users list: one grant that the HR system ignores"),
    ("eff.", "effective: how many companies the user can really work in"),
    ("coverage", "grants ÷ (users × companies)"),
    ("several", "users with grants in two or more companies"),
    ("home", "the company of the user's employee record"),
    ("rules", "Super Admin → all companies; HR Manager, Tenant Admin → home"),
];

const HISTORY_FILTER: &[(&str, &str)] = &[
    ("user:sarah", "this user's changes, also deleted users"),
    ("company:NYC", "this company's changes, by code, name or id"),
    ("operator:ada", "changes made by ada"),
    (
        "account:root",
        "changes made under this account of the operating system, whoever the operator is",
    ),
    ("since:2026-01", "at that time or later (UTC): 2026, 2026-01, 2026-01-31, 2026-01-31T09:30"),
    ("until:2026-03", "at that time or earlier; a year, month or day counts as a whole"),
];

/// The lines that have to do with `search`; all of them if it is empty.
pub(crate) fn lines(search: &str, keys: &Keymap) -> Vec<HelpLine> {
    let search = search.trim().to_lowercase();
    let mut lines = Vec::new();
    let sign = |&(sign, means): &(&'static str, &'static str)| HelpLine::Sign { sign, means };
    // What is seen comes before what can be done about it.
    section(&mut lines, "Signs", SIGNS.iter().map(sign), &search);
    for group in Group::ALL {
        let of_group = |line: &&KeyLine| line.binding.group == group;
        let keys = keys.lines().filter(of_group).map(|line| HelpLine::Key {
            keys: line.shown(),
            does: line.binding.does,
            contexts: line.context_names(),
        });
        section(&mut lines, group.title(), keys, &search);
    }
    section(&mut lines, "Words", WORDS.iter().map(sign), &search);
    section(
        &mut lines,
        "History filter: all terms must match",
        HISTORY_FILTER.iter().map(sign),
        &search,
    );
    lines
}

fn section(
    lines: &mut Vec<HelpLine>,
    title: &'static str,
    items: impl Iterator<Item = HelpLine>,
    search: &str,
) {
    let found: Vec<HelpLine> = items.filter(|line| line.matches(search)).collect();
    if found.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(HelpLine::Empty);
    }
    lines.push(HelpLine::Heading(title));
    lines.extend(found);
}

impl HelpLine {
    fn matches(&self, search: &str) -> bool {
        let has = |text: &str| text.to_lowercase().contains(search);
        match self {
            Self::Key { keys, does, contexts } => has(keys) || has(does) || has(contexts),
            Self::Sign { sign, means } => has(sign) || has(means),
            Self::Heading(_) | Self::Empty => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::keymap::BINDINGS;

    #[test]
    fn the_documentation_has_the_same_signs() {
        let page = include_str!("../../../../docs/console.md");
        let line = |(sign, means): &(&str, &str)| format!("| `{sign}` | {means} |\n");
        let table: String = SIGNS.iter().map(line).collect();
        assert!(page.contains(&table), "put this into docs/console.md:\n{table}");
    }

    #[test]
    fn every_line_of_the_key_table_is_in_help_exactly_once() {
        let lines = lines("", &Keymap::default());
        for binding in BINDINGS {
            let count = lines
                .iter()
                .filter(|line| matches!(line, HelpLine::Key { does, .. } if *does == binding.does))
                .count();
            assert_eq!(count, 1, "“{}” stands {count} times", binding.does);
        }
    }

    #[test]
    fn searching_narrows_to_what_has_the_word() {
        let found = lines(" Undo", &Keymap::default());
        assert!(found.iter().any(|line| matches!(line, HelpLine::Key { keys, .. } if keys == "u")));
        assert!(
            !found.iter().any(|line| matches!(line, HelpLine::Key { keys, .. } if keys == "z"))
        );
        assert_eq!(lines("no such word", &Keymap::default()), []);
    }
}
