//! grantgrid decides which users of a multi-company HR system may work in
//! which companies, on the HR system's own SQLite database.
//!
//! The program is a console and a command line ([`run`]). Beside them the crate
//! is a library for other programs: open a [`store::Store`], find users and
//! companies, look before you change, change, and take it back.
//!
//! ```
//! use grantgrid::domain::{Bulk, Cancel};
//! use grantgrid::store::{Environment, Store};
//!
//! # use grantgrid::store::DemoPlan;
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("hrm.db");
//! # Store::write_demo(&path, &DemoPlan::default())?;
//! let mut store = Store::open(&path, Environment::real("ada"))?;
//! let user = store.user_ids_after(None, 3)?[2];
//! let company = store.companies()[0].clone();
//!
//! // What it would do, counted without doing it ...
//! let grant = Bulk::grant([user], [company.id.clone()]);
//! let preview = store.dry_run(&grant)?;
//! let before = store.statistics(&Cancel::default())?.grants;
//!
//! // ... and doing it, as one change of the journal, with its reason.
//! let done = store.apply(&grant, Some("moves to another site"))?;
//! let after = store.statistics(&Cancel::default())?.grants;
//! assert_eq!(after, before + preview.added);
//! assert!(store.grants_of(user)?.iter().any(|grant| grant.company == company.id));
//!
//! // Every change can be taken back, in another process too.
//! if done.change.is_some() {
//!     store.undo(None, None)?;
//! }
//! assert_eq!(store.statistics(&Cancel::default())?.grants, before);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `examples/` has programs of this kind, to run with `cargo run --example`.
//!
//! The map of the crate; knowledge runs one way, downwards:
//!
//! - `cli`: the command line, one file a command group
//! - `console`: the full-screen console
//! - [`exchange`]: files in and out, over the store's public interface
//! - [`store`]: the synchronous store, the only place that knows SQL
//! - [`filter`]: the filter language, from text to syntax tree
//! - [`domain`]: plain types, the words of the product
//! - `text`: names made safe and fit for a terminal

mod cli;
mod console;
pub mod domain;
pub mod exchange;
pub mod filter;
mod json;
pub mod store;
mod text;

pub use cli::run;

/// The program in the documentation, compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/command-line.md")]
struct CommandLinePage;
