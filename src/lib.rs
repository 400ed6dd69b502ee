//! grantgrid manages which users of a multi-company HR system can access which
//! companies, directly in the HR system's SQLite database.
//!
//! The program has a console and a command line ([`run`]). The crate is also a
//! library for other programs: open a [`store::Store`], find users and companies,
//! preview a change, make it, and undo it.
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
//! // Preview the effect without changing anything ...
//! let grant = Bulk::grant([user], [company.id.clone()]);
//! let preview = store.dry_run(&grant)?;
//! let before = store.statistics(&Cancel::default())?.grants;
//!
//! // ... then apply it as one change of the journal, with a reason.
//! let done = store.apply(&grant, Some("moves to another site"))?;
//! let after = store.statistics(&Cancel::default())?.grants;
//! assert_eq!(after, before + preview.added);
//! assert!(store.grants_of(user)?.iter().any(|grant| grant.company == company.id));
//!
//! // Every change can be undone, also by another process.
//! if done.change.is_some() {
//!     store.undo(None, None)?;
//! }
//! assert_eq!(store.statistics(&Cancel::default())?.grants, before);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `examples/` has complete programs; run them with `cargo run --example`.
//!
//! The modules; each depends only on those below it:
//!
//! - `cli`: the command line, one file per command group
//! - `console`: the full-screen console
//! - [`exchange`]: files in and out, over the store's public interface
//! - [`store`]: the synchronous store, the only place that knows SQL
//! - [`filter`]: the filter language, from text to syntax tree
//! - [`domain`]: plain types, shared by every module
//! - `text`: text made safe for a terminal

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
