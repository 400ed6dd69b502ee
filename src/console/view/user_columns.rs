//! The columns of the Users pane: the full name first, then the username, which is cut last.

use super::super::number::count;
use super::super::state::NameWidths;
use super::paint::columns;

/// Where the parts of a line stand; a part without columns is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UserColumns {
    pub(super) full_name: u16,
    pub(super) username: u16,
    pub(super) role: u16,
    pub(super) status: u16,
    pub(super) companies: u16,
    /// How many companies the user can really work in.
    pub(super) effective: u16,
}

/// The cursor, the mark and the sign of an inactive user.
pub(super) const SIGNS: u16 = 3;
/// Between the figures and the border.
pub(super) const MARGIN: u16 = 1;
/// From this width on effective companies are a column beside the grants.
const WITH_EFFECTIVE: u16 = 56;
/// The columns of the status; the sign before a name tells it too.
const STATUS: u16 = 8;
/// A longer username or name is an exception: the others need not make room for it.
const USUAL_USERNAME: u16 = 14;
const USUAL_NAME: u16 = 20;
/// Columns of a name that is cut before the role is; with fewer than the least, a name or a
/// role says nothing.
const SHORT_NAME: u16 = 12;
const LEAST_NAME: u16 = 10;
const LEAST_ROLE: u16 = 10;

impl UserColumns {
    /// For a pane of so many columns, users with at most so many companies, and what the
    /// widest names seen so far need.
    pub(super) fn new(width: u16, most: usize, widths: NameWidths) -> Self {
        let companies = columns(count(most).len()).max(4);
        // With less room the two are one column.
        let effective = if width >= WITH_EFFECTIVE { companies } else { 0 };
        let companies = if effective > 0 { companies } else { companies.max(5) };
        let figures = companies + effective + u16::from(effective > 0) + MARGIN + 1;
        let room = width.saturating_sub(SIGNS + figures);
        let (full_name, username, role, status) = names(room, widths);
        Self { full_name, username, role, status, companies, effective }
    }
}

/// Divides the room among full name, username, role and status.
fn names(room: u16, widths: NameWidths) -> (u16, u16, u16, u16) {
    let NameWidths { full_name, username, role } = widths;
    // No narrower than their headings.
    let username = username.max(4);
    let role = if role > 0 { role.max(4) } else { 0 };
    let (usual_name, user) = (full_name.min(USUAL_NAME), username.min(USUAL_USERNAME));
    let short_name = usual_name.min(SHORT_NAME);
    let least_name = usual_name.min(LEAST_NAME);
    let (widest_role, least_role) = (role, role.min(LEAST_ROLE));
    let gap = |columns: u16| u16::from(columns > 0);
    // From everything to the least, what is wanted and what at least.
    let steps = [
        (full_name, username, role, if role > 0 { STATUS } else { 0 }),
        (full_name, username, role, 0),
        (usual_name, username, role, 0),
        (usual_name, user, role, 0),
        (short_name, user, role, 0),
        (short_name, user, least_role, 0),
        (least_name, user, least_role, 0),
        (short_name, user, 0, 0),
        (least_name, user, 0, 0),
    ];
    for (name, user, role, status) in steps {
        let taken = name + gap(name) + user + gap(role) + role + gap(status) + status;
        if taken <= room {
            // What is left goes to what is still cut, the usual length of names first.
            let mut spare = room - taken;
            let mut grown = |part: u16, most: u16| {
                let more = spare.min(most.saturating_sub(part));
                spare -= more;
                part + more
            };
            let name = grown(name, usual_name);
            let role = if role > 0 { grown(role, widest_role) } else { 0 };
            let user = grown(user, username);
            return (grown(name, full_name), user, role, status);
        }
    }
    (0, room, 0, 0)
}

/// Divides the room among full name and username.
pub(super) fn name_and_username(room: u16, widths: NameWidths) -> (u16, u16) {
    let (full_name, username, _, _) = names(room, NameWidths { role: 0, ..widths });
    (full_name, username)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTHS: NameWidths = NameWidths { full_name: 18, username: 15, role: 12 };

    #[test]
    fn the_username_is_cut_last() {
        assert_eq!(names(70, WIDTHS), (18, 15, 12, 8));
        assert_eq!(names(50, WIDTHS), (18, 15, 12, 0));
        assert_eq!(names(45, WIDTHS), (17, 14, 12, 0));
        assert_eq!(names(38, WIDTHS), (12, 14, 10, 0));
        assert_eq!(names(36, WIDTHS), (10, 14, 10, 0));
        assert_eq!(names(32, WIDTHS), (17, 14, 0, 0));
        assert_eq!(names(25, WIDTHS), (10, 14, 0, 0));
        assert_eq!(names(24, WIDTHS), (0, 24, 0, 0));
    }

    #[test]
    fn one_long_name_leaves_room_for_the_others() {
        let widths = NameWidths { full_name: 60, username: 60, role: 12 };
        assert_eq!(names(53, widths), (20, 19, 12, 0));
        assert_eq!(names(26, widths), (11, 14, 0, 0));
    }

    #[test]
    fn the_columns_never_need_more_than_there_is() {
        for room in 0..120 {
            for full_name in [0, 1, 9, 18, 60] {
                for username in [1, 5, 15, 60] {
                    for role in [0, 4, 12, 40] {
                        let widths = NameWidths { full_name, username, role };
                        let (name, user, role, status) = names(room, widths);
                        let parts = [name, user, role, status];
                        let gaps = parts.iter().filter(|part| **part > 0).count().saturating_sub(1);
                        assert!(
                            parts.iter().sum::<u16>() + columns(gaps) <= room,
                            "{room} {widths:?}"
                        );
                    }
                }
            }
        }
    }
}
