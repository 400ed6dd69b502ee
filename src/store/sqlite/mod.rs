//! What only SQLite has: how a connection is made and set up, its pragmas, what its error
//! codes mean, how it describes tables and triggers, its temporary objects. The rest of the
//! store asks here, and says the rest in plain SQL.

pub(crate) mod connecting;
mod engine_error;
pub(crate) mod faults;
pub(crate) mod grants_by_row;
pub(crate) mod integrity;
pub(crate) mod pragmas;
pub(crate) mod tables;
pub(crate) mod tenant_views;
pub(crate) mod written_rows;
