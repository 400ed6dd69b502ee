//! grantgrid decides which users of a multi-company HR system may work in
//! which companies, on the HR system's own SQLite database.
//!
//! The map of the crate; knowledge runs one way, downwards:
//!
//! - [`cli`]: the command line, one file a command group
//! - [`console`]: the full-screen console
//! - [`exchange`]: files in and out, over the store's public interface
//! - [`store`]: the synchronous store, the only place that knows SQL
//! - [`filter`]: the filter language, from text to syntax tree
//! - [`domain`]: plain types, the words of the product
//! - [`text`]: names made safe and fit for a terminal

pub mod cli;
pub mod console;
pub mod domain;
pub mod exchange;
pub mod filter;
mod json;
pub mod store;
pub mod text;
