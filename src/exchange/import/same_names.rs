//! New companies with the name of another company. Two tenants may have equal names, so there is
//! only a note.

use std::collections::HashMap;

use crate::domain::Field;
use crate::domain::lookalike::{listed, typed};
use crate::store::{ImportLine, Store};

/// The message about each new company with exactly the name of another, by its line.
pub(super) fn notes(lines: &[ImportLine], store: &Store) -> Vec<(u64, String)> {
    let mut holders: HashMap<String, String> = HashMap::new();
    for company in store.companies() {
        holders.entry(company.name.trim().to_owned()).or_insert_with(|| listed(&company.code));
    }
    let mut notes = Vec::new();
    for line in lines {
        let text = |field| line.draft.get(field).unwrap_or_default().trim();
        let (code, name) = (text(Field::Code), text(Field::Name));
        let tenant = text(Field::Tenant);
        let within = match tenant {
            "" => None,
            tenant => Some(store.company_names().of_tenant([tenant]).unwrap_or_default()),
        };
        let is_new = !store.company_names().has_code(code, within.as_deref());
        if !is_new || name.is_empty() {
            continue;
        }
        match holders.get(name) {
            Some(holder) => {
                let name = typed(name);
                notes.push((line.line, format!("the new name “{name}” is also that of {holder}")));
            }
            None => drop(holders.insert(name.to_owned(), listed(code))),
        }
    }
    notes
}
