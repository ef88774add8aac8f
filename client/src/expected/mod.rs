// SPDX-License-Identifier: Apache-2.0

//! What a run must come to, worked out from the bundle alone: a slow and obvious model of the
//! business, independent of the chain, against which every leg, balance and position is compared.
//! Only the arithmetic of the rules is shared with the chain (`split_rules`).

mod acts;
mod assign;
mod difference;
mod disputes;
mod giving;
mod groups;
mod mandates;
mod milestones;
mod money;
mod outcome;
mod owed;
mod plan;
mod resolution;
mod stakes;
mod standing;
#[cfg(test)]
mod tests;
mod times;

pub use difference::{compare, Difference};
pub(crate) use groups::{is_due_at_success, Groups};
pub(crate) use mandates::Mandates;
pub use plan::{Leaf, Plan, Refusal};
pub use times::Times;

use crate::{
	bundle::{Act, Action, Bundle, Order, Part, Release, Who},
	currency::Unit,
	rows::Rows,
};
use disputes::{Ends, Stops};
use groups::is_at_once;
use milestones::Progress;
use money::Money;
use split_ledger_primitives::{Amount, FundersBack, Moment, Purpose};
use stakes::{Move, Stake};
use std::collections::{BTreeMap, BTreeSet};

/// The run of a bundle, as the model sees it.
pub struct Run<'a> {
	bundle: &'a Bundle,
	times: Times,
	money: Money,
	orders: Vec<Option<Standing>>,
	groups: Groups,
	mandates: Mandates,
	refused: Vec<Refused>,
	no_credit: BTreeSet<Who>,
	/// Accounts that were credited, of which the clock has not collected yet.
	credited: BTreeSet<(Who, Unit)>,
	/// For each action, whether what came of it depended on what others had on their accounts.
	on_accounts: Vec<bool>,
	/// For each action, whether the clock has to do something on its order afterwards.
	is_due: Vec<bool>,
	/// Whether the act that is done now is such a one.
	is_clock_due: bool,
	/// For each action, whether it is done and not refused.
	done: Vec<bool>,
	/// Whether the action asked for something from accounts.
	took: bool,
}

/// An order or action that the chain must refuse.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refused {
	/// Its reference.
	pub reference: String,
	/// Why.
	pub refusal: Refusal,
}

/// Where an order stands.
#[derive(Clone, Debug)]
struct Standing {
	legs: Vec<Leg>,
	/// Whose its money is.
	stakes: Vec<Stake>,
	/// To whom of several funders goes first what comes back.
	back: FundersBack,
	/// What was given back after it was released, in the order in which it was.
	given: Vec<Giving>,
	/// What of it creditors were paid (R3), added up by leg and creditor.
	collected: BTreeMap<(u8, Who), Amount>,
	/// What a merchant without a leg gave in refunds.
	given_without_leg: Amount,
	/// Refunds that took more than what was held.
	acts: u32,
	/// How far its milestones are.
	progress: Progress,
	/// How many returns and refunds of parts took something from an account: only so many can.
	parts: u32,
	/// What stops its clocks.
	stops: Stops,
	/// Whether the leader of its group has its legs.
	is_led: bool,
}

/// Where a leg of an order stands: plan = unreleased + parked + released + refunded, until parts of
/// others went to the merchant.
#[derive(Clone, Debug)]
struct Leg {
	leaf: Leaf,
	/// Who gets in its payee's place what is released of it from now on (O12).
	assignee: Option<Who>,
	posted: Vec<Posting>,
	/// What went back to the payer out of the hold, refund by refund.
	refunded: Vec<Amount>,
	parked: Amount,
	unreleased: Amount,
	/// What was posted of it. What went to the merchant in its payee's place counts on the merchant's.
	released: Amount,
	/// What its receiver returned alone (R1).
	returned: Amount,
	/// What was given for it in refunds after its release, by whomever, what is due included.
	given: Amount,
	/// What it kept of refunds, which the merchant gave (R2).
	kept: Amount,
}

/// What somebody gave back of a leg.
#[derive(Clone, Copy, Debug)]
struct Giving {
	leg: u8,
	who: Who,
	amount: Amount,
	way: Way,
}

/// How something was given back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Way {
	/// By the receiver alone, to the merchant; to the payer of a plain payment.
	Returned,
	/// In a refund.
	Refunded,
}

/// What was posted of a leg.
#[derive(Clone, Copy, Debug)]
struct Posting {
	to: Who,
	amount: Amount,
	purpose: Purpose,
}

impl Leg {
	/// One of which nothing is released yet.
	fn of(leaf: Leaf) -> Self {
		let none = Amount::ZERO;
		Self {
			unreleased: leaf.amount,
			leaf,
			assignee: None,
			posted: Vec::new(),
			refunded: Vec::new(),
			parked: none,
			released: none,
			returned: none,
			given: none,
			kept: none,
		}
	}
}

