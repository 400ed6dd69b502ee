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
            let does = of_action
                .first()
                .map_or_else(String::new, |line| in_short(line.binding.does, context));
            lines.push(HelpLine::Key { keys: names.join(" "), does, contexts: String::new() });
        }
    }
    lines
}

/// The short form of a key's description in a context. "filter the users (in Companies: the
/// companies)" becomes "filter the companies" in Companies.
fn in_short(does: &str, context: Context) -> String {
    let ends = ["; ", " (", ", after a preview"].into_iter().filter_map(|end| does.find(end));
    let short = &does[..ends.min().unwrap_or(does.len())];
    let other = match context {
        Context::Companies => {
            other_words(does, "(in Companies: ").or(other_words(does, "(in a list: "))
        }
        Context::Users => other_words(does, "(in a list: "),
        _ => None,
    };
    let Some(other) = other else {
        return short.to_owned();
    };
    let count = short.split(' ').count().saturating_sub(other.split(' ').count());
    let kept = short.split(' ').take(count);
    kept.chain([other]).collect::<Vec<_>>().join(" ")
}

/// The words after `lead`, which replace the last words of the description.
fn other_words<'a>(does: &'a str, lead: &str) -> Option<&'a str> {
    does.split_once(lead)?.1.split_once(')').map(|(words, _)| words)
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
        let short = |does| in_short(does, Context::Users);
        assert_eq!(short("palette: find an action (and run it)"), "palette: find an action");
        assert_eq!(short("start a range; press again to mark it"), "start a range");
        assert_eq!(short("one up"), "one up");
        let does = "filter the users (in Companies: the companies)";
        assert_eq!(short(does), "filter the users");
        assert_eq!(in_short(does, Context::Companies), "filter the companies");
        let does = "one company to the left (in a list: the pane to the left)";
        assert_eq!(short(does), "the pane to the left");
        assert_eq!(in_short(does, Context::Companies), "the pane to the left");
        assert_eq!(in_short(does, Context::Matrix), "one company to the left");
    }
}
