//! The names of actions and contexts in the configuration.

use super::table::{Action, BINDINGS, Context, PANES};

/// The name for all three panes.
const PANES_NAME: &str = "panes";

/// Names that differ from the name of the action in the code.
const OTHER_NAMES: &[(Action, &str)] = &[
    (Action::Accept, "confirm"),
    (Action::Card, "user-details"),
    (Action::Default, "default-policy"),
    (Action::EditThis, "edit"),
    (Action::OnlyCell, "only-this-cell"),
    (Action::Replace, "overwrite"),
    (Action::SwitchView, "effective-view"),
];

impl Action {
    /// Every action of the key table, in its order.
    pub(crate) fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for binding in BINDINGS {
            if !all.contains(&binding.action) {
                all.push(binding.action);
            }
        }
        all
    }

    /// The name in a configuration.
    pub(crate) fn config_name(self) -> String {
        let other = OTHER_NAMES.iter().find(|(action, _)| *action == self);
        other.map_or_else(|| with_dashes(&format!("{self:?}")), |(_, name)| (*name).to_owned())
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|action| action.config_name() == name)
    }
}

/// The contexts that a name means.
pub(crate) fn contexts_named(name: &str) -> Option<&'static [Context]> {
    if name == PANES_NAME {
        return Some(PANES);
    }
    let at = Context::ALL.iter().position(|context| context.config_name() == name)?;
    Context::ALL_SLICE.get(at..=at)
}

/// The names of all contexts.
pub(crate) fn context_names() -> Vec<String> {
    let panes = std::iter::once(PANES_NAME.to_owned());
    panes.chain(Context::ALL.iter().map(|context| context.config_name())).collect()
}

impl Context {
    const ALL_SLICE: &'static [Self] = &Self::ALL;

    /// The name in the configuration. No action has the same name, because both are keys of
    /// the same table.
    pub(crate) fn config_name(self) -> String {
        let name = self.name().to_lowercase().replace(' ', "-");
        if Action::named(&name).is_some() { format!("{name}-dialog") } else { name }
    }
}

/// `GrantShown` as `grant-shown`.
fn with_dashes(name: &str) -> String {
    let mut dashed = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !dashed.is_empty() {
            dashed.push('-');
        }
        dashed.extend(letter.to_lowercase());
    }
    dashed
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_configuration_name_is_unique() {
        let all = Action::all();
        let names: HashSet<String> = all.iter().map(|action| action.config_name()).collect();
        assert_eq!(names.len(), all.len());
        for action in all {
            assert_eq!(Action::named(&action.config_name()), Some(action));
        }
        let names = context_names();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        for name in names {
            assert!(contexts_named(&name).is_some_and(|contexts| !contexts.is_empty()), "{name}");
            assert_eq!(Action::named(&name), None, "both are in one table");
        }
        assert_eq!(contexts_named("access-matrix"), Some(&[Context::Matrix][..]));
    }
}
