//! Every size of the screen.

use super::*;

/// The positions of all cells of an area.
fn cells(area: Area) -> impl Iterator<Item = (u16, u16)> {
    let columns = area.x..area.x + area.width;
    columns.flat_map(move |x| (area.y..area.y + area.height).map(move |y| (x, y)))
}

#[test]
fn the_panes_fill_every_screen_exactly() {
    for width in 0..260 {
        for height in [0, 1, 6, 7, 24, 40] {
            for pane in Pane::ALL {
                for zoomed in [false, true] {
                    let size = Size { width, height };
                    let screen = ScreenLayout::new(size, pane, zoomed).sharing(height * 4);
                    let panes = [screen.users, screen.companies, screen.matrix];
                    let mut covered = vec![0; usize::from(width) * usize::from(height)];
                    let at = |(x, y)| usize::from(y) * usize::from(width) + usize::from(x);
                    for area in panes.into_iter().flatten() {
                        assert!(area.x + area.width <= width, "{width}×{height}");
                        assert!(area.y + area.height <= height, "{width}×{height}");
                        cells(area).for_each(|cell| covered[at(cell)] += 1);
                    }
                    let mut inner = panes.into_iter().flatten().map(Area::inner);
                    assert!(
                        inner.all(|area| cells(area).all(|cell| covered[at(cell)] == 1)),
                        "only borders are shared: {width}×{height}"
                    );
                    if !screen.too_small {
                        let below = if screen.detail.is_some() { 3 } else { 2 };
                        let rows = usize::from(height - 1 - below);
                        let shown = covered.iter().filter(|panes| **panes > 0).count();
                        assert_eq!(shown, usize::from(width) * rows);
                        let focused =
                            [screen.users, screen.companies, screen.matrix][pane as usize];
                        assert!(focused.is_some(), "the focused pane is shown");
                    }
                    for lines in [0, 5, 500] {
                        let dialog = screen.dialog(lines);
                        assert!(dialog.x + dialog.width <= width);
                        assert!(dialog.y + dialog.height <= height);
                    }
                }
            }
        }
    }
}

#[test]
fn names_beside_the_lists_keep_eleven_letters() {
    for width in MIDDLE..WIDE {
        for usual in 1..20 {
            let codes = CodeWidths { longest: usual, usual, with_inactive: true };
            let screen = ScreenLayout::new(Size { width, height: 24 }, Pane::Users, false);
            let grid = screen.matrix_grid(40, codes);
            assert!(grid.names >= 14 && grid.columns >= 2, "{width}, codes of {usual}");
        }
    }
}

#[test]
fn scrolling_keeps_the_cursor_visible_and_moves_as_little_as_possible() {
    assert_eq!(scroll(0, 5, 10, 100), 0);
    assert_eq!(scroll(0, 10, 10, 100), 1);
    assert_eq!(scroll(50, 40, 10, 100), 40);
    assert_eq!(scroll(50, 55, 10, 100), 50);
    assert_eq!(scroll(95, 99, 10, 100), 90);
    assert_eq!(scroll(7, 3, 10, 5), 0, "a short list shows from its start");
    assert_eq!(scroll(0, 0, 0, 0), 0);
    assert_eq!(scroll(3, 9, 0, 10), 3, "what is hidden stays");
}
