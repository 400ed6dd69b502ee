//! The messages of the session, so that none is missed: the message line shows each only until
//! the next key.

use std::collections::VecDeque;

use super::Notice;

/// The most messages that are kept.
const MOST: usize = 500;

/// A message and its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoggedMessage {
    /// The time of day.
    pub(crate) at: String,
    pub(crate) notice: Notice,
}

/// The messages of the session, oldest first.
#[derive(Debug)]
pub(crate) struct MessageLog {
    clock: fn() -> String,
    messages: VecDeque<LoggedMessage>,
    /// What the message line showed last.
    shown: Option<Notice>,
}

impl Default for MessageLog {
    fn default() -> Self {
        Self::new(String::new)
    }
}

impl MessageLog {
    /// An empty log that takes the time from `clock`.
    pub(crate) fn new(clock: fn() -> String) -> Self {
        Self { clock, messages: VecDeque::new(), shown: None }
    }

    /// Adds what the message line shows now, if it has changed.
    pub(crate) fn note(&mut self, shown: Option<&Notice>) {
        if self.shown.as_ref() == shown {
            return;
        }
        self.shown = shown.cloned();
        if let Some(notice) = shown {
            if self.messages.len() == MOST {
                self.messages.pop_front();
            }
            self.messages.push_back(LoggedMessage { at: (self.clock)(), notice: notice.clone() });
        }
    }

    /// The messages, newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &LoggedMessage> {
        self.messages.iter().rev()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tone;
    use super::*;

    #[test]
    fn each_message_is_kept_once_and_the_oldest_are_dropped() {
        let mut log = MessageLog::new(|| "12:00:00".into());
        let notice = |text: &str| Notice::new(Tone::Done, text);
        for _ in 0..3 {
            log.note(Some(&notice("one")));
        }
        log.note(None);
        log.note(Some(&notice("one")));
        let messages: Vec<_> = log.newest_first().map(|it| (&*it.at, &*it.notice.text)).collect();
        assert_eq!(messages, [("12:00:00", "one"), ("12:00:00", "one")]);
        for number in 0..MOST {
            log.note(Some(&notice(&number.to_string())));
        }
        assert_eq!(log.newest_first().count(), MOST);
        assert_eq!(log.newest_first().last().map(|it| &*it.notice.text), Some("0"));
    }
}
