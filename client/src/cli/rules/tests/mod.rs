// SPDX-License-Identifier: Apache-2.0

//! What the commands answer, tried through their own definition.

mod recipes;

use super::{super::Context, check::explained, read, read_ppm, Rules};
use crate::bundle::{check_rule_set, Source};
use clap::Parser;
use serde_json::Value;
use std::{fs, process::ExitCode};
use unicode_width::UnicodeWidthStr;

#[derive(Debug, Parser)]
struct Line {
	#[command(subcommand)]
	rules: Rules,
}

/// A command, as it is typed after `split-ledger rules`.
fn command(line: &str) -> Rules {
	let words = std::iter::once("rules").chain(line.split_whitespace());
	Line::try_parse_from(words).map_or_else(|error| panic!("{line}: {error}"), |line| line.rules)
}

/// What `rules preview` answers.
fn preview(line: &str, json: bool) -> anyhow::Result<String> {
	match command(line) {
		Rules::Preview(preview) => preview.text(Context { json }),
		other => panic!("{other:?} is no preview"),
	}
}

const RULES: &str = "\
name = \"market\"
currency = \"CNY\"
[[case]]
when = { time = { from = \"2026-11-11T00:00:00+08:00\", before = \"2026-11-12T00:00:00+08:00\" } }
legs = [
  { to = \"platform\", take = \"4%\", purpose = \"fee\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
[[case]]
legs = [
  { to = \"platform\", take = \"8.5%\", floor = \"0.10\", purpose = \"fee\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
";
const ORDERS: &str = "\
reference,payment,payer,currency,amount,rules,channel,category,promotion,member_tier,parties,inputs,release,date
o1,,anna,CNY,72.19,market,,,,,merchant=shop;platform=bazaar,,now,2026-11-20
o2,,anna,CNY,100.00,market,,,,,merchant=shop;platform=bazaar,,now,2026-11-11
o3,,anna,CNY,0.20,market,,,,,merchant=shop;platform=bazaar,,now,2026-11-20
o4,,anna,CNY,5.00,market,,,,,merchant=shop;platform=shop,,now,2026-11-20
o5,,anna,CNY,5.00,,,,,,merchant=shop,,now,2026-11-20
";
const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
bazaar,platform,north,CNY=0,
shop,merchant,north,CNY=0,
anna,buyer,north,CNY=500.00,
";

/// A folder with a bundle.
fn folder() -> tempfile::TempDir {
	let dir = tempfile::tempdir().expect("a folder for a test");
	let write = |name: &str, text: &str| fs::write(dir.path().join(name), text);
	fs::create_dir(dir.path().join("rules")).expect("a folder for a test");
	write("rules/market.toml", RULES).expect("a file");
	write("orders.csv", ORDERS).expect("a file");
	write("participants.csv", PARTICIPANTS).expect("a file");
	dir
}

#[test]
fn an_order_file_becomes_a_table_sums_that_foot_and_a_chart() {
	let dir = folder();
	let dir = dir.path().display();
	let line = format!("preview {dir}/rules/market.toml --orders {dir}/orders.csv");
	let text = preview(&line, false).expect("an answer");
	let of = |start: &str| text.lines().find(|line| line.starts_with(start)).unwrap_or_default();
	for row in [
		"| o1        |  72.19 |    2 |     6.13 |    66.06 |                                            |",
		"| o2        | 100.00 |    1 |     4.00 |    96.00 |                                            |",
		"| o3        |   0.20 |      |          |          | over-share-cap: fees of 0.10 are over 0.06 |",
	] {
		assert_eq!(of(&row[..4]), row, "{text}");
	}
	let sums = |name: &str| of(&format!("| {name} ")).split('|').map(str::trim).collect::<Vec<_>>();
	assert_eq!(sums("divided")[2..4], ["3", "177.19"], "{text}");
	assert_eq!(sums("refused")[2..4], ["1", "0.20"], "{text}");
	assert_eq!(sums("all")[2..4], ["4", "177.39"], "{text}");
	assert_eq!(of("left out"), "left out: 1 of other currencies or rule sets, or transfers");
	// 6.13 + 4.00 + 0.42 of 177.19.
	assert!(of("platform").ends_with("5.95%   10.55"), "{text}");
	assert!(of("merchant").ends_with("94.05%  166.64"), "{text}");
}

#[test]
fn a_bundle_says_who_can_be_paid_and_a_moment_chooses_the_case_of_all() {
	let dir = folder();
	let dir = dir.path().display();
	let line = format!("preview {dir}/rules/market.toml --bundle {dir} --at 2026-11-11T12:00:00Z");
	let answer = preview(&line, true).expect("an answer");
	let answer: Value = serde_json::from_str(&answer).expect("JSON");
	let orders = answer["orders"].as_array().expect("orders");
	let of = |key: &str| orders.iter().map(|order| order[key].clone()).collect::<Vec<_>>();
	assert_eq!(of("case"), [1.into(), 1.into(), 1.into(), Value::Null]);
	assert_eq!(of("error")[3], "purpose-unfit");
	assert_eq!(orders[1]["legs"][0]["amount"], "400");
	let totals = &answer["totals"];
	assert_eq!(totals["all"]["amount"], "17739");
	assert_eq!(totals["divided"]["amount"], "17239");
	// A fee of 4 % of 0.20 is nothing: rounded down.
	assert_eq!(
		(&totals["parties"]["platform"], &totals["parties"]["merchant"]),
		(&"688".into(), &"16551".into())
	);
	assert_eq!(totals["leftOut"], 1);
}

#[test]
fn columns_stand_in_line_in_any_script() {
	let dir = folder();
	let file = dir.path().join("rules/market.toml");
	fs::write(&file, RULES.replace("platform", "\u{5e73}\u{53f0}")).expect("a file");
	fs::write(dir.path().join("o.csv"), "reference,amount\n\u{5355}1,10.00\n").expect("a file");
	let dir = dir.path().display();
	let line = format!("preview {dir}/rules/market.toml --orders {dir}/o.csv");
	let text = preview(&line, false).expect("an answer");
	let widths: Vec<usize> = text.lines().take(3).map(UnicodeWidthStr::width).collect();
	assert_eq!(widths[1..], [widths[0]; 2], "{text}");
}

#[test]
fn one_order_is_answered_to_programs_in_minor_units_and_with_its_refund() {
	let dir = folder();
	let file = dir.path().join("rules/market.toml");
	let line = format!("preview {} 72.19 --refund 10.00 --at 2026-11-20T00:00:00Z", file.display());
	let answer = preview(&line, true).expect("an answer");
	let answer: Value = serde_json::from_str(&answer).expect("JSON");
	assert_eq!((&answer["case"], &answer["legs"][0]["amount"]), (&2.into(), &"613".into()));
	let given: Vec<_> = [0, 1].map(|leg| answer["refund"][leg]["amount"].clone()).to_vec();
	// 10.00 x 6.13 / 72.19 is 0.849.
	assert_eq!(given, ["85", "915"]);
	assert_eq!(answer["refund"][1]["givenBy"], "merchant");
	let over = preview(&line.replace("10.00", "72.20"), true).expect_err("more than there is");
	assert!(over.to_string().contains("larger than what remains"), "{over}");
	let input = preview(&format!("preview {} 5.00 --input freight=1", file.display()), false);
	assert!(input.expect_err("no input").to_string().ends_with("no input `freight`"));
}

#[test]
fn ten_thousand_orders_are_written_as_they_are_read() {
	let dir = folder();
	let mut orders = "reference,amount\n".to_owned();
	for order in 1..=10_000 {
		orders.push_str(&format!("o{order},{}.{:02}\n", order, order % 100));
	}
	fs::write(dir.path().join("many.csv"), orders).expect("a file");
	let dir = dir.path().display();
	let line = format!("preview {dir}/rules/market.toml --orders {dir}/many.csv");
	let at = "--at 2026-11-20T00:00:00Z";
	let text = preview(&format!("{line} {at}"), false).expect("an answer");
	assert_eq!(text.lines().filter(|line| line.starts_with("| o1")).count(), 1_112);
	assert!(
		text.contains("| all         |  10000 | 50009950.00 |"),
		"{}",
		&text[text.len() - 900..]
	);
	let only = preview(&format!("{line} {at} --totals"), false).expect("an answer");
	assert!(only.lines().count() < 12, "{only}");
	assert!(text.ends_with(&only));
}

#[test]
fn a_file_with_a_fault_is_no_rule_set_and_the_error_explains_it() {
	let dir = folder();
	let file = dir.path().join("rules/market.toml");
	fs::write(&file, RULES.replace("8.5%", "108.5%")).expect("a file");
	let error = read(&file).map(|_| ()).expect_err("a fault").to_string();
	assert!(error.contains("error[shares-over-whole]"), "{error}");
	let checks = |line: String| match command(&line) {
		Rules::Check(check) => check.run(Context { json: true }).expect("an answer"),
		other => panic!("{other:?} is no check"),
	};
	assert_eq!(checks(format!("check {}", file.display())), ExitCode::FAILURE);
	fs::write(&file, RULES).expect("a file");
	let missing = dir.path().join("none.toml").display().to_string();
	assert_eq!(checks(format!("check {missing} {}", file.display())), ExitCode::FAILURE);
	let error = read(missing.as_ref()).map(|_| ()).expect_err("no file").to_string();
	assert!(error.contains("expected a readable file"), "{error}");
	// The floor refuses small orders: a warning.
	assert_eq!(checks(format!("check {}", file.display())), ExitCode::SUCCESS);
	assert_eq!(checks(format!("check --strict {}", file.display())), ExitCode::FAILURE);
}

#[test]
fn colours_are_for_terminals_only() {
	let source = Source::of_bytes("n.toml", b"name = 5\n".to_vec()).expect("UTF-8");
	let findings = check_rule_set(&source, "n").findings;
	assert!(!explained(&source, &findings, false).contains('\u{1b}'));
	assert!(explained(&source, &findings, true).contains('\u{1b}'));
}

#[test]
fn one_amount_or_an_order_file_must_be_named_and_not_both() {
	let parse = |line: &str| {
		let words = std::iter::once("rules").chain(line.split_whitespace());
		Line::try_parse_from(words).is_ok()
	};
	assert!(parse("preview f.toml 5.00 --input freight=1 --at 2026-11-11T00:00:00Z"));
	assert!(parse("preview f.toml --orders o.csv --bundle dir --only market --totals"));
	assert!(!parse("preview f.toml"));
	assert!(!parse("preview f.toml 5.00 --orders o.csv"));
	assert!(!parse("preview f.toml 5.00 --at tomorrow"));
	assert!(parse("publish f.toml --from 2026-11-11T00:00:00+08:00 --as site"));
	assert!(!parse("publish f.toml --from tomorrow --as site"));
	assert!(!parse("check"));
}

#[test]
fn a_ceiling_is_a_percentage_in_exact_millionths() {
	for (text, ppm) in
		[("0%", 0), ("12.5%", 125_000), ("0.0001%", 1), ("30.00%", 300_000), ("100%", 1_000_000)]
	{
		assert_eq!(read_ppm(text), Ok(ppm), "{text}");
	}
	for wrong in ["", "12.5", "1/8", "-1%", "100.0001%", "0.00001%", "% "] {
		assert!(read_ppm(wrong).is_err(), "{wrong}");
	}
}
