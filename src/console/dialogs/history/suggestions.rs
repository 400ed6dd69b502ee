//! What can be typed at the cursor of the history's filter: fields with their meaning, and
//! values.

use super::HistoryLine;
use crate::console::dialogs::popup::{Suggestion, list};
use crate::console::geometry::ScreenLayout;
use crate::console::state::State;
use crate::console::view::Painter;
use crate::filter::{self, HistoryCompletion, HistoryFilter};

pub(super) fn draw(
    painter: &mut Painter<'_>,
    line: &HistoryLine,
    state: &State,
    screen: &ScreenLayout,
) {
    // Typing replaces a selected text.
    if line.input.is_selected() || line.is_done {
        return;
    }
    let (completion, chosen) = match &line.completing {
        Some((completion, at)) => (completion.clone(), Some(*at)),
        None => (at_cursor(line, state), None),
    };
    let HistoryCompletion { candidates, field, .. } = completion;
    let suggestions: Vec<Suggestion> =
        candidates.into_iter().map(|text| described(state, field, text)).collect();
    if suggestions.is_empty() {
        return;
    }
    let title = match field {
        Some(field) => format!("{field}: {}", HistoryFilter::meaning(field)),
        None => "Fields; other words are looked for in names and reasons".to_owned(),
    };
    list(painter, screen, &title, (&suggestions, chosen));
}

/// What can be typed at the cursor.
pub(super) fn at_cursor(line: &HistoryLine, state: &State) -> HistoryCompletion {
    let text = line.input.value();
    let cursor = text.chars().take(line.input.input().cursor()).map(char::len_utf8).sum();
    HistoryFilter::complete(text, cursor, &|field| names(state, field))
}

/// The names that the console knows for a field.
fn names(state: &State, field: &str) -> Vec<String> {
    match field {
        "company" | "lost" | "gained" => state.companies.codes(),
        "operator" => vec!["me".to_owned(), state.session.operator.clone()],
        "user" => state.cursor_row().map(|row| row.user.username.clone()).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// A field or value with its meaning.
fn described(state: &State, field: Option<&str>, text: String) -> Suggestion {
    let company = || {
        let mut all = state.companies.all().iter();
        let company = all.find(|company| filter::value(&company.code) == text);
        company.map(|company| company.name.clone()).unwrap_or_default()
    };
    let meaning = match field {
        None => HistoryFilter::meaning(text.trim_end_matches(':')).to_owned(),
        Some("company" | "lost" | "gained") => company(),
        Some("user") => "the user under the cursor".to_owned(),
        Some(field) => HistoryFilter::meaning_of_value(field, &text).to_owned(),
    };
    Suggestion { text, meaning, count: String::new() }
}
