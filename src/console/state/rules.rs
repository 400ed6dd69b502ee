//! The role rules as the console knows them.

use std::collections::HashMap;

use crate::domain::{Rule, Scope};

/// The rules, and the scope of each role's rule.
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

    /// Every rule; those whose role is gone come last.
    pub(crate) fn list(&self) -> &[Rule] {
        &self.list
    }

    /// The scope of a role's rule.
    pub(crate) fn scope(&self, role: &str) -> Scope {
        self.scopes.get(role).copied().unwrap_or_else(|| Scope::default_of(role))
    }
}
