//! The widths of the columns, for every width of the pane.

use super::*;
use crate::store::SortBy;
use UserColumn::{Effective, Email, FullName, Grants, NewestGrant, Role, Status, Username};

const WIDTHS: TextWidths = TextWidths {
    full_name: 18,
    username: 15,
    email: 24,
    role: 12,
    tenant: 11,
    home: 3,
    grants: 3,
    grants_apart: 2,
};

fn made(width: u16, chosen: &[UserColumn], widths: TextWidths) -> UserColumns {
    let order = Order::default();
    UserColumns::new(Wanted { width, chosen, widths, most: 12, order, widths_chosen: &|_| None })
}

fn parts(width: u16) -> Vec<(UserColumn, u16)> {
    let made = made(width, &UserColumn::DEFAULT, WIDTHS);
    made.texts.into_iter().chain(made.figures).collect()
}

#[test]
fn other_columns_make_room_before_a_name_is_cut_and_the_username_is_cut_last() {
    let names = |name, user| vec![(FullName, name), (Username, user)];
    let with = |mut parts: Vec<_>, more: &[(UserColumn, u16)]| {
        parts.extend(more);
        parts
    };
    let apart = [(Effective, 4), (Grants, 4)];
    let all = [&[(Role, 12), (Status, 8)][..], &apart].concat();
    assert_eq!(parts(84), with(names(18, 15), &all));
    assert_eq!(parts(64), with(names(18, 15), &[&[(Role, 12)][..], &apart].concat()));
    assert_eq!(parts(58), with(names(18, 15), &[(Role, 12), (Grants, 5)]));
    assert_eq!(parts(54), with(names(18, 25), &[(Grants, 5)]));
    assert_eq!(parts(44), with(names(18, 15), &[(Grants, 5)]));
    assert_eq!(parts(43), with(names(17, 15), &[(Grants, 5)]));
    assert_eq!(parts(36), with(names(10, 15), &[(Grants, 5)]));
    assert_eq!(parts(34), [(Username, 24), (Grants, 5)]);
}

#[test]
fn ignored_grants_widen_the_column_of_every_line() {
    let widths = TextWidths { grants: 8, grants_apart: 6, ..WIDTHS };
    assert_eq!(made(84, &UserColumn::DEFAULT, widths).width_of(Grants), 6);
    let narrow = made(44, &UserColumn::DEFAULT, widths);
    assert_eq!(narrow.texts, [(FullName, 15), (Username, 15)]);
    assert_eq!(narrow.figures, [(Grants, 8)]);
}

#[test]
fn the_arrow_of_the_sort_order_fits_in_its_heading() {
    let order = Order { by: SortBy::Effective, descending: true };
    let chosen = &UserColumn::DEFAULT;
    let made = UserColumns::new(Wanted {
        width: 90,
        chosen,
        widths: WIDTHS,
        most: 12,
        order,
        widths_chosen: &|_| None,
    });
    assert_eq!(made.figures, [(Effective, 6), (Grants, 4)]);
}

#[test]
fn no_name_is_cut_while_a_less_important_column_is_shown() {
    let chosen = [FullName, Username, Email, Role, Status, NewestGrant, Effective, Grants];
    for width in 0..160 {
        for full_name in [0, 1, 9, 18, 20] {
            for username in [1, 5, 15, 18] {
                for role in [0, 4, 12, 40] {
                    let widths = TextWidths { full_name, username, role, ..WIDTHS };
                    let made = made(width, &chosen, widths);
                    if made.texts.iter().any(|(it, _)| !matches!(it, FullName | Username))
                        || made.shows(NewestGrant)
                        || made.shows(Effective)
                    {
                        assert!(made.width_of(FullName) >= full_name, "{width} {widths:?}");
                        assert!(made.width_of(Username) >= username, "{width} {widths:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_columns_never_exceed_the_width() {
    let needed = |parts: &[(UserColumn, u16)]| -> u16 {
        parts.iter().map(|(_, width)| width + 1).sum::<u16>().saturating_sub(1)
    };
    let all = [FullName, Username, Email, Role, Status, NewestGrant, Effective, Grants];
    for chosen in [&all[..], &[Username, Grants], &[FullName, Status], &[Username]] {
        for width in 0..140 {
            for (full_name, username) in [(0, 1), (9, 5), (18, 15), (60, 60), (20, 60)] {
                let widths = TextWidths { full_name, username, ..WIDTHS };
                let made = made(width, chosen, widths);
                assert!(needed(&made.texts) <= made.text_room, "{width} {widths:?} {made:?}");
                let figures: u16 = made.figures.iter().map(|(_, width)| width + 1).sum();
                let whole = made.text_room + figures + SIGNS + MARGIN;
                assert!(made.text_room == 0 || whole <= width, "{width} {made:?}");
            }
        }
    }
}

#[test]
fn chosen_widths_apply_if_there_is_room() {
    let chosen = &UserColumn::DEFAULT;
    let widths_chosen: &dyn Fn(UserColumn) -> Option<u16> = &|column| match column {
        FullName => Some(30),
        Role => Some(6),
        Grants => Some(2),
        _ => None,
    };
    let order = Order::default();
    let made = |width| {
        UserColumns::new(Wanted { width, chosen, widths: WIDTHS, most: 12, order, widths_chosen })
    };
    let wide = made(100);
    assert_eq!(wide.texts, [(FullName, 30), (Username, 15), (Role, 6), (Status, 8)]);
    assert_eq!(wide.figures, [(Effective, 4), (Grants, 4)], "no figure is cut");
    let narrow = made(44);
    assert_eq!(narrow.texts, [(FullName, 18), (Username, 15)], "the name is cut first");
    for width in 0..140 {
        let made = made(width);
        let taken: u16 = made.texts.iter().map(|(_, width)| width + 1).sum();
        assert!(taken.saturating_sub(1) <= made.text_room, "{width} {made:?}");
    }
}
