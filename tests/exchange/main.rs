//! Files in and out, by the library: what people made, and what goes round.

#[path = "../common/mod.rs"]
mod common;

mod import;
mod round_trip;
