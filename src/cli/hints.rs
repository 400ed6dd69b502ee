//! Hints about commands and options. They are added here and not by the library,
//! whose messages the console shows too.

use super::exit::print_message;
use crate::domain::FindingKind;
use crate::exchange::{ExchangeError, Hidden, Sheets};
use crate::store::StoreError;

/// The command or option that helps with an error, as the end of its message.
pub(super) fn of_error(error: &anyhow::Error) -> String {
    let of_exchange = error.downcast_ref().map(of_exchange_error);
    let of_store = || error.downcast_ref().map(of_store_error);
    of_exchange.or_else(of_store).unwrap_or_default()
}

fn of_exchange_error(error: &ExchangeError) -> String {
    match error {
        ExchangeError::Store(error) => of_store_error(error),
        ExchangeError::UnknownFormat(_) => "; use --format".into(),
        ExchangeError::SeveralSheets(_) => " with --sheet".into(),
        ExchangeError::LooksLikeGrants { .. } => " with `grantgrid import`".into(),
        ExchangeError::NoSheets => "; leave out --sheet".into(),
        ExchangeError::JsonLines | ExchangeError::UnexpectedJson { .. } => {
            "; `grantgrid export FILE.json` writes an example".into()
        }
        ExchangeError::EncodingGuess { encoding, .. } => {
            format!("; if that is right, confirm with --encoding {}", encoding.name())
        }
        _ => String::new(),
    }
}

fn of_store_error(error: &StoreError) -> String {
    let hint = match error {
        StoreError::Missing(_) => "; `grantgrid init FILE` creates a new database",
        StoreError::Empty(_) => "; `grantgrid init FILE` creates a new database with another name",
        StoreError::DamagedHistory(_) => ": `grantgrid check --repair`",
        StoreError::ServerReadOnly(_) => {
            "; `grantgrid pull` copies the server to a file that you can change"
        }
        StoreError::TooLargeToRehearse => "; `grantgrid backup` makes one",
        _ => "",
    };
    hint.into()
}

/// What to do about a replica of a server that is not what it should be.
pub(super) const NEW_REPLICA: &str =
    "run the command again; it reads the whole server into a new replica";

/// What to do about a finding of `check` in a database file, or in the replica of a server.
pub(super) fn of_finding(kind: FindingKind, is_replica: bool) -> &'static str {
    match kind {
        FindingKind::Damage if is_replica => NEW_REPLICA,
        FindingKind::Damage => {
            "restore a backup, or recover what can be read: \
                 sqlite3 OLD.db .recover | sqlite3 NEW.db"
        }
        FindingKind::OrphanGrants => "--repair deletes them; undo restores them",
        FindingKind::DuplicateGrants => {
            "--repair keeps the oldest of each; undo restores the others"
        }
        FindingKind::UnusableGrantIds => {
            "the HR system cannot read them; revoke and grant these cells again to give them new ids"
        }
        FindingKind::UnusableCompanyIds => {
            "the HR system cannot read them, and nobody can be granted these companies; give them \
                 new ids in the HR system"
        }
        FindingKind::BrokenReferences => {
            "must be fixed in the HR system; grantgrid does not change them"
        }
        FindingKind::InheritableReferences => {
            "the HR system will give these ids to new rows (grantgrid never does): delete the rows \
                 listed first"
        }
        FindingKind::InheritableGrants => {
            "the HR system will give these ids to new users (grantgrid never does): delete the grants \
                 with --repair"
        }
        FindingKind::ReusedIds => {
            "review what these users can access: the HR system may have given them the id of \
                 somebody who was deleted"
        }
        FindingKind::Journal => {
            "grants are not affected, but undoing the changes listed may skip cells; --repair \
                 corrects the entries and removes those that belong to no change"
        }
        FindingKind::HistoryTriggers => {
            "grantgrid makes no changes while such a trigger exists; drop it"
        }
        FindingKind::OwnTables => {
            "--repair adds what is missing; if the table of changes or cells was missing, \
                 earlier changes cannot be undone"
        }
        FindingKind::MissingStatus => "no action needed",
        FindingKind::NoFreeIds => "give the row another id in the HR system",
    }
}

/// Prints which options read more of this workbook, whether or not it could be read.
pub(super) fn print_sheet_hint(name: &str, sheets: &Sheets, hidden: Hidden) {
    let skips = sheets.hide_anything() && hidden == Hidden::Skip;
    let has_others = sheets.are_several() && sheets.read.is_some();
    let hint = match (skips, has_others) {
        (true, true) => "--sheet NAME reads another sheet, --hidden read also reads what is hidden",
        (true, false) => "--hidden read also reads what is hidden",
        (false, true) => "--sheet NAME reads another sheet",
        (false, false) => return,
    };
    print_message(&format!("{name}: {hint}"));
}
