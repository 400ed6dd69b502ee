//! README and the pages under `docs/` are true: their links lead somewhere,
//! their commands run as written, and the reference names every option.

mod commands;
#[allow(dead_code)]
#[path = "../console/ended.rs"]
mod ended;
mod links;
mod pages;
#[allow(dead_code)]
#[path = "../console/person.rs"]
mod person;
mod reference;
#[allow(dead_code)]
#[path = "../console/sandbox.rs"]
mod sandbox;
