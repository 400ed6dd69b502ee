//! The HR system's real database, PostgreSQL: what it is called and how it is
//! reached, and a copy of what grantgrid reads of it. Everything that knows of
//! PostgreSQL is in this room. Nothing here writes to a server.

mod connect;
mod copying;
mod describe;
mod failure;
mod passfile;
mod pull;
mod secret;
mod service;
mod session;
mod settings;
mod surroundings;
mod tables;
mod tls;
mod url;
mod values;

pub use pull::PulledTables;
pub use url::{ServerUrl, without_passwords};
