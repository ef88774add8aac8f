// SPDX-License-Identifier: Apache-2.0

/// Every method of the house that answers, one namespace after the other.
pub const METHODS: [&str; 33] = [
	"clearing_currencies",
	"clearing_cycle",
	"clearing_limits",
	"clearing_positions",
	"clearing_roots",
	"clearing_statement",
	"escrow_funders",
	"escrow_order",
	"escrow_parked",
	"escrow_refundable",
	"escrow_unclaimed",
	"groups_group",
	"groups_members",
	"ledger_account",
	"ledger_accountsOf",
	"ledger_constants",
	"ledger_holds",
	"ledger_liens",
	"ledger_liensTo",
	"ledger_remittedUpTo",
	"ledger_restraints",
	"mandates_mandate",
	"mandates_of",
	"mandates_to",
	"participants_get",
	"participants_key",
	"participants_keyLimits",
	"splits_explain",
	"splits_merchantLimits",
	"splits_preview",
	"splits_receiver",
	"splits_receivers",
	"splits_ruleSet",
];

/// The one that goes on telling, and the one that ends it.
pub const SUBSCRIPTION: [&str; 2] = ["escrow_subscribeOrder", "escrow_unsubscribeOrder"];
