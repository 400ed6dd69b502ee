//! The filter language: one for the console and the command line. A text is
//! parsed into a syntax tree for one axis of the access matrix; whoever owns
//! the data evaluates the tree. Nothing here knows a database or a screen.
//!
//! # The language
//!
//! `term term` both hold; `term | term` either holds, and binds weaker;
//! `( )` groups; `!` or `-` before a term or a group negates. An empty text
//! lets everything through; a faulty text is an error with its place, never a
//! filter.
//!
//! A term is one of
//!
//! - a word or a `"phrase"` (`\"` and `\\` inside): part of the username, the
//!   full name or the e-mail address of a user; of the code or the name of a
//!   company;
//! - `field:value`, or `field:a,b` for any of several; a value may be quoted;
//! - `is:word`.
//!
//! Texts are compared smart-case: upper and lower case are the same, unless
//! the term has an upper-case letter.
//!
//! | users | companies | lets through |
//! | --- | --- | --- |
//! | `name:` `email:` | `name:` | a part of the name or address |
//! | `user:` | | the user of that username |
//! | `role:` | | users of that role |
//! | `tenant:` | `tenant:` | of that tenant, by code or name |
//! | `home:` | | users whose home is that company, by code, name or id |
//! | `company:` | | users with a grant there, by code, name or id |
//! | | `code:` | the companies of that code |
//! | | `user:` | companies granted to that user |
//! | `n:` | `n:` | that many companies, or users: `5` `>5` `>=5` `<5` `<=5` `2..4` `2..` `..4` |
//! | `granted:` | `granted:` | with a grant made on that day, month or year: `2025-02-01` `>2025-02` `2024..2025` |
//!
//! `user: role: tenant: home: company: code:` name a thing: if something in
//! the database is called exactly so (smart-case), that and nothing else is
//! meant; otherwise everything whose name contains the value.
//!
//! | word | users | companies |
//! | --- | --- | --- |
//! | `is:none` | with no company | with no user |
//! | `is:all` | with every company | with every user |
//! | `is:multiple` | with two or more companies | with two or more users |
//! | `is:drift` | lacking a grant that a rule calls for | the same |
//! | `is:active` `is:inactive` | by their status | the same |
//! | `is:marked` | that the person has marked | the same |
//! | `is:homeless` | with a home company and no grant for it | |
//!
//! The history has a small filter of its own: [`HistoryFilter`].

mod complete;
mod cursor;
mod date;
mod error;
mod field;
mod history;
mod number;
mod parse;
mod print;
mod tree;

pub use complete::{Completion, complete};
pub use date::{Date, DateRange};
pub use error::FilterError;
pub use field::{Axis, Field, State};
pub use history::{HistoryFilter, time};
pub use number::NumberRange;
pub use parse::parse;
pub use print::value;
pub use tree::{Filter, Node, Term};

#[cfg(test)]
pub(crate) mod arbitrary;
#[cfg(test)]
mod tests;
