//! The dialogs, one module each: its state, keys, drawing and answers. What the
//! rest of the console knows of a dialog is [`DialogPart`](super::frame::DialogPart).

mod cursor;
pub(crate) mod delete;
mod draw;
pub(crate) mod entity_import;
pub(crate) mod file;
pub(crate) mod filter;
pub(crate) mod findings;
pub(crate) mod form;
pub(crate) mod help;
pub(crate) mod hidden;
pub(crate) mod history;
pub(crate) mod jump;
mod keys;
pub(crate) mod list;
pub(crate) mod messages;
pub(crate) mod outline;
pub(crate) mod palette;
pub(crate) mod pasted;
pub(crate) mod planned;
pub(crate) mod policy;
pub(crate) mod preview;
mod problems;
pub(crate) mod progress;
pub(crate) mod replace;
pub(crate) mod rules;
pub(crate) mod saved_filters;
pub(crate) mod sort;
pub(crate) mod statistics;
pub(crate) mod text_field;
pub(crate) mod undo;
pub(crate) mod who;
pub(crate) mod why;
mod wrapped;

pub(crate) use draw::draw_all;
pub(crate) use keys::{act, insert, typed};
pub(crate) use wrapped::Wrapped;
