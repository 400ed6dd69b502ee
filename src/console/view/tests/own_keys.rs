//! With custom keys, no screen shows a default key, and every action can be reached with its
//! new key.

use std::fs;
use std::path::Path;

use regex::Regex;

use super::tour::{STOPS, go};
use crate::console::harness::Harness;
use crate::console::key::{Key, KeyCode, KeySequence};
use crate::console::keymap::{Action, Context, KeyChoice, Keymap};
use crate::console::view::keys;

/// A letter for each action that is the default key of no action.
fn letter(action: Action) -> char {
    let at = Action::all().iter().position(|it| *it == action).expect("an action");
    let letters = ('а'..='я').chain('А'..='Я').chain('α'..='ω').chain('Α'..='Ρ');
    letters.into_iter().nth(at).expect("letters enough")
}

fn remapped() -> Keymap {
    let choices: Vec<KeyChoice> = Action::all()
        .into_iter()
        .map(|action| KeyChoice {
            action,
            contexts: None,
            keys: vec![KeySequence::from(Key::char(letter(action)))],
        })
        .collect();
    Keymap::with(&choices)
}

fn console() -> Harness {
    let mut console = Harness::demo();
    console.state.settings.keys = remapped();
    console
}

/// Presses the keys of actions.
fn press(console: Harness, actions: &[Action]) -> Harness {
    let letters: String = actions.iter().map(|action| letter(*action)).collect();
    console.keys(&letters)
}

/// Keys that type no text keep their meaning in input fields.
fn is_default(key: &str) -> bool {
    let named = ["Enter", "Esc", "F1", "Tab", "Shift-Tab", "↑", "↓", "←", "→"];
    key.is_ascii() && !named.contains(&key)
}

#[track_caller]
fn names_no_default_key(console: &Harness, of: Action) {
    let screen = console.screen();
    for (key, word) in keys::shown(console) {
        assert!(!is_default(&key), "{of:?}: {key} {word}\n{screen}");
    }
    if let Some(notice) = &console.state.notice {
        for part in notice.text.split('·').skip(1) {
            let first = part.split_whitespace().next().unwrap_or_default();
            let is_key = first.chars().count() == 1 || first.starts_with('^');
            assert!(!is_key || !first.is_ascii(), "{of:?}: {}", notice.text);
        }
    }
}

#[test]
fn every_action_can_have_another_key() {
    let keys = remapped();
    assert_eq!(keys.conflicts(), []);
    for context in Context::ALL {
        for line in keys.lines_in(context) {
            for key in &line.keys {
                let is_new = key.to_string() == letter(line.binding.action).to_string();
                let types =
                    matches!(key.keys()[0], Key { code: KeyCode::Char(_), ctrl: false, .. });
                assert!(is_new || !types, "{context:?}: {key} {}", line.binding.does);
            }
        }
    }
}

#[test]
fn no_screen_shows_a_default_key_that_was_replaced() {
    let panes = [Action::FocusUsers, Action::FocusCompanies, Action::FocusMatrix];
    let leaves = [Action::Quit, Action::Interrupt, Action::Suspend, Action::Demo];
    for pane in panes {
        for action in Action::all().into_iter().filter(|it| !leaves.contains(it)) {
            let console = press(console(), &[pane, action]);
            names_no_default_key(&console, action);
            let screen = console.screen();
            for title in ["Users ─", "Companies ─", "Access matrix ─"] {
                for digit in 1..=3 {
                    assert!(!screen.contains(&format!("{digit} {title}")), "{action:?}\n{screen}");
                }
            }
        }
    }
    // Dialogs above dialogs.
    for actions in [
        &[Action::FocusMatrix, Action::Toggle, Action::History, Action::UndoThis][..],
        &[Action::Rules, Action::NextPane],
        &[Action::Rules, Action::NextScope],
        &[Action::MarkAll, Action::GrantSelection],
        &[Action::FocusCompanies, Action::Card, Action::Who, Action::Why],
        &[Action::Statistics, Action::Sort],
        &[Action::CopyCompanies, Action::AddCopied],
        &[Action::Range, Action::Toggle],
        &[Action::NextMatch],
    ] {
        let console = press(console(), actions);
        names_no_default_key(&console, *actions.last().expect("an action"));
    }
}

