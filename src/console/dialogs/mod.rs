//! The dialogs, one module each with its state, keys, drawing and requests. The rest of the
//! console uses them only through [`DialogPart`](super::frame::DialogPart). This file lists
//! them, with the action that opens each.

mod columns;
pub(crate) mod copy;
pub(crate) mod cursor;
pub(crate) mod delete;
mod draw;
pub(crate) mod entity_import;
pub(crate) mod file;
pub(crate) mod filter;
pub(crate) mod filter_name;
pub(crate) mod findings;
pub(crate) mod form;
mod guard;
pub(crate) mod help;
pub(crate) mod hidden;
pub(crate) mod history;
pub(crate) mod jump;
pub(crate) mod keys;
pub(crate) mod leave;
pub(crate) mod list;
pub(crate) mod messages;
pub(crate) mod outline;
pub(crate) mod palette;
pub(crate) mod pasted;
pub(crate) mod planned;
pub(crate) mod policy;
mod popup;
pub(crate) mod preview;
pub(crate) mod problems;
pub(crate) mod progress;
pub(crate) mod replace;
mod role_cursor;
pub(crate) mod rules;
pub(crate) mod saved_filters;
pub(crate) mod sort;
pub(crate) mod statistics;
pub(crate) mod text_field;
pub(crate) mod undo;
pub(crate) mod user_columns;
pub(crate) mod who;
pub(crate) mod why;
mod wrapped;

pub(crate) use draw::draw_all;
pub(crate) use keys::{act, insert, typed};
pub(crate) use wrapped::Wrapped;

use super::effect::Effect;
use super::frame::Console;
use super::keymap::Action;

/// Opens the dialog of an action of the panes; returns false if it has none.
pub(crate) fn open(console: &mut Console, action: Action, effects: &mut Vec<Effect>) -> bool {
    match action {
        Action::New | Action::EditThis | Action::Delete => form::open(console, action, effects),
        Action::Leave => leave::open(console, effects),
        Action::History => history::open(console, effects),
        Action::Rules => rules::open(console, effects),
        Action::Why => why::open(console, effects, false),
        Action::Card => why::open(console, effects, true),
        Action::Who => who::open(console, effects),
        Action::Statistics => statistics::open(console, effects),
        Action::Findings => findings::open(console, effects),
        Action::Copy => copy::open(console),
        Action::Messages => messages::open(console),
        Action::Filter => filter::open(console),
        Action::SavedFilters => saved_filters::open(console),
        Action::SaveFilter => filter_name::open(console),
        Action::Jump => jump::open(console),
        Action::Sort => sort::open(console),
        Action::Columns => user_columns::open(console),
        Action::Export => file::open_export(console),
        Action::Import => file::open_import(console),
        Action::Help => help::open(console),
        Action::Legend => help::open_legend(console),
        Action::Palette => palette::open(console),
        _ => return false,
    }
    true
}
