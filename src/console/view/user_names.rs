//! How the full name and the username share the width of a line. The full name is cut first.

use crate::text;

/// Longer names and usernames are exceptions: they are cut unless there is room to spare.
pub(super) const USUAL_NAME: u16 = 20;
pub(super) const USUAL_USERNAME: u16 = 18;
/// A full name that would have less room than this is left out.
const LEAST_NAME: u16 = 10;
/// Beside a full name, a username is cut to no fewer columns than this.
const LEAST_USERNAME: u16 = 14;
/// The width of the heading above the usernames.
const LEAST: u16 = 4;

/// Divides the room between the columns of full names and usernames, given the widths of the
/// widest.
pub(super) fn usual(room: u16, (full_name, username): (u16, u16)) -> (u16, u16) {
    let username = username.max(LEAST);
    let (name, user) = (full_name.min(USUAL_NAME), username.min(USUAL_USERNAME));
    let (name, user) = divided(room, name, user);
    let more = user.saturating_sub(username).min(full_name.saturating_sub(name));
    if name > 0 { (name + more, user - more) } else { (name, user) }
}

/// Whether full names and usernames of usual length fit, given the widths of the widest.
pub(super) fn are_whole(room: u16, (full_name, username): (u16, u16)) -> bool {
    full_name.min(USUAL_NAME) + 1 + username.clamp(LEAST, USUAL_USERNAME) <= room
}

/// Full name and username as one text of at most `room` columns. The full name is cut first,
/// and the username only if little of the full name would remain.
pub(in crate::console) fn in_one(full_name: &str, username: &str, room: usize) -> String {
    if full_name.is_empty() {
        return text::clip(username, room).into_string();
    }
    let beside = text::width(&text::safe(username)) + 3;
    let name = text::clip(full_name, room.saturating_sub(beside).max(LEAST_NAME.into()));
    text::clip(&format!("{name} ({username})"), room).into_string()
}

/// Divides the room between a full name and a username, given the widths they need. The full
/// name is cut first, but always keeps some room.
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

    #[test]
    fn the_name_is_cut_first() {
        assert_eq!(usual(40, (18, 15)), (18, 21));
        assert_eq!(usual(34, (18, 15)), (18, 15));
        assert_eq!(usual(30, (18, 15)), (14, 15));
        assert_eq!(usual(26, (18, 15)), (10, 15));
        assert_eq!(usual(24, (18, 15)), (0, 24));
        assert_eq!(usual(36, (60, 60)), (17, 18));
        assert_eq!(usual(90, (30, 15)), (30, 59));
    }

    #[test]
    fn the_username_is_cut_last() {
        let of = |room| in_one("Ada of Lovelace", "ada.lovelace", room);
        assert_eq!(of(30), "Ada of Lovelace (ada.lovelace)");
        assert_eq!(of(29), "Ada of Lovela… (ada.lovelace)");
        assert_eq!(of(25), "Ada of Lo… (ada.lovelace)");
        assert_eq!(of(24), "Ada of Lo… (ada.lovelac…");
        assert_eq!(in_one("", "ada", 2), "a…");
    }
}
