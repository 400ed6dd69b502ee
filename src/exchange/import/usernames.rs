//! Finds the users that a file names, in one pass over the database, and makes the cells of the
//! import.

use std::collections::{HashMap, HashSet};
use std::mem;
use std::rc::Rc;

use super::parsed_file::{self, Mark, ParsedFile, SourceName};
use super::problem::{self, Problem, ProblemKind, Problems};
use super::protected::Protected;
use super::unusable;
use super::wording::named;
use crate::domain::lookalike::typed;
use crate::domain::naming::{Fit, WantedNames};
use crate::domain::{ImportMatrix, JobProgress, UserId, placeholder};
use crate::exchange::ExchangeError;
use crate::store::{Store, StoreError};

/// The maximum number of unknown names for which similar ones are searched.
const HINTS: usize = 10;

/// The user that matches a name best.
#[derive(Clone, Copy)]
struct BestUser {
    fit: Fit,
    user: UserId,
    /// The number of users that match equally well.
    count: u32,
}

/// What was read about users that exist.
struct KnownUsers {
    parsed_file: ParsedFile,
    /// The user of each name that is not a problem.
    users: Vec<Option<UserId>>,
    /// All of them, ascending.
    covered: Vec<UserId>,
    /// Those with a hidden line.
    hidden: HashSet<UserId>,
}

/// Finds the users, and makes a matrix of what was read.
pub(super) fn resolve(
    store: &Store,
    parsed_file: ParsedFile,
    mirror: bool,
    progress: &mut JobProgress<'_>,
) -> Result<(ImportMatrix, Problems, Vec<String>), ExchangeError> {
    let hits = find(store, &parsed_file, progress)?;
    let mut known = KnownUsers::of(store, parsed_file, &hits)?;
    unusable::exclude(store, &mut known.parsed_file, &known.users, progress)?;
    let mut protected = if mirror {
        Protected::of(&mut known.parsed_file, &known.users)
    } else {
        Protected::default()
    };
    if mirror {
        known.protect_hidden(&mut protected);
    }
    let sheet = known.sheet(mirror, protected);
    let ParsedFile { mut problems, notes, .. } = known.parsed_file;
    problems.sort();
    Ok((sheet, problems, notes))
}

impl KnownUsers {
    fn of(
        store: &Store,
        parsed_file: ParsedFile,
        hits: &[Option<BestUser>],
    ) -> Result<Self, StoreError> {
        let count = parsed_file.names.len();
        let mut known = Self {
            parsed_file,
            users: Vec::with_capacity(count),
            covered: Vec::new(),
            hidden: HashSet::new(),
        };
        let mut first_line: HashMap<UserId, u64> = HashMap::new();
        let (mut unknown, mut ambiguous) = (0, 0);
        // Users with several lines: it is unknown which of them counts.
        let mut disputed: HashSet<UserId> = HashSet::new();
        for (at, hit) in hits.iter().enumerate() {
            let SourceName { text, position, repeated, is_hidden } = &known.parsed_file.names[at];
            if *is_hidden {
                known.hidden.extend(hit.map(|hit| hit.user));
                known.users.push(None);
                continue;
            }
            let (text, position, repeated) = (Rc::clone(text), *position, *repeated);
            let whole = Rc::clone(&text);
            let (text, other) = known.parsed_file.apostrophes.readings(&text);
            let text = text.trim();
            let (kind, sentence) = match hit {
                Some(BestUser { user, count: 1, .. }) => match first_line.get(user) {
                    Some(first) if known.parsed_file.one_line_each => {
                        disputed.insert(*user);
                        let unit = known.parsed_file.unit;
                        (ProblemKind::DuplicateLine, parsed_file::repeated(text, unit, *first))
                    }
                    _ => {
                        first_line.entry(*user).or_insert(position.0);
                        known.users.push(Some(*user));
                        if repeated {
                            disputed.insert(*user);
                        }
                        continue;
                    }
                },
                Some(BestUser { count, .. }) => {
                    let how = match other {
                        Some(_) => "with or without its apostrophe; JSON and XLSX keep them apart",
                        None => "write it exactly",
                    };
                    let comma = if other.is_some() { "," } else { ";" };
                    ambiguous += 1;
                    let listed = if ambiguous <= HINTS { candidates(store, &whole)? } else { None };
                    let sentence = listed.unwrap_or_else(|| {
                        format!("{count} users match “{}”{comma} {how}", typed(text))
                    });
                    (ProblemKind::AmbiguousUser, sentence)
                }
                None => {
                    unknown += 1;
                    let hint = if unknown <= HINTS { hint(store, text)? } else { None };
                    let sentence =
                        hint.unwrap_or_else(|| format!("there is no user “{}”", typed(text)));
                    (ProblemKind::UnknownUser, sentence)
                }
            };
            known.users.push(None);
            known.problem(position, kind, sentence);
        }
        for user in &mut known.users {
            *user = user.filter(|user| !disputed.contains(user));
        }
        known.covered = first_line.into_keys().filter(|user| !disputed.contains(user)).collect();
        known.covered.sort_unstable();
        Ok(known)
    }

