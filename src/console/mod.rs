//! The full-screen console: three panes over one cursor.
//!
//! keys → (keymap) action → `update` → effects → the loop runs them against
//! the store → messages back into `update` → `view` draws the state. `view`
//! changes nothing and asks nobody; `update` touches no terminal and no
//! database; long work runs on the worker.

mod dialogs;
mod effect;
mod event_loop;
mod frame;
mod geometry;
#[cfg(test)]
mod harness;
mod input;
mod job;
mod key;
mod keyboard;
mod keymap;
mod number;
mod pace;
mod pane;
mod panics;
#[cfg(test)]
mod pictures;
mod request;
mod runner;
mod state;
mod terminal;
mod theme;
mod typing;
mod update;
mod view;
mod worker;

pub(crate) use event_loop::run;
pub(crate) use theme::ThemeChoice;

/// How the console looks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// The colours; `None` follows `NO_COLOR` and the terminal.
    pub theme: Option<ThemeChoice>,
    /// Draw with ASCII signs only.
    pub ascii: bool,
    /// The database is a made-up one that goes with the console: say so.
    pub demo: bool,
}
