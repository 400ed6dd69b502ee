//! Pasted text: it goes into the open text field, never submits, and changes
//! nothing where there is no field: there, the users or companies that it names can be marked.

use super::super::dialogs;
use super::super::effect::Effect;
use super::super::frame::Console;
use super::super::key::{Key, KeyCode};
use super::super::keymap::Action;
use super::super::number::count;
use super::super::state::{Notice, Tone};
use super::perform;

/// Characters of a paste that a field takes; no name or filter is longer.
const LONGEST: usize = 2000;

/// Text that the terminal says was pasted.
pub(super) fn pasted(console: &mut Console, text: &str, effects: &mut Vec<Effect>) {
    console.state.notice = None;
    let is_taken = insert(console, text, effects)
        || console.dialogs.is_empty() && dialogs::pasted::look(console, text, effects);
    if !is_taken {
        ignored(console);
    }
    // A key that comes with the paste is no answer to what the dialog says now.
    let enter = Key::plain(KeyCode::Enter);
    if console.state.settings.keys.is_risky(console.context(), enter) {
        console.dialogs.renewed();
    }
}

/// A text for which there is no field.
fn ignored(console: &mut Console) {
    let filter = console.state.hint(Action::Filter, "opens the filter");
    let text = format!("pasted text was ignored: no text field is open{filter}");
    console.state.notice = Some(Notice::new(Tone::Info, text));
}

/// Keys that read like text, from a terminal that does not say what is pasted.
/// A text that begins with the key of a field opens it; keys that only move
/// are keys, however fast they come.
pub(super) fn keys_of_text(
    console: &mut Console,
    text: &str,
    first: bool,
    effects: &mut Vec<Effect>,
) {
    let keys = &console.state.settings.keys;
    let moves = |letter: char| keys.only_moves(Key::char(letter));
    // Digits are counts before keys that move.
    let only_moves = text.chars().all(|letter| letter.is_ascii_digit() || moves(letter))
        && text.chars().next_back().is_some_and(moves);
    if console.dialogs.is_empty() && only_moves {
        for letter in text.chars() {
            perform::press(console, Key::char(letter), effects);
        }
        return;
    }
    let mut letters = text.chars();
    let opens = |letter: char| {
        let action = keys.action(console.context(), Key::char(letter));
        matches!(action, Some(Action::Filter | Action::Jump | Action::Palette))
    };
    if first && console.dialogs.is_empty() && letters.next().is_some_and(opens) {
        let key = Key::char(text.chars().next().unwrap_or_default());
        perform::press(console, key, effects);
        insert(console, letters.as_str(), effects);
        return;
    }
    console.state.notice = None;
    if !insert(console, text, effects) {
        ignored(console);
    }
}

/// The Enter at the end of such a text: it may keep a filter, and confirms
/// nothing.
pub(super) fn last_enter(console: &mut Console, effects: &mut Vec<Effect>) {
    let enter = Key::plain(KeyCode::Enter);
    if console.dialogs.is_empty() {
        return;
    }
    hasty(console, enter, effects);
}

/// A key that came before its dialog could be read, or together with others:
/// it does nothing that changes something.
pub(super) fn hasty(console: &mut Console, key: Key, effects: &mut Vec<Effect>) {
    if !console.state.settings.keys.is_risky(console.context(), key) {
        perform::press(console, key, effects);
        return;
    }
    let text = format!("{key} came too fast to be an answer to this dialog; press it again");
    console.state.notice = Some(Notice::new(Tone::Warning, text));
}

/// Puts a text into the focused field, if there is one.
fn insert(console: &mut Console, text: &str, effects: &mut Vec<Effect>) -> bool {
    let line = one_line(text);
    let cut: String = line.chars().take(LONGEST).collect();
    let done = dialogs::insert(console, &cut, effects);
    if done && cut.len() < line.len() {
        let text = format!("only the first {} characters were pasted", count(LONGEST));
        console.state.notice = Some(Notice::new(Tone::Warning, text));
    }
    done
}

/// A text in one line: line breaks and tabs become spaces, other control
/// characters and the break at the end are dropped.
fn one_line(text: &str) -> String {
    text.trim_end_matches(['\r', '\n'])
        .replace("\r\n", "\n")
        .chars()
        .map(|letter| if matches!(letter, '\r' | '\n' | '\t') { ' ' } else { letter })
        .filter(|letter| !letter.is_control())
        .collect()
}
