// SPDX-License-Identifier: Apache-2.0

mod agreed;
mod disputes;
mod milestones;

use super::{Act, Bundle, ByClock, Labels, LegName, Release};
use split_ledger_primitives::{Amount, Date, ExpiryPolicy, Moment, Uncredited};
use std::{fs, path::Path};

const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
north,bank,,CNY=1000.00;JPY=500,CNY=800.00
south,bank,,CNY=1000.00,
bazaar,platform,north,CNY=0,
shop,merchant,south,CNY=0;JPY=0,
anna,buyer,north,CNY=500.00,
";

const RULES: &str = "\
name = \"market\"
currency = \"CNY\"
rounding = \"down\"
residue = \"remainder\"
[[case]]
legs = [
  { to = \"platform\", take = \"5%\", purpose = \"fee\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
";

const ORDERS: &str = "\
reference,payment,payer,currency,amount,rules,channel,category,promotion,member_tier,parties,inputs,release
o1,,anna,CNY,72.19,market,card,books,,gold,merchant=shop;platform=bazaar,,now
o2,p,anna,CNY,10,market,,,,,merchant=shop;platform=bazaar,,hold
";

const ACTIONS: &str = "\
order,reference,action,amount,legs
o2,r1,release,5.00,
";

/// File, what is changed to what, line and column of the refusal, a part of what was expected.
type Change = (&'static str, &'static str, &'static str, (usize, usize), &'static str);

/// A bundle as its files, with one change.
struct Files {
	participants: String,
	rules: String,
	orders: String,
	actions: String,
}

impl Files {
	fn sound() -> Self {
		Self {
			participants: PARTICIPANTS.to_owned(),
			rules: RULES.to_owned(),
			orders: ORDERS.to_owned(),
			actions: ACTIONS.to_owned(),
		}
	}

	/// Replaces the first `from` of the file by `to`.
	fn with(mut self, file: &str, from: &str, to: &str) -> Self {
		let text = match file {
			"participants.csv" => &mut self.participants,
			"rules/market.toml" => &mut self.rules,
			"orders.csv" => &mut self.orders,
			_ => &mut self.actions,
		};
		assert!(text.contains(from), "{from} is not in {file}");
		*text = text.replacen(from, to, 1);
		self
	}

	fn read(&self) -> Result<Bundle, super::Malformed> {
		let dir = tempfile::tempdir().expect("a folder for a test");
		self.write(dir.path()).expect("a folder for a test");
		Bundle::read(dir.path())
	}

	fn write(&self, dir: &Path) -> std::io::Result<()> {
		fs::create_dir(dir.join("rules"))?;
		fs::write(dir.join("participants.csv"), &self.participants)?;
		fs::write(dir.join("rules/market.toml"), &self.rules)?;
		fs::write(dir.join("orders.csv"), &self.orders)?;
		fs::write(dir.join("actions.csv"), &self.actions)
	}
}

#[test]
fn a_sound_bundle_is_read_as_it_is_written() {
	let bundle = Files::sound().read().expect("a sound bundle");
	let shop = bundle.participants.named("shop");

	let [first, second] = bundle.orders.as_slice() else { panic!("two orders") };

	assert_eq!(first.amount, Amount(7_219));
	assert_eq!(first.release, Release::Now);
	assert_eq!((first.party("merchant"), first.merchant(&bundle.participants)), (shop, shop));
	let (channel, category, tier) = ("card".into(), "books".into(), "gold".into());
	let promotion = String::new();
	assert_eq!(first.labels, Labels { channel, category, promotion, member_tier: tier });
	assert_eq!(second.amount, Amount(1_000));
	assert_eq!(
		second.release,
		Release::Hold { by_clock: ByClock::Never, deadline: None, expiry: ExpiryPolicy::Payer }
	);
	assert_eq!(bundle.actions.len(), 1);
}

#[test]
fn line_ends_of_windows_and_quoted_cells_read_the_same() {
	let windows = |text: String| text.replace('\n', "\r\n").replace("anna", "\"anna\"");
	let sound = Files::sound();
	let files = Files {
		participants: windows(sound.participants),
		rules: sound.rules.replace('\n', "\r\n"),
		orders: windows(sound.orders),
		actions: windows(sound.actions),
	};
	let (read, plain) = (files.read().expect("a bundle"), Files::sound().read().expect("a bundle"));
	assert_eq!(read.orders, plain.orders);
	assert_eq!(read.rules, plain.rules);
	assert_eq!(read.participants, plain.participants);
}

#[test]
fn what_the_files_disprove_is_refused_with_its_place() {
	let cases: &[Change] = &[
		("participants.csv", "roles", "role", (1, 6), "one of the columns"),
		("participants.csv", "name,", "name,name,", (1, 6), "only once"),
		("participants.csv", "anna,", "anna,,", (6, 1), "5 cells"),
		("participants.csv", "anna,buyer", ",buyer", (6, 1), "1 to 64 bytes"),
		("participants.csv", "anna,", "shop,", (6, 1), "no earlier line"),
		("participants.csv", "buyer", "byer", (6, 6), "roles of"),
		("participants.csv", "platform,", "platform;supervisor,", (4, 8), "`supervisor` alone"),
		("participants.csv", "anna,buyer,north", "anna,buyer,shop", (6, 12), "name of a bank"),
		("participants.csv", "north,bank,,", "north,bank,south,", (2, 12), "no sponsor"),
		("participants.csv", "CNY=500.00", "CNY=500.001", (6, 22), "2 decimals"),
		("participants.csv", "JPY=500", "JPY=500.0", (2, 29), "0 decimals"),
		("participants.csv", "CNY=500.00", "CNX=500.00", (6, 18), "ISO 4217"),
		("participants.csv", "CNY=500.00", "CNY=500.00;CNY=1", (6, 29), "only once"),
		("participants.csv", "CNY=500.00", "CNY=-5.00", (6, 22), "an amount in CNY"),
		("participants.csv", "CNY=800.00", "CNY=1000.01", (2, 37), "not over the opening reserve"),
		("participants.csv", "CNY=800.00", "USD=1", (2, 33), "has a reserve"),
		("participants.csv", "CNY=500.00,", "CNY=500.00,CNY=1", (6, 29), "only a bank has caps"),
		("rules/market.toml", "\"down\"", "\"up\"", (3, 12), "half-even"),
		("rules/market.toml", "\"market\"", "\"bazar\"", (1, 8), "name of the file"),
		("rules/market.toml", "residue", "residu", (4, 1), "one of the keys"),
		("rules/market.toml", "\"5%\"", "5", (7, 29), "in quotes"),
		("rules/market.toml", "\"5%\"", "\"5 %\"", (7, 29), "percentage"),
		("rules/market.toml", "\"5%\"", "\"1/8589934592\"", (7, 29), "two 32-bit integers"),
		("rules/market.toml", "\"5%\"", "\"5.001\"", (7, 29), "2 decimals"),
		("rules/market.toml", "\"5%\"", "\"105%\"", (7, 29), "more than the whole"),
		("rules/market.toml", "\"fee\"", "\"gift\"", (7, 45), "commission"),
		("rules/market.toml", "purpose = \"fee\"", "purpos = \"fee\"", (7, 35), "one of the keys"),
		("rules/market.toml", "legs = [", "legs = [[", (9, 2), "TOML"),
		("orders.csv", "o2,", "o1,", (3, 1), "order 1 of the file has it too"),
		("orders.csv", "anna", "anne", (2, 5), "a name of `participants.csv`"),
		("orders.csv", "anna", "north", (2, 5), "a customer"),
		("orders.csv", "72.19", "72.195", (2, 14), "2 decimals"),
		("orders.csv", "72.19", "1e2", (2, 14), "an amount in CNY"),
		("orders.csv", "CNY", "JPY", (2, 5), "an account in JPY"),
		("orders.csv", "market", "markt", (2, 20), "`rules/`"),
		("orders.csv", "market", "", (2, 20), "exactly one party"),
		("orders.csv", "=bazaar", "=basar", (2, 67), "a name of `participants.csv`"),
		("orders.csv", ";platform=", ";merchant=", (2, 58), "each slot only once"),
		("orders.csv", "bazaar,,now", "bazaar,freight,now", (2, 74), "NAME=AMOUNT"),
		("orders.csv", "now", "later", (2, 75), "`now`, `hold`, `next-date`"),
		("orders.csv", "now", "after:tomorrow", (2, 81), "RFC 3339"),
		("actions.csv", "o2,", "o3,", (2, 1), "a reference of `orders.csv`"),
		("actions.csv", "release,", "releas,", (2, 7), "`release`"),
		("actions.csv", "5.00,", "5.00,1", (2, 20), "not both"),
		("actions.csv", "r1,release", ",release", (2, 4), "1 to 64 bytes"),
	];
	assert_refused(cases);
}

#[test]
fn what_is_given_back_names_its_order_its_leg_or_a_participant() {
	let read = |line: &str| {
		let actions = format!("order,reference,action,amount,legs\n{line}\n");
		let bundle = Files { actions, ..Files::sound() }.read()?;
		Ok::<_, super::Malformed>(bundle.actions[0].act.clone())
	};
	let shop = Files::sound().read().expect("sound").participants.named("shop").expect("a name");
	let market = LegName::Slot("platform".to_owned());
	for (line, act) in [
		("o1,b,return,,2", Act::Return(0, LegName::Number(2), None)),
		("o2,b,return,1.50,platform", Act::Return(1, market, Some(Amount(150)))),
		("o1,r,refund,5.00,", Act::Refund(0, Some(Amount(500)))),
		("o1,r,refund,,", Act::Refund(0, None)),
		("shop,,collect,,", Act::Collect(shop)),
	] {
		assert_eq!(read(line).expect(line), act);
	}
	for (line, column, expected) in [
		("o1,b,return,,", 14, "the one leg"),
		("o1,b,return,,1;2", 14, "the one leg"),
		("o1,b,return,,0", 14, "from 1 on"),
		("o1,,return,,1", 4, "1 to 64 bytes"),
		("o1,r,refund,,1", 14, "only a release and a return"),
		("o1,c,collect,,", 1, "a customer"),
		("north,c,collect,,", 1, "a customer"),
		("shop,c,collect,1.00,", 16, "all accounts"),
	] {
		let malformed = read(line).expect_err(line);
		assert_eq!((malformed.line, malformed.column), (2, column), "{line}: {malformed}");
		assert!(malformed.expected.contains(expected), "{line}: {malformed}");
	}
}

#[test]
fn an_action_leaves_the_columns_empty_that_it_does_not_take() {
	let read = |said: &str| {
		let header = "order,reference,action,amount,legs,by,milestone,until,share";
		let actions = format!("{header}\no2,r1,release,5.00,,{said}\n");
		Files { actions, ..Files::sound() }.read()
	};
	let action = read(",,,").expect("sound").actions.remove(0);
	assert_eq!((action.by, action.milestone, action.until, action.share), (None, None, None, None));
	for (said, column, expected) in [
		("anna,,,", 21, "takes no `by`"),
		(",,2026-12-01T00:00:00Z,", 23, "takes no `until`"),
		(",,,37%", 24, "takes no `share`"),
	] {
		let malformed = read(said).map(|_| ()).expect_err(said);
		assert_eq!((malformed.line, malformed.column), (2, column), "{said}: {malformed}");
		assert!(malformed.expected.contains(expected), "{said}: {malformed}");
	}
}

#[test]
fn a_funder_is_at_the_bank_of_the_payer_and_no_party() {
	const HEADER: &str =
		"reference,payment,payer,currency,amount,rules,channel,category,promotion,\
		member_tier,parties,inputs,release,funders\n";
	let more = "bert,buyer,north,CNY=500.00,\ncarl,buyer,north,CNY=500.00,\n\
		dora,buyer,north,CNY=500.00,\nemil,buyer,north,CNY=500.00,\nfred,buyer,south,CNY=500.00,\n";
	let read = |funders: &str| {
		let order = format!("o1,,anna,CNY,10.00,,,,,,to=bazaar,,hold,{funders}\n");
		let participants = format!("{PARTICIPANTS}{more}");
		let orders = format!("{HEADER}{order}");
		Files {
			participants,
			orders,
			actions: "order,reference,action,amount,legs\n".to_owned(),
			..Files::sound()
		}
		.read()
	};
	let bundle = read("bert=1.00;carl=8.99").expect("sound");
	let named = |name| bundle.participants.named(name).expect("a name");
	let funders = [(named("bert"), Amount(100)), (named("carl"), Amount(899))];
	assert_eq!(bundle.orders[0].funders, funders);
	assert_eq!(bundle.orders[0].stakes().next(), Some((named("anna"), Amount(1))));
	for (funders, column, expected) in [
		("bert", 41, "NAME=AMOUNT"),
		("gerd=1.00", 41, "a name of"),
		("shop=1.00", 41, "at the bank of the payer"),
		("fred=1.00", 41, "at the bank of the payer"),
		("bazaar=1.00", 41, "no party"),
		("anna=1.00", 41, "somebody else"),
		("bert=1.00;bert=1.00", 51, "only once"),
		("bert=1.001", 46, "2 decimals"),
		("bert=0", 46, "above zero"),
		("bert=1.00;carl=9.00", 56, "less than the whole amount"),
		("bert=1;carl=1;dora=1;emil=1", 41, "three funders"),
	] {
		let malformed = read(funders).map(|_| ()).expect_err(funders);
		assert_eq!((malformed.line, malformed.column), (2, column), "{funders}: {malformed}");
		assert!(malformed.expected.contains(expected), "{funders}: {malformed}");
	}
}

fn assert_refused(cases: &[Change]) {
	let mut wrong = Vec::new();
	for (file, from, to, place, expected) in cases {
		let read = Files::sound().with(file, from, to).read();
		let malformed = read.map(|_| ()).expect_err(&format!("{file}: {from} -> {to}"));
		let found = (malformed.file.as_str(), (malformed.line, malformed.column));
		if found != (*file, *place) || !malformed.expected.contains(expected) {
			wrong.push(format!("{from} -> {to}: {malformed}"));
		}
	}
	assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_set_says_where_uncredited_legs_go_and_is_refused_where_nobody_sells() {
	let file = "rules/market.toml";
	for (to, is) in [("park", Uncredited::Park), ("merchant", Uncredited::Merchant)] {
		let key = format!("uncredited = \"{to}\"\n[[case]]");
		let bundle = Files::sound().with(file, "[[case]]", &key).read().expect("a sound bundle");
		assert_eq!(bundle.rules["market"].rule_set().uncredited, is);
	}
	assert_refused(&[
		(file, "[[case]]", "uncredited = \"payer\"\n[[case]]", (5, 14), "`park` or `merchant`"),
		(
			file,
			"[[case]]",
			"uncredited = \"merchant\"\n[[case]]\nwhen = { channel = [\"app\"] }\nlegs = [\n  \
			{ to = \"platform\", take = \"remainder\", purpose = \"fee\" },\n]\n[[case]]",
			(8, 8),
			"no leg of goods",
		),
	]);
}

#[test]
fn the_next_date_begins_at_the_midnight_after_the_placement() {
	let bundle = Files::sound().with("orders.csv", "hold", "next-date").read().expect("a bundle");
	let Release::Hold { by_clock, .. } = bundle.orders[1].release else { panic!("held") };
	let midnight = Date(20_779).start();
	let just_before = Moment(midnight.0 - 1);
	assert_eq!(by_clock.moment(just_before), Some(midnight));
	assert_eq!(by_clock.moment(midnight), Some(Date(20_780).start()));
}

#[test]
fn two_payers_of_one_payment_are_refused() {
	let participants = format!("{PARTICIPANTS}bert,buyer,north,CNY=1.00,\n");
	let orders = ORDERS.replace("o1,,", "o1,p,").replace("o2,p,anna", "o2,p,bert");
	let malformed = Files { participants, orders, ..Files::sound() }.read().map(|_| ());
	let malformed = malformed.expect_err("two payers");
	assert_eq!((malformed.line, malformed.column), (3, 6));
	assert!(malformed.expected.contains("`anna`, who pays"));
}

#[test]
fn a_reference_of_65_bytes_is_refused_and_one_of_64_is_not() {
	let with_reference =
		|length| Files::sound().with("orders.csv", "o1", &"x".repeat(length)).read();
	assert!(with_reference(64).is_ok());
	let malformed = with_reference(65).map(|_| ()).expect_err("too long");
	assert_eq!((malformed.line, malformed.column), (2, 1));
}

#[test]
fn text_that_is_not_utf_8_is_refused_at_its_byte() {
	let dir = tempfile::tempdir().expect("a folder for a test");
	Files::sound().write(dir.path()).expect("a folder for a test");
	fs::write(dir.path().join("orders.csv"), b"a\nb\xff").expect("a folder for a test");
	let malformed = Bundle::read(dir.path()).map(|_| ()).expect_err("not UTF-8");
	assert_eq!((malformed.line, malformed.column), (2, 2));
}
