//! The key table with custom keys: what every key means, and how help, hints and messages name
//! it.

use std::sync::Arc;

use super::super::key::{Key, KeySequence};
use super::declare::Group;
use super::lookup::{bound_in, context_names};
use super::table::BINDINGS;
use super::table::{Action, Binding, Context};

/// Custom keys for an action, in some contexts.
#[derive(Clone, Debug)]
pub(crate) struct KeyChoice {
    pub(crate) action: Action,
    /// `None` for all contexts in which the action has a key.
    pub(crate) contexts: Option<&'static [Context]>,
    pub(crate) keys: Vec<KeySequence>,
}

/// A key that two actions of one context would share, or that begins the sequence of another
/// action.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KeyConflict {
    pub(crate) context: Context,
    pub(crate) first: (Action, KeySequence),
    pub(crate) second: (Action, KeySequence),
}

/// What keys mean.
#[derive(Clone, Debug)]
pub(crate) struct Keymap {
    lines: Arc<[KeyLine]>,
}

/// A line of the key table, with its effective keys.
#[derive(Debug)]
pub(crate) struct KeyLine {
    pub(crate) binding: &'static Binding,
    pub(crate) keys: Vec<KeySequence>,
    pub(crate) contexts: Vec<Context>,
}

/// What a sequence of pressed keys means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Does(Action),
    /// The beginning of an action's sequence.
    Begins,
    Nothing,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::with(&[])
    }
}

impl Keymap {
    /// The key table with these custom keys; later ones override earlier ones.
    pub(crate) fn with(choices: &[KeyChoice]) -> Self {
        let lines = BINDINGS.iter().enumerate().flat_map(|(at, _)| lines_of(at, choices));
        Self { lines: lines.collect() }
    }

    /// The lines of a context that have keys, in the order of the table.
    pub(crate) fn lines_in(&self, context: Context) -> impl Iterator<Item = &KeyLine> {
        self.lines.iter().filter(move |line| line.contexts.contains(&context))
    }

