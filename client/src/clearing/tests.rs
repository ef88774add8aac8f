// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::bundle::Source;
use netting::{Model, Movement, Priority, Room, Standing, QUEUE_MAX};

const ROOM: &str = "\
bank,reserve,cap,owed,earmarked,position,promised,order
east,10.00,8.00,1.00,0.50,-2.00,3.00,strict
west,5.00,,,,,,
";
const QUEUE: &str = "\
payment,debtor,creditor,amount,priority,held,model
p1,east,west,1.50,high,no,
p2,west,east,2.00,,yes,net
p3,east,west,1.00,normal,,gross
p3,east,west,0.25,,,
";

fn money(code: &str) -> Money {
	Money(Unit::of_code(code))
}

fn source(name: &str, text: &str) -> Source {
	Source::of_bytes(name, text.as_bytes().to_vec()).expect("a text is UTF-8")
}

fn waiting(queue: &str, room: &str) -> Result<Waiting, String> {
	let read = read(&source("q.csv", queue), &source("r.csv", room), money("CNY"));
	read.map_err(|malformed| malformed.to_string())
}

fn movement(debtor: u8, amount: u64, model: Model) -> Movement {
	let (debtor, creditor) = (BankIndex(debtor), BankIndex(1 - debtor));
	Movement { debtor, creditor, amount: Amount(amount), model }
}

#[test]
fn a_queue_is_read_with_the_room_of_its_banks() {
	let waiting = waiting(QUEUE, ROOM).expect("sound files");
	assert_eq!(waiting.bank_names, ["east", "west"]);
	let east = Standing {
		reserve: Amount(1_000),
		cap: Amount(800),
		owed: Amount(100),
		earmarked: Amount(50),
		position: -200,
		promised: Amount(300),
	};
	let west = Standing { reserve: Amount(500), cap: Amount::MAX, ..Standing::default() };
	let told: Vec<_> = waiting.banks.values().map(|bank| (bank.room, bank.strict)).collect();
	assert_eq!(told, [(Room::of(&east), true), (Room::of(&west), false)]);

	assert_eq!(waiting.names, ["p1", "p2", "p3"]);
	let item = |priority, held, movements: &[Movement]| Item {
		priority,
		held,
		movements: movements.to_vec(),
	};
	assert_eq!(
		waiting.items,
		[
			item(Priority::High, false, &[movement(0, 150, Model::Net)]),
			item(Priority::Normal, true, &[movement(1, 200, Model::Net)]),
			item(
				Priority::Normal,
				false,
				&[movement(0, 100, Model::Gross), movement(0, 25, Model::Net)]
			),
		]
	);
}

#[test]
fn amounts_are_whole_minor_units_where_no_currency_is_named() {
	let (queue, room) = ("payment,debtor,creditor,amount\np,a,b,7\n", "bank,reserve\na,7\nb,0\n");
	let read = |queue: &str| read(&source("q", queue), &source("r", room), Money::default());
	assert_eq!(read(queue).expect("sound files").items[0].value(), 7);
	let refused = read(&queue.replace(",7", ",7.00")).expect_err("no whole number");
	assert_eq!((refused.line, refused.column), (2, 7));
	assert_eq!([Money::default().format(-7), money("CNY").format(-7)], ["-7", "-0.07"]);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
	let refused = |from: &str, to: &str| {
		let spoilt = |text: &str| text.replacen(from, to, 1);
		let refused = waiting(&spoilt(QUEUE), &spoilt(ROOM)).expect_err(to);
		refused.lines().next().unwrap_or_default().to_owned()
	};
	for (from, to, told) in [
		("p1,east,west", "p1,east,nord", "q.csv:2:9: expected a bank that the file of the room"),
		("p1,east,west", "p1,east,east", "q.csv:2:9: expected another bank than the debtor"),
		("p1,east", ",east", "q.csv:2:1: expected the name of a payment"),
		("1.50", "0.00", "q.csv:2:14: expected an amount above zero"),
		("1.50", "1.505", "q.csv:2:14: expected an amount in CNY with 2 decimals"),
		("1.50", "", "q.csv:2:14: expected an amount"),
		("high", "urgent", "q.csv:2:19: expected `normal` or `high`"),
		("yes,net", "held,net", "q.csv:3:20: expected `no` or `yes`"),
		("yes,net", "yes,later", "q.csv:3:24: expected `net` or `gross`"),
		("p3,east,west,0.25", "p1,east,west,0.25", "q.csv:5:1: expected the lines of a payment"),
		("0.25,,", "0.25,high,", "q.csv:5:19: expected the priority of the line before"),
		("0.25,,", "0.25,,yes", "q.csv:5:20: expected what the line before says"),
		("payment,", "order,", "q.csv:1:1: expected one of the columns payment,"),
		("west,5.00", "east,5.00", "r.csv:3:1: expected each bank only once"),
		("west,5.00", ",5.00", "r.csv:3:1: expected the name of a bank"),
		("west,5.00", "west,", "r.csv:3:6: expected an amount"),
		("-2.00", "--2", "r.csv:2:27: expected an amount in CNY"),
		("strict", "tight", "r.csv:2:38: expected `passing` or `strict`"),
	] {
		let said = refused(from, to);
		assert!(said.starts_with(told), "{said}, not {told}");
	}
}

#[test]
fn there_are_as_many_banks_and_payments_as_the_chain_takes() {
	let banks = |count: usize| {
		let lines: String = (0..count).map(|at| format!("b{at},1\n")).collect();
		format!("bank,reserve\n{lines}")
	};
	let header = "payment,debtor,creditor,amount\n";
	assert!(waiting(header, &banks(64)).is_ok());
	let refused = waiting(header, &banks(65)).expect_err("too many");
	assert!(refused.starts_with("r.csv:66:1: expected 64 banks at most"), "{refused}");
	let queue = |count: usize| {
		let lines: String = (0..count).map(|at| format!("p{at},b0,b1,1\n")).collect();
		format!("{header}{lines}")
	};
	assert!(waiting(&queue(QUEUE_MAX), &banks(2)).is_ok());
	let refused = waiting(&queue(QUEUE_MAX + 1), &banks(2)).expect_err("too many");
	assert!(refused.starts_with("q.csv:10002:1: expected 10000 payments"), "{refused}");
}

#[test]
fn the_effects_of_a_set_are_what_its_banks_pay_get_and_have_left() {
	let waiting = waiting(QUEUE, ROOM).expect("sound files");
	let room = |bank: u8| waiting.banks[&BankIndex(bank)].room;
	assert_eq!(room(0), Room { net: 700, both: 750, gross: 550 });
	let effect =
		|bank, paid, received, left| Effect { bank: BankIndex(bank), paid, received, left };
	assert_eq!(waiting.effects(&[0, 2]), [effect(0, 275, 0, 450), effect(1, 0, 275, 775)]);
	assert_eq!(waiting.effects(&[]), []);
}
