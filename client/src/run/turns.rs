// SPDX-License-Identifier: Apache-2.0

//! Whose turn it is within a wave. Payments of one submitter keep their order on the chain, those of
//! several do not. Where the order decides, the later one waits for the next wave: orders of one group,
//! since the first one leads and the last one may be one too many; and payments that draw on the same
//! money or cover, where there is not enough for both.

use crate::{
	bundle::{Bundle, Who},
	currency::Unit,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the payments of a wave did so far, and who submits them.
#[derive(Default)]
pub(super) struct Turns {
	joined: BTreeMap<usize, Who>,
	takers: BTreeMap<(Who, Unit), BTreeSet<Who>>,
}

impl Turns {
	/// Whether somebody else joins a group of the item in this wave already.
	pub(super) fn must_wait(&self, bundle: &Bundle, item: &[usize]) -> bool {
		let mut joins = joins(bundle, item);
		joins.any(|(group, by)| self.joined.get(&group).is_some_and(|earlier| *earlier != by))
	}

	/// The orders of an item join their groups, or try to.
	pub(super) fn join(&mut self, bundle: &Bundle, item: &[usize]) {
		self.joined.extend(joins(bundle, item));
	}

	/// A payment takes from these.
	pub(super) fn take<'k>(
		&mut self,
		by: Option<Who>,
		keys: impl Iterator<Item = &'k (Who, Unit)>,
	) {
		for key in keys {
			self.takers.entry(*key).or_default().extend(by);
		}
	}

	/// Whether somebody else took in this wave of what a payment lacks.
	pub(super) fn was_taken_by_another(&self, by: Option<Who>, lacks: Vec<(Who, Unit)>) -> bool {
		let is_other = |taker: &Who| Some(*taker) != by;
		lacks
			.iter()
			.any(|key| self.takers.get(key).is_some_and(|takers| takers.iter().any(is_other)))
	}
}

fn joins<'i>(bundle: &'i Bundle, item: &'i [usize]) -> impl Iterator<Item = (usize, Who)> + 'i {
	let orders = item.iter().map(|place| &bundle.orders[*place]);
	orders.filter_map(|order| Some((order.group?, bundle.submitter(order))))
}

#[cfg(test)]
mod tests {
	use crate::{
		bundle::{Bundle, Texts},
		expected::{items, Times},
		run::waves::cut,
	};

	const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
south,bank,,CNY=1000.00,
site,platform,north,CNY=0,
shop,merchant,north,CNY=0,
anna,buyer,north,CNY=100.00,
bert,buyer,south,CNY=100.00,
";
	const RULES: &str = "\
name = \"deal\"
currency = \"CNY\"
[[case]]
legs = [
  { to = \"platform\", take = \"10%\", purpose = \"fee\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
";
	const HEADER: &str =
		"reference,payment,payer,currency,amount,rules,channel,category,promotion,\
		member_tier,parties,inputs,release,group,mandate\n";

	/// Orders `payer amount group mandate`, cut into waves of their places from 1 on.
	fn waves(lines: &[&str]) -> Vec<Vec<usize>> {
		let mut orders = HEADER.to_owned();
		for (place, line) in lines.iter().enumerate() {
			let [payer, amount, group, mandate] =
				line.split(' ').collect::<Vec<_>>().try_into().expect("four words");
			let none = |word: &str| word.replace('-', "");
			let release = if group == "-" { "now" } else { "hold" };
			let what = match payer {
				"site" => ",,,,,to=bert",
				_ => "deal,,,,,merchant=shop;platform=site",
			};
			orders += &format!(
				"o{place},,{payer},CNY,{amount},{what},,{release},{},{}\n",
				none(group),
				none(mandate)
			);
		}
		let bundle = Bundle::of(Texts {
			participants: PARTICIPANTS,
			rules: &[("deal", RULES)],
			groups: "name,platform,merchant,rules,needed,deadline,leader\n\
				g,site,shop,deal,2,,\nh,site,shop,deal,2,,\n",
			mandates: "name,payer,grantee,currency,single,amount,orders,period,from,until\n\
				m,anna,site,CNY,90.00,90.00,2,month,,2149-01-01\n",
			orders: &orders,
			actions: "order,reference,action,amount,legs\n",
		});
		let cut = cut(&bundle, &Times::default(), items(&bundle.orders), |_| false);
		cut.into_iter()
			.map(|wave| wave.into_iter().flatten().map(|place| place + 1).collect())
			.collect()
	}

	#[test]
	fn orders_of_a_group_that_two_banks_submit_wait_for_each_other_and_of_two_groups_do_not() {
		assert_eq!(waves(&["anna 10 g -", "bert 10 h -", "anna 10 g -"]), [[1, 2, 3]]);
		let waits = waves(&["anna 10 g -", "bert 10 g -", "anna 10 h -", "anna 1 g -"]);
		assert_eq!(waits, [vec![1], vec![2, 3], vec![4]]);
	}

	#[test]
	fn what_needs_the_money_of_a_group_that_is_complete_waits_until_it_is_paid() {
		// The platform's part of 60.00 is 6.00; it passes 5.00 on.
		assert_eq!(waves(&["anna 60 g -", "site 5 - -"]), [[1, 2]]);
		let needs = waves(&["anna 30 g -", "anna 30 g -", "bert 1 - -", "site 5 - -"]);
		assert_eq!(needs, [vec![1, 2, 3], vec![4]]);
	}

	#[test]
	fn a_group_whose_leader_takes_cover_is_completed_in_a_wave_of_its_own() {
		let order = |name: &str, payer: &str, leader: &str| {
			let parties = format!("merchant=shop;platform=site;leader={leader}");
			format!("{name},,{payer},CNY,10.00,deal,,,,,{parties},,hold,l,\n")
		};
		let waves = |leader: &str| {
			let orders = [
				order("a", "bert", leader),
				"t,,anna,CNY,1.00,,,,,,to=bert,,now,,\n".to_owned(),
				order("b", "bert", "bee"),
				"u,,anna,CNY,1.00,,,,,,to=bert,,now,,\n".to_owned(),
			];
			let leads = RULES.replace("to = \"platform\"", "to = \"leader\"");
			let bundle = Bundle::of(Texts {
				participants: &format!(
					"{PARTICIPANTS}ann,promoter,north,CNY=0,\nbee,promoter,south,CNY=0,\n"
				),
				rules: &[("deal", &leads)],
				groups: "name,platform,merchant,rules,needed,deadline,leader\n\
					l,site,shop,deal,2,,leader\n",
				orders: &format!("{HEADER}{}", orders.concat()),
				actions: "order,reference,action,amount,legs\n",
				..Texts::default()
			});
			let cut = cut(&bundle, &Times::default(), items(&bundle.orders), |_| false);
			cut.into_iter().map(|wave| wave.concat()).collect::<Vec<_>>()
		};
		assert_eq!(waves("bee"), [[0, 1, 2, 3]]);
		assert_eq!(waves("ann"), [vec![0, 1], vec![2], vec![3]]);
	}

	#[test]
	fn who_lacks_what_another_submitter_takes_waits_until_it_is_taken() {
		// The platform draws by its mandate on the account from which the bank pays.
		assert_eq!(waves(&["anna 60 - -", "anna 30 - m"]), [[1, 2]]);
		assert_eq!(waves(&["anna 60 - -", "anna 50 - m"]), [[1], [2]]);
		assert_eq!(waves(&["anna 60 - -", "anna 50 - -"]), [[1, 2]]);
	}
}
