//! Explains a cell in sentences, for the console and the command line. Names are not escaped
//! here: the caller must make them safe to show.

use super::{Agreement, CellChange, HeldGrant, Origin, Why, WhyCell};
use crate::domain::{
    AccessReason, AccessState, Change, ChangeKind, Company, HomeAccess, Scope, User, username_title,
};

/// The answer in one sentence: granted or not, since when, by whom and why.
#[must_use]
pub fn answer(why: &Why, cell: &WhyCell) -> String {
    let (user, company) = (&why.user.username, named(&cell.company));
    match cell.state() {
        AccessState::Implied => {
            let reason = implied(why, cell);
            return format!("{user} may work in {company} without a grant: {reason}.");
        }
        AccessState::Ineffective => {
            let ignored = ignored(why);
            return format!("{user} may not work in {company}, although it is granted: {ignored}.");
        }
        AccessState::Empty => {
            if let Some(reason) = withheld(why, cell) {
                return format!("{user} may not work in {company}: {reason}.");
            }
        }
        AccessState::Granted | AccessState::Redundant => {}
    }
    match &cell.grants[..] {
        [] => format!("{user} may not work in {company}: {}.", missing(why, cell)),
        [grant] => format!("{user} may work in {company}: {}.", origin(why, grant)),
        several => {
            let origins: Vec<String> = several.iter().map(|grant| origin(why, grant)).collect();
            let count = several.len();
            format!("{user} may work in {company}, by {count} grants: {}.", origins.join("; and "))
        }
    }
}

/// Why a grant gives no access.
fn ignored(why: &Why) -> String {
    if why.user.active {
        "the HR system ignores the grants of this role".to_owned()
    } else {
        format!("{} is inactive", why.user.username)
    }
}

/// Why a user without a grant has no access, if that is not only because of the missing grant.
fn withheld(why: &Why, cell: &WhyCell) -> Option<String> {
    if !why.user.active {
        return Some(format!("{} is inactive", why.user.username));
    }
    let is_replaced = cell.is_home && why.policy.home == HomeAccess::WithoutGrants;
    is_replaced.then(|| "it is the home company, which counts only without grants".to_owned())
}

/// Why there is access without a grant.
fn implied(why: &Why, cell: &WhyCell) -> String {
    match cell.reason {
        Some(AccessReason::Role) => format!("the role {} reaches it", why.user.role),
        _ => "it is the home company".to_owned(),
    }
}

/// A sentence about the grant, if access does not follow the grant and the answer is therefore
/// about access only.
fn about_grant(why: &Why, cell: &WhyCell) -> Option<String> {
    match cell.state() {
        AccessState::Implied => Some(format!("No grant: {}.", missing(why, cell))),
        AccessState::Ineffective => {
            let origins: Vec<String> = cell.grants.iter().map(|it| origin(why, it)).collect();
            Some(format!("The grant: {}.", origins.join("; and ")))
        }
        AccessState::Redundant if cell.required => {
            let reason = implied(why, cell);
            Some(format!("Access would be the same without the grant: {reason}."))
        }
        AccessState::Redundant => Some(format!("The grant is not needed: {}.", implied(why, cell))),
        AccessState::Empty => {
            withheld(why, cell).map(|_| format!("No grant: {}.", missing(why, cell)))
        }
        AccessState::Granted => None,
    }
}

/// Further sentences about a cell.
#[must_use]
pub fn sentences(why: &Why, cell: &WhyCell) -> Vec<String> {
    // Where access does not depend on the grant, the rules are about the grant only.
    let is_apart = matches!(cell.state(), AccessState::Implied | AccessState::Redundant);
    let verdict = match (cell.agreement(), is_apart) {
        (Agreement::AsRuled, false) => "Required by the rules",
        (Agreement::AsRuled, true) => "The rules require the grant all the same",
        (Agreement::Drift, false) => "Required by the rules but missing (drift)",
        (Agreement::Drift, true) => "The rules require a grant all the same, so this is drift",
        (Agreement::Beyond, false) => "Granted in addition to the rules",
        (Agreement::Beyond, true) => "The rules do not require the grant either",
        (Agreement::Neither, false) => "Not required by the rules",
        (Agreement::Neither, true) => "No grant is required",
    };
    let about_rules = [format!("{verdict}: {}.", rule(why)), home(why, Some(cell))];
    let mut lines: Vec<String> = if is_apart {
        about_grant(why, cell).into_iter().chain(about_rules).collect()
    } else {
        about_rules.into_iter().chain(about_grant(why, cell)).collect()
    };
    lines.extend(tenants(why, &cell.company));
    // If there is no access because the user is inactive, the answer has already said so.
    lines.extend(inactive(&why.user).filter(|_| cell.is_granted()));
    let company = named(&cell.company);
    if !cell.company.active {
        lines.push(format!("{company} is inactive."));
    }
    if !cell.company.id.is_usable() {
        lines.push(format!("The id of {company} is damaged: it cannot be granted."));
    }
    if !cell.history.is_empty() {
        lines.extend(another(why));
    }
    lines
}