    /// All lines that have keys, in the order of the table.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &KeyLine> {
        self.lines.iter()
    }

    /// What a sequence of pressed keys means in a context.
    pub(crate) fn meaning(&self, context: Context, pressed: &[Key]) -> Meaning {
        let mut begins = false;
        for line in self.lines_in(context) {
            for keys in line.keys.iter().map(KeySequence::keys) {
                if keys == pressed {
                    return Meaning::Does(line.binding.action);
                }
                begins |= keys.starts_with(pressed);
            }
        }
        if begins { Meaning::Begins } else { Meaning::Nothing }
    }

    /// What a single key means in a context.
    pub(crate) fn action(&self, context: Context, key: Key) -> Option<Action> {
        match self.meaning(context, &[key]) {
            Meaning::Does(action) => Some(action),
            Meaning::Begins | Meaning::Nothing => None,
        }
    }

    /// All actions that a key may mean in a context, also as part of a sequence.
    pub(crate) fn actions_with(&self, context: Context, key: Key) -> impl Iterator<Item = Action> {
        let has = move |line: &&KeyLine| line.keys.iter().any(|it| it.keys().contains(&key));
        self.lines_in(context).filter(has).map(|line| line.binding.action)
    }

    /// The keys of a line in a context, as text.
    pub(crate) fn shown(&self, context: Context, binding: &'static Binding) -> String {
        let mut lines = self.lines_in(context).filter(|it| it.binding.does == binding.does);
        lines.next().map(KeyLine::shown).unwrap_or_default()
    }

    /// The lines of the table that are shown for a context. A line with the same keys as
    /// another line of the same action is left out.
    pub(crate) fn offered_in(&self, context: Context) -> impl Iterator<Item = &'static Binding> {
        bound_in(context).filter(move |binding| {
            !self.shown(context, binding).is_empty()
                || self.key_of(context, binding.action).is_empty()
        })
    }

    /// The first key of an action in a context, as text; empty if it has none.
    pub(crate) fn key_of(&self, context: Context, action: Action) -> String {
        let mut lines = self.lines_in(context).filter(|line| line.binding.action == action);
        lines.find_map(|line| line.keys.first()).map(ToString::to_string).unwrap_or_default()
    }

    /// Whether a key changes the database, or opens something that does.
    pub(crate) fn edits(&self, context: Context, key: Key) -> bool {
        let mut lines = self.lines_in(context).filter(|line| line.binding.group == Group::Edit);
        lines.any(|line| line.keys.iter().any(|it| it.keys().contains(&key)))
    }

    /// The contexts in which a key has a meaning.
    pub(crate) fn contexts_of(&self, key: Key) -> Vec<Context> {
        let has_meaning = |context: &Context| self.actions_with(*context, key).next().is_some();
        Context::ALL.into_iter().filter(has_meaning).collect()
    }

    /// Whether any key has Alt.
    pub(crate) fn has_alt(&self) -> bool {
        self.lines.iter().flat_map(|line| &line.keys).any(|it| it.keys().iter().any(|key| key.alt))
    }

    /// The conflicts between actions of the same context: each pair once, in its first
    /// context.
    pub(crate) fn conflicts(&self) -> Vec<KeyConflict> {
        let mut found: Vec<KeyConflict> = Vec::new();
        for context in Context::ALL {
            for conflict in self.conflicts_in(context) {
                let is_known = found
                    .iter()
                    .any(|it| it.first == conflict.first && it.second == conflict.second);
                if !is_known {
                    found.push(conflict);
                }
            }
        }
        found
    }

    fn conflicts_in(&self, context: Context) -> Vec<KeyConflict> {
        let (mut found, mut seen) = (Vec::new(), Vec::<(Action, &KeySequence)>::new());
        for line in self.lines_in(context) {
            for keys in &line.keys {
                let clashes = |(_, other): &&(Action, &KeySequence)| {
                    let (one, other) = (keys.keys(), other.keys());
                    one.starts_with(other) || other.starts_with(one)
                };
                if let Some((action, other)) = seen.iter().find(clashes) {
                    let first = (*action, (*other).clone());
                    let second = (line.binding.action, keys.clone());
                    found.push(KeyConflict { context, first, second });
                }
                seen.push((line.binding.action, keys));
            }
        }
        found
    }
}

