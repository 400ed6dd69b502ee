//! Texts in a file that mean a missing value where a name is needed.

use crate::domain::lookalike::typed;
use crate::domain::{Field, placeholder};

/// Why a text in a file is not a name: people and programs write it for a missing value.
/// `None` if it is a name.
pub(super) fn not_a_name(in_file: bool, field: Field, text: &str) -> Option<String> {
    let why = placeholder::not_a_name(text).filter(|_| in_file)?;
    let is_needed = matches!(field, Field::Username | Field::Code);
    let then = if is_needed { "" } else { " or leave the cell empty" };
    Some(format!("is “{}”, which {why}; enter a name{then}", typed(text.trim())))
}