/// Sentences about the user.
#[must_use]
pub fn of_user(why: &Why) -> Vec<String> {
    let user = &why.user;
    let name = username_title(&user.full_name, &user.username);
    let effective = why.cells.iter().filter(|cell| cell.reason.is_some()).count();
    let drift = why.cells.iter().filter(|cell| cell.agreement() == Agreement::Drift).count();
    let companies = match effective {
        0 => "no company".into(),
        1 => "1 company".into(),
        several => format!("{several} companies"),
    };
    let missing = match drift {
        0 => "no grant that the rules require is missing".into(),
        1 => "1 grant that the rules require is missing".into(),
        several => format!("{several} grants that the rules require are missing"),
    };
    let mut lines = vec![
        format!("{name} may work in {companies}; {missing}."),
        format!("{}.", capitalized(&rule(why))),
        home(why, None),
    ];
    lines.push(match &why.tenant {
        Some(tenant) => format!("{} belongs to the tenant {tenant}.", user.username),
        None => format!("{} belongs to no tenant.", user.username),
    });
    lines.extend(inactive(user));
    lines.extend(another(why));
    lines
}

/// A cell in a list, without names: since when, by whom and why.
#[must_use]
pub fn in_short(why: &Why, cell: &WhyCell) -> String {
    let grant = match &cell.grants[..] {
        [] if cell.reason.is_some() && !cell.required => return implied(why, cell),
        [] if cell.history.is_empty() => "never granted".into(),
        [] => missing(why, cell),
        [grant] => made_in_short(why, grant),
        several => format!(
            "{} grants, the oldest {}",
            several.len(),
            why.zone.show_to_the_minute(&several[0].granted_at)
        ),
    };
    match cell.state() {
        AccessState::Implied => format!("{}; {grant}", implied(why, cell)),
        AccessState::Ineffective => format!("{grant}; ineffective: {}", ignored(why)),
        _ => grant,
    }
}

/// Whether a cell agrees with the rules, for a column of a list.
#[must_use]
pub fn agreement(cell: &WhyCell) -> &'static str {
    match cell.agreement() {
        Agreement::AsRuled => "required",
        Agreement::Drift => "drift",
        Agreement::Beyond => "in addition to the rules",
        Agreement::Neither => "",
    }
}

/// One change to a cell, in one line.
#[must_use]
pub fn of_change(why: &Why, entry: &CellChange) -> String {
    let CellChange { change, added } = entry;
    let did = if *added { "granted" } else { "revoked" };
    let Change { id, at, kind, undone_by, .. } = change;
    let what = match (change.reverts, kind) {
        (Some(of), _) => format!(", {} of change {of}", kind.as_str()),
        (None, ChangeKind::Grant | ChangeKind::Revoke) => String::new(),
        (None, kind) => format!(" ({})", kind.as_str()),
    };
    let undone = undone_by.map(|by| format!("; undone by change {by}")).unwrap_or_default();
    let at = why.zone.show_to_the_minute(at);
    let who = change.who();
    format!("{at} {did} by {who} in change {id}{what}{}{undone}", reason(change))
}

/// A note that older changes were not searched, if so.
#[must_use]
pub fn not_searched(why: &Why) -> Option<String> {
    let count = why.searched?;
    Some(format!("Only the newest {count} changes were searched; there are older ones."))
}

/// Where a grant comes from.
fn origin(why: &Why, grant: &HeldGrant) -> String {
    let made = made(why, grant);
    let Some(change) = &grant.put_back_by else {
        return made;
    };
    let Change { id, at, .. } = change;
    let who = change.who();
    format!(
        "{made}; put back {} by {who} in change {id}{}",
        why.zone.show_to_the_minute(at),
        of(change)
    )
}

/// Who granted it originally, as far as is known.
fn made(why: &Why, grant: &HeldGrant) -> String {
    let at = why.zone.show_to_the_minute(&grant.granted_at);
    match (&grant.origin, &grant.made_by) {
        (_, Some(change)) => {
            let (made_at, who, reason) =
                (why.zone.show_to_the_minute(&change.at), change.who(), reason(change));
            // Another program may have written a different time into the row since.
            let dated = if made_at == at { String::new() } else { dated(why, grant) };
            format!("granted {made_at} by {who} in change {}{reason}{dated}", change.id)
        }
        (Origin::BeforeHistory, _) => format!("granted {at}, before grantgrid's history began"),
        (Origin::Before(change), _) => format!(
            "granted outside grantgrid, before change {} revoked it{}",
            change.id,
            dated(why, grant)
        ),
        (Origin::After(last), _) => {
            let did = if last.added { "granted" } else { "revoked" };
            let id = last.change.id;
            format!("granted outside grantgrid, after change {id} {did} it{}", dated(why, grant))
        }
        (Origin::Change | Origin::Unrecorded, _) => match why.searched {
            Some(count) => {
                format!("no recorded change among the newest {count}{}", dated(why, grant))
            }
            None => format!("no recorded change{}", dated(why, grant)),
        },
    }
}

