// SPDX-License-Identifier: Apache-2.0

use super::{
	super::document::Value,
	reader::{meaning, Reader},
	Finding,
};
use split_ledger_primitives::{Advancer, FundersBack, RefundPolicy};

const KEYS: &[&str] = &["policy", "advancers", "back"];
pub(super) const POLICIES: &[(&str, RefundPolicy)] = &[
	("pro-rata", RefundPolicy::ProRata),
	("merchant-first", RefundPolicy::MerchantFirst),
	("fees-kept", RefundPolicy::FeesKept),
];
pub(super) const ADVANCERS: &[(&str, Advancer)] = &[
	("merchant", Advancer::Merchant),
	("platform", Advancer::Platform),
	("guarantee", Advancer::Guarantee),
];
pub(super) const BACK: &[(&str, FundersBack)] =
	&[("pro-rata", FundersBack::ProRata), ("payer-first", FundersBack::PayerFirst)];

impl Reader {
	/// How orders are refunded.
	pub(super) fn refund(&mut self, value: Value<'_>) {
		let Some(entries) = self.keep(value.entries()) else { return };
		self.findings.extend(entries.unknown(KEYS));
		if let Some(policy) = self.word(&entries, "policy", POLICIES) {
			self.rules.refund.policy = policy;
		}
		if let Some(back) = self.word(&entries, "back", BACK) {
			self.rules.refund.back = back;
		}
		let advancers = entries.get("advancers").map(Value::array);
		for advancer in advancers.and_then(|read| self.keep(read)).unwrap_or_default() {
			let known = meaning(advancer, ADVANCERS);
			let Some(known) = self.keep(known) else { continue };
			// There is room for each of them once.
			let named = &mut self.rules.refund.advancers;
			if named.contains(&known) || named.try_push(known).is_err() {
				let fault = advancer.fault("an advancer stands twice", "each advancer once");
				let fault = fault.help("leave it out here");
				self.findings.push(Finding { code: "advancer-twice".into(), ..fault });
			}
		}
	}
}
