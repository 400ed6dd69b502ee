//! What keys mean. The [`table`] is the only source for routing, hints, help and
//! docs/console.md: a new key, action or context is a new line there.

#[macro_use]
mod declare;
mod lookup;
mod names;
mod own_keys;
mod risk;
mod synonyms;
mod table;

pub(crate) use declare::{ActionKind, Group};
pub(crate) use lookup::bound_in;
pub(crate) use names::{context_names, contexts_named};
pub(crate) use own_keys::{KeyChoice, KeyConflict, KeyLine, Keymap, Meaning};
pub(crate) use risk::{acts_on_target, moves, moves_in_list, writes};
pub(crate) use table::{Action, BINDINGS, Binding, Context, accepts_counts};

/// The key table in Markdown, as in docs/console.md.
#[cfg(test)]
pub(crate) fn markdown() -> String {
    use lookup::context_names;

    let line = |binding: &Binding| {
        let shown = |key: &super::key::Key| format!("`{}`", key.to_string().replace('|', "\\|"));
        let keys: Vec<String> = binding.keys.iter().map(shown).collect();
        format!("| {} | {} | {} |\n", keys.join(" "), context_names(binding.contexts), binding.does)
    };
    let lines = Group::ALL
        .into_iter()
        .flat_map(|group| BINDINGS.iter().filter(move |binding| binding.group == group).map(line));
    std::iter::once("| key | where | does |\n| --- | --- | --- |\n".to_owned())
        .chain(lines)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::key::Key;
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
    fn forbidden_keys_are_not_bound() {
        for context in Context::ALL {
            let action = |key| Keymap::default().action(context, key);
            assert_ne!(action(Key::ctrl('z')), Some(Action::Undo));
            assert!(matches!(action(Key::ctrl('d')), Some(Action::HalfPageDown) | None));
        }
    }

    #[test]
    fn every_line_has_a_different_description() {
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
