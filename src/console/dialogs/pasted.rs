//! Names pasted outside an input field: the users or companies with these names can be marked.
//! The worker looks them up; nothing is marked before the list was shown.

use std::collections::HashSet;
use std::hash::Hash;

use super::outline::{Footer, draw_lines};
use super::{Wrapped, progress};
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::message::{DialogAnswer, Message};
use crate::console::number::{count, counted};
use crate::console::plans::{PastedNames, noun};
use crate::console::state::{Notice, State, Tone};
use crate::console::update::{filter, marks};
use crate::console::view::Painter;
use crate::domain::Cancel;
use crate::domain::lookalike::listed;
use crate::domain::naming::NameMatch;
use crate::filter::Axis;
use crate::store::{Store, StoreError};

/// The most names that are looked up at once.
const MOST: usize = 100_000;

/// Characters that separate several names on one line.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// The most candidates shown for an ambiguous name.
const NAMED: usize = 3;

/// The users or companies found for pasted names.
#[derive(Debug)]
pub(crate) struct PastedDialog {
    found: PastedNames,
    lines: Wrapped,
    top: usize,
}

/// Looks up the users or companies in a pasted text; returns false if it has no names.
pub(crate) fn look_up(console: &mut Console, text: &str, effects: &mut Vec<Effect>) -> bool {
    let axis = filter::axis(&console.state);
    let lines: Vec<String> = text
        .split(['\r', '\n'])
        .map(|line| line.trim().to_owned())
        .filter(|line| line.chars().any(char::is_alphanumeric))
        .collect();
    if lines.is_empty() {
        return false;
    }
    if lines.len() > MOST {
        let text = format!("pasted text was ignored: more than {} lines", count(MOST));
        console.state.notice = Some(Notice::new(Tone::Warning, text));
        return true;
    }
    progress::open(console, JobKind::FindPasted, "Looking for the pasted names…");
    effects.push(Effect::Start(Job::FindPasted { axis, lines }));
    true
}

/// Looks up the users or companies named on the lines.
pub(crate) fn find(
    store: &Store,
    axis: Axis,
    lines: &[String],
    cancel: &Cancel,
) -> Result<Message, StoreError> {
    let mut names: Vec<String> = Vec::new();
    for line in lines {
        names.push(line.clone());
        if line.contains(SEPARATORS) {
            names.extend(parts(line).map(str::to_owned));
        }
    }
    names.sort_unstable();
    names.dedup();
    let mut found = PastedNames::new(axis);
    match axis {
        Axis::Users => {
            let answers = store.users_named(&names, cancel)?;
            let answers = answers.into_iter().map(|answer| answer.users).collect();
            found.users = resolve_names(lines, &NameAnswers { names, answers }, &mut found);
            found.people = store.people(&found.users, cancel)?;
        }
        Axis::Companies => {
            let label_of = |at: usize| {
                let company = &store.companies()[at];
                let label = company.labels().into_iter().next();
                (company.id.clone(), label.unwrap_or_else(|| company.code.clone()))
            };
            let answer = |name: &String| match store.company_names().find(name) {
                NameMatch::Unknown => Vec::new(),
                NameMatch::One(at) => vec![label_of(at)],
                NameMatch::Several(several) => several.into_iter().map(label_of).collect(),
            };
            let answers = names.iter().map(answer).collect();
            found.companies = resolve_names(lines, &NameAnswers { names, answers }, &mut found);
        }
    }
    Ok(Message::Dialog(DialogAnswer::PastedFound(Box::new(found))))
}

/// The results for each name: ids, each with the name to show.
struct NameAnswers<T> {
    /// The names in the order of the text.
    names: Vec<String>,
    answers: Vec<Vec<(T, String)>>,
}

impl<T> NameAnswers<T> {
    fn to(&self, name: &str) -> &[(T, String)] {
        let at = self.names.binary_search_by(|it| it.as_str().cmp(name));
        at.map_or(&[], |at| &self.answers[at])
    }
}

fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty())
}

