//! The filter of the history. Each field is given at most once, and all must
//! match, as must every bare word. Names and times like `7d` are plain text here;
//! the store resolves them.

use super::cursor::{Cursor, is_letter};
use super::date::period;
use super::print::value;
use super::{FilterError, RelativeTime};
use crate::domain::ChangeKind;

/// A filter of changes, with names as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Changes of this user, or of those who have it in a name, or their cells.
    pub user: Option<String>,
    /// Changes of this company, or of those that have it in a name, or their cells; with `user`,
    /// of the cells of both.
    pub company: Option<String>,
    /// Changes by this operator.
    pub operator: Option<String>,
    /// Changes at this time or later; a time as the HR system writes it, or the beginning of
    /// one, in the zone of whoever asks.
    pub since: Option<String>,
    /// Changes at this time or earlier; a partial time includes its whole period.
    pub until: Option<String>,
    /// Changes that this operating system account made.
    pub account: Option<String>,
    /// Changes in which this user lost access to a company, or this company a user; an empty
    /// text means anyone.
    pub lost: Option<String>,
    /// Changes in which this user gained access to a company, or this company a user; an empty
    /// text means anyone.
    pub gained: Option<String>,
    /// Changes of one of these kinds; empty for all.
    pub kinds: Vec<String>,
    /// Words that must all be in a change: in the names of its users and companies, its
    /// reason, operator or kind.
    pub words: Vec<String>,
}

impl HistoryFilter {
    /// The names of the fields, in the order in which messages list them.
    pub const FIELDS: [&str; 9] =
        ["user", "company", "lost", "gained", "kind", "operator", "account", "since", "until"];

    /// Parses `user:sarah company:"New York" operator:ada since:2026-01
    /// until:2026-03-31 kind:grant,revoke tokyo`; an empty text matches every change. `lost:` and
    /// `gained:` need no value: alone, or with `*`, they mean anyone.
    ///
    /// # Errors
    ///
    /// [`FilterError`] for an unknown field, a field that is given twice or has no
    /// value, an unknown kind, and an invalid time.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let mut filter = Self::default();
        let mut cursor = Cursor::new(text);
        loop {
            cursor.skip_spaces();
            if cursor.peek().is_none() {
                return Ok(filter);
            }
            filter.field(&mut cursor)?;
        }
    }

    /// Whether a field belongs to the filter of the history.
    pub(crate) fn has_field(name: &str) -> bool {
        Self::FIELDS.iter().any(|field| field.eq_ignore_ascii_case(name))
    }

    /// A filter with `user:` for this user added, in place of any other `user:`.
    #[must_use]
    pub fn with_user(text: &str, username: &str) -> String {
        let mut cursor = Cursor::new(text);
        let mut terms = Vec::new();
        loop {
            cursor.skip_spaces();
            let start = cursor.at;
            let mut term = Self::default();
            if cursor.peek().is_none() || term.field(&mut cursor).is_err() {
                break;
            }
            if term.user.is_none() {
                terms.push(text[start..cursor.at].to_owned());
            }
        }
        terms.push(format!("user:{}", value(username)));
        terms.join(" ")
    }

    /// Whether it has a text that may be a part of names, so that many may have it.
    #[must_use]
    pub fn has_parts_of_names(&self) -> bool {
        let names = [&self.user, &self.company, &self.lost, &self.gained];
        !self.words.is_empty() || names.into_iter().any(Option::is_some)
    }

    /// Whether it asks who gained or lost access, for which all changes are looked through.
    #[must_use]
    pub fn asks_for_access(&self) -> bool {
        self.lost.is_some() || self.gained.is_some()
    }

    /// Whether it matches every change.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    fn field(&mut self, cursor: &mut Cursor<'_>) -> Result<(), FilterError> {
        let start = cursor.at;
        if cursor.peek() == Some('"') {
            self.words.push(cursor.phrase()?);
            return Ok(());
        }
        let name = cursor.take_while(|letter| is_letter(letter) && letter != ':');
        let end = cursor.at;
        if !name.is_empty() && cursor.peek().is_none_or(char::is_whitespace) {
            self.words.push(name.to_owned());
            return Ok(());
        }
        let next = end + cursor.width();
        if !cursor.consume(':') || !Self::FIELDS.contains(&name) {
            let end = if end == start { next } else { end };
            let (last, others) = Self::FIELDS.split_last().unwrap_or((&"", &[]));
            let message = format!("use {}: or {last}:", others.join(":, "));
            return Err(cursor.error(start..end, message));
        }
        let value_start = cursor.at;
        let value = match cursor.peek() {
            Some('"') => cursor.phrase()?,
            _ => cursor.take_while(|letter| !letter.is_whitespace()).to_owned(),
        };
        let is_of_access = matches!(name, "lost" | "gained");
        let value = if is_of_access && value == "*" { String::new() } else { value };
        let is_bare = cursor.at == value_start;
        if is_bare && !is_of_access {
            let message = format!("{name}: needs a value right after the colon");
            return Err(cursor.error(start..cursor.at, message));
        }
        if is_bare && let Some(word) = word_ahead(cursor) {
            let message = format!("write {name}:{word} without the space, or {name}:* for anyone");
            return Err(cursor.error(start..cursor.at, message));
        }
        if name == "kind" {
            return self.kind(&value, cursor.error(value_start..cursor.at, kind_error(&value)));
        }
        let is_time = matches!(name, "since" | "until");
        let value = if is_time {
            time(&value).map_err(|message| cursor.error(value_start..cursor.at, message))?
        } else {
            value
        };
        let field = match name {
            "user" => &mut self.user,
            "company" => &mut self.company,
            "operator" => &mut self.operator,
            "account" => &mut self.account,
            "since" => &mut self.since,
            "lost" => &mut self.lost,
            "gained" => &mut self.gained,
            _ => &mut self.until,
        };
        if field.replace(value).is_some() {
            return Err(cursor.error(start..cursor.at, format!("{name}: is given twice")));
        }
        Ok(())
    }

    /// Parses `grant,revoke`.
    fn kind(&mut self, value: &str, error: FilterError) -> Result<(), FilterError> {
        for kind in value.split(',') {
            if ChangeKind::parse(kind).is_none() {
                return Err(error);
            }
            self.kinds.push(kind.to_owned());
        }
        Ok(())
    }
}

