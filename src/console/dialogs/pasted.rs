//! Names that were pasted where no field is open: those of users or companies can be marked.
//! They are looked for on the worker; nothing is marked before the list was seen.

use super::cursor::UP_AND_DOWN;
use super::outline::{Foot, draw_lines};
use super::{Wrapped, progress};
use crate::console::effect::{Effect, Message};
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::number::{count, counted};
use crate::console::plans::PastedNames;
use crate::console::state::{Notice, State, Tone};
use crate::console::update::{filter, marks};
use crate::console::view::Painter;
use crate::domain::lookalike::listed;
use crate::domain::{Cancel, CompanyId, UserId};
use crate::filter::Axis;
use crate::store::{Store, StoreError};

/// Names that are looked for at once.
const MOST: usize = 100_000;

/// What several names in one line are parted by.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// Users named of those whom a name may mean.
const NAMED: usize = 3;

/// Names that were pasted, and whom they mean.
#[derive(Debug)]
pub(crate) struct PastedDialog {
    found: PastedNames,
    lines: Wrapped,
    top: usize,
}

/// Looks for the users or companies of a pasted text; false if it holds no name.
pub(crate) fn look(console: &mut Console, text: &str, effects: &mut Vec<Effect>) -> bool {
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

/// Whom one name means.
enum PastedName<T> {
    Nobody,
    One(T),
    Several(Vec<String>),
}

/// Looks for the users or companies that the lines name.
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
    let found = match axis {
        Axis::Users => {
            let answers = store.users_named(&names, cancel)?;
            let meant = |name: &str| {
                let at = names.binary_search_by(|it| it.as_str().cmp(name)).ok();
                match at.map(|at| &answers[at].users[..]) {
                    None | Some([]) => PastedName::Nobody,
                    Some([(id, _)]) => PastedName::One(*id),
                    Some(several) => {
                        PastedName::Several(several.iter().map(|(_, name)| listed(name)).collect())
                    }
                }
            };
            let (users, unknown, ambiguous) = sorted_out(lines, meant);
            PastedNames { axis, users, companies: Vec::new(), unknown, ambiguous }
        }
        Axis::Companies => {
            let meant = |name: &str| match store.find_company(name) {
                Ok(company) => PastedName::One(company.id.clone()),
                Err(StoreError::AmbiguousCompany { candidates, .. }) => {
                    PastedName::Several(candidates)
                }
                Err(_) => PastedName::Nobody,
            };
            let (companies, unknown, ambiguous) = sorted_out(lines, meant);
            PastedNames { axis, users: Vec::new(), companies, unknown, ambiguous }
        }
    };
    Ok(Message::PastedFound(Box::new(found)))
}

fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty())
}

/// Those who are found, each once, the names that nobody has, and those that several have.
/// A line is taken as a whole where it is a name, such as `Chen, Sarah`; of a row of a
/// spreadsheet, the cells that are names.
fn sorted_out<T: PartialEq + Clone + std::hash::Hash + Eq>(
    lines: &[String],
    meant: impl Fn(&str) -> PastedName<T>,
) -> (Vec<T>, Vec<String>, Vec<String>) {
    let (mut found, mut unknown, mut ambiguous) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = std::collections::HashSet::new();
    let mut take = |name: &str, unknown: &mut Vec<String>| match meant(name) {
        PastedName::Nobody => {
            unknown.push(listed(name));
            false
        }
        PastedName::One(one) => {
            if seen.insert(one.clone()) {
                found.push(one);
            }
            true
        }
        PastedName::Several(several) => {
            let more = if several.len() > NAMED { ", …" } else { "" };
            let names = several[..several.len().min(NAMED)].join(", ");
            ambiguous.push(format!("{}: may be {names}{more}", listed(name)));
            true
        }
    };
    for line in lines {
        let mut rest = Vec::new();
        if take(line, &mut rest) || !line.contains(SEPARATORS) {
            unknown.append(&mut rest);
            continue;
        }
        let mut others = Vec::new();
        let mut any = false;
        for part in parts(line) {
            any |= take(part, &mut others);
        }
        // The other cells of a row are other columns.
        if !(any && line.contains('\t')) {
            unknown.append(&mut others);
        }
    }
    (found, unknown, ambiguous)
}

/// Shows what was found.
pub(crate) fn found(console: &mut Console, found: PastedNames) {
    progress::close(console, JobKind::FindPasted);
    if found.len() == 0 && found.ambiguous.is_empty() {
        let whose = match found.axis {
            Axis::Users => "no user is called so",
            Axis::Companies => "no company is called so",
        };
        let filter = console.state.hint(Action::Filter, "opens the filter");
        let text = format!("pasted text was ignored: {whose}{filter}");
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    let mut lines = Vec::new();
    for (heading, names) in [
        ("Nobody is called so:", &found.unknown),
        ("May be several, and are not marked:", &found.ambiguous),
    ] {
        if !names.is_empty() {
            lines.push(match (heading, found.axis) {
                ("Nobody is called so:", Axis::Companies) => "No company is called so:".to_owned(),
                _ => heading.to_owned(),
            });
            lines.extend(names.iter().map(|name| format!("  {name}")));
        }
    }
    if lines.is_empty() {
        lines.push("Every pasted name is known.".to_owned());
    }
    console.dialogs.open(PastedDialog { found, lines: Wrapped::new(lines), top: 0 });
}

/// Keys of the list.
fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    if action == Action::Accept
        && console.dialogs.top_as::<PastedDialog>().is_some_and(|it| it.found.len() == 0)
    {
        return;
    }
    let Some(PastedDialog { found, .. }) = console.dialogs.take_top() else {
        return;
    };
    if action != Action::Accept {
        console.state.notice = Some(Notice::new(Tone::Info, "nothing was marked"));
        return;
    }
    let marked = found.len();
    console.state.marks.users.extend::<Vec<UserId>>(found.users);
    console.state.marks.companies.extend::<Vec<CompanyId>>(found.companies);
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
    ) -> Option<Foot> {
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

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        (self.lines.lines().len() > 1).then_some((UP_AND_DOWN, "scroll"))
    }
}
