//! What keys mean: the only source for routing, hints, help and docs/console.md
//! is the [`table`]. Adding a key, an action or a context is adding a line there.

mod actions;
mod binding;
mod risk;
mod table;

use super::key::Key;
pub(crate) use actions::{Action, Context};
pub(crate) use binding::{Binding, Group};
pub(crate) use risk::{is_risky, moves, only_moves, takes_target};
pub(crate) use table::BINDINGS;
use table::{EVERYWHERE, PANES};

/// What a key means in a context.
pub(crate) fn action(context: Context, key: Key) -> Option<Action> {
    bound_in(context).find(|binding| binding.keys.contains(&key)).map(|binding| binding.action)
}

/// Whether a key changes the database, or leads to it.
pub(crate) fn edits(context: Context, key: Key) -> bool {
    bound_in(context).any(|binding| binding.group == Group::Edit && binding.keys.contains(&key))
}

/// The contexts in which a key has a meaning.
pub(crate) fn contexts_of(key: Key) -> Vec<Context> {
    Context::ALL.into_iter().filter(|context| action(*context, key).is_some()).collect()
}

/// The lines of a context, in the order of the table.
pub(crate) fn bound_in(context: Context) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |binding| binding.contexts.contains(&context))
}

/// The keys of a line, as a person reads them.
pub(crate) fn keys_of(binding: &Binding) -> String {
    binding.keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

/// The key table as docs/console.md has it.
#[cfg(test)]
pub(crate) fn markdown() -> String {
    let line = |binding: &Binding| {
        let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{key}`")).collect();
        format!("| {} | {} | {} |\n", keys.join(" "), places(binding), binding.does)
    };
    let lines = Group::ALL
        .into_iter()
        .flat_map(|group| BINDINGS.iter().filter(move |binding| binding.group == group).map(line));
    std::iter::once("| key | where | does |\n| --- | --- | --- |\n".to_owned())
        .chain(lines)
        .collect()
}

/// Where a line holds, in words.
pub(crate) fn places(binding: &Binding) -> String {
    if binding.contexts == EVERYWHERE {
        return "everywhere".into();
    }
    let (panes, rest) = match binding.contexts.strip_prefix(PANES) {
        Some(rest) => (Some("panes"), rest),
        None => (None, binding.contexts),
    };
    let names = rest.iter().map(|context| context.name());
    panes.into_iter().chain(names).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_is_bound_twice_in_one_context() {
        for context in Context::ALL {
            let mut seen = HashSet::new();
            for binding in bound_in(context) {
                for key in binding.keys {
                    assert!(seen.insert(*key), "{key} is bound twice in {}", context.name());
                }
            }
        }
    }

    #[test]
    fn what_must_never_be_is_not() {
        for context in Context::ALL {
            assert_ne!(action(context, Key::ctrl('z')), Some(Action::Undo));
            assert!(matches!(action(context, Key::ctrl('d')), Some(Action::HalfPageDown) | None));
        }
    }

    #[test]
    fn every_line_says_what_it_does_once() {
        let mut seen = HashSet::new();
        for binding in BINDINGS {
            assert!(seen.insert(binding.does), "“{}” is listed twice", binding.does);
            assert!(!binding.keys.is_empty() && !binding.contexts.is_empty());
        }
    }

    #[test]
    fn the_documentation_has_this_table() {
        let page = include_str!("../../../docs/console.md");
        assert!(page.contains(&markdown()), "put this into docs/console.md:\n{}", markdown());
    }
}
