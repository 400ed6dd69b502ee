//! Which of many users, companies, tenants or roles a text names. All lookups follow one
//! ladder, of which a [`NamePolicy`] takes some steps: the best [`Fit`] wins, then the best
//! [`NameKind`]. If several fit equally well, all are returned, and the caller decides what
//! follows. [`NameTable`] is for rows that are kept in memory; [`WantedNames`] is for many texts
//! that are compared with rows read one by one. Filters look through the names of all users in
//! `store/select`.
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
//! | a value of a filter | username; id, else code and name; tenant's code and name; role | all of them |

mod company_names;
mod name_table;
mod policy;
#[cfg(test)]
mod tests;
mod wanted_names;

pub(crate) use super::lookalike::Fit;
pub(crate) use company_names::CompanyNames;
pub(crate) use name_table::{NameKind, NameMatch, NameTable};
pub(crate) use policy::NamePolicy;
pub(crate) use wanted_names::WantedNames;
