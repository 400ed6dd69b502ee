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
/// From this width on effective companies are a column beside the grants, if the names are
/// whole with it.
const WITH_EFFECTIVE: u16 = 56;
/// The columns of the status; the sign before a name tells it too.
const STATUS: u16 = 8;
/// A longer name or username is an exception: in its line it takes the room of the role, and
/// the other lines keep theirs.
const USUAL_NAME: u16 = 20;
const USUAL_USERNAME: u16 = 18;
/// A name with less room is left out, and so is a role.
const LEAST_NAME: u16 = 10;
const LEAST_ROLE: u16 = 10;
/// A username is cut to no less than this while there is a name beside it.
const LEAST_USERNAME: u16 = 14;

impl UserColumns {
    /// For a pane of so many columns, users with at most so many companies, and what the
    /// widest names seen so far need.
    pub(super) fn new(width: u16, most: usize, widths: NameWidths) -> Self {
        let figure = columns(count(most).len()).max(4);
        // With less room grants and effective companies are one column.
        let one_figure = figure.max(5);
        let apart = width.saturating_sub(SIGNS + 2 * (figure + 1) + MARGIN);
        let together = width.saturating_sub(SIGNS + one_figure + 1 + MARGIN);
        let can_be_apart = width >= WITH_EFFECTIVE;
        let whole_role = widths.role.max(4);
        let with_roles = [(can_be_apart, apart, whole_role), (true, together, LEAST_ROLE)];
        for (can_be, room, least_role) in with_roles.into_iter().filter(|_| widths.role > 0) {
            let parts = with_role(room, widths, least_role).filter(|_| can_be);
            if let Some(parts) = parts {
                let is_apart = room == apart;
                let figures = if is_apart { (figure, figure) } else { (one_figure, 0) };
                return Self::of(parts, figures.0, figures.1);
            }
        }
        let needed = widths.full_name.min(USUAL_NAME) + 1 + widths.username.min(USUAL_USERNAME);
        let is_apart = can_be_apart && needed <= apart;
        let room = if is_apart { apart } else { together };
        let (name, user) = usual(room, widths);
        let figures = if is_apart { (figure, figure) } else { (one_figure, 0) };
        Self::of((name, user, 0, 0), figures.0, figures.1)
    }

    fn of(parts: (u16, u16, u16, u16), companies: u16, effective: u16) -> Self {
        let (full_name, username, role, status) = parts;
        Self { full_name, username, role, status, companies, effective }
    }

    /// The same for one line, whose name and username need so many columns and whose figures
    /// need so many more than the others: role and status make room before the name is cut,
    /// and the name before the username.
    pub(super) fn for_line(self, full_name: u16, username: u16, wider: u16) -> Self {
        let parts = [self.full_name, self.username, self.role, self.status];
        let shown = parts.iter().filter(|part| **part > 0).count();
        let room = parts.iter().sum::<u16>() + columns(shown.saturating_sub(1));
        let room = room.saturating_sub(wider);
        let beside = [self.status, self.role].into_iter().find(|part| *part > 0);
        let is_whole = full_name <= self.full_name && username <= self.username;
        match beside {
            Some(last) if is_whole && last >= wider => {
                let (role, status) =
                    if self.status > 0 { (self.role, last - wider) } else { (last - wider, 0) };
                Self { role, status, ..self }
            }
            _ => {
                let usual = (self.full_name, self.username);
                let (full_name, username) = of_line(room, usual, (full_name, username));
                Self { full_name, username, role: 0, status: 0, ..self }
            }
        }
    }
}

/// Divides the room among full name, username, role and status, if the names are whole and
/// the role has so many columns at least.
fn with_role(room: u16, widths: NameWidths, least: u16) -> Option<(u16, u16, u16, u16)> {
    // No narrower than their headings.
    let (full_name, username) = (widths.full_name, widths.username.max(4));
    let role = widths.role.max(4);
    let (name, user) = (full_name.min(USUAL_NAME), username.min(USUAL_USERNAME));
    let gap = |columns: u16| u16::from(columns > 0);
    for (role_shown, status) in [(role, STATUS), (role.min(least), 0)] {
        let taken = name + gap(name) + user + 1 + role_shown + gap(status) + status;
        if taken <= room {
            // What is left goes to what is still cut.
            let mut spare = room - taken;
            let mut grown = |part: u16, most: u16| {
                let more = spare.min(most.saturating_sub(part));
                spare -= more;
                part + more
            };
            let role = grown(role_shown, role);
            let user = grown(user, username);
            return Some((grown(name, full_name), user, role, status));
        }
    }
    None
}

/// Divides the room among full name and username. Where it is not enough for the usual ones,
/// both have half of it, so that most of the usernames begin in one column.
pub(super) fn usual(room: u16, widths: NameWidths) -> (u16, u16) {
    let (full_name, username) = (widths.full_name, widths.username.max(4));
    let (name, user) = (full_name.min(USUAL_NAME), username.min(USUAL_USERNAME));
    let half = room.saturating_sub(1).div_ceil(2);
    let (name, user) = if name + 1 + user > room && name > half && half >= LEAST_USERNAME {
        let name = half.max(room.saturating_sub(1 + user));
        divided(room, name, room.saturating_sub(1 + name))
    } else {
        divided(room, name, user)
    };
    let more = user.saturating_sub(username).min(full_name.saturating_sub(name));
    if name > 0 { (name + more, user - more) } else { (name, user) }
}

