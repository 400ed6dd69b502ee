//! Statements that insert many rows at once, which takes about two thirds of the time of as many
//! statements with one row.

/// The number of rows that are inserted at once.
pub(crate) const BATCH: usize = 64;

/// A statement that inserts this many rows, with these values in each: `?1` is the same in
/// every row, and each `?` another parameter.
///
/// Without `OR FAIL`, SQLite would keep copies of the pages that the statement changes, to be
/// able to undo it alone. If it fails, the caller must roll back the transaction.
pub(crate) fn insert_rows(table: &str, columns: &str, values: &str, rows: usize) -> String {
    let mut sql = format!("INSERT OR FAIL INTO {table} ({columns}) VALUES ({values})");
    for _ in 1..rows {
        sql.push_str(", (");
        sql.push_str(values);
        sql.push(')');
    }
    sql
}

/// The rows in parts of few different lengths, so that few statements are prepared.
pub(crate) fn batches<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = [BATCH, BATCH / 8, 1].into_iter().find(|size| *size <= rows.len())?;
        let (part, rest) = rows.split_at(size);
        rows = rest;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_one_batch() {
        let lengths = |count: usize| {
            let rows: Vec<usize> = (0..count).collect();
            let parts: Vec<Vec<usize>> = batches(&rows).map(<[usize]>::to_vec).collect();
            assert_eq!(parts.concat(), rows);
            parts.iter().map(Vec::len).collect::<Vec<_>>()
        };
        assert_eq!(lengths(0), [0; 0]);
        assert_eq!(lengths(1), [1]);
        assert_eq!(lengths(8), [8]);
        assert_eq!(lengths(64), [64]);
        assert_eq!(lengths(146), [64, 64, 8, 8, 1, 1]);
    }
}
