//! Turns reports of the mouse into clicks and drags. A click is a press and a release on the
//! same target, as it was visible. The second click of a double click is ignored if something
//! else has come under the mouse since the first. Targets come from the drawn screen.

use std::time::{Duration, Instant};

use super::hits::{HitMap, HitTarget, PaneItem};
use super::mouse::{MouseAct, MouseReport, Pointed};

/// Two clicks on the same position within this time are a double click.
const DOUBLE: Duration = Duration::from_millis(500);

/// The state of the left button.
#[derive(Debug, Default)]
pub(crate) struct Pointer {
    pressed: Option<Pressed>,
    /// The position, target and time of the last click.
    clicked: Option<((u16, u16), HitTarget, Instant)>,
}

#[derive(Debug)]
struct Pressed {
    target: HitTarget,
    /// The stamp of the dialogs that were open then.
    stamp: (u64, usize),
    /// Whether the dialog was readable then.
    is_seen: bool,
    is_dragged: bool,
}

impl Pointer {
    /// Handles a report. `stamp` is that of the dialogs that are open now: a screen that was
    /// drawn with other dialogs is ignored. `is_seen` tells whether the top dialog is
    /// readable.
    pub(crate) fn handle(
        &mut self,
        report: MouseReport,
        hits: &HitMap,
        (stamp, is_seen): ((u64, usize), bool),
        at: Instant,
    ) -> Option<Pointed> {
        let seen =
            if hits.stamp == stamp { hits.at(report.x, report.y) } else { HitTarget::Nothing };
        match report.does {
            MouseAct::Press => {
                self.pressed = Some(Pressed { target: seen, stamp, is_seen, is_dragged: false });
                None
            }
            MouseAct::Drag => self.drag(&seen, report.x, stamp),
            MouseAct::Release => {
                let pressed = self.pressed.take()?;
                let is_same = pressed.stamp == stamp && pressed.target == seen;
                let spot = (report.x, report.y);
                let last = self.clicked.replace((spot, seen.clone(), at));
                let has_moved = last.is_some_and(|(before, target, then)| {
                    before == spot && target != seen && at.duration_since(then) < DOUBLE
                });
                match seen {
                    _ if pressed.is_dragged && is_edge(&pressed.target) => None,
                    _ if pressed.is_dragged => Some(Pointed::Drop),
                    HitTarget::Nothing => None,
                    _ if !is_same => None,
                    _ if !pressed.is_seen => Some(Pointed::Hasty),
                    _ if has_moved => Some(Pointed::Moved),
                    target => Some(Pointed::Click(target)),
                }
            }
            turned => Some(Pointed::Wheel { target: seen, turned }),
        }
    }

    fn drag(&mut self, seen: &HitTarget, x: u16, stamp: (u64, usize)) -> Option<Pointed> {
        let pressed = self.pressed.as_mut().filter(|it| it.stamp == stamp && it.is_seen)?;
        if let HitTarget::Edge(edge) = pressed.target {
            pressed.is_dragged = true;
            return Some(Pointed::Resize { column: edge.column, width: edge.width_to(x) });
        }
        let (HitTarget::PaneItem(from), HitTarget::PaneItem(to)) = (&pressed.target, seen) else {
            return None;
        };
        let stays = row_and_column(from) == row_and_column(to) && !pressed.is_dragged;
        if from.pane != to.pane || stays || !includes(from, to) {
            return None;
        }
        let begins = !std::mem::replace(&mut pressed.is_dragged, true);
        Some(Pointed::Drag { from: from.clone(), to: to.clone(), begins })
    }
}

fn is_edge(target: &HitTarget) -> bool {
    matches!(target, HitTarget::Edge(_))
}

/// The row and the column of a target.
fn row_and_column(item: &PaneItem) -> (Option<usize>, Option<usize>) {
    (item.user.as_ref().map(|it| it.at), item.company.as_ref().map(|it| it.at))
}

/// Whether one target includes everything that the other has, if that has anything.
fn includes(from: &PaneItem, to: &PaneItem) -> bool {
    let of = |item: &PaneItem| (item.user.is_some(), item.company.is_some());
    of(from) == of(to) && of(from) != (false, false)
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Area;
    use super::super::keymap::{Action, Context};
    use super::*;

    #[test]
    fn a_click_on_a_dialog_that_is_not_readable_yet_is_ignored() {
        let hint = HitTarget::Hint { action: Action::Accept, context: Context::Preview };
        let mut hits = HitMap::default();
        hits.add(Area { x: 0, y: 0, width: 9, height: 1 }, hint.clone());
        hits.stamp = (1, 1);
        let report = |does| MouseReport { does, x: 3, y: 0 };
        let mut pointer = Pointer::default();
        let now = Instant::now();
        for (pressed, released, comes) in [
            (((1, 1), true), ((1, 1), true), Some(Pointed::Click(hint.clone()))),
            (((1, 1), false), ((1, 1), true), Some(Pointed::Hasty)),
            // Another dialog was opened in between, or is not drawn yet.
            (((1, 1), true), ((2, 2), true), None),
            (((2, 2), true), ((2, 2), true), None),
        ] {
            assert_eq!(pointer.handle(report(MouseAct::Press), &hits, pressed, now), None);
            assert_eq!(pointer.handle(report(MouseAct::Release), &hits, released, now), comes);
        }
        assert_eq!(pointer.handle(report(MouseAct::Release), &hits, ((1, 1), true), now), None);
    }
    #[test]
    fn a_second_click_does_not_hit_what_appeared_after_the_first() {
        let hits = |action| {
            let mut hits = HitMap::default();
            let target = HitTarget::Hint { action, context: Context::Preview };
            hits.add(Area { x: 0, y: 0, width: 9, height: 1 }, target);
            hits
        };
        let (first, second) = (hits(Action::Accept), hits(Action::Undo));
        let now = Instant::now();
        let later = |millis| now + Duration::from_millis(millis);
        let mut pointer = Pointer::default();
        let mut click = |x, hits: &HitMap, at| {
            let report = |does| MouseReport { does, x, y: 0 };
            let stamp = (hits.stamp, true);
            pointer.handle(report(MouseAct::Press), hits, stamp, at);
            pointer.handle(report(MouseAct::Release), hits, stamp, at)
        };
        assert!(matches!(click(3, &first, now), Some(Pointed::Click(_))));
        assert!(matches!(click(3, &first, later(100)), Some(Pointed::Click(_))), "the same");
        assert_eq!(click(3, &second, later(300)), Some(Pointed::Moved));
        assert!(matches!(click(4, &first, later(400)), Some(Pointed::Click(_))), "elsewhere");
        assert!(matches!(click(4, &second, later(1_000)), Some(Pointed::Click(_))), "later");
    }
}