/// The columns of full name and username in one line, whose name and username need so many;
/// usually they are those of all lines.
pub(super) fn of_line(room: u16, usual: (u16, u16), (name, user): (u16, u16)) -> (u16, u16) {
    if usual.0 == 0 {
        return (0, room);
    }
    let is_aligned = name <= usual.0 && usual.0 + 1 + user <= room;
    divided(room, if is_aligned { usual.0 } else { name }, user)
}

/// Divides the room among a full name and a username that need so many columns. The name is
/// cut first, but no username leaves it without room.
fn divided(room: u16, full_name: u16, username: u16) -> (u16, u16) {
    if full_name == 0 {
        return (0, room);
    }
    let room_of_both = room.saturating_sub(1);
    let least_name = full_name.min(LEAST_NAME);
    if least_name + username.min(LEAST_USERNAME) > room_of_both {
        return (0, room);
    }
    let name = full_name.min(room_of_both.saturating_sub(username).max(least_name));
    (name, room_of_both - name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTHS: NameWidths = NameWidths { full_name: 18, username: 15, role: 12 };

    fn parts(width: u16, widths: NameWidths) -> (u16, u16, u16, u16, u16) {
        let UserColumns { full_name, username, role, status, effective, .. } =
            UserColumns::new(width, 12, widths);
        (full_name, username, role, status, effective)
    }

    #[test]
    fn the_role_makes_room_before_a_name_is_cut_and_the_username_is_cut_last() {
        let parts = |width| parts(width, WIDTHS);
        assert_eq!(parts(84), (18, 15, 12, 8, 4));
        assert_eq!(parts(64), (18, 15, 12, 0, 4));
        assert_eq!(parts(60), (18, 15, 12, 0, 0));
        assert_eq!(parts(56), (18, 15, 11, 0, 0));
        assert_eq!(parts(55), (18, 15, 10, 0, 0));
        assert_eq!(parts(54), (18, 25, 0, 0, 0));
        assert_eq!(parts(44), (18, 15, 0, 0, 0));
        assert_eq!(parts(43), (17, 15, 0, 0, 0));
        assert_eq!(parts(38), (14, 13, 0, 0, 0));
        assert_eq!(parts(36), (10, 15, 0, 0, 0));
        assert_eq!(parts(34), (0, 24, 0, 0, 0));
    }

    #[test]
    fn one_long_name_leaves_room_for_the_others() {
        let widths = NameWidths { full_name: 60, username: 60, role: 12 };
        assert_eq!(parts(70, widths), (20, 22, 12, 0, 4));
        assert_eq!(parts(56, widths), (20, 21, 0, 0, 4));
        assert_eq!(parts(46, widths), (18, 17, 0, 0, 0));
    }

    #[test]
    fn a_line_with_a_longer_name_leaves_out_its_role() {
        let usual = UserColumns::of((24, 20, 12, 0), 4, 4);
        let parts = |full_name, username, wider| {
            let line = usual.for_line(full_name, username, wider);
            (line.full_name, line.username, line.role)
        };
        assert_eq!(parts(24, 20, 0), (24, 20, 12));
        assert_eq!(parts(24, 20, 2), (24, 20, 10));
        assert_eq!(parts(30, 20, 0), (30, 27, 0));
        assert_eq!(parts(24, 30, 0), (24, 33, 0));
        assert_eq!(parts(60, 20, 0), (37, 20, 0));
        assert_eq!(parts(60, 60, 0), (10, 47, 0));
    }

    #[test]
    fn no_name_is_cut_while_a_role_is_shown() {
        for width in 0..160 {
            for full_name in [0, 1, 9, 18, 20] {
                for username in [1, 5, 15, 18] {
                    for role in [0, 4, 12, 40] {
                        let widths = NameWidths { full_name, username, role };
                        let shown = UserColumns::new(width, 12, widths);
                        if shown.role > 0 || shown.status > 0 || shown.effective > 0 {
                            assert!(shown.full_name >= full_name, "{width} {widths:?}");
                            assert!(shown.username >= username, "{width} {widths:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_columns_never_need_more_than_there_is() {
        for room in 0..120 {
            for full_name in [0, 1, 9, 18, 60] {
                for username in [1, 5, 15, 60] {
                    for role in [0, 4, 12, 40] {
                        let widths = NameWidths { full_name, username, role };
                        let line = UserColumns::new(room, 12, widths);
                        let parts = [line.full_name, line.username, line.role, line.status];
                        let gaps = parts.iter().filter(|part| **part > 0).count().saturating_sub(1);
                        let names = parts.iter().sum::<u16>() + columns(gaps);
                        let figures = line.companies + line.effective + SIGNS + MARGIN;
                        assert!(names == 0 || names + figures < room, "{room} {widths:?}");
                        for wider in [0, 3, 9] {
                            let line = line.for_line(full_name, username, wider);
                            let parts = [line.full_name, line.username, line.role, line.status];
                            let shown = parts.iter().filter(|part| **part > 0).count();
                            let needed =
                                parts.iter().sum::<u16>() + columns(shown.saturating_sub(1));
                            assert!(needed <= names.saturating_sub(wider), "{room} {widths:?}");
                        }
                    }
                }
            }
        }
    }
}