    /// Nothing is revoked from users who also have hidden lines.
    fn protect_hidden(&mut self, protected: &mut Protected) {
        let of_hidden = |user: &&UserId| self.hidden.contains(*user);
        let hidden: HashSet<UserId> = self.covered.iter().filter(of_hidden).copied().collect();
        let users = self.users.iter().zip(&self.parsed_file.names);
        let mut names: Vec<&str> = users
            .filter(|(user, _)| user.is_some_and(|user| hidden.contains(&user)))
            .map(|(_, name)| name.text.trim())
            .collect();
        names.sort_unstable();
        names.dedup();
        if !names.is_empty() {
            let note = format!("nothing of {} is revoked: they have hidden rows", named(&names));
            self.parsed_file.notes.push(note);
        }
        protected.users.extend(hidden);
    }

    /// The cells of the known users.
    fn sheet(&mut self, mirror: bool, protected: Protected) -> ImportMatrix {
        let mut marks = mem::take(&mut self.parsed_file.marks);
        marks.retain(|mark| self.user_of(mark).is_some());
        marks.sort_unstable_by_key(|mark| (self.user_of(mark), mark.column, mark.line));
        let companies = self.parsed_file.companies.clone();
        let mut sheet = ImportMatrix::new(mirror && !protected.everything, companies);
        sheet.protect(protected.columns);
        let mut rest = marks.as_slice();
        let (mut granted, mut unchanged) = (Vec::new(), Vec::new());
        for user in mem::take(&mut self.covered) {
            granted.clear();
            unchanged.clear();
            let own = rest.partition_point(|mark| self.user_of(mark) <= Some(user));
            let (own, others) = rest.split_at(own);
            rest = others;
            for same in own.chunk_by(|one, other| one.column == other.column) {
                if same.iter().all(|mark| mark.denies) {
                    self.several_lines(same);
                    continue;
                }
                let grants = same.iter().all(|mark| mark.grants);
                let columns = if grants { &mut granted } else { &mut unchanged };
                columns.push(same[0].column);
                self.several_lines(same);
            }
            if protected.users.contains(&user) {
                sheet.push_protected(user, &granted);
            } else {
                sheet.push(user, &granted, &unchanged);
            }
        }
        sheet
    }

    /// A cell that is in several lines is a problem; within one entry of JSON it is harmless.
    fn several_lines(&mut self, same: &[Mark]) {
        let contradicts = same.iter().any(|mark| mark.denies != same[0].denies);
        for mark in same[1..].iter().filter(|mark| mark.line != same[0].line) {
            let name = self.parsed_file.names[mark.name as usize].text.trim();
            let company = &self.parsed_file.references[mark.column as usize];
            let (unit, first) = (self.parsed_file.unit, same[0].line);
            let then = if contradicts {
                "with yes in one and no in the other; cell unchanged"
            } else {
                "this one is skipped"
            };
            let sentence = format!("{name} × {company} is already in {unit} {first}; {then}");
            self.problem((mark.line.into(), None), ProblemKind::DuplicateLine, sentence);
        }
    }

    fn user_of(&self, mark: &Mark) -> Option<UserId> {
        self.users.get(mark.name as usize).copied().flatten()
    }

    fn problem(&mut self, position: (u64, Option<u32>), kind: ProblemKind, sentence: String) {
        let ParsedFile { sheet, unit, problems, .. } = &mut self.parsed_file;
        let position = problem::position(sheet.as_ref(), unit, position.0, position.1);
        problems.push(Problem { position, kind, sentence });
    }
}

/// The user that matches each name best. If it is unclear whether an apostrophe belongs to a name,
/// both readings count equally.
fn find(
    store: &Store,
    parsed_file: &ParsedFile,
    progress: &mut JobProgress<'_>,
) -> Result<Vec<Option<BestUser>>, StoreError> {
    let ParsedFile { names, apostrophes, .. } = parsed_file;
    let mut wanted = WantedNames::default();
    for (at, name) in names.iter().enumerate() {
        let (text, other) = apostrophes.readings(&name.text);
        std::iter::once(text).chain(other).for_each(|text| wanted.add(at, text));
    }
    let mut hits: Vec<Option<BestUser>> = vec![None; names.len()];
    store.for_each_username(progress, |user, username| {
        wanted.each_fit(username, |at, fit| match &mut hits[at] {
            Some(known) if known.fit < fit => {}
            Some(known) if known.fit == fit => known.count += u32::from(known.user != user),
            slot => *slot = Some(BestUser { fit, user, count: 1 }),
        });
    })?;
    Ok(hits)
}

/// The store's message about a name that matches several users, with their usernames.
fn candidates(store: &Store, name: &str) -> Result<Option<String>, StoreError> {
    match store.find_user(name) {
        Err(error @ StoreError::AmbiguousUser { .. }) => Ok(Some(error.to_string())),
        Err(StoreError::NoSuchUser { .. }) | Ok(_) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The store's message about an unknown name, with similar names.
fn hint(store: &Store, name: &str) -> Result<Option<String>, StoreError> {
    if let Some(why) = placeholder::not_a_name(name) {
        return Ok(Some(format!("“{}” {why}, and nobody is called that", typed(name.trim()))));
    }
    match store.find_user(name.trim()) {
        Err(error @ StoreError::NoSuchUser { .. }) => Ok(Some(error.to_string())),
        Err(error) => Err(error),
        Ok(_) => Ok(None),
    }
}
