// SPDX-License-Identifier: Apache-2.0

use split_ledger_primitives::{
	AccountNo, Advancer, GroupNo, MandateNo, ParticipantId, Purpose, RefundPolicy, Role,
};
use split_ledger_scenarios::{
	bank_key, group_terms, refunded_by, rest, share, Customer, Deal, Frozen, World, AGENT, CNY,
	EAST, NORTH, SOUTH, SUPERVISOR, WEST,
};

/// Which deal has a slot that a leader fills, and which slot that is.
pub(super) const LED: usize = 4;
pub(super) const LEADER_SLOT: u8 = 1;

/// A small market: who is on it, and under which rule sets they deal.
#[derive(Clone)]
pub(super) struct Town {
	/// Whoever has an account. One of them has two.
	pub(super) people: Vec<Customer>,
	/// One for each policy of refunds (R2), one that parks nothing (O6), one that pays a leader (O10).
	pub(super) deals: Vec<Deal>,
	/// By which the platform draws, and on which accounts (P7).
	pub(super) mandates: Vec<(MandateNo, AccountNo)>,
	/// Open from the beginning, and the deal of each (O10).
	pub(super) groups: Vec<(GroupNo, usize)>,
	/// Who bears witness (O11), and who decides disputes (O8).
	pub(super) attestor: Customer,
	pub(super) judge: Customer,
}

impl Town {
	pub(super) fn build() -> (Frozen, Self) {
		let mut town = None;
		let frozen = Frozen::market(|world| town = Some(Self::built(world)));
		(frozen, town.expect("it was built"))
	}

	fn built(world: &mut World) -> Self {
		let anna = world.buyer(NORTH, "//Anna", 500_000);
		let bert = world.buyer(WEST, "//Bert", 500_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let site = world.customer(SOUTH, "//Site", &[Role::Platform]);
		let van = world.customer(WEST, "//Van", &[Role::Carrier]);
		let pia = world.customer(NORTH, "//Pia", &[Role::Promoter]);
		let attestor = world.customer(NORTH, "//Post", &[Role::Attestor]);
		let judge = world.customer(WEST, "//Judge", &[Role::Attestor]);
		// Out of which the platform brings its part of an order.
		let purse = Customer { account: world.open_account(SOUTH, site.id, CNY), ..site };
		world.issue(&purse, 100_000);

		let deals = deals(world, &site, &shop, &van, &pia);
		let mandates = [&anna, &bert].map(|payer| {
			let terms = world.mandate(payer, &site, (100_000, 300_000, 20));
			(world.give_mandate(payer, terms), payer.account)
		});
		let led = pallet_groups::GroupTerms {
			leader_slot: Some(LEADER_SLOT),
			..group_terms(&deals[LED], 2)
		};
		let groups = [(0, group_terms(&deals[0], 2)), (LED, led)]
			.map(|(deal, terms)| (world.open_group(&site, terms), deal));
		let people = vec![anna, bert, shop, site, van, pia, purse];
		let (mandates, groups) = (mandates.to_vec(), groups.to_vec());
		Self { people, deals, mandates, groups, attestor, judge }
	}

	/// Every key that could sign.
	pub(super) fn keys(&self) -> Vec<&'static str> {
		let banks = [NORTH, EAST, SOUTH, WEST].map(bank_key);
		let others = [AGENT, SUPERVISOR, self.attestor.key, self.judge.key];
		let people = self.people.iter().map(|person| person.key);
		banks.into_iter().chain(others).chain(people).collect()
	}

	/// Whose account it is.
	pub(super) fn owner(&self, account: AccountNo) -> Option<&Customer> {
		self.people.iter().find(|person| person.account == account)
	}

	pub(super) fn shop(&self) -> &Customer {
		&self.people[2]
	}

	pub(super) fn site(&self) -> &Customer {
		&self.people[3]
	}

	/// Out of which the platform brings its part.
	pub(super) fn purse(&self) -> &Customer {
		&self.people[6]
	}

	/// Whoever could be named as a third party.
	pub(super) fn ids(&self) -> Vec<ParticipantId> {
		let thirds = [self.attestor.id, self.judge.id];
		thirds.into_iter().chain(self.people.iter().map(|person| person.id)).collect()
	}
}

fn deals(
	world: &mut World,
	site: &Customer,
	shop: &Customer,
	van: &Customer,
	pia: &Customer,
) -> Vec<Deal> {
	let fee = || (site, share(10), Purpose::Fee);
	let goods = || (shop, rest(), Purpose::Goods);
	let parts = [fee(), (van, share(5), Purpose::Logistics), goods()];
	let led = [fee(), (pia, share(5), Purpose::Commission), goods()];
	let first_two = [Advancer::Merchant, Advancer::Platform];
	let terms = [
		refunded_by(RefundPolicy::ProRata, &first_two),
		refunded_by(RefundPolicy::MerchantFirst, &[]),
		refunded_by(RefundPolicy::FeesKept, &[Advancer::Platform]),
	];
	let refunded = terms.map(|terms| world.deal_refunded(site, shop, &parts, terms));
	let mut deals = refunded.to_vec();
	deals.push(world.deal_to_merchant(site, shop, &parts));
	deals.push(world.deal(site, shop, &led));
	deals
}
