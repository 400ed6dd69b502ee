//! README and the pages in `docs/` are correct: their links have targets, their commands run
//! as written, and the reference names every option.

mod commands;
#[allow(dead_code)]
#[path = "../console/ended.rs"]
mod ended;
#[allow(dead_code)]
#[path = "../common/hr_folder.rs"]
mod hr_folder;
mod links;
mod pages;
#[allow(dead_code)]
#[path = "../console/person.rs"]
mod person;
mod reference;
#[allow(dead_code)]
#[path = "../console/sandbox.rs"]
mod sandbox;
