//! The role rules as the console knows them.

use std::collections::HashMap;

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
