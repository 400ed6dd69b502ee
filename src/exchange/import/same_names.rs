//! New companies with the name of another one: two tenants may have such, so that it is
//! only noted.

use std::collections::{HashMap, HashSet};

use crate::domain::lookalike::{folded, listed, typed, untyped};
use crate::domain::{Company, Field};
use crate::store::ImportLine;

/// What is said of each new company with exactly the name of another, by its line.
pub(super) fn notes(lines: &[ImportLine], companies: &[Company]) -> Vec<(u64, String)> {
    let codes: HashSet<String> = companies.iter().map(|it| folded(&it.code)).collect();
    let mut holders: HashMap<String, String> = HashMap::new();
    for company in companies {
        holders.entry(company.name.trim().to_owned()).or_insert_with(|| listed(&company.code));
    }
    let mut notes = Vec::new();
    for line in lines {
        let text = |field| line.draft.get(field).unwrap_or_default().trim();
        let (code, name) = (text(Field::Code), text(Field::Name));
        let is_known = |code: &str| codes.contains(&folded(code));
        let is_new = !is_known(code) && !untyped(code).is_some_and(|code| is_known(&code));
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
