//! Everything specific to SQLite: its files, opening and setting up connections, pragmas, error
//! codes, descriptions of tables and triggers, temporary objects, copies page by page. The rest
//! of the store uses these functions, and otherwise only ordinary SQL.

pub(crate) mod batch;
pub(crate) mod connecting;
mod engine_error;
pub(crate) mod faults;
pub(crate) mod files;
pub(crate) mod grants_by_row;
pub(crate) mod integrity;
pub(crate) mod interrupts;
pub(crate) mod page_copy;
pub(crate) mod pragmas;
pub(crate) mod tables;
pub(crate) mod tenant_views;
pub(crate) mod written_rows;
