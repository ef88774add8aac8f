// SPDX-License-Identifier: Apache-2.0

use super::{Money, Waiting};
use crate::bundle::{Cell, Columns, Malformed, Row, Source, Table};
use netting::{Bank, Item, Model, Movement, Priority, Room, Standing, QUEUE_MAX};
use split_ledger_primitives::{limits::BANKS_MAX, Amount, BankIndex};
use std::collections::{BTreeMap, BTreeSet};

/// One line a bank.
const ROOM: Columns = Columns {
	required: &["bank", "reserve"],
	optional: &["cap", "owed", "earmarked", "position", "promised", "order"],
};

/// One line for each bank that a payment pays.
const QUEUE: Columns = Columns {
	required: &["payment", "debtor", "creditor", "amount"],
	optional: &["priority", "held", "model"],
};

/// Reads a queue, the oldest payment first, and where its banks stand.
pub fn read(queue: &Source, room: &Source, money: Money) -> Result<Waiting, Malformed> {
	let mut reader = Reader { money, ..Reader::default() };
	for row in Table::read(room, &ROOM)?.rows() {
		reader.take_bank(row)?;
	}
	for row in Table::read(queue, &QUEUE)?.rows() {
		reader.take_line(row)?;
	}
	Ok(reader.waiting)
}

#[derive(Default)]
struct Reader {
	money: Money,
	indices: BTreeMap<String, BankIndex>,
	seen: BTreeSet<String>,
	waiting: Waiting,
}

impl Reader {
	fn take_bank(&mut self, row: Row) -> Result<(), Malformed> {
		let name = row.cell("bank");
		name.ensure(!name.is_empty(), "the name of a bank")?;
		name.ensure(!self.indices.contains_key(name.text), "each bank only once")?;
		let banks = self.waiting.bank_names.len();
		let fits = u8::try_from(banks).ok().filter(|_| banks < BANKS_MAX as usize);
		let index = fits.map(BankIndex);
		let index = index.ok_or_else(|| name.malformed(format!("{BANKS_MAX} banks at most")))?;
		let position = row.cell("position");
		let standing = Standing {
			reserve: self.amount(row.cell("reserve"))?,
			cap: self.amount_or(row.cell("cap"), Amount::MAX)?,
			owed: self.amount_or(row.cell("owed"), Amount::ZERO)?,
			earmarked: self.amount_or(row.cell("earmarked"), Amount::ZERO)?,
			promised: self.amount_or(row.cell("promised"), Amount::ZERO)?,
			position: match position.is_empty() {
				true => 0,
				false => self
					.money
					.parse_signed(position.text)
					.map_err(|expected| position.malformed(expected))?,
			},
		};
		let strict = choice(row.cell("order"), &[("passing", false), ("strict", true)])?;
		self.waiting.banks.insert(index, Bank { room: Room::of(&standing), strict });
		self.waiting.bank_names.push(name.text.to_owned());
		self.indices.insert(name.text.to_owned(), index);
		Ok(())
	}

	fn take_line(&mut self, row: Row) -> Result<(), Malformed> {
		let name = row.cell("payment");
		name.ensure(!name.is_empty(), "the name of a payment, such as its order or reference")?;
		let movement = self.movement(row)?;
		let (priority_cell, held_cell) = (row.cell("priority"), row.cell("held"));
		let priority =
			choice(priority_cell, &[("normal", Priority::Normal), ("high", Priority::High)])?;
		let held = choice(held_cell, &[("no", false), ("yes", true)])?;
		let is_same = self.waiting.names.last().is_some_and(|last| last == name.text);
		if let Some(item) = self.waiting.items.last_mut().filter(|_| is_same) {
			priority_cell.ensure(priority == item.priority, "the priority of the line before")?;
			held_cell.ensure(held == item.held, "what the line before says")?;
			item.movements.push(movement);
			return Ok(());
		}
		let is_new = self.seen.insert(name.text.to_owned());
		name.ensure(is_new, "the lines of a payment to follow one another")?;
		let fits = self.waiting.items.len() < QUEUE_MAX;
		name.ensure(fits, &format!("{QUEUE_MAX} payments at most"))?;
		self.waiting.names.push(name.text.to_owned());
		self.waiting.items.push(Item { priority, held, movements: vec![movement] });
		Ok(())
	}

	fn movement(&self, row: Row) -> Result<Movement, Malformed> {
		let bank = |cell: Cell| {
			let index = self.indices.get(cell.text).copied();
			index.ok_or_else(|| cell.malformed("a bank that the file of the room names"))
		};
		let (debtor, creditor) = (bank(row.cell("debtor"))?, bank(row.cell("creditor"))?);
		let to_another = debtor != creditor;
		row.cell("creditor").ensure(to_another, "another bank than the debtor")?;
		let amount = self.amount(row.cell("amount"))?;
		row.cell("amount").ensure(!amount.is_zero(), "an amount above zero")?;
		let model = choice(row.cell("model"), &[("net", Model::Net), ("gross", Model::Gross)])?;
		Ok(Movement { debtor, creditor, amount, model })
	}

	fn amount(&self, cell: Cell) -> Result<Amount, Malformed> {
		let empty = "an amount".to_owned();
		let parsed = if cell.is_empty() { Err(empty) } else { self.money.parse(cell.text) };
		parsed.map_err(|expected| cell.malformed(expected))
	}

	fn amount_or(&self, cell: Cell, nothing: Amount) -> Result<Amount, Malformed> {
		if cell.is_empty() {
			Ok(nothing)
		} else {
			self.amount(cell)
		}
	}
}

/// One of these words; the first of them where the cell is empty.
fn choice<T: Copy>(cell: Cell, of: &[(&str, T)]) -> Result<T, Malformed> {
	let chosen = of.iter().position(|(word, _)| *word == cell.text);
	let chosen = if cell.is_empty() { Some(0) } else { chosen };
	match chosen.and_then(|at| of.get(at)) {
		Some((_, value)) => Ok(*value),
		None => {
			let words: Vec<String> = of.iter().map(|(word, _)| format!("`{word}`")).collect();
			Err(cell.malformed(words.join(" or ")))
		}
	}
}
