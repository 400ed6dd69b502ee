//! The content of help: every line of the key table, then the signs and terms of the screen.
//! Plain text; `view` draws it.

use crate::console::keymap::{Group, KeyLine, Keymap};
use crate::text;

/// A line of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HelpLine {
    Heading(&'static str),
    Key {
        keys: String,
        does: String,
        contexts: String,
    },
    Sign {
        sign: &'static str,
        means: String,
    },
    /// The continuation of a line above that is too long for the dialog.
    Continuation(String),
    Empty,
}

const SIGNS: &[(&str, &str)] = &[
    ("■", "granted"),
    ("◆", "implied: access without a grant, by role or home company"),
    ("▣", "granted and implied (effective view): revoking changes nothing"),
    ("□", "ineffective: a grant that the HR system ignores"),
    ("·", "no access and no grant"),
    ("○", "drift: the role's rule requires a grant, but there is none"),
    ("◇", "implied, drift: the rule requires a grant all the same"),
    ("▪", "some of the marked users have a grant; in the effective view, some can get in"),
    ("*", "marked"),
    ("×", "inactive user or company"),
    ("▌ [ ]", "the cursor: one user and one company, in all three panes"),
];

const WORDS: &[(&str, &str)] = &[
    ("5j 50G", "a number repeats a key that moves, or is the line; in panes, 1 2 3 come first"),
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
    ("user:sarah", "changes of who is called so, or has it in a name; also deleted users"),
    ("company:NYC", "changes of this company: by code, name, id or a part of a name"),
    ("operator:ada", "changes made by ada"),
    ("account:root", "changes made under this operating system account, whoever the operator is"),
    ("since:2026-01", "at that time or later: 2026, 2026-01, 2026-01-31, 2026-01-31T09:30"),
    ("since:7d", "the last 7 days; also 24h, 2w, today, monday"),
    ("lost:sarah", "users who have this in a name lost access"),
    ("gained:NYC", "users gained access to companies with this in a name"),
    ("lost: gained:", "alone, in which anyone lost (gained) access"),
    ("kind:grant,undo", "what was done: grant, revoke, set, copy, import, undo, …"),
    ("tokyo", "this word in a name, the reason, the operator or the kind"),
    ("until:2026-03", "at that time or earlier; a year, month or day counts as a whole"),
];

/// The lines that match `search`; all of them if it is empty.
pub(crate) fn lines(search: &str, keys: &Keymap) -> Vec<HelpLine> {
    let search = search.trim().to_lowercase();
    if !search.is_empty() {
        return found(&search, keys);
    }
    sections("", keys)
}

/// The lines that have all words of a search, best matches first.
fn found(search: &str, keys: &Keymap) -> Vec<HelpLine> {
    let mut lines = sections(search, keys);
    lines.retain(|line| matches!(line, HelpLine::Key { .. } | HelpLine::Sign { .. }));
    lines.sort_by_key(|line| line.rank(search));
    lines
}