/// The users or companies named on the lines, each once; unknown and ambiguous names are added
/// to `found`. If anybody has a whole line as a name, such as `Chen, Sarah`, it is one name;
/// otherwise its parts are. In a row of a spreadsheet, cells that are not names belong to
/// other columns.
fn resolve_names<T: Clone + Eq + Hash>(
    lines: &[String],
    answers: &NameAnswers<T>,
    found: &mut PastedNames,
) -> Vec<T> {
    let mut seen = HashSet::new();
    let mut ids = Vec::new();
    for line in lines {
        let is_one = !line.contains(SEPARATORS) || !answers.to(line).is_empty();
        let names: Vec<&str> = if is_one { vec![line] } else { parts(line).collect() };
        let is_row = line.contains('\t') && names.iter().any(|name| !answers.to(name).is_empty());
        for name in names {
            match answers.to(name) {
                [] if is_row => {}
                [] => found.unknown.push(listed(name)),
                [(one, _)] => {
                    if seen.insert(one.clone()) {
                        ids.push(one.clone());
                    }
                }
                several => {
                    let more = if several.len() > NAMED { ", …" } else { "" };
                    let names: Vec<String> =
                        several.iter().take(NAMED).map(|(_, name)| listed(name)).collect();
                    found.ambiguous.push(format!("{}: {}{more}", listed(name), names.join(", ")));
                }
            }
        }
    }
    ids
}

/// Shows what was found.
pub(crate) fn found(console: &mut Console, found: PastedNames) {
    progress::close(console, JobKind::FindPasted);
    if found.len() == 0 && found.ambiguous.is_empty() {
        let noun = noun(found.axis);
        let filter = console.state.hint(Action::Filter, "opens the filter");
        let text = format!("pasted text was ignored: no {noun} has that name{filter}");
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    let mut lines = Vec::new();
    for (heading, names) in
        [("Unknown:", &found.unknown), ("Ambiguous, not marked:", &found.ambiguous)]
    {
        if !names.is_empty() {
            lines.push(heading.to_owned());
            lines.extend(names.iter().map(|name| format!("  {name}")));
        }
    }
    if lines.is_empty() {
        lines.push("All pasted names were found.".to_owned());
    }
    console.dialogs.open(PastedDialog { found, lines: Wrapped::new(lines), top: 0 });
}

/// Handles the keys of the list.
fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    if action == Action::Accept
        && console.dialogs.top_as::<PastedDialog>().is_some_and(|it| it.found.len() == 0)
    {
        return;
    }
    let Some(PastedDialog { found, .. }) = console.dialogs.close_top() else {
        return;
    };
    if action != Action::Accept {
        console.state.notice = Some(Notice::new(Tone::Info, "nothing was marked"));
        return;
    }
    let marked = found.len();
    let State { marks: selected, .. } = &mut console.state;
    // A mark is kept only if its id still belongs to the person who was found.
    selected.people = selected.people.iter().chain(found.people.iter()).collect();
    selected.users.extend(found.users);
    selected.companies.extend(found.companies);
    marks::changed(&mut console.state, effects);
    let what = match found.axis {
        Axis::Users => counted(marked as u64, "user", "users"),
        Axis::Companies => counted(marked as u64, "company", "companies"),
    };
    let clear = console.state.hint(Action::Clear, "clears the marks");
    console.state.notice = Some(Notice::new(Tone::Done, format!("marked {what}{clear}")));
}

impl DialogPart for PastedDialog {
    fn context(&self) -> Context {
        Context::Pasted
    }

    fn on_action(&self) -> OnAction {
        act
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        _state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        let what = match self.found.axis {
            Axis::Users => "users",
            Axis::Companies => "companies",
        };
        let PastedNames { unknown, ambiguous, .. } = &self.found;
        let others = |names: &[String], what: &str| match names.len() {
            0 => String::new(),
            some => format!(", {} {what}", count(some)),
        };
        let title = format!(
            "Mark pasted {what}: {} found{}{}",
            count(self.found.len()),
            others(unknown, "unknown"),
            others(ambiguous, "ambiguous")
        );
        Some(draw_lines(painter, screen, &title, (self.lines.lines(), self.top)))
    }

    fn list_len(&self) -> usize {
        self.lines.lines().len()
    }

    fn top_mut(&mut self) -> Option<&mut usize> {
        Some(&mut self.top)
    }

    fn settle(&mut self, state: &State) {
        self.lines.wrap(state.screen().dialog_columns());
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        match action {
            Action::Accept if self.found.len() == 0 => None,
            Action::Close => Some("cancel"),
            _ => Some(usual),
        }
    }
}
