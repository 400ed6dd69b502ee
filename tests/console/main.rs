//! The console as a person uses it: the real binary in a pseudo-terminal, keys in, screen and
//! raw bytes out. A test waits until the screen shows something, and fails with the screen if it
//! never does. Nothing here sleeps, except between keys whose distance the program measures.

mod answers;
mod configured;
mod ended;
#[path = "../common/hr_folder.rs"]
mod hr_folder;
mod locks;
mod looks;
mod memory;
mod mouse;
mod names;
mod others;
mod pastes;
mod person;
mod sandbox;
mod sessions;
mod signals;
mod sizes;
