//! The figures above the list of a preview: only what changes.

use crate::console::job::BulkRequest;
use crate::console::number::{counted, number, plus_and_minus};
use crate::domain::{AccessEffect, NO_EFFECT, Preview};
use crate::text;

/// A figure with its label.
#[derive(Debug)]
pub(super) struct PreviewFigure {
    /// Empty if it continues the line above.
    pub(super) label: &'static str,
    pub(super) words: String,
    /// Fewer words for a narrow screen: a figure is never cut. Empty if there are none.
    pub(super) short: String,
    pub(super) tone: FigureTone,
}

/// How a figure looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FigureTone {
    Plain,
    Gain,
    Loss,
}

impl PreviewFigure {
    fn new(label: &'static str, words: String, tone: FigureTone) -> Self {
        Self { label, words, short: String::new(), tone }
    }

    /// The words that fit into this many columns.
    pub(super) fn within(&self, room: usize) -> &str {
        if self.short.is_empty() || text::width(&self.words) <= room {
            &self.words
        } else {
            &self.short
        }
    }

    /// The figures of a preview, in the order of the screen.
    pub(super) fn all(request: &BulkRequest, preview: &Preview) -> Vec<Self> {
        let bulk = &request.bulk;
        let users = counted(bulk.users.len() as u64, "user", "users");
        let selection = if bulk.operation.needs_companies() {
            let companies = counted(bulk.companies.len() as u64, "company", "companies");
            format!("{users} × {companies}")
        } else {
            users
        };
        let loss_if = |is_loss: bool, otherwise| if is_loss { FigureTone::Loss } else { otherwise };
        let mut figures = vec![
            Self::new("selected", selection, FigureTone::Plain),
            Self {
                short: changes_in_short(preview),
                ..Self::new(
                    "changes",
                    changes(preview),
                    loss_if(preview.removed > 0, FigureTone::Gain),
                )
            },
            Self::new(
                "",
                match preview.losing_last {
                    0 => "no one loses their last company".to_owned(),
                    1 => "1 user loses their last company".to_owned(),
                    several => format!("{} users lose their last company", number(several)),
                },
                loss_if(preview.losing_last > 0, FigureTone::Plain),
            ),
        ];
        let coverage = [preview.coverage_before(), preview.coverage_after()];
        let [before, after] = coverage.map(|coverage| format!("{coverage:.1} %"));
        if before != after {
            let words = format!("{before} → {after}");
            figures.push(Self::new("coverage", words, FigureTone::Plain));
        }
        let effect = &preview.effect;
        let is_loss = effect.lost + effect.without_effect > 0;
        let tone = loss_if(is_loss, FigureTone::Plain);
        figures.push(Self::new("access", access(effect), tone));
        figures
    }
}

/// What the change does to grants.
fn changes(preview: &Preview) -> String {
    let signed = [('+', preview.added, "granted"), ('−', preview.removed, "revoked")];
    let signed = signed.into_iter().filter(|(_, count, _)| *count > 0);
    let mut parts: Vec<String> =
        signed.map(|(sign, count, did)| format!("{sign}{} {did}", number(count))).collect();
    if preview.unchanged > 0 {
        parts.push(format!("{} unchanged", number(preview.unchanged)));
    }
    parts.join(", ")
}

/// The same with signs alone.
fn changes_in_short(preview: &Preview) -> String {
    let signed = plus_and_minus(preview.added, preview.removed);
    match preview.unchanged {
        0 => signed,
        unchanged => format!("{signed}, {} unchanged", number(unchanged)),
    }
}

/// The effect on who can really work where, in words.
fn access(effect: &AccessEffect) -> String {
    let AccessEffect { gained, lost, users_losing_last, without_effect } = *effect;
    let mut words = if effect.is_none() {
        NO_EFFECT.to_owned()
    } else {
        format!("{} user–company pairs with access", plus_and_minus(gained, lost))
    };
    if users_losing_last > 0 {
        let users = counted(users_losing_last, "user loses", "users lose");
        words = format!("{words}, {users} all access");
    }
    if without_effect > 0 {
        let grants = counted(without_effect, "grant has", "grants have");
        words = format!("{words}, {grants} no effect");
    }
    words
}
