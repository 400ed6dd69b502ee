//! The role rules as the console knows them, and the dialog that edits them.

use std::collections::HashMap;

use super::super::geometry::{Layout, scroll};
use crate::domain::{Rule, Scope};

/// The rules, and quick answers to what a role's rule gives.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    list: Vec<Rule>,
    scopes: HashMap<String, Scope>,
}

impl Rules {
    pub(crate) fn new(list: Vec<Rule>) -> Self {
        let scopes = list.iter().map(|rule| (rule.role.clone(), rule.scope)).collect();
        Self { list, scopes }
    }

    /// Every rule, those whose role is gone at the end.
    pub(crate) fn list(&self) -> &[Rule] {
        &self.list
    }

    /// What the rule of a role gives.
    pub(crate) fn scope(&self, role: &str) -> Scope {
        self.scopes.get(role).copied().unwrap_or_else(|| Scope::default_of(role))
    }
}

/// The table of rules.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RulesDialog {
    pub(crate) chosen: usize,
    pub(crate) top: usize,
}

impl RulesDialog {
    /// The line of headings.
    pub(crate) const HEAD: usize = 1;

    /// How many of that many rules are seen at once.
    pub(crate) fn rows(screen: &Layout, rules: usize) -> usize {
        screen.dialog_rows_of(rules + Self::HEAD).saturating_sub(Self::HEAD)
    }

    /// Goes to a rule, or the last.
    pub(crate) fn go_to(&mut self, chosen: usize, rules: usize, screen: &Layout) {
        self.chosen = chosen.min(rules.saturating_sub(1));
        self.top = scroll(self.top, self.chosen, Self::rows(screen, rules), rules);
    }
}
