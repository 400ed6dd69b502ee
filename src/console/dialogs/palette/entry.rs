//! The lines of the palette: actions, and everything else that can be opened by name.

use crate::console::config::SavedFilter;
use crate::console::found_name::{FoundName, JumpTarget};
use crate::console::keymap::{Action, ActionKind, Binding, Context, Keymap};
use crate::console::pane::Pane;
use crate::console::state::{State, sort_name, sorts};
use crate::filter::Axis;
use crate::store::SortBy;
use crate::text;

/// What a line of the palette does.
#[derive(Clone, Debug)]
pub(crate) enum PaletteTarget {
    Action(&'static Binding),
    /// An action of another pane or a dialog.
    Elsewhere(ElsewhereAction),
    /// The history by user of the last seven days: who lost access.
    LostLately,
    /// The same: who gained access.
    GainedLately,
    /// The access policy, which no key of the panes opens.
    Policy,
    Filter(SavedFilter),
    Sort(Axis, SortBy),
    Theme(String),
    Name(FoundName),
}

/// A line of the key table from another context than the palette's pane.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ElsewhereAction {
    pub(super) binding: &'static Binding,
    pub(super) within: ElsewhereContext,
}

/// Where the action belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElsewhereContext {
    Pane(Pane, Context),
    Dialog(Context, Action),
}

impl ElsewhereAction {
    /// Whether the palette performs it. Other actions change something, so the palette only
    /// goes to their context.
    pub(super) fn is_done_at_once(self) -> bool {
        matches!(
            self.binding.action.kind(),
            ActionKind::Shows | ActionKind::ShowsTarget | ActionKind::Moves
        )
    }

    /// The key that the action has there.
    pub(super) fn key(self, keys: &Keymap) -> String {
        let (ElsewhereContext::Pane(_, context) | ElsewhereContext::Dialog(context, _)) =
            self.within;
        keys.shown(context, self.binding).split_whitespace().next().unwrap_or_default().to_owned()
    }
}

/// A line of the palette.
#[derive(Clone, Debug)]
pub(crate) struct PaletteEntry {
    pub(crate) target: PaletteTarget,
    pub(super) label: String,
    /// The text beside the label: the name of an action in the configuration, or the text of a
    /// filter.
    pub(super) beside: String,
    /// The text on the right: the keys of an action, otherwise the kind of line.
    pub(super) note: String,
    /// Other words by which it is found.
    pub(super) words: Vec<String>,
}

impl PaletteEntry {
    /// The line of an action with these keys.
    pub(super) fn of_action(binding: &'static Binding, keys: String) -> Self {
        let action = binding.action;
        let hint = binding.hint.map(str::to_owned);
        let words = hint.into_iter().chain(action.synonyms().map(str::to_owned)).collect();
        Self {
            target: PaletteTarget::Action(binding),
            label: binding.does.to_owned(),
            beside: action.config_name(),
            note: keys,
            words,
        }
    }

    /// The line of a user or company that was found.
    pub(super) fn of_name(found: FoundName) -> Self {
        let note = match found.target.axis() {
            Axis::Users => "user",
            Axis::Companies => "company",
        };
        Self {
            label: found.first.clone(),
            beside: found.second.clone(),
            note: note.to_owned(),
            words: Vec::new(),
            target: PaletteTarget::Name(found),
        }
    }

    /// The name under which it is remembered as a recent choice; `None` for a user or company.
    pub(super) fn name(&self) -> Option<String> {
        Some(match &self.target {
            PaletteTarget::Action(binding) => binding.action.config_name(),
            PaletteTarget::Elsewhere(action) => {
                let (ElsewhereContext::Pane(_, context) | ElsewhereContext::Dialog(context, _)) =
                    action.within;
                format!("{} in {}", action.binding.action.config_name(), context.name())
            }
            PaletteTarget::LostLately => "screen lost lately".to_owned(),
            PaletteTarget::GainedLately => "screen gained lately".to_owned(),
            PaletteTarget::Policy => "screen policy".to_owned(),
            PaletteTarget::Filter(filter) => {
                format!("filter {} {}", filter.axis.noun(), filter.name)
            }
            PaletteTarget::Sort(axis, by) => format!("sort {} {}", axis.noun(), by.name()),
            PaletteTarget::Theme(name) => format!("theme {name}"),
            PaletteTarget::Name(_) => return None,
        })
    }

    /// The text of the line in at most `room` columns: if necessary, only what an action does,
    /// without the details.
    pub(super) fn label_within(&self, room: usize) -> &str {
        let (PaletteTarget::Action(binding)
        | PaletteTarget::Elsewhere(ElsewhereAction { binding, .. })) = &self.target
        else {
            return &self.label;
        };
        if text::width(&self.label) <= room { &self.label } else { binding.short() }
    }

    /// The theme that it selects, if it does.
    pub(super) fn theme(&self) -> Option<&str> {
        match &self.target {
            PaletteTarget::Theme(name) => Some(name),
            _ => None,
        }
    }

    /// Whether it performs an action.
    pub(super) fn is_action(&self) -> bool {
        matches!(self.target, PaletteTarget::Action(_) | PaletteTarget::Elsewhere(_))
    }

    /// Whether it goes to a user.
    pub(super) fn is_user(&self) -> bool {
        matches!(&self.target, PaletteTarget::Name(found) if matches!(found.target, JumpTarget::User(_)))
    }
}

/// Screens that no key of the panes opens: the description, the name and other words of each.
const SCREENS: &[(PaletteTarget, &str, &str, &[&str])] = &[
    (
        PaletteTarget::Policy,
        "access policy: what the HR system does for each role",
        "policy",
        &["effective", "hr system"],
    ),
    (
        PaletteTarget::LostLately,
        "who lost access in the last 7 days, user by user",
        "lost",
        &["last week", "lately", "recent changes", "leavers", "who lost access"],
    ),
    (
        PaletteTarget::GainedLately,
        "who gained access in the last 7 days, user by user",
        "gained",
        &["last week", "lately", "recent changes", "joiners", "who gained access"],
    ),
];

/// The lines other than actions: saved filters, further screens, sort orders, themes.
pub(super) fn of_state(state: &State) -> Vec<PaletteEntry> {
    let filters = state.settings.saved_filters().map(|filter| PaletteEntry {
        target: PaletteTarget::Filter(filter.clone()),
        label: filter.name.clone(),
        beside: filter.text.clone(),
        note: format!("filter of {}", filter.axis.noun()),
        words: vec!["saved filter".into()],
    });
    let screens = SCREENS.iter().map(|(target, label, beside, words)| PaletteEntry {
        target: target.clone(),
        label: (*label).to_owned(),
        beside: (*beside).to_owned(),
        note: String::new(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
    });
    let orders = [Axis::Users, Axis::Companies].into_iter().flat_map(|axis| {
        sorts(axis).iter().map(move |by| PaletteEntry {
            target: PaletteTarget::Sort(axis, *by),
            label: format!("sort {} by {}", axis.noun(), sort_name(axis, *by)),
            beside: String::new(),
            note: String::new(),
            words: vec!["order".into()],
        })
    });
    let themes = state.themes.names.iter().map(|name| PaletteEntry {
        target: PaletteTarget::Theme(name.clone()),
        label: format!("theme {name}"),
        beside: if *name == state.themes.chosen { "in use" } else { "" }.into(),
        note: String::new(),
        words: vec!["colors".into(), "colours".into(), "appearance".into()],
    });
    filters.chain(screens).chain(orders).chain(themes).collect()
}
