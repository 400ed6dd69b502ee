//! New companies with the name of another one: two tenants may have such, so that it is
//! only noted.

use std::collections::HashMap;

use crate::domain::lookalike::{folded, listed, typed, untyped};
use crate::domain::{Company, Field, TenantId};
use crate::store::ImportLine;

/// What is said of each new company with exactly the name of another, by its line.
pub(super) fn notes(lines: &[ImportLine], companies: &[Company]) -> Vec<(u64, String)> {
    let mut codes: HashMap<String, Vec<&Company>> = HashMap::new();
    for company in companies {
        codes.entry(folded(&company.code)).or_default().push(company);
    }
    let mut holders: HashMap<String, String> = HashMap::new();
    for company in companies {
        holders.entry(company.name.trim().to_owned()).or_insert_with(|| listed(&company.code));
    }
    let mut notes = Vec::new();
    for line in lines {
        let text = |field| line.draft.get(field).unwrap_or_default().trim();
        let (code, name) = (text(Field::Code), text(Field::Name));
        let tenant = text(Field::Tenant);
        let is_known = |code: &str| {
            let same = codes.get(&folded(code)).into_iter().flatten();
            same.into_iter().any(|company| tenant.is_empty() || is_of(company, tenant))
        };
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

/// Whether a company is of the tenant that a line names, by its code, name or id.
fn is_of(company: &Company, tenant: &str) -> bool {
    let untyped = untyped(tenant);
    let tenant = folded(untyped.as_deref().unwrap_or(tenant));
    let names = company.tenant_code.iter().chain(&company.tenant_name).map(String::as_str);
    names.chain(company.tenant.iter().map(TenantId::as_str)).any(|name| folded(name) == tenant)
}
