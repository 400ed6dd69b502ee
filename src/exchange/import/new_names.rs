//! New names of a file of users or companies that a person may take for existing ones: `temp0l`
//! beside `tempol`. They may be intended, so there is only a note.

use std::collections::{BTreeMap, HashMap};

use super::entity_file::EntityFile;
use super::wording::NAMED;
use super::{problem, same_names};
use crate::domain::lookalike::{folded, listed, looks, resembling, typed};
use crate::domain::{Draft, Field, JobProgress};
use crate::filter::Axis;
use crate::store::{ImportLine, Store, StoreError};

/// The names in a file for one field.
struct NewNames {
    field: Field,
    /// By the form that look-alikes share: each name, with its first line.
    by_form: HashMap<String, Vec<Name>>,
}

struct Name {
    line: u64,
    text: String,
    is_known: bool,
    /// An existing name that it may be confused with.
    twin: Option<String>,
}

impl EntityFile {
    /// Notes which new usernames, codes, tenants and organizations look like existing ones.
    ///
    /// # Errors
    ///
    /// [`StoreError::Cancelled`], and those of reading.
    pub fn note_look_alikes(
        &mut self,
        store: &Store,
        axis: Axis,
        progress: &mut JobProgress<'_>,
    ) -> Result<(), StoreError> {
        let found = found(store, axis, &self.lines, progress, |line| {
            problem::position(self.sheet.as_ref(), self.unit, line, None).to_string() + ": "
        })?;
        let more = found.len().saturating_sub(NAMED);
        self.notes.extend(found.into_iter().take(NAMED));
        if more > 0 {
            self.notes.push(format!("{more} more new names look like existing ones"));
        }
        Ok(())
    }
}

/// Which names of one user or company that is added resemble existing ones, each as a
/// sentence.
///
/// # Errors
///
/// [`StoreError::Cancelled`], and those of reading.
pub fn look_alikes_of(
    store: &Store,
    axis: Axis,
    draft: &Draft,
    progress: &mut JobProgress<'_>,
) -> Result<Vec<String>, StoreError> {
    let lines = [ImportLine { line: 1, draft: draft.clone(), uncovered: None }];
    found(store, axis, &lines, progress, |_| String::new())
}

/// The names of lines by field, compared with the existing ones.
fn compared(
    store: &Store,
    axis: Axis,
    lines: &[ImportLine],
    progress: &mut JobProgress<'_>,
) -> Result<Vec<NewNames>, StoreError> {
    let choices = store.choices()?;
    if axis == Axis::Users {
        let mut names = NewNames::of(lines, Field::Username);
        if !names.by_form.is_empty() {
            store.for_each_username(progress, |_, username| names.compare(username))?;
        }
        let organizations = choices.organizations.iter().map(|it| it.text.as_str());
        return Ok(vec![names, NewNames::compared(lines, Field::Organization, organizations)]);
    }
    let companies = store.companies();
    let of_companies = companies.iter().flat_map(|it| [&it.tenant_code, &it.tenant_name]);
    let of_companies = of_companies.flatten().map(String::as_str);
    let tenants = choices.tenants.iter().map(|it| it.text.as_str()).chain(of_companies);
    let codes = companies.iter().map(|it| it.code.as_str());
    let names = companies.iter().map(|it| it.name.as_str());
    Ok(vec![
        NewNames::compared(lines, Field::Code, codes),
        NewNames::compared(lines, Field::Name, names),
        NewNames::compared(lines, Field::Tenant, tenants),
    ])
}

/// The message about the names that resemble others, in the order of the lines.
fn found(
    store: &Store,
    axis: Axis,
    lines: &[ImportLine],
    progress: &mut JobProgress<'_>,
    position: impl Fn(u64) -> String,
) -> Result<Vec<String>, StoreError> {
    let mut found: BTreeMap<(u64, Field), String> = BTreeMap::new();
    if axis == Axis::Companies {
        for (line, note) in same_names::notes(lines, store) {
            found.insert((line, Field::Name), position(line) + &note);
        }
    }
    for NewNames { field, by_form } in compared(store, axis, lines, progress)? {
        for name in by_form.into_values().flatten().filter(|name| !name.is_known) {
            let Some(twin) = name.twin else { continue };
            let (position, label, text) = (position(name.line), field.label(), typed(&name.text));
            let note = format!("{position}the new {label} “{text}” looks like {}", listed(&twin));
            found.entry((name.line, field)).or_insert(note);
        }
    }
    Ok(found.into_values().collect())
}

impl NewNames {
    fn of(lines: &[ImportLine], field: Field) -> Self {
        let mut by_form: HashMap<String, Vec<Name>> = HashMap::new();
        for line in lines {
            let given = line.draft.get(field).unwrap_or_default().trim();
            let uncovered = line.uncovered.as_deref().filter(|_| is_key(field));
            let text = uncovered.unwrap_or(given);
            let same = by_form.entry(resembling(text)).or_default();
            if !text.is_empty() && !same.iter().any(|name| name.text == text) {
                let (line, text) = (line.line, text.to_owned());
                same.push(Name { line, text, is_known: false, twin: None });
            }
        }
        by_form.retain(|_, names| !names.is_empty());
        Self { field, by_form }
    }

    fn compared<'n>(
        lines: &[ImportLine],
        field: Field,
        existing: impl Iterator<Item = &'n str>,
    ) -> Self {
        let mut names = Self::of(lines, field);
        for name in existing {
            names.compare(name);
        }
        names
    }

    /// Compares them with an existing name.
    fn compare(&mut self, existing: &str) {
        // Companies are not found by a similar name: a different spelling is a new company.
        let is_found_by_it = self.field != Field::Name;
        for name in self.by_form.get_mut(&resembling(existing)).into_iter().flatten() {
            let is_same = folded(&name.text) == folded(existing);
            if name.text == existing || is_same && is_found_by_it {
                name.is_known = true;
            } else if !is_found_by_it || looks(&name.text) != looks(existing) {
                // In the other fields, a name that looks the same is a problem, not a note.
                name.twin.get_or_insert_with(|| existing.to_owned());
            }
        }
    }
}

fn is_key(field: Field) -> bool {
    matches!(field, Field::Username | Field::Code)
}
