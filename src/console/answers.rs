//! Answers of the terminal that come late: to a question of the program that
//! had the terminal before (its colours, its version). The library reports
//! those that begin with a string sequence as a key with Alt and then every
//! character; none of them is a key.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The characters of an answer come together; after so long it has ended,
/// whether its end was seen or not.
const PAUSE: Duration = Duration::from_millis(50);

/// Tells the characters of an answer from keys.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// When the last character of an answer came that has not ended.
    inside: Option<Instant>,
    /// An Esc came last, and when: its answer was cut in two by a slow line.
    escaped: Option<Instant>,
}

impl Answers {
    /// Whether an event of the keyboard is part of an answer.
    pub(crate) fn has(&mut self, event: &KeyEvent, at: Instant) -> bool {
        let is_near = |since: Option<Instant>| {
            since.is_some_and(|since| at.saturating_duration_since(since) <= PAUSE)
        };
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        let after_esc = alt || (event.code != KeyCode::Esc && is_near(self.escaped));
        self.escaped = (event.code == KeyCode::Esc).then_some(at);
        if is_near(self.inside) {
            let ends = is_bell(event) || (after_esc && event.code == KeyCode::Char('\\'));
            self.inside = (!ends).then_some(at);
            return true;
        }
        // OSC, DCS, APC, PM, SOS.
        let begins = after_esc && matches!(event.code, KeyCode::Char(']' | 'P' | '_' | '^' | 'X'));
        self.inside = begins.then_some(at);
        begins
    }
}

fn is_bell(event: &KeyEvent) -> bool {
    event.code == KeyCode::Char('g') && event.modifiers.contains(KeyModifiers::CONTROL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(code: KeyCode, modifiers: KeyModifiers) -> KeyEvent {
        KeyEvent::new(code, modifiers)
    }

    fn characters(text: &str) -> Vec<KeyEvent> {
        text.chars().map(|it| event(KeyCode::Char(it), KeyModifiers::NONE)).collect()
    }

    fn alt(letter: char) -> KeyEvent {
        event(KeyCode::Char(letter), KeyModifiers::ALT)
    }

    /// What is left of events that come together.
    fn left(events: &[KeyEvent]) -> Vec<KeyCode> {
        let mut answers = Answers::default();
        let at = Instant::now();
        events.iter().filter(|it| !answers.has(it, at)).map(|it| it.code).collect()
    }

    #[test]
    fn a_colour_a_version_and_a_graphics_answer_are_no_keys() {
        let bell = event(KeyCode::Char('g'), KeyModifiers::CONTROL);
        let colour = [&[alt(']')], &characters("11;rgb:1e1e/1e1e/2e2e")[..], &[bell]].concat();
        let version = [&[alt('P')], &characters(">|XTerm(390)")[..], &[alt('\\')]].concat();
        let graphics = [&[alt('_')], &characters("Gi=31;OK")[..], &[alt('\\')]].concat();
        let key = characters("j");
        for answer in [colour, version, graphics] {
            assert_eq!(left(&[&answer[..], &key].concat()), [KeyCode::Char('j')]);
        }
    }

    #[test]
    fn an_answer_that_was_cut_behind_its_esc_is_none_either() {
        let esc = event(KeyCode::Esc, KeyModifiers::NONE);
        let cut = [&[esc][..], &characters("]11;rgb:0/0/0"), &[esc], &characters("\\q")].concat();
        assert_eq!(left(&cut), [KeyCode::Esc, KeyCode::Char('q')]);
    }

    #[test]
    fn an_answer_without_an_end_ends_with_a_pause() {
        let mut answers = Answers::default();
        let at = Instant::now();
        assert!(answers.has(&alt(']'), at));
        assert!(!answers.has(&characters("j")[0], at + PAUSE * 2));
    }
}
