//! What can be typed at the cursor of a filter: fields with their meaning, and values with
//! their meaning and the number of users or companies. Uses only what the console has already
//! read.

use super::dialog::FilterDialog;
use crate::console::dialogs::popup::Suggestion;
use crate::console::number::counted;
use crate::console::state::State;
use crate::domain::{Company, Statistics};
use crate::filter::{self, Axis, Completion, FilterField, FilterState};

/// The current suggestions with their heading, and the index of the one that Tab has inserted.
pub(super) fn at_cursor(
    dialog: &FilterDialog,
    state: &State,
) -> (String, Vec<Suggestion>, Option<usize>) {
    if dialog.input.is_selected() {
        return (String::new(), Vec::new(), None);
    }
    let (completion, chosen) = match &dialog.completing {
        Some((completion, at)) => (completion.clone(), Some(*at)),
        None => (completion(dialog, state), None),
    };
    let Completion { candidates, field, .. } = completion;
    let Some(field) = field else {
        let fields = dialog.axis.fields().iter();
        let lines = fields.filter(|field| candidates.contains(&format!("{}:", field.name())));
        let lines = lines.map(|field| Suggestion {
            text: format!("{}:", field.name()),
            meaning: field.meaning(dialog.axis).to_owned(),
            count: String::new(),
        });
        return ("Fields".into(), lines.collect(), chosen);
    };
    let examples = field.examples().iter().map(|(text, meaning)| Suggestion {
        text: (*text).to_owned(),
        meaning: (*meaning).to_owned(),
        count: String::new(),
    });
    // What Tab inserts comes first, so that the index of the chosen one is right.
    let offered = candidates.into_iter().map(|text| described(state, dialog.axis, field, text));
    let lines: Vec<Suggestion> = offered.chain(examples).collect();
    (format!("{}: {}", field.name(), field.meaning(dialog.axis)), lines, chosen)
}

/// What can be typed at the cursor.
fn completion(dialog: &FilterDialog, state: &State) -> Completion {
    let text = dialog.input.value();
    let cursor = text.chars().take(dialog.input.input().cursor()).map(char::len_utf8).sum();
    filter::complete(dialog.axis, text, cursor, &|field| values(state, field))
}

/// The values that a field can have.
pub(super) fn values(state: &State, field: FilterField) -> Vec<String> {
    match field {
        FilterField::Role => state.session.roles.clone(),
        FilterField::Tenant => state.companies.tenants(),
        FilterField::Home | FilterField::Company | FilterField::Code | FilterField::Effective => {
            state.companies.codes()
        }
        _ => Vec::new(),
    }
}

/// A value with its meaning.
fn described(state: &State, axis: Axis, field: FilterField, text: String) -> Suggestion {
    let is = |name: &str| filter::value(name) == text;
    let (meaning, count) = match field {
        FilterField::Granted => (field.meaning_of_value(&text).to_owned(), None),
        FilterField::Is => {
            let word = axis.states().iter().find(|state| state.word() == text);
            let meaning = word.map_or("", |word| word.meaning(axis));
            let statistics = state.statistics.known().filter(|_| axis == Axis::Users);
            let count = word.zip(statistics).and_then(|(word, known)| users_in(*word, known));
            (meaning.to_owned(), count.map(|count| counted(count, "user", "users")))
        }
        FilterField::Role => {
            let roles = state.statistics.roles().map(|report| &report.roles);
            let role = roles.and_then(|roles| roles.iter().find(|(rule, _)| is(&rule.role)));
            let count = role.map(|(_, figures)| counted(figures.users, "user", "users"));
            (String::new(), count)
        }
        FilterField::Tenant => {
            let is_tenant = |company: &&Company| {
                [&company.tenant_code, &company.tenant_name]
                    .into_iter()
                    .any(|name| name.as_deref().is_some_and(is))
            };
            let companies = state.companies.all().iter().filter(is_tenant);
            let name = companies.clone().find_map(|company| company.tenant_name.clone());
            let name = name.filter(|name| !is(name)).unwrap_or_default();
            (name, Some(counted(companies.count() as u64, "company", "companies")))
        }
        _ => {
            let company = state.companies.all().iter().find(|company| is(&company.code));
            (company.map(|company| company.name.clone()).unwrap_or_default(), None)
        }
    };
    Suggestion { text, meaning, count: count.unwrap_or_default() }
}

/// The number of users in a state, if the statistics tell it.
fn users_in(state: FilterState, known: &Statistics) -> Option<u64> {
    match state {
        FilterState::None => Some(known.users_without_company),
        FilterState::Multiple => Some(known.users_with_multiple),
        FilterState::Active => Some(known.active_users),
        FilterState::Inactive => Some(known.users.saturating_sub(known.active_users)),
        _ => None,
    }
}