#[test]
fn the_keys_that_go_from_match_to_match_can_be_replaced() {
    let console = press(console(), &[Action::Jump]).keys("arjun<enter>");
    names_no_default_key(&console, Action::Jump);
    let next = letter(Action::NextMatch);
    assert!(console.foot().contains(&format!(" · {next} next · ")), "{}", console.foot());
    let console = press(console, &[Action::NextMatch]);
    assert!(console.foot().contains("match 2 of 2"), "{}", console.foot());
    let console = press(console, &[Action::New]);
    assert!(console.screen().contains("New user"), "{}", console.screen());
}

#[test]
fn every_dialog_names_the_new_keys() {
    // Keys such as PgUp keep their meaning in text fields, and help lists them.
    let default = Regex::new(r"Space |\^[A-Z]\b|\bF[25]\b").expect("a pattern");
    for way in STOPS {
        for (width, height) in [(80, 24), (200, 50)] {
            let console = go(console().size(width, height), way);
            names_no_default_key(&console, Action::Help);
            let screen = console.screen();
            let found = default.find(&screen).map(|found| found.as_str());
            assert_eq!(found, None, "{}: {screen}", way.name);
        }
    }
}

#[test]
fn messages_help_and_the_palette_name_the_new_keys() {
    let toggled = press(console(), &[Action::FocusMatrix, Action::Toggle]);
    let undo = format!("· {} undoes", letter(Action::Undo));
    assert!(toggled.foot().contains(&undo), "{}", toggled.foot());
    let undone = press(toggled, &[Action::Undo]);
    assert!(!undone.foot().contains("undoes"), "{}", undone.foot());

    let help = press(console(), &[Action::Help]).screen();
    assert!(help.contains(letter(Action::Up)), "{help}");
    let palette = press(console(), &[Action::Palette]).keys("statistics").screen();
    assert!(palette.contains(letter(Action::Statistics)), "{palette}");
}

#[test]
fn an_action_can_have_a_sequence_of_keys() {
    let mut console = Harness::demo().keys("jjj");
    let keys = vec![KeySequence::named("g g").expect("keys")];
    let choice = KeyChoice { action: Action::First, contexts: None, keys };
    console.state.settings.keys = Keymap::with(&[choice]);
    let at = console.state.users.cursor;
    let console = console.keys("g");
    assert_eq!(console.state.users.cursor, at);
    assert!(console.foot().contains("g … waits for the next key"), "{}", console.foot());
    let console = console.keys("g");
    assert_eq!(console.state.users.cursor, 0);
    assert!(!console.foot().contains("waits"), "{}", console.foot());
    // A key that continues no sequence does nothing.
    let console = console.keys("jgj");
    assert_eq!(console.state.users.cursor, 1);
    assert!(console.foot().contains("g j does nothing here"), "{}", console.foot());
}

#[test]
fn confirmations_show_a_preview_first() {
    let mut console = Harness::demo();
    console.state.settings.confirm.toggle = true;
    console.state.settings.confirm.undo = true;
    let grants = |console: &Harness| console.state.statistics.known().map(|known| known.grants);
    let before = grants(&console);
    let console = console.keys("3 ");
    assert_eq!(console.context(), Context::Preview, "{}", console.screen());
    assert_eq!(grants(&console), before);
    let console = console.keys("<enter>");
    assert_ne!(grants(&console), before, "{}", console.foot());
    let console = console.keys("u");
    assert_eq!(console.context(), Context::Undo, "{}", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(grants(&console), before, "{}", console.foot());
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.display().to_string();
        let is_test = name.contains("/tests") || name.ends_with("harness.rs");
        if path.is_dir() && !is_test {
            sources(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs")
            && !is_test
            && !name.contains("/keymap/")
        {
            found.push((name, fs::read_to_string(&path).expect("a text")));
        }
    }
}

/// Messages take the names of keys from the key table.
#[test]
fn no_text_in_the_code_names_a_key() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/console");
    let mut found = Vec::new();
    sources(&folder, &mut found);
    assert!(found.len() > 100, "{} files", found.len());
    let named = Regex::new(
        "\"[^\"]*(· ([a-zA-Z/?+*=]|Enter|Esc|Tab) [a-z]|[Pp]ress (Enter|Esc|Tab|[a-z]) )",
    );
    let named = named.expect("a pattern");
    for (name, text) in found {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            assert!(!named.is_match(line), "{name}: {line}");
        }
    }
}
