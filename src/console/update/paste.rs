//! Pasted text: it goes into the open input field and never submits it. Without a field it
//! changes nothing, but the users or companies that it names can be marked.

use super::super::dialogs;
use super::super::effect::Effect;
use super::super::frame::Console;
use super::super::key::{Key, KeyCode};
use super::super::keymap::{Action, Context};
use super::super::number::count;
use super::super::state::{Notice, Tone};
use super::perform;

/// The most characters of a paste that a field takes; no name or filter is longer.
const LONGEST: usize = 2000;

/// Handles text from a terminal with bracketed paste.
pub(super) fn pasted(console: &mut Console, text: &str, effects: &mut Vec<Effect>) {
    console.state.notice = None;
    let is_taken = insert(console, text, effects)
        || console.dialogs.is_empty() && dialogs::pasted::look_up(console, text, effects);
    if !is_taken {
        ignored(console);
    }
    // A key that came with the paste is not an answer to what the dialog shows now.
    let enter = Key::plain(KeyCode::Enter);
    if console.state.settings.keys.is_risky(console.context(), enter) {
        console.dialogs.renewed();
    }
}

/// Handles text for which there is no field.
fn ignored(console: &mut Console) {
    let filter = console.state.hint(Action::Filter, "opens the filter");
    let text = format!("pasted text was ignored: no text field is open{filter}");
    console.state.notice = Some(Notice::new(Tone::Info, text));
}

/// Handles keys that read like text, from a terminal without bracketed paste. If the text
/// begins with the key that opens a field, the field opens; keys that only move are keys,
/// however fast they come.
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
    let steps = |console: &Console, letter: char| {
        console.context_of(&[Key::char(letter)]) == Context::Matches
    };
    if text.chars().all(|letter| steps(console, letter)) {
        for letter in text.chars() {
            if steps(console, letter) {
                perform::press(console, Key::char(letter), effects);
            }
        }
        return;
    }
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

/// Handles the Enter at the end of such a text: it may accept a filter, but confirms nothing.
pub(super) fn last_enter(console: &mut Console, effects: &mut Vec<Effect>) {
    let enter = Key::plain(KeyCode::Enter);
    if console.dialogs.is_empty() {
        return;
    }
    hasty(console, enter, effects);
}

/// Handles a key that came before its dialog was readable, or together with others: it changes
/// nothing.
pub(super) fn hasty(console: &mut Console, key: Key, effects: &mut Vec<Effect>) {
    if !console.state.settings.keys.is_risky(console.context_of(&[key]), key) {
        perform::press(console, key, effects);
        return;
    }
    let text = format!("{key} came too fast to be an answer to this dialog; press it again");
    console.state.notice = Some(Notice::new(Tone::Warning, text));
}

/// Inserts text into the focused field; returns false if there is none.
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

/// A text as one line: line breaks and tabs become spaces; other control characters and a
/// final line break are dropped.
fn one_line(text: &str) -> String {
    text.trim_end_matches(['\r', '\n'])
        .replace("\r\n", "\n")
        .chars()
        .map(|letter| if matches!(letter, '\r' | '\n' | '\t') { ' ' } else { letter })
        .filter(|letter| !letter.is_control())
        .collect()
}