impl<'a> Run<'a> {
	/// Runs the bundle.
	pub fn of(bundle: &'a Bundle, times: Times) -> Self {
		let groups = Groups::opened(bundle, &times);
		let mandates = Mandates::given(bundle, &times);
		let refused = [groups.refused(bundle), mandates.refused(bundle)].concat();
		let mut run = Self {
			bundle,
			times,
			money: Money::opening(bundle),
			orders: bundle.orders.iter().map(|_| None).collect(),
			groups,
			mandates,
			refused,
			no_credit: BTreeSet::new(),
			credited: BTreeSet::new(),
			on_accounts: Vec::new(),
			is_due: Vec::new(),
			is_clock_due: false,
			done: Vec::new(),
			took: false,
		};
		for item in items(&bundle.orders) {
			run.place(&item);
		}
		run.release_met_at_placement();
		for action in &bundle.actions {
			run.act(action);
		}
		run.let_time_pass();
		run
	}

	/// The files that the run must write. Cycle and block numbers are the chain's own: zero here.
	pub fn rows(&self) -> Rows {
		outcome::rows(self)
	}

	/// For each action, whether what comes of it depends on what others have on their accounts.
	pub fn on_accounts(&self) -> &[bool] {
		&self.on_accounts
	}

	/// For each action, whether the clock has to do something on its order afterwards.
	pub fn is_due(&self) -> &[bool] {
		&self.is_due
	}

	/// For each action, whether it is done and not refused.
	pub fn done(&self) -> &[bool] {
		&self.done
	}

	/// What the chain must refuse, in the order in which it is tried.
	pub fn refused(&self) -> &[Refused] {
		&self.refused
	}

	/// Places the orders of an item: all of them or none (O9).
	fn place(&mut self, item: &[usize]) {
		let placed = item.iter().map(|place| &self.bundle.orders[*place].reference);
		let placed = placed.filter_map(|reference| self.times.orders.get(reference)).max();
		self.fail_due(placed.copied().unwrap_or_default());
		match self.try_place(item) {
			Ok(standings) => {
				for (place, standing) in item.iter().zip(standings) {
					let order = &self.bundle.orders[*place];
					self.orders[*place] = Some(standing);
					self.mandates.draw(self.bundle, order, self.times.of(order));
				}
				self.join(item);
			}
			Err((culprit, refusal)) => {
				let culprit = culprit.unwrap_or(item[0]);
				for place in item {
					let refusal = if *place == culprit {
						refusal.clone()
					} else {
						Refusal::of("payment-refused", "another order of the payment was refused")
					};
					let reference = self.bundle.orders[*place].reference.clone();
					self.refused.push(Refused { reference, refusal });
				}
			}
		}
	}

	fn try_place(&mut self, item: &[usize]) -> Result<Vec<Standing>, (Option<usize>, Refusal)> {
		self.money.begin();
		let entered = self.enter_item(item);
		// Cover is tested on the net effect of the item, so no order of several is to blame alone.
		let accepted = entered.and_then(|standings| match self.money.accept() {
			Ok(()) => Ok(standings),
			Err(refusal) => Err((None, refusal)),
		});
		if accepted.is_err() {
			self.money.undo();
		}
		accepted
	}

	fn enter_item(&mut self, item: &[usize]) -> Result<Vec<Standing>, (Option<usize>, Refusal)> {
		let mut standings = Vec::new();
		for (count, place) in item.iter().enumerate() {
			let standing = self.enter(&self.bundle.orders[*place], &item[..count]);
			standings.push(standing.map_err(|refusal| (Some(*place), refusal))?);
		}
		Ok(standings)
	}

	/// Holds the money of an order, behind others of its payment, and pays it where it is paid at once.
	fn enter(&mut self, order: &Order, earlier: &[usize]) -> Result<Standing, Refusal> {
		let at = self.times.of(order);
		let plan = Plan::of(order, self.bundle, at)?;
		let earlier = || earlier.iter().map(|place| &self.bundle.orders[*place]);
		self.mandates.may_draw(self.bundle, order, at, earlier())?;
		let pending = earlier().filter(|earlier| earlier.group == order.group).count();
		self.groups.may_join(self.bundle, order, &plan, at, pending)?;
		let at_once = is_at_once(order, at);
		let legs = plan.leaves.into_iter().filter(|leaf| !leaf.amount.is_zero()).map(Leg::of);
		let rules = order.rules.as_ref().and_then(|name| self.bundle.rules.get(name));
		let mut standing = Standing {
			legs: legs.collect(),
			stakes: stakes::of(order),
			back: rules.map(|rules| rules.rule_set().refund.back).unwrap_or_default(),
			given: Vec::new(),
			collected: BTreeMap::new(),
			given_without_leg: Amount::ZERO,
			acts: 0,
			progress: Progress::of(order),
			parts: 0,
			stops: Stops::default(),
			is_led: false,
		};
		standing.hold(&mut self.money, order.unit)?;
		if at_once {
			let mut moves = Vec::new();
			for (told, leg) in standing.legs.iter_mut().enumerate() {
				let Leaf { payee: to, amount, purpose, .. } = leg.leaf;
				leg.unreleased = Amount::ZERO;
				moves.push(Move { told, counted: told, to, amount, purpose });
			}
			standing.pay_out(&mut self.money, order.unit, &moves);
		}
		Ok(standing)
	}