/// The word that follows after a space, if it is not a field.
fn word_ahead<'a>(cursor: &Cursor<'a>) -> Option<&'a str> {
    let mut ahead = cursor.clone();
    ahead.skip_spaces();
    let start = ahead.at;
    let is_phrase = ahead.peek() == Some('"');
    if is_phrase {
        ahead.phrase().ok()?;
    } else {
        ahead.take_while(|letter| !letter.is_whitespace());
    }
    let word = &ahead.text[start..ahead.at];
    (!word.is_empty() && (is_phrase || !word.contains(':'))).then_some(word)
}

fn kind_error(value: &str) -> String {
    format!("{value} is not a kind; use {}", ChangeKind::ALL.map(ChangeKind::as_str).join(", "))
}

/// A full or partial time as the journal writes it; the day and the time may be
/// joined by a `T`. Also one that [`RelativeTime`] reads.
///
/// # Errors
///
/// A message that explains the format.
pub fn time(text: &str) -> Result<String, String> {
    const WHOLE: &str = "0000-00-00 00:00:00.000000";
    if RelativeTime::parse(text).is_some() {
        return Ok(text.to_ascii_lowercase());
    }
    let text = text.replacen('T', " ", 1);
    let fits = |(letter, sample): (char, char)| {
        if sample == '0' { letter.is_ascii_digit() } else { letter == sample }
    };
    let ends_well = matches!(text.len(), 4 | 7 | 10 | 13 | 16 | 19 | 21..=26);
    if !ends_well || !text.chars().zip(WHOLE.chars()).all(fits) {
        return Err(
            "write a time as 2026, 2026-03, 2026-03-01, 2026-03-01T09:30, 7d, today or monday"
                .into(),
        );
    }
    let (day, clock) = text.split_once(' ').unwrap_or((&text, ""));
    let mut parts = clock.split([':', '.']).filter(|part| !part.is_empty()).zip([24, 60, 60]);
    if period(day).is_none() {
        Err(format!("{day} is not a date"))
    } else if parts.any(|(part, end)| part.parse::<u32>().is_ok_and(|part| part >= end)) {
        Err(format!("{clock} is not a time"))
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_is_read_at_any_position() {
        let filter = HistoryFilter::parse(
            " until:2026-03 user:sarah company:\"New York \\\"HQ\\\"\" operator:ada since:2026-01-02T09:30 \
             account:\"uid 1234\"",
        );
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            filter,
            Ok(HistoryFilter {
                user: text("sarah"),
                company: text("New York \"HQ\""),
                operator: text("ada"),
                since: text("2026-01-02 09:30"),
                until: text("2026-03"),
                account: text("uid 1234"),
                ..HistoryFilter::default()
            })
        );
        assert!(HistoryFilter::parse("").is_ok_and(|filter| filter.is_everything()));
        let odd = HistoryFilter::parse("user:o'neil|(x):y,z").expect("one word");
        assert_eq!(odd.user.as_deref(), Some("o'neil|(x):y,z"));
        let day = HistoryFilter::parse("since:\"2026-01-02 09:30\"").expect("a time");
        assert_eq!(day.since.as_deref(), Some("2026-01-02 09:30"));
    }

    #[test]
    fn the_user_in_a_filter_can_be_replaced() {
        for (text, name, expected) in [
            ("", "ada", "user:ada"),
            ("since:7d", "ada", "since:7d user:ada"),
            ("user:sarah since:7d \"to HQ\"", "ada", "since:7d \"to HQ\" user:ada"),
            ("company:\"user:x\"", "o \"x\"", "company:\"user:x\" user:\"o \\\"x\\\"\""),
        ] {
            let text = HistoryFilter::with_user(text, name);
            assert_eq!(text, expected);
            assert_eq!(HistoryFilter::parse(&text).expect("a filter").user.as_deref(), Some(name));
        }
    }

    #[test]
    fn errors_name_their_position() {
        for (text, column, range, part) in [
            (
                "usr:sarah",
                1,
                0..3,
                "use user:, company:, lost:, gained:, kind:, operator:, account:, since: or until:",
            ),
            ("kind:give", 6, 5..9, "give is not a kind; use grant, revoke, set"),
            ("kind:grant,", 6, 5..11, "is not a kind"),
            ("user:a role:x", 8, 7..11, "use user:"),
            ("(user:a)", 1, 0..1, "use user:"),
            (":x", 1, 0..1, "use user:"),
            (":é", 1, 0..1, "use user:"),
            ("user:", 1, 0..5, "user: needs a value right after the colon"),
            ("user: sarah", 1, 0..5, "user: needs a value right after the colon"),
            ("user:\"a", 6, 5..7, "missing closing quote"),
            ("user:\"\"", 6, 5..7, "empty quotes"),
            ("user:a user:b", 8, 7..13, "user: is given twice"),
            ("é since:soon", 9, 9..13, "write a time as"),
            ("user:é since:soon", 14, 14..18, "write a time as"),
            ("until:26", 7, 6..8, "write a time as"),
            ("since:2026-13", 7, 6..13, "2026-13 is not a date"),
            ("user:a until:2026-11-31", 14, 13..23, "2026-11-31 is not a date"),
            ("since:2026-11-22T25:00", 7, 6..22, "25:00 is not a time"),
        ] {
            let error = HistoryFilter::parse(text).expect_err(text);
            assert_eq!((error.column(), error.range()), (column, range), "{text}");
            assert!(error.message().contains(part), "{text}: {}", error.message());
        }
    }

    #[test]
    fn bare_words_kinds_and_directions_are_parsed() {
        let filter =
            HistoryFilter::parse("tokyo kind:grant,undo lost:sarah gained:NYC \"why not\"");
        let filter = filter.expect("a filter");
        assert_eq!(filter.words, ["tokyo", "why not"]);
        assert_eq!(filter.kinds, ["grant", "undo"]);
        assert_eq!(
            (filter.lost.as_deref(), filter.gained.as_deref()),
            (Some("sarah"), Some("NYC"))
        );
        assert!(!filter.is_everything());
    }

    #[test]
    fn lost_and_gained_alone_mean_anyone() {
        for text in ["lost:", "lost: since:7d", "since:7d lost:", "lost:* tokyo", "tokyo lost: "] {
            let filter = HistoryFilter::parse(text).expect(text);
            assert_eq!(filter.lost.as_deref(), Some(""), "{text}");
        }
        let both = HistoryFilter::parse("gained: lost:NYC").expect("a filter");
        assert_eq!((both.gained.as_deref(), both.lost.as_deref()), (Some(""), Some("NYC")));
        for (text, message) in [
            ("lost: sarah", "write lost:sarah without the space, or lost:* for anyone"),
            ("gained: \"a b\"", "write gained:\"a b\" without the space, or gained:* for anyone"),
            ("lost: lost:", "lost: is given twice"),
            ("user:*", ""),
        ] {
            let error = HistoryFilter::parse(text).err();
            assert_eq!(error.as_ref().map_or("", FilterError::message), message, "{text}");
        }
    }

    #[test]
    fn times_may_be_relative() {
        for text in ["7d", "2w", "24h", "today", "Monday", "sunday"] {
            assert_eq!(time(text), Ok(text.to_lowercase()));
        }
    }

    #[test]
    fn times_may_be_partial() {
        for good in ["2026", "2026-03", "2026-03-01", "2026-03-01 09:30", "2026-03-01T09:30:00.5"] {
            assert_eq!(time(good), Ok(good.replace('T', " ")));
        }
        for (invalid, message) in [
            ("2026-00", "2026-00 is not a date"),
            ("2026-13", "2026-13 is not a date"),
            ("2026-02-30", "2026-02-30 is not a date"),
            ("2025-02-29", "2025-02-29 is not a date"),
            ("2026-11-31", "2026-11-31 is not a date"),
            ("2026-11-22 24", "24 is not a time"),
            ("2026-11-22T25:00", "25:00 is not a time"),
            ("2026-11-22T09:60", "09:60 is not a time"),
            ("2026-11-22T09:30:60.5", "09:30:60.5 is not a time"),
        ] {
            assert_eq!(time(invalid), Err(message.into()));
        }
        assert_eq!(time("2024-02-29T23:59:59.999999"), Ok("2024-02-29 23:59:59.999999".into()));
        for bad in ["", "26", "2026-3-1", "2026-03-1", "1.3.2026", "yesterday", "２０２６"] {
            assert!(time(bad).is_err(), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_parses_or_fails_cleanly(text in r#"([a-z:"\\()| é]|user:|since:2026){0,20}"#) {
            if let Err(error) = HistoryFilter::parse(&text) {
                proptest::prop_assert!(text.get(error.range()).is_some());
            }
        }
    }
}
