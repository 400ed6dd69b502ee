//! Slips of the finger: what was probably meant by arguments that make no
//! sense.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::error::ErrorKind;

/// How alike a word and a command must be to be taken for a slip of the
/// finger.
const ALIKE: f64 = 0.8;

/// What to say of a word that is neither a command nor a file; `None` if it is
/// one of them, or looks like the name of a file.
pub(super) fn neither(word: &str) -> Option<String> {
    if is_command(word) || Path::new(word).exists() {
        return None;
    }
    let then = match command_like(word) {
        Some(meant) => format!("did you mean `grantgrid {meant}`?"),
        None if word.is_empty() || word.contains(['.', '/', '\\']) => return None,
        None => {
            "`grantgrid --help` lists the commands, `grantgrid init FILE` makes a database".into()
        }
    };
    Some(format!("“{word}” is neither a command nor a file; {then}"))
}

/// The command that a word looks like.
fn command_like(word: &str) -> Option<String> {
    let commands = super::command();
    let names = commands.get_subcommands().map(clap::Command::get_name);
    let scored = names.map(|name| (strsim::jaro_winkler(word, name), name));
    let (likeness, name) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (likeness >= ALIKE).then(|| name.to_owned())
}

/// The fault in the arguments, in clearer words where the parser took a
/// mistyped command for a database, or found one where no other may stand.
pub(super) fn explained(error: clap::Error, arguments: &[OsString]) -> clap::Error {
    if !matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::ArgumentConflict) {
        return error;
    }
    let Some(first) = plain(arguments.get(1)).filter(|word| !is_command(word)) else {
        return error;
    };
    if let Some(sentence) = neither(first) {
        return super::command().error(ErrorKind::InvalidSubcommand, sentence);
    }
    let Some(second) = plain(arguments.get(2)) else {
        return error;
    };
    let sentence = if is_command(second) {
        format!("the database stands behind the command: `grantgrid {second} --db {first}`")
    } else {
        format!("one database can be opened at a time: '{second}' is one too many")
    };
    super::command().error(ErrorKind::ArgumentConflict, sentence)
}

/// A word that is no option.
fn plain(argument: Option<&OsString>) -> Option<&str> {
    argument.map(OsString::as_os_str).and_then(OsStr::to_str).filter(|word| !word.starts_with('-'))
}

fn is_command(word: &str) -> bool {
    word == "help" || super::command().find_subcommand(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_known() {
        for (slip, command) in
            [("usrs", "users"), ("grnat", "grant"), ("stat", "stats"), ("undoo", "undo")]
        {
            assert_eq!(command_like(slip).as_deref(), Some(command));
        }
        assert_eq!(command_like("hr.db"), None);
        assert_eq!(command_like(""), None);
    }
}