fn sections(search: &str, keys: &Keymap) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    let sign = |&(sign, means): &(&'static str, &'static str)| HelpLine::Sign {
        sign,
        means: means.to_owned(),
    };
    // The signs that are visible come before the keys.
    section(&mut lines, "Signs", SIGNS.iter().map(sign), search);
    for group in Group::ALL {
        let of_group = |line: &&KeyLine| line.binding.group == group;
        let keys = keys.lines().filter(of_group).map(|line| HelpLine::Key {
            keys: line.shown(),
            does: line.binding.does.to_owned(),
            contexts: line.context_names(),
        });
        section(&mut lines, group.title(), keys, search);
    }
    section(&mut lines, "Words", WORDS.iter().map(sign), search);
    section(
        &mut lines,
        "History filter: all terms must match",
        HISTORY_FILTER.iter().map(sign),
        search,
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

/// The lines, wrapped: descriptions that are wider than `width` columns continue on lines of
/// their own.
pub(crate) fn wrapped(lines: Vec<HelpLine>, width: usize) -> Vec<HelpLine> {
    let mut all = Vec::with_capacity(lines.len());
    for mut line in lines {
        let mut rest = Vec::new();
        if let HelpLine::Key { does: description, .. } | HelpLine::Sign { means: description, .. } =
            &mut line
            && text::width(description) > width
        {
            rest = text::wrap(description, width, 0);
            *description = rest.remove(0);
        }
        all.push(line);
        all.extend(rest.into_iter().map(HelpLine::Continuation));
    }
    all
}

impl HelpLine {
    /// The key or sign, its meaning, and its context, in lower case.
    fn texts(&self) -> Option<[String; 3]> {
        let texts = match self {
            Self::Key { keys, does, contexts } => [keys, does.as_str(), contexts.as_str()],
            Self::Sign { sign, means } => [*sign, means.as_str(), ""],
            Self::Heading(_) | Self::Continuation(_) | Self::Empty => return None,
        };
        Some(texts.map(str::to_lowercase))
    }

    /// Whether it has every word.
    fn matches(&self, search: &str) -> bool {
        let has = |texts: [String; 3]| {
            search.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
        };
        self.texts().is_some_and(has)
    }

    /// How well it matches a search, best first: by its key or sign, by the beginning of its
    /// meaning, by whole words of the meaning, by parts of words, by its context.
    fn rank(&self, search: &str) -> u8 {
        let Some([key, description, _]) = self.texts() else {
            return u8::MAX;
        };
        let is_whole = |(at, _): (usize, &str)| {
            let outside = |letter: Option<char>| !letter.is_some_and(char::is_alphanumeric);
            outside(description[..at].chars().next_back())
                && outside(description[at + search.len()..].chars().next())
        };
        if key.split_whitespace().any(|it| it == search) {
            0
        } else if description.starts_with(search) && is_whole((0, search)) {
            1
        } else if description.match_indices(search).any(is_whole) {
            2
        } else if description.contains(search) {
            3
        } else {
            4
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
                .filter(|line| matches!(line, HelpLine::Key { does, .. } if does == binding.does))
                .count();
            assert_eq!(count, 1, "“{}” is listed {count} times", binding.does);
        }
    }

    #[test]
    fn text_that_does_not_fit_continues_on_the_next_line() {
        let description = |line: &HelpLine| match line {
            HelpLine::Key { does: description, .. }
            | HelpLine::Sign { means: description, .. }
            | HelpLine::Continuation(description) => description.clone(),
            HelpLine::Heading(_) | HelpLine::Empty => String::new(),
        };
        let all = lines("", &Keymap::default());
        let wrapped = wrapped(all.clone(), 40);
        assert!(wrapped.len() > all.len());
        assert!(wrapped.iter().all(|line| text::width(&description(line)) <= 40));
        let words = |lines: &[HelpLine]| -> Vec<String> {
            let words = lines.iter().map(description).collect::<Vec<_>>().join(" ");
            words.split_whitespace().map(str::to_owned).collect()
        };
        assert_eq!(words(&wrapped), words(&all));
    }

    #[test]
    fn searching_shows_only_lines_with_the_word() {
        let found = lines(" Undo", &Keymap::default());
        assert!(found.iter().any(|line| matches!(line, HelpLine::Key { keys, .. } if keys == "u")));
        assert!(
            !found.iter().any(|line| matches!(line, HelpLine::Key { keys, .. } if keys == "z"))
        );
        assert_eq!(lines("no such word", &Keymap::default()), []);
        let first = |search: &str| match lines(search, &Keymap::default()).into_iter().next() {
            Some(HelpLine::Key { keys, .. }) => keys,
            other => panic!("{search}: {other:?}"),
        };
        assert_eq!(first("undo"), "u", "what begins with the word comes first");
        assert_eq!(first("statistics"), "s");
        assert_eq!(first("history"), "t");
        assert_eq!(first("jump"), "f");
        assert_eq!(first("change undo"), "u", "all words, in any order");
    }
}
