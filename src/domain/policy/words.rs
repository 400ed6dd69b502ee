//! The effect of an edit on access, in words.

use super::effect::{AccessEffect, HomeEffect};
use super::{AccessReason, UserAccess};
use crate::domain::{Company, User};
use crate::text::counted;

/// The message about a change that has no effect on access.
pub(crate) const NO_EFFECT: &str = "no one gains or loses access";

/// The effect on access as a clause; empty if there is none.
#[must_use]
pub fn effect_in_words(effect: &AccessEffect) -> String {
    let AccessEffect { gained, lost, users_losing_last, without_effect } = *effect;
    let mut parts = Vec::new();
    if gained > 0 {
        parts.push(format!("{} access", counted(gained, "pair gains", "pairs gain")));
    }
    if lost > 0 {
        parts.push(format!("{} access", counted(lost, "pair loses", "pairs lose")));
    }
    if users_losing_last > 0 {
        let users = counted(users_losing_last, "user loses", "users lose");
        parts.push(format!("{users} the last effective company"));
    }
    if without_effect > 0 {
        parts.push(format!(
            "{} no effect",
            counted(without_effect, "added grant has", "added grants have")
        ));
    }
    parts.join(", ")
}

/// The effect on access as a short part of a longer line: `access +2 −1`.
#[must_use]
pub fn effect_in_short(effect: &AccessEffect) -> String {
    let AccessEffect { gained, lost, users_losing_last, without_effect } = *effect;
    let mut parts = vec![match (gained, lost) {
        (0, 0) => "access unchanged".to_owned(),
        (gained, 0) => format!("access +{gained}"),
        (0, lost) => format!("access −{lost}"),
        (gained, lost) => format!("access +{gained} −{lost}"),
    }];
    if without_effect > 0 {
        let grants = counted(without_effect, "grant", "grants");
        parts.push(format!("{grants} without effect"));
    }
    if users_losing_last > 0 {
        let users = counted(users_losing_last, "user", "users");
        parts.push(format!("{users} left with none"));
    }
    parts.join(", ")
}

/// The effect of a change of grants on home companies, as a clause; empty if there is none.
#[must_use]
pub fn homes_in_words(homes: &HomeEffect) -> String {
    let HomeEffect { replaced, restored } = *homes;
    let mut parts = Vec::new();
    match replaced {
        0 => {}
        1 => parts.push("the first grant of 1 user replaces the home company".to_owned()),
        many => {
            let users = counted(many, "user", "users");
            parts.push(format!("the first grants of {users} replace their home companies"));
        }
    }
    match restored {
        0 => {}
        1 => parts.push("1 user works in the home company again".to_owned()),
        many => {
            let users = counted(many, "user", "users");
            parts.push(format!("{users} work in their home companies again"));
        }
    }
    parts.join(", ")
}

/// The effect of a change of grants on access and home companies, as a clause; empty if there
/// is none.
#[must_use]
pub fn effects_in_words(effect: &AccessEffect, homes: &HomeEffect) -> String {
    let parts = [effect_in_words(effect), homes_in_words(homes)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The effect of an edit on the access of one user, as a clause: `gives access to 5 companies
/// and takes 1`; empty if there is none.
#[must_use]
pub fn user_effect_in_words(effect: &AccessEffect) -> String {
    let AccessEffect { gained, lost, users_losing_last, .. } = *effect;
    let companies = |count| counted(count, "company", "companies");
    let what = match (gained, lost) {
        (0, 0) => return String::new(),
        (gained, 0) => format!("gives access to {}", companies(gained)),
        (0, lost) => format!("takes away access to {}", companies(lost)),
        (gained, lost) => format!("gives access to {} and takes {lost}", companies(gained)),
    };
    if users_losing_last > 0 { format!("{what}: none is left") } else { what }
}

/// The real effect of granting or revoking one company, as the end of the sentence about the
/// edit, with its punctuation: `, who still gets in: it is the home company`. `None` if access
/// simply follows the grant. `home` is the home company; `before` and `after` describe the
/// grants before and after the edit.
#[must_use]
pub fn edit_in_words(
    user: &User,
    company: &Company,
    home: Option<&Company>,
    granted: bool,
    before: &UserAccess<'_>,
    after: &UserAccess<'_>,
) -> Option<String> {
    if !user.active {
        return Some(": no effect while the user is inactive".to_owned());
    }
    let other_home = home.filter(|home| home.id != company.id);
    let home_of = |access: &UserAccess<'_>| {
        other_home.filter(|home| access.implied(home) == Some(AccessReason::Home))
    };
    match (granted, after.reason(company, granted)) {
        (true, None) => {
            let users = of_role(user);
            Some(format!(": no effect, the HR system ignores grants of {users}"))
        }
        (true, Some(AccessReason::Role)) => {
            Some(": no effect, the role reaches it anyway".to_owned())
        }
        (true, Some(AccessReason::Home)) => Some(": no effect, it is the home company".to_owned()),
        (true, Some(AccessReason::Grant)) if before.implied(company).is_some() => {
            Some(": no effect, it is the home company".to_owned())
        }
        (true, Some(AccessReason::Grant)) => {
            let home = home_of(before).filter(|_| home_of(after).is_none())?;
            Some(format!(": the first grant replaces the home company {}", home.code))
        }
        (false, Some(AccessReason::Role)) => Some(", who still gets in by role".to_owned()),
        (false, Some(_)) => Some(", who still gets in: it is the home company".to_owned()),
        (false, None) if before.reason(company, true).is_none() => {
            Some(": no effect, the HR system ignored the grant".to_owned())
        }
        (false, None) => {
            let home = home_of(after).filter(|_| home_of(before).is_none())?;
            Some(format!(", who works in the home company {} again", home.code))
        }
    }
}

/// The users of a role, as a plural noun.
fn of_role(user: &User) -> String {
    let role = &user.role;
    match role.chars().last() {
        None => "users without a role".to_owned(),
        Some('s' | 'x' | 'y' | 'h' | 'z') => format!("users with the role {role}"),
        Some(last) if last.is_ascii_alphabetic() => format!("{role}s"),
        Some(_) => format!("users with the role {role}"),
    }
}
