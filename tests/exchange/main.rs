//! Files in and out through the library: files that people made, and round trips.

#[path = "../common/mod.rs"]
mod common;

mod doubtful;
mod encodings;
mod grant_columns;
mod half_problems;
mod hostile;
mod import;
mod names;
mod new_names;
mod one_resolver;
mod other_files;
mod quoting;
mod round_trip;
mod signs;
mod stacked;
mod twice;
mod values;
mod workbooks;
