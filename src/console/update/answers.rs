//! Passes results to the dialogs that requested them.

use super::super::dialogs::palette::PaletteDialog;
use super::super::dialogs::undo::UndoDialog;
use super::super::dialogs::{
    copy, delete, entity_import, file, filter_name, findings, form, history, jump, leave, palette,
    pasted, planned, policy, preview, replace, rules, statistics, undo, who, why,
};
use super::super::effect::Effect;
use super::super::frame::Console;
use super::super::message::{Cause, DialogAnswer, FileMessage, FormAnswer};
use super::reloaded;
use crate::store::Committed;

/// Results for a form, or for the confirmation before a deletion.
pub(super) fn of_form(console: &mut Console, answer: FormAnswer, effects: &mut Vec<Effect>) {
    match answer {
        FormAnswer::Opened(contents) => form::opened(console, *contents, effects),
        FormAnswer::Checked { draft, problems, effect } => {
            form::checked(console, &draft, (problems, effect), effects);
        }
        FormAnswer::CompanyEffect { draft, effect } => {
            form::company_effect_found(console, &draft, effect);
        }
        FormAnswer::ManyLoseAccess(loss) => form::confirm_loss(console, &loss),
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
        FormAnswer::Delete(deletion) => delete::open(console, *deletion),
        FormAnswer::DeletionOutdated(deletion) => delete::outdated(console, *deletion),
        FormAnswer::Deleted(recorded) => delete::deleted(console, &recorded, effects),
    }
}

/// Results of reading and writing files.
pub(super) fn of_file(console: &mut Console, message: FileMessage, effects: &mut Vec<Effect>) {
    match message {
        FileMessage::Listed { typed, names } => file::listed(console, &typed, names),
        FileMessage::Exported { path, written } => file::exported(console, &path, written),
        FileMessage::Exists(plan) => replace::open(console, *plan),
        FileMessage::EncodingGuess { job, line, samples } => {
            file::offer_encodings(console, job, line, samples);
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

/// A bulk change was committed; if it came from a file, the file's dialog is closed too.
pub(super) fn committed(console: &mut Console, committed: &Committed, effects: &mut Vec<Effect>) {
    preview::committed(console, committed, effects);
    file::close(console);
}

/// Results for other dialogs.
pub(super) fn of_dialog(console: &mut Console, answer: DialogAnswer, effects: &mut Vec<Effect>) {
    match answer {
        DialogAnswer::HistoryFiltered(text, query) => {
            history::found(console, text, *query, effects);
        }
        DialogAnswer::HistoryRead(changes) => history::read(console, changes, effects),
        DialogAnswer::ChangesDescribed(read) => history::described(console, *read),
        DialogAnswer::HistoryByUser(users, total) => {
            history::by_user::found(console, users, total);
        }
        DialogAnswer::CellsRead { change, cells, rows, access } => {
            history::show_cells(console, &change, (&cells, &rows), access);
        }
        DialogAnswer::FindingsFound(findings) => findings::found(console, findings),
        DialogAnswer::FiguresCounted(figures) => statistics::counted(console, *figures),
        DialogAnswer::JumpFound { typed, matches } => {
            if console.dialogs.top_as::<PaletteDialog>().is_some() {
                palette::found(console, typed, matches, effects);
            } else {
                jump::found(console, typed, matches, effects);
            }
        }
        DialogAnswer::LeavePlanned(plan) => leave::planned(console, *plan),
        DialogAnswer::LeaveOutdated(plan) => leave::outdated(console, *plan),
        DialogAnswer::Left(recorded) => leave::left(console, &recorded, effects),
        DialogAnswer::CopyRead(text) => copy::copied(console, text, effects),
        DialogAnswer::FiltersEdited(edit, filters) => filter_name::edited(console, &edit, filters),
        DialogAnswer::PastedFound(names) => pasted::found(console, *names),
        DialogAnswer::WhoFound(list) => who::found(console, *list),
        DialogAnswer::WhyRead { why, latest, cell, all } => {
            why::read(console, (*why, latest), cell, all);
        }
        DialogAnswer::WhyFailed(sentence) => why::failed(console, sentence),
        DialogAnswer::UndoPreviewed { preview, did, cells, undo } => {
            let zone = console.state.settings.zone;
            undo::previewed(console, UndoDialog::new((*preview, &did), &cells, undo, zone));
        }
        DialogAnswer::RuleSet { role, scope, committed } => {
            rules::changed(console, &role, scope, &committed, effects);
        }
        DialogAnswer::PolicySet { role, policy, effect, committed } => {
            policy::changed(console, &role, (policy, effect), &committed, effects);
        }
    }
}
