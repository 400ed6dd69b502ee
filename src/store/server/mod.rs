//! The HR system's database on PostgreSQL: how it is named and reached, and a replica of what
//! grantgrid reads, which is a SQLite file that the rest of the store works on. Everything
//! specific to PostgreSQL is in this room. Edits are written through by `write`.

mod applying;
mod arriving;
mod binary_rows;
mod binary_values;
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
mod journal;
mod liveness;
mod location;
pub(super) mod marker;
mod notify;
pub(super) mod open;
mod own_sql;
mod own_tables;
mod passfile;
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
mod target;
mod tls;
mod unseen;
mod url;
mod values;
mod write;

pub use compare::ComparedTable;
pub use liveness::ServerNote;
pub use location::ReplicaLocation;
pub use own_sql::OwnSql;
pub use pull::PulledTables;
pub use url::{ServerUrl, without_passwords};
