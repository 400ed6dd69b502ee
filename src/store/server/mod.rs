//! The HR system's real database, PostgreSQL: what it is called and how it is
//! reached, and a replica of what grantgrid reads of it, which is a SQLite file that
//! the rest of the store works on. Everything that knows of PostgreSQL is in this
//! room. Nothing here writes to a server.

mod applying;
mod catch_up;
mod compare;
mod connect;
mod copying;
mod definitions;
mod deletions;
mod demo;
mod describe;
mod failure;
mod follow;
pub(super) mod marker;
mod notify;
pub(super) mod open;
mod own_sql;
mod passfile;
mod place;
mod position;
mod pull;
mod replica;
mod secret;
mod service;
mod session;
mod settings;
mod store;
mod surroundings;
mod tables;
mod tls;
mod url;
mod values;

pub use compare::ComparedTable;
pub use own_sql::OwnSql;
pub use place::ReplicaPlace;
pub use pull::PulledTables;
pub use url::{ServerUrl, without_passwords};