impl KeyLine {
    /// The keys as text.
    pub(crate) fn shown(&self) -> String {
        self.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    /// The contexts of the line, in words.
    pub(crate) fn context_names(&self) -> String {
        context_names(&self.contexts)
    }
}

/// The effective lines for a line of the key table: one for each set of keys that its contexts
/// have.
fn lines_of(at: usize, choices: &[KeyChoice]) -> Vec<KeyLine> {
    let binding = &BINDINGS[at];
    let mut lines: Vec<KeyLine> = Vec::new();
    for context in binding.contexts {
        let keys = match chosen(binding.action, *context, choices) {
            None => binding.keys.iter().copied().map(KeySequence::from).collect(),
            // If an action has several lines in a context, custom keys apply to the first.
            Some(keys) if is_first(at, *context) => keys,
            Some(_) => Vec::new(),
        };
        match lines.iter_mut().find(|line| line.keys == keys) {
            Some(line) => line.contexts.push(*context),
            None => lines.push(KeyLine { binding, keys, contexts: vec![*context] }),
        }
    }
    lines.retain(|line| !line.keys.is_empty());
    lines
}

/// Whether a line is the first of its action in a context.
fn is_first(at: usize, context: Context) -> bool {
    let action = BINDINGS[at].action;
    !BINDINGS[..at].iter().any(|it| it.action == action && it.contexts.contains(&context))
}

/// The custom keys of an action in a context; `None` if the table decides. If text is typed in
/// a context, custom keys for all contexts cannot take characters away from it.
fn chosen(action: Action, context: Context, choices: &[KeyChoice]) -> Option<Vec<KeySequence>> {
    let mut chosen = None;
    for choice in choices.iter().filter(|choice| choice.action == action) {
        match choice.contexts {
            Some(contexts) if contexts.contains(&context) => chosen = Some(choice.keys.clone()),
            None if has_text(context) => {
                let keys: Vec<KeySequence> =
                    choice.keys.iter().filter(|keys| !keys.types()).cloned().collect();
                if !keys.is_empty() || choice.keys.is_empty() {
                    chosen = Some(keys);
                }
            }
            None => chosen = Some(choice.keys.clone()),
            Some(_) => {}
        }
    }
    chosen
}

/// Whether characters are text in a context.
fn has_text(context: Context) -> bool {
    matches!(
        context,
        Context::Help
            | Context::Preview
            | Context::Filter
            | Context::Form
            | Context::HistoryFilter
            | Context::Undo
            | Context::Palette
            | Context::Jump
            | Context::FilterName
            | Context::File
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(action: Action, keys: &[&str]) -> KeyChoice {
        let keys = keys.iter().map(|keys| KeySequence::named(keys).expect("keys")).collect();
        KeyChoice { action, contexts: None, keys }
    }

    #[test]
    fn the_table_has_no_conflict() {
        assert_eq!(Keymap::default().conflicts(), []);
        let count: usize = BINDINGS.len();
        assert_eq!(Keymap::default().lines().count(), count);
    }

    #[test]
    fn keys_of_the_configuration_replace_those_of_the_table() {
        let keys = Keymap::with(&[choice(Action::First, &["g g", "home"])]);
        let g = Key::char('g');
        assert_eq!(keys.meaning(Context::Users, &[g]), Meaning::Begins);
        assert_eq!(keys.meaning(Context::Users, &[g, g]), Meaning::Does(Action::First));
        assert_eq!(keys.meaning(Context::Users, &[g, Key::char('x')]), Meaning::Nothing);
        assert_eq!(keys.key_of(Context::Users, Action::First), "g g");
        assert_eq!(keys.conflicts(), []);
    }

    #[test]
    fn the_key_or_the_prefix_of_the_keys_of_another_action_is_a_conflict() {
        let keys = Keymap::with(&[choice(Action::Undo, &["w"])]);
        let conflict = &keys.conflicts()[0];
        assert_eq!((conflict.context, conflict.second.0), (Context::Users, Action::Why));
        let keys = Keymap::with(&[choice(Action::Why, &["u u"])]);
        let conflict = &keys.conflicts()[0];
        assert_eq!((conflict.first.0, conflict.second.0), (Action::Undo, Action::Why));
        assert_eq!(conflict.second.1.to_string(), "u u");
        // Both actions have new keys.
        let both = [choice(Action::Undo, &["w"]), choice(Action::Why, &["u"])];
        assert_eq!(Keymap::with(&both).conflicts(), []);
    }

    #[test]
    fn a_key_for_all_contexts_does_not_replace_typing_in_fields() {
        let keys = Keymap::with(&[
            choice(Action::Up, &["e", "alt-u"]),
            choice(Action::EditThis, &["E E"]),
            choice(Action::SwitchView, &["W"]),
        ]);
        assert_eq!(keys.action(Context::Users, Key::char('e')), Some(Action::Up));
        assert_eq!(keys.action(Context::Palette, Key::char('e')), None);
        let alt = Key::char('u').with_alt();
        assert_eq!(keys.action(Context::Palette, alt), Some(Action::Up));
        let keys = Keymap::with(&[choice(Action::Accept, &["x"])]);
        let enter = Key::plain(crate::console::key::KeyCode::Enter);
        assert_eq!(keys.action(Context::Palette, enter), Some(Action::Accept), "as it was");
    }

    #[test]
    fn an_action_can_be_bound_in_one_context_only() {
        let keys = [KeySequence::named("x").expect("a key")].to_vec();
        let contexts = Some(&[Context::Why][..]);
        let keys = Keymap::with(&[KeyChoice { action: Action::Who, contexts, keys }]);
        assert_eq!(keys.action(Context::Why, Key::char('x')), Some(Action::Who));
        assert_eq!(keys.action(Context::Why, Key::char('c')), None);
    }
}
