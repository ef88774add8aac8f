// SPDX-License-Identifier: Apache-2.0

//! A good order of each rule set, and plain payments.

use super::{Line, Maker};
use rand::Rng;
use split_ledger_primitives::Amount;

impl Maker<'_> {
	pub(super) fn marketplace(&mut self) -> Line {
		let carrier = self.pick(&self.cast.carriers);
		let promoter = self.pick(&self.cast.promoters);
		let supplier = self.pick(&self.cast.suppliers);
		let parties =
			format!("carrier={carrier};promoter={promoter};supplier={supplier};duty=tax-office");
		let mut line = self.of_rule("marketplace", "CNY", 3_000..800_000, &parties);
		let is_digital =
			matches!(line.category, "digital" | "tickets") && matches!(line.channel, "app" | "web");
		if !is_digital {
			let freight = Amount(self.chance.random_range(0..2_500));
			line.inputs = format!("freight={}", line.unit.format(freight));
		}
		line
	}

	pub(super) fn workshop(&mut self) -> Line {
		let (one, two) = (self.pick(&self.cast.suppliers), self.pick(&self.cast.suppliers));
		let parties = format!("supplier={one};second-supplier={two};duty=tax-office");
		self.of_rule("workshop", "CNY", 1..500_000, &parties)
	}

	pub(super) fn classifieds(&mut self) -> Line {
		let supplier = self.pick(&self.cast.suppliers);
		let promoter = self.pick(&self.cast.promoters);
		let parties = format!("supplier={supplier};promoter={promoter}");
		self.of_rule("classifieds", "CNY", 100..90_000, &parties)
	}

	pub(super) fn fair(&mut self) -> Line {
		let (courier, supplier) = (self.pick(&self.cast.couriers), self.pick(&self.cast.suppliers));
		let parties = format!("courier={courier};supplier={supplier}");
		let line = self.of_rule("fair", "CNY", 6_000..400_000, &parties);
		self.carried(line)
	}

	pub(super) fn gallery(&mut self) -> Line {
		let (courier, promoter) = (self.pick(&self.cast.couriers), self.pick(&self.cast.promoters));
		let parties = format!("courier={courier};promoter={promoter}");
		let line = self.of_rule("gallery", "CNY", 20_000..900_000, &parties);
		self.carried(line)
	}

	pub(super) fn outlet(&mut self) -> Line {
		let courier = self.pick(&self.cast.couriers);
		let parties = format!("courier={courier};duty=tax-office");
		let line = self.of_rule("outlet", "CNY", 6_000..300_000, &parties);
		self.carried(line)
	}

	/// Who is gone gets nothing of what is released later: who spends it instead. Nor does who spends
	/// it get anything from the clock, which would come before or after what is asked back of it.
	fn carried(&self, line: Line) -> Line {
		if line.is_at_once() {
			return line;
		}
		let expiry = if line.expiry == "payees" { "payer" } else { line.expiry };
		let line = Line { expiry, ..line };
		let mut pairs = self.cast.gone().zip(self.cast.spenders());
		let pair = pairs.find(|(gone, _)| line.has_party("courier", gone));
		let Some((gone, spender)) = pair else { return line };
		let parties =
			line.parties.replace(&format!("courier={gone};"), &format!("courier={spender};"));
		Line { parties, ..line }
	}

	pub(super) fn own_store(&mut self) -> Line {
		let mut line = self.of_rule("own-store", "CNY", 5_000..200_000, "");
		let carrier = self.pick(&self.cast.carriers);
		let handling = self.pick(&self.cast.carriers);
		line.parties = format!(
			"platform=tide-store;merchant=tide-store;carrier={carrier};handling={handling};duty=tax-office"
		);
		let freight = Amount(self.chance.random_range(0..2_000));
		let duty = Amount(self.chance.random_range(0..2_000));
		line.inputs =
			format!("freight={};duty={}", line.unit.format(freight), line.unit.format(duty));
		line
	}

	/// One in four is small.
	pub(super) fn tokyo(&mut self) -> Line {
		let is_small = self.chance.random_range(0..4) == 0;
		let range = if is_small { 150..1_000 } else { 1_000..250_000 };
		self.of_rule("tokyo", "JPY", range, "duty=tax-office")
	}

	pub(super) fn gulf(&mut self) -> Line {
		let (one, two) = (self.pick(&self.cast.suppliers), self.pick(&self.cast.suppliers));
		let promoter = self.pick(&self.cast.promoters);
		let parties =
			format!("supplier={one};second-supplier={two};promoter={promoter};duty=tax-office");
		self.of_rule("gulf", "KWD", 2_000..900_000, &parties)
	}

	/// Who bears the fee depends on the channel; where it is not the merchant, the order brings it.
	pub(super) fn counter(&mut self) -> Line {
		let parties = format!("promoter={}", self.pick(&self.cast.promoters));
		let line = self.of_rule("counter", "CNY", 5_000..300_000, &parties);
		if !matches!(line.channel, "app" | "phone") {
			return line;
		}
		let service = Amount(self.chance.random_range(50..300));
		Line { inputs: format!("service={}", line.unit.format(service)), ..line }
	}

	/// The area's agent sells, too: a merchant has promoters of two levels for which nobody set more.
	pub(super) fn agency(&mut self) -> Line {
		let (area, province) = (self.pick(&self.cast.promoters), self.pick(&self.cast.promoters));
		let parties = format!("agent={area};area-agent={area};province-agent={province}");
		self.of_rule("agency", "CNY", 100..300_000, &parties)
	}

	pub(super) fn season(&mut self) -> Line {
		self.of_rule("season", "CNY", 1_000..400_000, "")
	}

	pub(super) fn customs(&mut self) -> Line {
		let parties = "duty=tax-office;sales-tax=tax-office";
		let line = self.of_rule("customs", "CNY", 2_000..500_000, parties);
		let duty = Amount(self.chance.random_range(0..=line.minor.0 / 4));
		Line { inputs: format!("duty={}", line.unit.format(duty)), ..line }
	}

	pub(super) fn depot(&mut self) -> Line {
		let (carrier, supplier) = (self.pick(&self.cast.carriers), self.pick(&self.cast.suppliers));
		let parties = format!("carrier={carrier};supplier={supplier}");
		let line = self.of_rule("depot", "CNY", 10_000..300_000, &parties);
		let cost = Amount(self.chance.random_range(1..=line.minor.0 / 2));
		let freight = Amount(self.chance.random_range(0..2_000));
		let (cost, freight) = (line.unit.format(cost), line.unit.format(freight));
		Line { inputs: format!("cost={cost};freight={freight}"), ..line }
	}

	/// Somebody pays somebody else, without a rule set.
	pub(super) fn transfer(&mut self) -> Line {
		let (payer, to) = (self.pick(&self.cast.buyers), self.pick(&self.cast.buyers));
		let to = if to == payer { self.pick(&self.cast.merchants) } else { to };
		let line = self.payment(payer, &to);
		// There is no merchant to whom what remains could go.
		let expiry = if line.expiry == "merchant" { "payees" } else { line.expiry };
		Line { expiry, ..line }
	}

	/// A plain payment.
	pub(super) fn payment(&mut self, payer: String, to: &str) -> Line {
		let line = self.of_rule("", "CNY", 1..100_000, "");
		let parties = format!("to={to}");
		Line { payer, parties, channel: "", category: "", promotion: "", member_tier: "", ..line }
	}
}
