//! What the console remembers of a database from one session to the next: plain data, and its
//! file in the XDG state folder. What it means to the panes is `update/memory.rs`.

mod data;
mod file;

pub(crate) use data::{AxisMemory, Memory};
pub(crate) use file::MemoryFile;