	/// When the action that is done now was done or refused, where that is known.
	fn acting_at(&self) -> Option<Moment> {
		// Each one above it has told whether it is done.
		self.times.acted.get(&self.done.len()).copied()
	}

	fn act(&mut self, action: &Action) {
		let acts = self.acts_of(&action.act);
		self.took = false;
		let done = match &action.act {
			Act::Release(place, part) => self.release(*place, part),
			Act::Refund(place, amount) => self.refund(*place, *amount),
			Act::Return(place, leg, amount) => self.give_back(*place, leg, *amount),
			Act::Collect(who) => self.collect_from(*who),
			Act::Expire(place) => self.expire(*place),
			Act::RetryParked(place) => self.retry_parked(*place),
			Act::State(place, what) => self.state(*place, action, *what),
			Act::Extend(place) => self.extend(*place, action),
			Act::Dispute(place, said) => self.argue(*place, *said),
			Act::Freeze(place, until) => self.freeze(*place, *until),
			Act::Unfreeze(place) => self.unfreeze(*place),
			Act::Assign(place, leg, to) => self.assign(*place, leg, *to),
			Act::NoCredit(who) => {
				self.no_credit.insert(*who);
				Ok(())
			}
			Act::Credit(who) => {
				self.no_credit.remove(who);
				Ok(())
			}
			Act::CallOff(group) => self.call_off(*group),
			Act::Revoke(mandate) => self.revoke(*mandate),
		};
		self.on_accounts.push(match action.act {
			Act::Return(..) | Act::Collect(_) => true,
			Act::Dispute(..) => self.took,
			// Refused, it may have been for want of cover.
			Act::Refund(..) => done.is_err() || self.acts_of(&action.act) != acts,
			_ => done.as_ref().is_err_and(Refusal::is_for_cover),
		});
		if let Some(standing) = action.act.order().and_then(|place| self.orders[place].as_mut()) {
			standing.end_idle_dispute();
		}
		self.done.push(done.is_ok());
		if let Err(refusal) = done {
			self.refused.push(Refused { reference: action.reference.clone(), refusal });
		}
		if let Some(place) = action.act.order() {
			self.fit_milestones(place);
		}
		self.is_due.push(std::mem::take(&mut self.is_clock_due));
		self.collect_credited();
	}

	/// Does what the clock does within a minute of a placement, before anybody acts.
	fn release_met_at_placement(&mut self) {
		for (place, order) in self.bundle.orders.iter().enumerate() {
			let placed = self.times.of(order);
			self.release_met(place, |moment| moment <= placed);
			self.collect_credited();
		}
		self.is_clock_due = false;
	}

	/// How often something was given back of the order of a refund that was not held any more.
	fn acts_of(&self, act: &Act) -> u32 {
		let Act::Refund(place, _) = act else { return 0 };
		self.orders[*place].as_ref().map_or(0, |standing| standing.acts)
	}

	/// Does what the clock owes by the end of the run. It looks at an order once the minute of its
	/// moment is over.
	fn let_time_pass(&mut self) {
		self.fail_due(self.times.ended);
		for (place, order) in self.bundle.orders.iter().enumerate() {
			let Release::Hold { by_clock, .. } = order.release else { continue };
			let ended = self.times.ended.minute();
			let has_come = |moment: Moment| moment.minute() < ended;
			let Some(standing) = &mut self.orders[place] else { continue };
			let placed = self.times.of(order);
			standing.end_freeze(self.times.ended, Ends::of(order, placed));
			if standing.is_stopped() || self.awaited(place).is_some() {
				continue;
			}
			self.go_back_thawed(place);
			// Refused where nothing is left to release or to end.
			if by_clock.moment(placed).is_some_and(has_come) {
				self.release(place, &Part::All).ok();
			}
			self.release_met(place, has_come);
			let deadline = self.orders[place].as_ref().and_then(Standing::deadline_told);
			if deadline.is_some_and(has_come) {
				self.expire(place).ok();
			}
			self.collect_credited();
		}
	}
}

/// The items of the orders, in the order in which they are placed: a combined payment stands where
/// its first order stands.
pub fn items(orders: &[Order]) -> Vec<Vec<usize>> {
	let mut items: Vec<Vec<usize>> = Vec::new();
	let mut payments = std::collections::HashMap::new();
	for (place, order) in orders.iter().enumerate() {
		if order.payment.is_empty() {
			items.push(vec![place]);
			continue;
		}
		let item = *payments.entry(order.payment.as_str()).or_insert(items.len());
		if item == items.len() {
			items.push(Vec::new());
		}
		items[item].push(place);
	}
	items
}
