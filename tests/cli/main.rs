//! The command line as scripts and people use it: the real binary on real files, its two
//! output streams and its exit status.

mod access_table;
mod account;
mod backup;
mod bulk;
mod check;
mod config;
mod creation;
mod edits;
mod effective;
mod exports;
mod failures;
mod filters;
mod findings;
mod first_database;
mod full_names;
mod help;
mod hostile_workbooks;
#[path = "../common/hr_folder.rs"]
mod hr_folder;
mod import_records;
mod imports;
mod interrupts;
mod json_fields;
mod known_dates;
mod lists;
mod loss_guard;
mod names;
mod protected;
mod records;
mod rights;
mod rules;
mod statuses;
mod support;
mod terminal;
mod triggers;
mod why;
mod writers;
