//! Reads the keys of a configuration: `[keys]` applies everywhere, `[keys.CONTEXT]` to one
//! context.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{ConfigProblem, did_you_mean};
use crate::console::key::KeySequence;
use crate::console::keymap::{
    Action, BINDINGS, Context, KeyChoice, KeyConflict, Keymap, context_names, contexts_named,
};

/// Each of these needs a key, or nobody could leave a dialog or the console.
const NEEDED: [Action; 4] = [Action::Accept, Action::Close, Action::Quit, Action::Interrupt];

/// The keys read so far, each with its position in the file.
pub(super) struct KeyChoices<'a> {
    text: &'a str,
    pub(super) choices: Vec<(KeyChoice, Vec<Range<usize>>)>,
    pub(super) keys: Keymap,
    pub(super) problems: Vec<ConfigProblem>,
}

impl<'a> KeyChoices<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, choices: Vec::new(), keys: Keymap::default(), problems: Vec::new() }
    }

    /// Reads the table of keys.
    pub(super) fn read(&mut self, table: &DeTable<'_>) {
        // Keys for everywhere come first, so that keys for one context override them.
        for (name, value) in table {
            if !value.get_ref().is_table() {
                self.read_action(name, value, None);
            }
        }
        for (name, value) in table {
            let Some(actions) = value.get_ref().as_table() else {
                continue;
            };
            let context: &str = name.get_ref();
            let Some(contexts) = contexts_named(context) else {
                let names = context_names();
                let meant = did_you_mean(context, names.iter().map(String::as_str));
                self.note(&name.span(), format!("unknown pane or dialog “{context}”{meant}"));
                continue;
            };
            for (name, value) in actions {
                self.read_action(name, value, Some(contexts));
            }
        }
        let choices: Vec<KeyChoice> = self.choices.iter().map(|(it, _)| it.clone()).collect();
        self.keys = Keymap::with(&choices);
        for conflict in self.keys.conflicts() {
            self.note_conflict(&conflict);
        }
    }

    fn read_action(
        &mut self,
        name: &Spanned<impl AsRef<str>>,
        value: &Spanned<DeValue<'_>>,
        contexts: Option<&'static [Context]>,
    ) {
        let typed = name.get_ref().as_ref();
        let Some(action) = Action::named(typed) else {
            let names: Vec<String> = Action::all().iter().map(|it| it.config_name()).collect();
            let meant = did_you_mean(typed, names.iter().map(String::as_str));
            self.note(&name.span(), format!("unknown action “{typed}”{meant}"));
            return;
        };
        if let Some(contexts) = contexts {
            let is_there = BINDINGS.iter().any(|binding| {
                binding.action == action && contexts.iter().any(|it| binding.contexts.contains(it))
            });
            if !is_there {
                let context = contexts.first().map(|it| it.name()).unwrap_or_default();
                self.note(&name.span(), format!("{context} has no action {typed}"));
                return;
            }
        }
        let (mut keys, mut spans) = (Vec::new(), Vec::new());
        let before = self.problems.len();
        for (names, span) in self.names(typed, value) {
            match KeySequence::named(&names) {
                Ok(key) => {
                    keys.push(key);
                    spans.push(span);
                }
                Err(sentence) => self.note(&span, sentence),
            }
        }
        if keys.is_empty() && NEEDED.contains(&action) && self.problems.len() == before {
            self.note(&value.span(), format!("{typed} needs a key"));
        }
        self.choices.push((KeyChoice { action, contexts, keys }, spans));
    }

    /// The names of keys: one text, or a list of texts.
    fn names(&mut self, action: &str, value: &Spanned<DeValue<'_>>) -> Vec<(String, Range<usize>)> {
        let one = |value: &Spanned<DeValue<'_>>| {
            value.get_ref().as_str().map(|name| (name.to_owned(), value.span()))
        };
        let names = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(one).collect(),
            _ => one(value).map(|name| vec![name]),
        };
        names.unwrap_or_else(|| {
            let how = "in quotes, several as [\"a\", \"b\"]";
            self.note(&value.span(), format!("write the keys of {action} {how}"));
            Vec::new()
        })
    }

    /// Reports that a key is also used by another action, at the later of the two positions in
    /// the file.
    fn note_conflict(&mut self, conflict: &KeyConflict) {
        let (first, second) = (&conflict.first, &conflict.second);
        let span_of = |(action, keys): &(Action, KeySequence)| {
            let mut spans =
                self.choices.iter().filter(|(it, _)| it.action == *action).flat_map(
                    |(it, spans)| it.keys.iter().zip(spans).filter(|(it, _)| *it == keys),
                );
            spans.next().map(|(_, span)| span.clone())
        };
        let (one, other) = (span_of(first), span_of(second));
        let is_later = |span: &Range<usize>, than: &Option<Range<usize>>| {
            than.as_ref().is_none_or(|than| span.start >= than.start)
        };
        let (span, mine, theirs) = match (one, other) {
            (Some(span), other) if is_later(&span, &other) => (span, first, second),
            (_, Some(span)) => (span, second, first),
            (_, None) => (0..0, first, second),
        };
        let (context, taken) = (conflict.context.name(), theirs.0.config_name());
        let sentence = if mine.1 == theirs.1 {
            format!("{} is the key of {taken} in {context}", mine.1)
        } else if mine.1.keys().starts_with(theirs.1.keys()) {
            format!("{} begins with {}, the key of {taken} in {context}", mine.1, theirs.1)
        } else {
            format!("{} begins the keys {} of {taken} in {context}", mine.1, theirs.1)
        };
        self.note(&span, sentence);
    }

    fn note(&mut self, span: &Range<usize>, sentence: String) {
        self.problems.push(ConfigProblem::at(self.text, span, sentence));
    }
}
