//! The full-screen console: three panes over one cursor.
//!
//! keys → (keymap) action → `update` → effects → the loop runs them against
//! the store → messages back into `update` → `view` draws the state. `view`
//! changes nothing and asks nobody; `update` touches no terminal and no
//! database; long work runs on the worker.

mod arrived_filter;
mod arrived_lists;
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
mod lists;
mod look;
mod memory;
mod message;
mod mouse;
mod number;
mod open_console;
mod options;
mod own_file;
mod pace;
mod pane;
mod panics;
#[cfg(test)]
mod pictures;
mod plans;
mod pointer;
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
