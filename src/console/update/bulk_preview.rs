//! Requests the preview of a bulk change, for the people it was chosen for.

use super::super::dialogs::progress;
use super::super::effect::Effect;
use super::super::frame::Console;
use super::super::job::{BulkRequest, Job, JobKind};
use super::super::state::{Notice, State, Tone};
use super::edit;
use crate::domain::{Bulk, People};

/// Opens the preview, which the worker counts.
pub(crate) fn open(console: &mut Console, bulk: Bulk, effects: &mut Vec<Effect>) {
    if edit::is_refused(&mut console.state) {
        return;
    }
    let lacks_companies = bulk.companies.is_empty() && bulk.operation.needs_companies();
    if bulk.users.is_empty() || lacks_companies {
        let text = "no users or companies are selected";
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    let totals = console.state.statistics.exact();
    progress::open(console, JobKind::Preview, "Calculating the effect…");
    let request = BulkRequest { people: chosen_people(&console.state, &bulk), bulk };
    effects.push(Effect::Start(Job::Preview { request, totals }));
}

/// The persons who the operator can know are affected by a bulk change: those who are marked,
/// the one under the cursor, and the one whose companies were copied.
fn chosen_people(state: &State, bulk: &Bulk) -> People {
    let mut people = state.marks.people.only(&bulk.users);
    if let Some(row) = state.cursor_row().filter(|row| bulk.users == [row.user.id]) {
        people.insert(row.user.id, row.user.person);
    }
    if let Some(copied) = &state.copied
        && bulk.operation.source() == Some(copied.from)
        && let Some(person) = copied.person
    {
        people.insert(copied.from, person);
    }
    people
}
