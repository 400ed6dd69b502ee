//! The keys of one context, grouped and in columns: the first page of help.

use super::lines::HelpLine;
use crate::console::keymap::{Action, Context, Group, Keymap};
use crate::text;

/// Columns of the screen between two columns of keys.
const GAP: usize = 2;
/// The maximum number of columns: more are not easier to read.
const MOST_COLUMNS: usize = 4;

/// A column of keys: its lines, and its width on the screen.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HelpColumn {
    pub(super) lines: Vec<HelpLine>,
    /// The width of the keys, with the space after them.
    pub(super) keys: usize,
    pub(super) width: usize,
}

/// The keys of a context: a line for each action, with a short description. If the database
/// `has_data`, actions that would do nothing are left out.
fn lines(context: Context, keys: &Keymap, has_data: bool) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        let mut actions: Vec<Action> = Vec::new();
        for line in keys.lines_in(context).filter(|line| line.binding.group == group) {
            let action = line.binding.action;
            let does_nothing = has_data && action == Action::Demo;
            if !does_nothing && !actions.contains(&action) {
                actions.push(action);
            }
        }
        if actions.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(HelpLine::Empty);
        }
        lines.push(HelpLine::Heading(group.title()));
        for action in actions {
            let of_action: Vec<_> =
                keys.lines_in(context).filter(|line| line.binding.action == action).collect();
            let names: Vec<String> = of_action.iter().map(|line| line.shown()).collect();
            let does = of_action.first().map_or("", |line| line.binding.short_in(context)).into();
            lines.push(HelpLine::Key { keys: names.join(" "), does, contexts: String::new() });
        }
    }
    lines
}

/// Distributes the lines over as many columns as fit into `width`; only the last one may be
/// shorter. A heading is never the last line of a column.
pub(super) fn in_columns(
    context: Context,
    keys: &Keymap,
    has_data: bool,
    width: usize,
) -> Vec<HelpColumn> {
    let lines = lines(context, keys, has_data);
    let mut all = Vec::new();
    for count in (1..=MOST_COLUMNS).rev() {
        all = in_equal_columns(&lines, count);
        let needed: usize = all.iter().map(|column| column.width + GAP).sum();
        if needed <= width + GAP {
            break;
        }
    }
    all
}

fn in_equal_columns(lines: &[HelpLine], count: usize) -> Vec<HelpColumn> {
    let mut height = lines.len().div_ceil(count).max(1);
    loop {
        let columns = columns_of(lines, height);
        if columns.len() <= count {
            return columns.into_iter().map(HelpColumn::new).collect();
        }
        height += 1;
    }
}

impl HelpColumn {
    fn new(lines: Vec<HelpLine>) -> Self {
        let of_keys = lines.iter().filter_map(|line| match line {
            HelpLine::Key { keys, .. } => Some(text::width(keys) + 1),
            _ => None,
        });
        let keys = of_keys.max().unwrap_or(0);
        let widths = lines.iter().map(|line| match line {
            HelpLine::Key { does, .. } => keys + text::width(does),
            HelpLine::Heading(title) => text::width(title),
            _ => 0,
        });
        let width = widths.max().unwrap_or(0);
        Self { lines, keys, width }
    }
}

fn columns_of(lines: &[HelpLine], height: usize) -> Vec<Vec<HelpLine>> {
    let mut columns: Vec<Vec<HelpLine>> = vec![Vec::new()];
    for (at, line) in lines.iter().enumerate() {
        let column = columns.last_mut().map_or(0, |column| column.len());
        let is_heading = matches!(line, HelpLine::Heading(_));
        let is_full = column >= height || is_heading && column + 1 >= height && at > 0;
        if is_full {
            columns.push(Vec::new());
        }
        let Some(last) = columns.last_mut() else { break };
        if !(last.is_empty() && *line == HelpLine::Empty) {
            last.push(line.clone());
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANES: [Context; 3] = [Context::Users, Context::Companies, Context::Matrix];

    #[test]
    fn every_action_of_the_context_is_listed_once_at_every_width() {
        let keys = Keymap::default();
        for context in PANES {
            let mut actions: Vec<Action> =
                keys.lines_in(context).map(|line| line.binding.action).collect();
            actions.sort_by_key(|action| format!("{action:?}"));
            actions.dedup();
            for width in [0, 20, 60, 76, 94, 200] {
                let columns = in_columns(context, &keys, false, width);
                let lines = columns.iter().flat_map(|column| &column.lines);
                let shown = lines.filter(|line| matches!(line, HelpLine::Key { .. })).count();
                assert_eq!(shown, actions.len(), "{width}");
                for column in &columns {
                    assert!(!matches!(column.lines.last(), Some(HelpLine::Heading(_))), "{width}");
                }
            }
        }
    }

    #[test]
    fn no_word_is_cut_at_the_usual_widths() {
        // The columns of text in the dialog at 80, 120 and 200 columns.
        for (width, count) in [(76, 2), (108, 3), (188, 4)] {
            for context in PANES {
                let columns = in_columns(context, &Keymap::default(), true, width);
                let needed: usize = columns.iter().map(|column| column.width + GAP).sum();
                assert_eq!(columns.len(), count, "{context:?} at {width}");
                assert!(needed <= width + GAP, "{context:?} at {width}: {needed}");
            }
        }
    }

    #[test]
    fn no_word_is_cut_in_the_help_of_a_dialog() {
        for context in Context::ALL {
            let columns = in_columns(context, &Keymap::default(), true, 76);
            let needed: usize = columns.iter().map(|column| column.width + GAP).sum();
            assert!(needed <= 76 + GAP, "{context:?}: {needed}");
        }
    }

    #[test]
    fn keys_that_would_do_nothing_are_not_listed() {
        let has_demo = |has_data| {
            let lines = lines(Context::Users, &Keymap::default(), has_data);
            lines.iter().any(|line| matches!(line, HelpLine::Key { keys, .. } if keys == "d"))
        };
        assert!(has_demo(false));
        assert!(!has_demo(true));
    }

    #[test]
    fn each_context_has_short_descriptions_of_its_keys() {
        let does_of = |context, key: &str| {
            let lines = lines(context, &Keymap::default(), false);
            lines.into_iter().find_map(|line| match line {
                HelpLine::Key { keys, does, .. } if keys.split(' ').any(|it| it == key) => {
                    Some(does)
                }
                _ => None,
            })
        };
        for (key, in_users, in_companies) in [
            ("/", "filter the users", "filter the companies"),
            ("v", "start a range", "start a range"),
            ("↑", "one up", "one up"),
            (":", "palette: find an action", "palette: find an action"),
            ("←", "the pane to the left", "the pane to the left"),
            ("n", "new user…", "new company…"),
        ] {
            assert_eq!(does_of(Context::Users, key).as_deref(), Some(in_users), "{key}");
            assert_eq!(does_of(Context::Companies, key).as_deref(), Some(in_companies), "{key}");
        }
        let left = does_of(Context::Matrix, "←");
        assert_eq!(left.as_deref(), Some("one company to the left"));
    }
}
