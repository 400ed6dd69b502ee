//! `--theme` and `$GRANTGRID_THEME`: the name of a built-in theme, or of a theme file of
//! the user.

use std::env;
use std::ffi::OsStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::errors::WrongUsage;
use crate::console::ThemeSet;

const VARIABLE: &str = "GRANTGRID_THEME";

/// Parses the name of a theme, built in or in a file of the user.
pub(super) fn parser() -> impl TypedValueParser<Value = String> {
    ThemeParser
}

#[derive(Clone, Copy, Debug)]
struct ThemeParser;

impl TypedValueParser for ThemeParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        let names = ThemeSet::of_person().names();
        PossibleValuesParser::new(names).parse_ref(command, argument, value)
    }

    /// The built-in themes only, so that help and the manual page are the same for everyone.
    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let built_in = ThemeSet::built_in();
        let about = built_in.clone();
        let names = built_in.names().into_iter();
        Some(Box::new(names.map(move |name| {
            let about = about.about(&name);
            PossibleValue::new(name).help(about)
        })))
    }
}

/// The theme of this name, ignoring case, or all names if there is none.
fn named(name: &str) -> Result<String, Vec<String>> {
    let names = ThemeSet::of_person().names();
    match names.iter().find(|it| it.eq_ignore_ascii_case(name)) {
        Some(name) => Ok(name.clone()),
        None => Err(names),
    }
}

/// The theme that the environment names, and the variable.
///
/// # Errors
///
/// [`WrongUsage`] if there is no theme of this name.
pub(super) fn of_environment() -> anyhow::Result<Option<(String, &'static str)>> {
    let Some(name) = env::var_os(VARIABLE).filter(|name| !name.is_empty()) else {
        return Ok(None);
    };
    let name = name.to_string_lossy();
    named(&name).map(|name| Some((name, VARIABLE))).map_err(|names| {
        let names = names.join(", ");
        WrongUsage(format!("${VARIABLE} is “{name}”; use one of {names}")).into()
    })
}
