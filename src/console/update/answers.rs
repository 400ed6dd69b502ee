//! What comes back of forms and files goes to the dialogs that asked for it.

use super::super::dialogs::{delete, entity_import, file, form, planned, preview, replace};
use super::super::effect::{Cause, Effect, FileMessage, FormAnswer};
use super::super::frame::Console;
use super::reloaded;
use crate::store::Committed;

/// What the store says to a form, or to the question before a deletion.
pub(super) fn of_form(console: &mut Console, answer: FormAnswer, effects: &mut Vec<Effect>) {
    match answer {
        FormAnswer::Opened(contents) => form::opened(console, *contents, effects),
        FormAnswer::Checked { draft, problems, effect } => {
            form::checked(console, &draft, (problems, effect), effects);
        }
        FormAnswer::CompanyEffect { draft, effect } => {
            form::company_effect_found(console, &draft, effect);
        }
        FormAnswer::TakesMuch(loss) => form::takes_much(console, loss),
        FormAnswer::Refused(problems) => form::refused(console, problems),
        FormAnswer::Saved { recorded, lists } => {
            form::saved(console, &recorded);
            if recorded.change.is_some() {
                reloaded(console, lists, Cause::Own, effects);
                form::go_to_saved(&mut console.state, &recorded);
            }
        }
        FormAnswer::Reread(contents) => form::renew(console, &contents, false, effects),
        FormAnswer::Contested(contents) => form::renew(console, &contents, true, effects),
        FormAnswer::Gone(subject) => form::gone(console, &subject),
        FormAnswer::Delete(deletion) => delete::ask(console, *deletion),
        FormAnswer::DeletionOutdated(deletion) => delete::outdated(console, *deletion),
        FormAnswer::Deleted(recorded) => delete::deleted(console, &recorded, effects),
    }
}

/// What became of a file that was to be written or read.
pub(super) fn of_file(console: &mut Console, message: FileMessage, effects: &mut Vec<Effect>) {
    match message {
        FileMessage::Listed { asked, names } => file::listed(console, &asked, names),
        FileMessage::Exported { path, written } => file::exported(console, &path, written),
        FileMessage::Exists(plan) => replace::ask(console, *plan),
        FileMessage::EncodingGuess { job, line, samples } => {
            file::ask_encoding(console, job, line, samples);
        }
        FileMessage::SheetsFound(sheets) => file::sheets_found(console, sheets),
        FileMessage::Planned { file, plan, people, preview } => {
            planned::grants(console, file, *plan, people, preview);
        }
        FileMessage::EntitiesPlanned(plan) => planned::entities(console, *plan),
        FileMessage::EntitiesOutdated(plan) => planned::entities_outdated(console, *plan),
        FileMessage::EntitiesImported(report) => {
            entity_import::imported(console, &report, effects);
        }
    }
}

/// A bulk change was committed: the dialog of the file that it came from is done, too.
pub(super) fn committed(console: &mut Console, committed: &Committed, effects: &mut Vec<Effect>) {
    preview::committed(console, committed, effects);
    file::close(console);
}
