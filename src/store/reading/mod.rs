//! Reads users, companies and grants: in pages for the screen, by name for a person, all at
//! once for files. Nothing here writes.

pub(super) mod access;
pub(super) mod access_change;
pub(super) mod access_counts;
pub(super) mod affected_users;
pub(super) mod all_names;
pub(super) mod by_id;
pub(super) mod catalog;
pub(super) mod change_span;
pub(super) mod days;
pub(super) mod effective;
pub(super) mod employees;
mod external_change;
pub(super) mod file_id;
pub(super) mod find;
pub(super) mod full_names;
pub(super) mod grant_counts;
pub(super) mod home_companies;
pub(super) mod home_use;
pub(super) mod listed_users;
mod lists;
mod load_homes;
pub(super) mod lost_companies;
pub(super) mod matrix_row;
pub(super) mod named_users;
pub(super) mod parallel;
pub(super) mod people;
pub(super) mod provenance;
pub(super) mod quick_hash;
pub(super) mod required;
pub(super) mod tenant_scope;
pub(super) mod users;
pub(super) mod walk;
