//! The full-screen console: three panes that share one cursor.
//!
//! A key becomes an action (keymap), `update` turns it into effects, the event loop runs these
//! against the store, their results come back to `update` as messages, and `view` draws the
//! state. `view` changes no state and reads no data; `update` uses neither the terminal nor
//! the database; long-running work is done by the worker.

mod clipboard;
pub(crate) mod config;
mod dialogs;
mod effect;
mod event_loop;
mod found_name;
mod frame;
mod geometry;
#[cfg(test)]
mod harness;
mod hits;
mod input;
mod job;
mod key;
mod keyboard;
mod keymap;
mod listen;
mod lists;
mod look;
mod memory;
mod message;
mod mouse;
mod number;
mod open_console;
mod options;
mod own_file;
mod pane;
mod panics;
#[cfg(test)]
mod pictures;
mod plans;
mod pointer;
mod progress_reporter;
mod received_filter;
mod received_lists;
mod request;
mod run_job;
mod runner;
mod server_opening;
mod state;
mod terminal;
mod theme;
mod typing;
mod undoing;
mod update;
mod user_column;
mod view;
mod worker;

pub(crate) use event_loop::run;
pub(crate) use options::Options;
pub(crate) use server_opening::{ServerOpening, StoreSource};
pub(crate) use theme::ThemeSet;
