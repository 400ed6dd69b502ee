//! What the console remembers about a database from one session to the next: plain data, and
//! its file in the XDG state folder. `update/memory.rs` applies it to the panes.

mod data;
mod file;

pub(crate) use data::{AxisMemory, Memory};
pub(crate) use file::MemoryFile;
