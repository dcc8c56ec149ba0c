//! Samples, and tables of their figures.

use std::fmt;
use std::time::Duration;

use crate::GOAL;

/// Times of one measurement.
#[derive(Clone, Debug, Default)]
pub struct Sample(Vec<f64>);

impl Sample {
    pub fn push(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64());
    }

    /// The quantile of this share, in seconds.
    pub fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        let index = (share * last as f64).round() as usize;
        sorted.get(index).copied().unwrap_or(f64::NAN)
    }

    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    pub fn p99(&self) -> f64 {
        self.at(0.99)
    }
}

/// A table in Markdown.
pub struct Table {
    pub heading: String,
    pub columns: &'static [&'static str],
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(heading: impl Into<String>, columns: &'static [&'static str]) -> Self {
        Self {
            heading: heading.into(),
            columns,
            rows: Vec::new(),
        }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize, name: &str| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| cell.chars().count())
                .chain([name.chars().count()])
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(column, name)| width(column, name))
            .collect();
        writeln!(f, "### {}\n", self.heading)?;
        line(f, &widths, self.columns.iter().copied())?;
        let rules = widths.iter().enumerate().map(|(column, width)| {
            let dashes = "-".repeat(width.saturating_sub(1));
            if column == 0 {
                format!("-{dashes}")
            } else {
                format!("{dashes}:")
            }
        });
        line(f, &widths, rules)?;
        for row in &self.rows {
            line(f, &widths, row.iter())?;
        }
        Ok(())
    }
}

fn line<S: AsRef<str>>(
    f: &mut fmt::Formatter<'_>,
    widths: &[usize],
    cells: impl IntoIterator<Item = S>,
) -> fmt::Result {
    for (column, (cell, width)) in cells.into_iter().zip(widths).enumerate() {
        let cell = cell.as_ref();
        if column == 0 {
            write!(f, "| {cell:<width$} ")?;
        } else {
            write!(f, "| {cell:>width$} ")?;
        }
    }
    writeln!(f, "|")
}

pub fn millis(seconds: f64) -> String {
    format!("{:.2}", seconds * 1e3)
}

pub fn micros(seconds: f64) -> String {
    format!("{:.0}", seconds * 1e6)
}

pub fn ratio(of: f64, to: f64) -> String {
    format!("{:.2}", of / to)
}

/// The goal, and whether the ratio meets it.
pub fn goal(of: f64, to: f64) -> String {
    let met = if of / to <= GOAL { "met" } else { "missed" };
    format!("≤ {GOAL} {met}")
}
