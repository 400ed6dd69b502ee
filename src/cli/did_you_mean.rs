//! Typos: suggests the command that was probably meant by invalid arguments.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::Command;
use clap::error::ErrorKind;

/// The minimum similarity of a word and a command to suggest the command.
const MIN_SIMILARITY: f64 = 0.8;

/// The message for a word that is neither a command nor a file; `None` if it is
/// one of them, or looks like a file name.
pub(super) fn unknown_word(command: &Command, word: &str) -> Option<String> {
    if is_command(command, word) || Path::new(word).exists() {
        return None;
    }
    let then = match similar_command(command, word) {
        Some(meant) => format!("did you mean `grantgrid {meant}`?"),
        None if word.is_empty() || word.contains(['.', '/', '\\']) => return None,
        None => {
            "`grantgrid --help` lists the commands, `grantgrid init FILE` creates a database".into()
        }
    };
    Some(format!("“{word}” is neither a command nor a file; {then}"))
}

/// The command most similar to a word.
fn similar_command(command: &Command, word: &str) -> Option<String> {
    let names = command.get_subcommands().map(Command::get_name);
    let scored = names.map(|name| (strsim::jaro_winkler(word, name), name));
    let (similarity, name) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (similarity >= MIN_SIMILARITY).then(|| name.to_owned())
}

/// A clearer error where the parser took a mistyped command for a database, or
/// found a second database.
pub(super) fn explain(
    command: &mut Command,
    error: clap::Error,
    arguments: &[OsString],
) -> clap::Error {
    if !matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::ArgumentConflict) {
        return error;
    }
    let Some(first) = positional(arguments.get(1)).filter(|word| !is_command(command, word)) else {
        return error;
    };
    if let Some(sentence) = unknown_word(command, first) {
        return command.error(ErrorKind::InvalidSubcommand, sentence);
    }
    let Some(second) = positional(arguments.get(2)) else {
        return error;
    };
    let sentence = if is_command(command, second) {
        format!("the database goes after the command: `grantgrid {second} --db {first}`")
    } else {
        format!("only one database can be opened; unexpected argument '{second}'")
    };
    command.error(ErrorKind::ArgumentConflict, sentence)
}

/// An argument that is not an option.
fn positional(argument: Option<&OsString>) -> Option<&str> {
    argument.map(OsString::as_os_str).and_then(OsStr::to_str).filter(|word| !word.starts_with('-'))
}

fn is_command(command: &Command, word: &str) -> bool {
    word == "help" || command.find_subcommand(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_suggests_the_command() {
        let commands = crate::cli::command();
        let similar_command = |word| similar_command(&commands, word);
        for (typo, command) in
            [("usrs", "users"), ("grnat", "grant"), ("stat", "stats"), ("undoo", "undo")]
        {
            assert_eq!(similar_command(typo).as_deref(), Some(command));
        }
        assert_eq!(similar_command("hr.db"), None);
        assert_eq!(similar_command(""), None);
    }
}
