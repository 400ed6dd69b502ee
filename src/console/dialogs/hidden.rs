//! Asks whether hidden marks are included, if the filter hides some marked users or companies.

use super::outline::{Footer, frame};
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::number::{count, counted};
use crate::console::state::{Notice, State, Tone};
use crate::console::update::bulk_preview;
use crate::console::view::Painter;
use crate::domain::Bulk;
use crate::text;

/// The width of the keys, in columns.
const KEYS: usize = 7;

/// The same change, with and without the hidden marks.
#[derive(Debug)]
pub(crate) struct HiddenDialog {
    /// The change for everything that is marked.
    pub(crate) all: Bulk,
    /// The change for the visible marks only.
    pub(crate) shown: Bulk,
}

/// Asks if the filter hides marks; otherwise previews the change.
pub(crate) fn preview_or_ask(
    console: &mut Console,
    all: Bulk,
    shown: Bulk,
    effects: &mut Vec<Effect>,
) {
    let hides = all.users.len() > shown.users.len() || all.companies.len() > shown.companies.len();
    if hides && !console.state.session.read_only {
        console.dialogs.open(HiddenDialog { all, shown });
    } else {
        bulk_preview::open(console, all, effects);
    }
}

fn answer(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.close_top::<HiddenDialog>() else {
        return;
    };
    let HiddenDialog { all, shown } = dialog;
    match action {
        Action::AllMarked => bulk_preview::open(console, all, effects),
        Action::OnlyShown => bulk_preview::open(console, shown, effects),
        _ => console.state.notice = Some(Notice::new(Tone::Info, "nothing was changed")),
    }
}

impl DialogPart for HiddenDialog {
    fn context(&self) -> Context {
        Context::Hidden
    }

    fn on_action(&self) -> OnAction {
        answer
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        draw(painter, self, state, screen);
        None
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::Close { "cancel" } else { usual })
    }
}

fn draw(painter: &mut Painter<'_>, question: &HiddenDialog, state: &State, screen: &ScreenLayout) {
    let theme = painter.theme;
    let HiddenDialog { all, shown } = question;
    let mut lines = Vec::new();
    for (marked, shown, one, noun) in [
        (all.users.len(), shown.users.len(), "user", "users"),
        (all.companies.len(), shown.companies.len(), "company", "companies"),
    ] {
        if marked == 1 && shown == 0 {
            lines.push(format!("The only marked {one} is hidden by the filter."));
        } else if marked > shown {
            lines.push(format!(
                "{} of the {} marked {noun} {} hidden by the filter.",
                count(marked - shown),
                count(marked),
                if marked - shown == 1 { "is" } else { "are" },
            ));
        }
    }
    lines.push(String::new());
    let size = |bulk: &Bulk| {
        let users = counted(bulk.users.len() as u64, "user", "users");
        match bulk.companies.len() as u64 {
            _ if bulk.users.is_empty() => "none".into(),
            0 => users,
            many => format!("{users} × {}", counted(many, "company", "companies")),
        }
    };
    let key = |action| text::fit(&state.key_in(Context::Hidden, action), KEYS);
    lines.push(format!("{}all marked: {}", key(Action::AllMarked), size(all)));
    lines.push(format!("{}only the visible ones: {}", key(Action::OnlyShown), size(shown)));
    lines.push(format!("{}cancel", key(Action::Close)));
    let area = screen.dialog(lines.len());
    frame(painter, area, "Include hidden marks?");
    let inner = area.inner();
    for (y, line) in (inner.y + 1..inner.y + inner.height).zip(&lines) {
        painter.text(inner.x + 2, y, inner.width.saturating_sub(4), line, theme.base);
    }
}
