//! Imports and exports the access matrix as CSV, XLSX or JSON, in two layouts.
//! Uses the store's public interface and no SQL; an imported file becomes a plan
//! that the store previews and applies.

mod companies;
mod error;
mod export;
mod file;
mod format;
mod formula_escape;
mod import;
mod json_fault;

pub use error::ExchangeError;
pub use export::{Export, Exported, export};
pub use file::NewFile;
pub use format::{Format, Layout};
pub(crate) use formula_escape::harmless;
pub use import::{
    EncodingSample, EntityFile, Hidden, Import, Limits, Mode, Plan, Position, Problem, ProblemKind,
    Problems, SheetName, Sheets, Source, look_alikes_of, plan, plan_noting_sheets, read_entities,
    read_entities_noting_sheets,
};
pub use json_fault::JsonFault;
