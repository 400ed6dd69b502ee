//! The progress of long-running work: how far it is, how fast, and the time left.

use super::outline::{Footer, frame};
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::job::JobKind;
use crate::console::keymap::{Action, Context};
use crate::console::number::number;
use crate::console::state::{Notice, State, Tone};
use crate::console::view::{Painter, gauge};

/// The progress of a job.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProgressDialog {
    pub(crate) job: JobKind,
    pub(crate) title: &'static str,
    pub(crate) done: u64,
    /// The number of units; 0 until it is known.
    pub(crate) total: u64,
    /// Units per second.
    pub(crate) rate: u64,
    /// Whether it waits for another program.
    pub(crate) waits: bool,
    /// Whether the operator cancelled it.
    pub(crate) stopping: bool,
}

/// Opens the progress dialog of a job.
pub(crate) fn open(console: &mut Console, job: JobKind, title: &'static str) {
    let (waits, stopping) = (false, false);
    console.dialogs.open(ProgressDialog {
        job,
        title,
        done: 0,
        total: 0,
        rate: 0,
        waits,
        stopping,
    });
}

/// Shows that the job waits for another program.
pub(crate) fn wait(console: &mut Console, job: JobKind) {
    if let Some(progress) = console.dialogs.top_as_mut::<ProgressDialog>()
        && progress.job == job
    {
        (progress.waits, progress.done, progress.total) = (true, 0, 0);
    }
}

/// Updates the progress of a job: units done, all units, and units per second.
pub(crate) fn advance(console: &mut Console, job: JobKind, (done, total, rate): (u64, u64, u64)) {
    if let Some(progress) = console.dialogs.top_as_mut::<ProgressDialog>()
        && progress.job == job
    {
        (progress.done, progress.total, progress.rate) = (done, total, rate);
        progress.waits = false;
    }
}

/// Closes the progress of a job that has ended.
pub(crate) fn close(console: &mut Console, job: JobKind) {
    console.dialogs.close_where(|dialog: &ProgressDialog| dialog.job == job);
}

fn cancel(console: &mut Console, _action: Action, effects: &mut Vec<Effect>) {
    if let Some(progress) = console.dialogs.top_as_mut::<ProgressDialog>() {
        progress.stopping = true;
        effects.push(Effect::Cancel(progress.job));
        console.state.notice = Some(Notice::new(Tone::Info, "stopping …"));
    }
}

impl DialogPart for ProgressDialog {
    fn context(&self) -> Context {
        Context::Progress
    }

    fn on_action(&self) -> OnAction {
        cancel
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        Some(draw(painter, *self, state.session.waits(), screen))
    }

    fn job(&self) -> Option<(JobKind, bool)> {
        Some((self.job, self.stopping))
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::Close { "cancel and roll back" } else { usual })
    }
}

fn draw(
    painter: &mut Painter<'_>,
    progress: ProgressDialog,
    waits: &'static str,
    screen: &ScreenLayout,
) -> Footer {
    let theme = painter.theme;
    let ProgressDialog { job, done, total, rate, title, .. } = progress;
    let area = screen.dialog(3);
    frame(painter, area, title);
    let inner = area.inner();
    let (x, width) = (inner.x + 2, inner.width.saturating_sub(4));
    if progress.waits {
        painter.text(x, inner.y + 1, width, waits, theme.warning);
    } else if total == 0 {
        painter.text(x, inner.y + 1, width, "preparing …", theme.base);
    } else {
        // Between 0 and 100. There are far fewer cells than an `f64` can count exactly.
        #[allow(clippy::cast_precision_loss)]
        let percent = done as f64 * 100.0 / total as f64;
        let room = usize::from(width).saturating_sub(8).max(4);
        let bar = format!("{} {percent:3.0} %", gauge(percent, room.min(60)));
        painter.text(x, inner.y + 1, width, &bar, theme.accent);
        let mut words = format!("{} of {} {}", number(done), number(total), job.unit());
        if let Some(left) = (total - done.min(total)).checked_div(rate) {
            words = format!("{words} · {} per second · {} s left", number(rate), left + 1);
        }
        painter.text(x, inner.y + 2, width, &words, theme.base);
    }
    Footer::of(area)
}
