//! The options of `user` and `company` for their fields: one for each entry in the table of
//! fields except the first, which has options of its own.

use clap::{Arg, ArgAction, ArgMatches, Command, Error};

use crate::domain::{Draft, Field};

/// The fields of a user, or of a company, that the options set.
#[derive(Clone, Debug, Default)]
pub(super) struct FieldArgs<const OF_USER: bool> {
    /// The fields given.
    pub(super) draft: Draft,
}

impl<const OF_USER: bool> FieldArgs<OF_USER> {
    fn fields() -> impl Iterator<Item = Field> {
        let fields = if OF_USER { Field::OF_USER } else { Field::OF_COMPANY };
        fields.iter().copied().skip(1)
    }
}

impl<const OF_USER: bool> clap::Args for FieldArgs<OF_USER> {
    fn augment_args(command: Command) -> Command {
        Self::fields()
            .fold(command, |command, field| {
                let option = Arg::new(field.word())
                    .long(field.word().replace('_', "-"))
                    .value_name(field.value())
                    .help(field.description());
                command.arg(option)
            })
            .arg(
                Arg::new("set")
                    .long("set")
                    .value_name("COLUMN=VALUE")
                    .action(ArgAction::Append)
                    .value_parser(column_and_value)
                    .help("A column that the server requires and no other option sets"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<const OF_USER: bool> clap::FromArgMatches for FieldArgs<OF_USER> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut args = Self::default();
        args.update_from_arg_matches(matches)?;
        Ok(args)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        for field in Self::fields() {
            if let Some(text) = matches.get_one::<String>(field.word()) {
                self.draft.set(field, text.clone());
            }
        }
        for (column, value) in matches.get_many::<(String, String)>("set").unwrap_or_default() {
            self.draft.set(Field::column(column), value.clone());
        }
        Ok(())
    }
}

fn column_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((column, value)) if !column.trim().is_empty() => {
            Ok((column.trim().to_owned(), value.to_owned()))
        }
        _ => Err("write it as COLUMN=VALUE".into()),
    }
}
