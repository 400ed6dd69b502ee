//! The keys of one context, grouped and in columns: the first page of help.

use super::lines::HelpLine;
use crate::console::keymap::{Action, Context, Group, Keymap};

/// The least width of a column of keys.
const NARROWEST: usize = 30;
/// More columns would cut the texts although there is room for them.
const MOST_COLUMNS: usize = 4;

/// The keys of a context: a line for each action, with a short description.
fn lines(context: Context, keys: &Keymap) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        let mut actions: Vec<Action> = Vec::new();
        for line in keys.lines_in(context).filter(|line| line.binding.group == group) {
            if !actions.contains(&line.binding.action) {
                actions.push(line.binding.action);
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
            let does = of_action.first().map_or("", |line| in_short(line.binding.does));
            lines.push(HelpLine::Key { keys: names.join(" "), does, contexts: String::new() });
        }
    }
    lines
}

/// The first part of a description.
fn in_short(does: &'static str) -> &'static str {
    let ends = ["; ", ": ", " (", ", "].into_iter().filter_map(|end| does.find(end));
    &does[..ends.min().unwrap_or(does.len())]
}

/// The lines in columns for a dialog of this width. All columns but the last have the same
/// height, and none ends with a heading.
pub(super) fn in_columns(context: Context, keys: &Keymap, width: usize) -> Vec<Vec<HelpLine>> {
    let lines = lines(context, keys);
    let count = (width / NARROWEST).clamp(1, MOST_COLUMNS);
    let mut height = lines.len().div_ceil(count);
    loop {
        let columns = columns_of(&lines, height);
        if columns.len() <= count {
            return columns;
        }
        height += 1;
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

    #[test]
    fn every_action_of_the_context_is_listed_once_at_every_width() {
        let keys = Keymap::default();
        for context in [Context::Users, Context::Companies, Context::Matrix] {
            let mut actions: Vec<Action> =
                keys.lines_in(context).map(|line| line.binding.action).collect();
            actions.sort_by_key(|action| format!("{action:?}"));
            actions.dedup();
            for width in [0, 20, 60, 78, 94, 200] {
                let columns = in_columns(context, &keys, width);
                assert!(columns.len() <= (width / NARROWEST).max(1), "{width}");
                let lines = columns.iter().flatten();
                let shown = lines.filter(|line| matches!(line, HelpLine::Key { .. })).count();
                assert_eq!(shown, actions.len(), "{width}");
                for column in &columns {
                    assert!(!matches!(column.last(), Some(HelpLine::Heading(_))), "{width}");
                }
            }
        }
    }

    #[test]
    fn what_a_key_does_is_described_in_short() {
        assert_eq!(in_short("palette: find and run an action"), "palette");
        assert_eq!(in_short("start a range; press again to mark it"), "start a range");
        assert_eq!(in_short("one up"), "one up");
    }
}
