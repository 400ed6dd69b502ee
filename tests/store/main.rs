//! The store on real files: opened as in the program, closed and opened again.

#[path = "../common/mod.rs"]
mod common;

mod access_effects;
mod audit;
mod backup;
mod bad_input;
mod bulk;
mod bulk_properties;
mod check;
mod crash;
mod damaged_history;
mod edit;
mod effective_cells;
mod effective_properties;
mod exchanged;
mod figures;
mod foreign_keys;
mod former_names;
mod history;
mod history_access;
mod history_words;
mod last_changes;
mod leaving;
mod lookalikes;
mod meanwhile;
mod names_in_files;
mod open;
mod other_person;
mod plain_policy;
mod properties;
mod record_defaults;
mod record_deletion;
mod records;
mod replacing;
mod reused_ids;
mod rights;
mod rules;
mod rules_properties;
mod statistics;
mod trigger_errors;
mod triggers;
mod undo;
mod undo_orders;
mod walk;
mod why;
