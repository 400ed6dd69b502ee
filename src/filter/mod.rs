//! The filter language of the console and the command line. A text is parsed into
//! a syntax tree for one axis of the access matrix; the store evaluates the tree.
//! This module knows neither the database nor the screen.
//!
//! # The language
//!
//! `term term` matches both; `term | term` matches either, and binds less tightly;
//! `( )` groups; `!` or `-` before a term or a group negates. An empty text
//! matches everything; an invalid text is an error with its position.
//!
//! A term is one of
//!
//! - a word or a `"phrase"` (`\"` and `\\` inside): part of the username, the
//!   full name or the email address of a user; of the code or the name of a
//!   company;
//! - `field:value`, or `field:a,b` for any of several; a value may be quoted;
//! - `is:word`.
//!
//! Matching is smart-case: case is ignored unless the term has an upper-case
//! letter.
//!
//! | users | companies | matches |
//! | --- | --- | --- |
//! | `name:` `email:` | `name:` | a part of the name or address |
//! | `user:` | | the user with that username |
//! | `role:` | | users with that role |
//! | `tenant:` | `tenant:` | in that tenant, by code or name |
//! | `home:` | | users whose home is that company, by code, name or id |
//! | `company:` | | users with a grant there, by code, name or id |
//! | | `code:` | the companies with that code |
//! | | `user:` | companies granted to that user |
//! | `n:` | `n:` | that many companies, or users: `5` `>5` `>=5` `<5` `<=5` `2..4` `2..` `..4` |
//! | `granted:` | `granted:` | with a grant made on that day, month or year, or since a relative day: `2025-02-01` `>2025-02` `2024..2025` `7d` `today` `monday` |
//!
//! `user: role: tenant: home: company: code:` take names: an exact match
//! (smart-case) wins; without one, every name that contains the value matches.
//!
//! | word | users | companies |
//! | --- | --- | --- |
//! | `is:none` | with no company | with no user |
//! | `is:all` | with every company | with every user |
//! | `is:multiple` | with two or more companies | with two or more users |
//! | `is:drift` | missing a grant required by a rule | the same |
//! | `is:active` `is:inactive` | by their status | the same |
//! | `is:marked` | marked in the console | the same |
//! | `is:homeless` | with a home company and no grant for it | |
//! | `is:cross-tenant` | with a grant in a tenant other than their own | |
//! | `is:repeats-role` | with a grant for a company that their role already reaches | |
//!
//! The history has a small filter of its own: [`HistoryFilter`].

mod complete;
mod complete_history;
mod cursor;
mod date;
mod error;
mod field;
mod fuzzy;
mod granted;
mod highlight;
mod history;
mod meaning;
mod number;
mod parse;
mod print;
mod relative;
mod tree;

pub use complete::{Completion, complete};
pub use complete_history::HistoryCompletion;
pub use date::{Date, DateRange};
pub use error::FilterError;
pub use field::{Axis, FilterField, FilterState};
pub use fuzzy::FuzzySearch;
pub use granted::{DayBound, GrantedRange};
pub(crate) use highlight::contains;
pub use highlight::{HighlightedTexts, ShownName};
pub use history::{HistoryFilter, time};
pub use number::NumberRange;
pub use parse::parse;
pub use print::value;
pub use relative::{RelativeDay, RelativeTime};
pub use tree::{Filter, Node, Term};

#[cfg(test)]
pub(crate) mod arbitrary;
#[cfg(test)]
mod tests;
