//! Another program wrote while dialogs are open: what they show is calculated again, so that
//! nobody decides based on outdated figures. In a large database, that waits until the
//! operator has decided: every change is checked again before it is applied anyway, and
//! recalculating at each write of another program would leave no time to decide.

use super::super::effect::Effect;
use super::super::frame::{Console, DialogPart};
use super::super::state::{Notice, Tone};

/// Up to this many users and grants, dialogs are recalculated at each write.
const SMALL: u64 = 50_000;

const RECALCULATING: &str = "the database changed in the meantime; recalculating";

/// Recalculates what the open dialogs show.
pub(super) fn recalculate(console: &mut Console, effects: &mut Vec<Effect>) {
    console.notify_each(DialogPart::on_external_write, effects);
    let change = console.dialogs.top().and_then(DialogPart::on_external_change);
    let Some(change) = change else {
        return;
    };
    let known = console.state.statistics.known();
    let is_small = known.is_some_and(|known| known.users + known.grants <= SMALL);
    let outdated = change.outdated.filter(|_| !is_small);
    let text = outdated.unwrap_or(RECALCULATING);
    console.state.notice = Some(Notice::new(Tone::Warning, text));
    if outdated.is_none() {
        (change.recalculate)(console, effects);
    }
}
