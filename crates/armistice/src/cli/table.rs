//! Tables on a terminal: columns as wide as their widest cell, rules of plain characters.
//!
//! Holds
//! - Width is counted in characters, so that Arabic names line up as well as a terminal allows.
//!
//! Not here: what the cells say.

/// Rows of cells under a head; the first column is left-aligned like the others.
pub struct Table {
    rows: Vec<Vec<String>>,
    indent: usize,
}

impl Table {
    /// A table with this head.
    pub fn new<S: Into<String>>(indent: usize, head: impl IntoIterator<Item = S>) -> Table {
        Table { rows: vec![head.into_iter().map(Into::into).collect()], indent }
    }
    /// Adds a row.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }
    /// Takes out every column in which all of several rows say the same, and says it in a line of its own.
    pub fn take_common(&mut self) -> Vec<String> {
        let mut said = Vec::new();
        let columns = self.rows[0].len();
        for column in (0..columns).rev() {
            let mut cells = self.rows[1..].iter().map(|row| row[column].as_str());
            let Some(first) = cells.next().map(str::to_owned) else { return said };
            if self.rows.len() > 2 && cells.all(|cell| cell == first) {
                said.push(format!("{}: {first}", self.rows[0][column]));
                self.rows.iter_mut().for_each(|row| drop(row.remove(column)));
            }
        }
        said.reverse();
        said
    }
    /// The lines.
    pub fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut lines = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            let mut line = " ".repeat(self.indent);
            for (column, cell) in row.iter().enumerate() {
                line.push_str(cell);
                let rest = widths[column] - cell.chars().count();
                line.push_str(&" ".repeat(rest + 2));
            }
            lines.push(line.trim_end().to_owned());
            if number == 0 {
                let total: usize = widths.iter().map(|width| width + 2).sum();
                lines.push(format!("{}{}", " ".repeat(self.indent), "─".repeat(total.saturating_sub(2))));
            }
        }
        lines
    }
}