/// Who granted it originally, for a column of a list.
fn made_in_short(why: &Why, grant: &HeldGrant) -> String {
    let at = why.zone.show_to_the_minute(&grant.granted_at);
    match &grant.origin {
        Origin::Change => made(why, grant),
        Origin::BeforeHistory => format!("granted {at}, before grantgrid's history"),
        Origin::Before(change) => format!("outside grantgrid, before change {}", change.id),
        Origin::After(last) => format!("outside grantgrid, after change {}", last.change.id),
        Origin::Unrecorded => format!("no recorded change, dated {at}"),
    }
}

/// The date in the row itself, which any program can write.
fn dated(why: &Why, grant: &HeldGrant) -> String {
    if grant.granted_at.is_empty() {
        return "; the grant's row has no date".into();
    }
    format!("; the row's own date says {}", why.zone.show_to_the_minute(&grant.granted_at))
}

/// Why a cell has no grant.
fn missing(why: &Why, cell: &WhyCell) -> String {
    let Some(CellChange { change, added }) = cell.history.first() else {
        return match why.searched {
            Some(count) => format!("none of the newest {count} changes granted it"),
            None => "never granted, as far as grantgrid's history shows".into(),
        };
    };
    let (id, who, at) = (change.id, change.who(), why.zone.show_to_the_minute(&change.at));
    if *added {
        format!("granted {at} by {who} in change {id}, and removed outside grantgrid since")
    } else {
        // A redo without a reason has the reason of the original change.
        let again = change.kind == ChangeKind::Redo && change.reason.is_none();
        let original = cell.history.iter().map(|entry| &entry.change);
        let original = original.filter(|_| again).find(|it| Some(it.id) == change.reverts);
        let reason = reason(original.unwrap_or(change));
        format!("revoked {at} by {who} in change {id}{}{reason}", of(change))
    }
}

/// The change that an undo or a redo reverts.
fn of(change: &Change) -> String {
    let did = if change.kind == ChangeKind::Undo { "undid" } else { "redid" };
    change.reverts.map(|of| format!(", which {did} change {of}")).unwrap_or_default()
}

pub(super) fn reason(change: &Change) -> String {
    match &change.reason {
        Some(reason) => format!(", reason: “{reason}”"),
        None => String::new(),
    }
}

/// What the user's rule requires.
fn rule(why: &Why) -> String {
    let User { username, role, role_id, .. } = &why.user;
    if role.is_empty() {
        return match role_id {
            None => format!("{username} has no role, so there is no rule"),
            Some(_) => format!("the role of {username} no longer exists, so there is no rule"),
        };
    }
    let what = match (why.scope, &why.tenant, &why.home) {
        (Scope::All, ..) => "all companies".into(),
        (Scope::Tenant, Some(tenant), _) => format!("all companies of their tenant, {tenant}"),
        (Scope::Tenant, None, _) => {
            format!("all companies of their tenant, but {username} has none")
        }
        (Scope::Home, _, Some(_)) => "their home company".into(),
        (Scope::Home, _, None) => format!("their home company, but {username} has none"),
        (Scope::None, ..) => return format!("the rules require no grants for the role {role}"),
    };
    format!("users with the role {role} get {what}")
}

fn home(why: &Why, cell: Option<&WhyCell>) -> String {
    let user = &why.user.username;
    match (&why.home, cell) {
        (None, _) if why.is_employed => format!(
            "{user} has no home company: the first employee record names none, or one that no longer exists."
        ),
        (None, _) => format!("{user} has no home company: there is no employee record."),
        (Some(home), Some(cell)) if cell.is_home => {
            format!("{} is the home company of {user}.", named(home))
        }
        (Some(home), _) => format!("The home company of {user} is {}.", named(home)),
    }
}

fn tenants(why: &Why, company: &Company) -> Option<String> {
    let user = &why.user.username;
    let same = why.user.tenant.is_some() && why.user.tenant == company.tenant;
    Some(match (&why.tenant, &company.tenant_name) {
        (None, None) => return None,
        (Some(tenant), Some(_)) if same => format!("Both belong to the tenant {tenant}."),
        (Some(of_user), Some(of_company)) => {
            format!("Different tenants: {user} belongs to {of_user}, the company to {of_company}.")
        }
        (Some(of_user), None) => {
            format!("Different tenants: {user} belongs to {of_user}, the company to none.")
        }
        (None, Some(of_company)) => {
            format!("Different tenants: {user} belongs to none, the company to {of_company}.")
        }
    })
}

fn inactive(user: &User) -> Option<String> {
    (!user.active).then(|| format!("{} is inactive.", user.username))
}

fn another(why: &Why) -> Option<String> {
    why.may_be_another.then(|| {
        let user = &why.user.username;
        format!("The history may be about another person who had the id of {user} before.")
    })
}

/// A company with its name and code.
fn named(company: &Company) -> String {
    format!("{} ({})", company.name, company.code)
}

fn capitalized(sentence: &str) -> String {
    let words = [("users ", "Users "), ("the ", "The ")];
    let begun =
        words.iter().find_map(|(word, capital)| Some((capital, sentence.strip_prefix(word)?)));
    begun.map_or_else(|| sentence.to_owned(), |(capital, rest)| format!("{capital}{rest}"))
}
