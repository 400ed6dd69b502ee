//! Other words for actions, by which the palette finds them too.

use super::table::Action;

/// The words, each with the actions that it may mean.
const SYNONYMS: &[(&str, &[Action])] = &[
    ("access", &[Action::Why, Action::Card, Action::Who, Action::SwitchView, Action::Rules]),
    ("add", &[Action::GrantSelection, Action::GrantShown, Action::New]),
    ("allow", &[Action::GrantSelection]),
    ("apply", &[Action::Accept]),
    ("audit", &[Action::History, Action::Findings]),
    ("back", &[Action::Undo]),
    ("bookmarks", &[Action::SavedFilters, Action::SaveFilter]),
    ("card", &[Action::Card]),
    ("change", &[Action::EditThis, Action::SetSelection]),
    ("changes", &[Action::History]),
    ("charts", &[Action::Statistics]),
    ("check", &[Action::Findings]),
    ("clipboard", &[Action::Copy]),
    ("colleague", &[Action::CopyCompanies]),
    ("colors", &[Action::Legend]),
    ("colours", &[Action::Legend]),
    ("column", &[Action::Columns]),
    ("copy", &[Action::Copy, Action::CopyCompanies]),
    ("create", &[Action::New]),
    ("csv", &[Action::Export, Action::Import]),
    ("deactivate", &[Action::Leave, Action::Delete]),
    ("deny", &[Action::RevokeSelection]),
    ("details", &[Action::Card, Action::Why]),
    ("effective", &[Action::SwitchView]),
    ("exit", &[Action::Quit]),
    ("explain", &[Action::Why]),
    ("figures", &[Action::Statistics]),
    ("find", &[Action::Filter, Action::Jump]),
    ("fire", &[Action::Leave]),
    ("fullscreen", &[Action::Zoom]),
    ("get in", &[Action::Who]),
    ("give", &[Action::GrantSelection, Action::AddCopied]),
    ("go to", &[Action::Jump]),
    ("hide", &[Action::Filter, Action::Columns]),
    ("hire", &[Action::New]),
    ("icons", &[Action::Legend]),
    ("invert", &[Action::Invert]),
    ("journal", &[Action::History]),
    ("keys", &[Action::Help]),
    ("leave", &[Action::Leave, Action::Quit]),
    ("load", &[Action::Import]),
    ("log", &[Action::Messages, Action::History]),
    ("look up", &[Action::Filter, Action::Jump]),
    ("maximize", &[Action::Zoom]),
    ("meaning", &[Action::Legend]),
    ("members", &[Action::Who]),
    ("modify", &[Action::EditThis]),
    ("notifications", &[Action::Messages]),
    ("offboard", &[Action::Leave]),
    ("open", &[Action::Import]),
    ("order", &[Action::Sort]),
    ("paste", &[Action::AddCopied]),
    ("people", &[Action::Who]),
    ("permissions", &[Action::Card, Action::Who]),
    ("profile", &[Action::Card]),
    ("query", &[Action::Filter]),
    ("reason", &[Action::Why]),
    ("refresh", &[Action::Reload]),
    ("remove", &[Action::RevokeSelection, Action::Delete, Action::Leave]),
    ("removed", &[Action::History]),
    ("rename", &[Action::EditThis]),
    ("replace", &[Action::SetSelection, Action::ReplaceWithCopied]),
    ("report", &[Action::Statistics, Action::Findings, Action::Export]),
    ("restore", &[Action::Undo]),
    ("revert", &[Action::Undo]),
    ("revoke", &[Action::RevokeSelection]),
    ("save", &[Action::Export]),
    ("search", &[Action::Filter, Action::Jump]),
    ("select", &[Action::Mark, Action::Range, Action::MarkAll]),
    ("shortcuts", &[Action::Help]),
    ("spreadsheet", &[Action::Export, Action::Import]),
    ("suspend", &[Action::Suspend]),
    ("symbols", &[Action::Legend]),
    ("tag", &[Action::Mark]),
    ("take away", &[Action::RevokeSelection]),
    ("timeline", &[Action::History]),
    ("unselect", &[Action::Clear]),
    ("views", &[Action::SavedFilters]),
    ("when", &[Action::History]),
    ("xlsx", &[Action::Export, Action::Import]),
];

impl Action {
    /// Other words for this action.
    pub(crate) fn synonyms(self) -> impl Iterator<Item = &'static str> {
        SYNONYMS.iter().filter(move |(_, actions)| actions.contains(&self)).map(|(word, _)| *word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_synonym_is_listed_once_and_names_an_action() {
        let words: Vec<&str> = SYNONYMS.iter().map(|(word, _)| *word).collect();
        assert!(words.is_sorted_by(|one, other| one < other), "{words:?}");
        assert!(SYNONYMS.iter().all(|(_, actions)| !actions.is_empty()));
        let all = Action::all();
        for action in SYNONYMS.iter().flat_map(|(_, actions)| *actions) {
            assert!(all.contains(action), "{action:?} has no key");
        }
    }
}
