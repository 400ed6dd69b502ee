//! Which of many users, companies, tenants or roles a text names. There is one ladder for all
//! of them: the best [`Fit`] counts, then the best [`NameKind`]; those that fit equally well
//! are all meant, and the caller says what follows from it. [`NameTable`] is for rows that
//! are kept in memory, [`WantedNames`] for many texts and rows that pass by.
//!
//! | what is named | kinds | several |
//! | --- | --- | --- |
//! | a user | the username | an error that lists them |
//! | a company | code, name, id, label | an error that lists them |
//! | a company of a line that may add one | the same without the name | it must name the tenant |
//! | a tenant, an organization, a role | code, name, id | an error that lists them |
//! | a role of a rule or policy | the name | as unknown |
//! | pasted users | username, then email, then full name | they are listed, and not marked |
//! | users and companies of the past | as above, else those who are gone | of companies the newest |
//!
//! Filters have a ladder of their own (`store/select/matcher.rs`): their case counts as
//! typed, several may be meant, and parts of names match where no whole one does.

mod company_names;
mod name_table;
#[cfg(test)]
mod tests;
mod wanted_names;

pub(crate) use super::lookalike::Fit;
pub(crate) use company_names::CompanyNames;
pub(crate) use name_table::{NameKind, NameMatch, NameTable};
pub(crate) use wanted_names::WantedNames;
