// SPDX-License-Identifier: Apache-2.0

//! How answers look: tables for people, JSON for programs.

use super::Context;
use comfy_table::{presets, CellAlignment, Table};
use serde::Serialize;

/// A table for people.
pub(super) fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
	let mut table = Table::new();
	table.load_preset(presets::ASCII_MARKDOWN).set_header(header);
	table.add_rows(rows);
	table
}

/// Aligns the columns of these headers to the right: figures.
pub(super) fn figures(mut table: Table, columns: &[usize]) -> Table {
	for index in columns {
		if let Some(column) = table.column_mut(*index) {
			column.set_cell_alignment(CellAlignment::Right);
		}
	}
	table
}

/// Prints an answer: as JSON where it is asked for, else as people read it.
pub(super) fn answer<T: Serialize>(
	context: Context,
	answer: &T,
	for_people: impl FnOnce(&T) -> String,
) -> anyhow::Result<()> {
	if context.json {
		println!("{}", serde_json::to_string_pretty(answer)?);
	} else {
		println!("{}", for_people(answer));
	}
	Ok(())
}

/// Prints why a command failed.
pub(super) fn error(error: &anyhow::Error, context: Context) {
	if context.json {
		let causes: Vec<_> = error.chain().map(ToString::to_string).collect();
		eprintln!("{}", serde_json::json!({ "error": causes.join(": "), "causes": causes }));
	} else {
		eprintln!("error: {error:#}");
	}
}
