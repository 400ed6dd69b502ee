//! Which of many users, companies, tenants or roles a text names. All of them follow one
//! ladder: the best [`Fit`] wins, then the best [`NameKind`]. If several fit equally well, all
//! are returned, and the caller decides what follows. [`NameTable`] is for rows that are kept
//! in memory; [`WantedNames`] is for many texts that are compared with rows read one by one.
//!
//! | what is named | kinds of names | if several fit |
//! | --- | --- | --- |
//! | a user | the username | an error that lists them |
//! | a company | code, name, id, label | an error that lists them |
//! | a company of a line that may add one | the same without the name | the line must name the tenant |
//! | a tenant, an organization, a role | code, name, id | an error that lists them |
//! | a role of a rule or policy | the name | treated as unknown |
//! | pasted users | username, then email, then full name | they are listed, and not marked |
//! | deleted users and companies | as above, if no existing one fits | the newest company |
//!
//! Filters have a ladder of their own (`store/select/matcher.rs`): the case of what was typed
//! matters, several may be meant, and parts of names match if no whole name does.

mod company_names;
mod name_table;
#[cfg(test)]
mod tests;
mod wanted_names;

pub(crate) use super::lookalike::Fit;
pub(crate) use company_names::CompanyNames;
pub(crate) use name_table::{NameKind, NameMatch, NameTable};
pub(crate) use wanted_names::WantedNames;
