// SPDX-License-Identifier: Apache-2.0

use crate::limits;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

macro_rules! constants {
	($($(#[$doc:meta])* $name:ident: $type:ty = $value:expr,)+) => {
		views! {
			/// The limits of the chain (design section 7), as this runtime has them.
			ConstantsView {
				/// Length of a slot, in milliseconds.
				slot_ms: u64,
				$($(#[$doc])* $name: $type,)+
			}
		}

		impl ConstantsView {
			/// The limits of this version, on a chain with slots of `slot_ms`.
			pub fn with_slot(slot_ms: u64) -> Self {
				Self { slot_ms, $($name: $value,)+ }
			}
		}
	};
}

constants! {
	/// Legs in a case of a rule set.
	legs_max: u32 = limits::LEGS_MAX,
	/// Depth of nested groups.
	depth_max: u32 = limits::DEPTH_MAX,
	/// Cases of a rule set.
	cases_max: u32 = limits::CASES_MAX,
	/// Bytes of an encoded rule set.
	rule_set_bytes_max: u32 = limits::RULE_SET_BYTES_MAX,
	/// Parties of an order.
	parties_max: u32 = limits::PARTIES_MAX,
	/// Inputs of an order.
	inputs_max: u32 = limits::INPUTS_MAX,
	/// Funders of an order.
	funders_max: u32 = limits::FUNDERS_MAX,
	/// Releases of an order.
	releases_max: u32 = limits::RELEASES_MAX,
	/// Orders, releases or refunds in one batch.
	batch_max: u32 = limits::BATCH_MAX,
	/// Banks of the consortium.
	banks_max: u32 = limits::BANKS_MAX,
	/// Currencies of the ledger.
	currencies_max: u32 = limits::CURRENCIES_MAX,
	/// Accounts of a participant.
	accounts_max: u32 = limits::ACCOUNTS_MAX,
	/// Keys of a participant.
	keys_max: u32 = limits::KEYS_MAX,
	/// Bytes of a reference's text.
	reference_bytes_max: u32 = limits::REFERENCE_BYTES_MAX,
	/// How old the date of a reference may be, in days.
	reference_age_days_max: u16 = limits::REFERENCE_AGE_DAYS_MAX,
	/// Days for which an order may be held.
	hold_days_max: u64 = limits::HOLD_DAYS_MAX,
	/// Days after which a parked leg goes back.
	parked_days_max: u64 = limits::PARKED_DAYS_MAX,
	/// Days after which a day of ended orders may be pruned.
	retention_days: u16 = limits::RETENTION_DAYS,
	/// Share of an order's amount that fees and commissions may take, in percent.
	share_cap_percent: u64 = u64::from(limits::SHARE_CAP_PPM).saturating_div(10_000),
	/// Cycles of a currency that may be closed and not yet settled.
	unsettled_cycles_max: u32 = limits::UNSETTLED_CYCLES_MAX,
	/// Returns and refunds of an order that take something from an account.
	returns_max: u32 = limits::RETURNS_MAX,
	/// Days after its last release for which an order can be returned and refunded.
	return_days_max: u16 = limits::RETURN_DAYS_MAX,
	/// Liens on an account.
	liens_max: u32 = limits::LIENS_MAX,
	/// Days after which a lien ends.
	lien_days_max: u64 = limits::LIEN_DAYS_MAX,
	/// Receivers of a merchant.
	receivers_max: u32 = limits::RECEIVERS_MAX,
	/// Levels of promoters of a merchant for which its bank set no other number.
	promoter_levels: u8 = limits::PROMOTER_LEVELS,
	/// Milestones of an order.
	milestones_max: u32 = limits::MILESTONES_MAX,
	/// Clauses of a milestone.
	clauses_max: u32 = limits::CLAUSES_MAX,
	/// Checks of a clause.
	checks_max: u32 = limits::CHECKS_MAX,
	/// Attestors that one check of evidence names.
	attestors_max: u32 = limits::ATTESTORS_MAX,
	/// Days by which disputes, freezes and extensions can move the end of an order beyond its
	/// longest hold.
	dispute_days_max: u64 = limits::DISPUTE_DAYS_MAX,
	/// The fewest joins of a group.
	group_joins_min: u32 = limits::GROUP_JOINS_MIN,
	/// The most joins of a group.
	group_joins_max: u32 = limits::GROUP_JOINS_MAX,
	/// Hours for which a group is open where nothing else is said.
	group_hours: u64 = limits::GROUP_HOURS,
	/// Halt of the chain from which on deadlines inside it are moved, in milliseconds.
	halt_ms_min: u64 = limits::HALT_MS_MIN,
	/// Mandates on an account, those that wait for a second key counted.
	mandates_max: u32 = limits::MANDATES_MAX,
	/// Days of a mandate's period.
	mandate_period_days_max: u16 = limits::MANDATE_PERIOD_DAYS_MAX,
}
