// SPDX-License-Identifier: Apache-2.0

//! The limits of design section 7: constants that the consortium's rulebook fixes, and that every
//! room reads from here. `ledger_constants` and the runtime API answer them.

/// Legs in a case of a rule set, leaves of all groups counted.
pub const LEGS_MAX: u32 = 50;
/// Depth of nested groups; the outermost is 1.
pub const DEPTH_MAX: u32 = 4;
/// Cases of a rule set.
pub const CASES_MAX: u32 = 32;
/// Parties of an order.
pub const PARTIES_MAX: u32 = 16;
/// Inputs of an order.
pub const INPUTS_MAX: u32 = 8;
/// Funders of an order (O5).
pub const FUNDERS_MAX: u32 = 4;
/// Funders of an order beside the payer.
pub const OTHER_FUNDERS_MAX: u32 = FUNDERS_MAX - 1;
/// Kinds of advancers that a rule set can name: each once (R3).
pub const ADVANCERS_MAX: u32 = 3;
/// Releases of an order.
pub const RELEASES_MAX: u32 = 50;
/// Orders, releases or refunds in one batch.
pub const BATCH_MAX: u32 = 500;
/// Banks of the consortium.
pub const BANKS_MAX: u32 = 64;
/// Currencies of the ledger.
pub const CURRENCIES_MAX: u32 = 16;
/// Accounts of a participant.
pub const ACCOUNTS_MAX: u32 = 64;
/// Keys of a participant, revoked ones counted.
pub const KEYS_MAX: u32 = 64;
/// Bytes of a reference's text.
pub const REFERENCE_BYTES_MAX: u32 = 64;
/// Days for which an order may be held (O7).
pub const HOLD_DAYS_MAX: u64 = 180;
/// Days after which a parked leg goes back (O6).
pub const PARKED_DAYS_MAX: u64 = 30;
/// How old the date of a reference may be, in days (design section 5).
pub const REFERENCE_AGE_DAYS_MAX: u16 = 30;
/// Days after which a day of ended orders may be pruned (T2).
pub const RETENTION_DAYS: u16 = 400;
/// Cycles of a currency that may be closed and not yet settled (C3).
pub const UNSETTLED_CYCLES_MAX: u32 = 8;
/// Order keys in a page of expiries.
pub const EXPIRY_PAGE_ORDERS: u32 = 256;
/// Bytes of an encoded rule set.
pub const RULE_SET_BYTES_MAX: u32 = 32_768;
/// Halt of the chain from which on deadlines inside it are moved, in milliseconds (O7).
pub const HALT_MS_MIN: u64 = 600_000;
/// Returns and refunds of parts after a release of an order.
pub const RETURNS_MAX: u32 = 200;
/// Of these, as many as only refunds take: a receiver could else use them all up by returns.
pub const RETURNS_FOR_REFUNDS: u32 = 50;
/// Days after its last release for which an order can be returned and refunded (T2).
pub const RETURN_DAYS_MAX: u16 = 180;
/// Liens on an account (R3).
pub const LIENS_MAX: u32 = 16;
/// Days after which a lien ends, whatever is still owed (R3).
pub const LIEN_DAYS_MAX: u64 = 90;
/// Receivers of a merchant (P4).
pub const RECEIVERS_MAX: u32 = 20_000;
/// Share cap of a merchant for which its bank set no other, in millionths of an order (P6).
pub const SHARE_CAP_PPM: u32 = 300_000;
/// Levels of promoters below the merchant for which its bank set no other number (P6).
pub const PROMOTER_LEVELS: u8 = 2;
/// The greatest share cap that a bank can set, until the consortium says otherwise, in millionths (P6).
pub const SHARE_CAP_PPM_MAX: u32 = 300_000;
/// The most levels of promoters that a bank can set, until the consortium says otherwise (P6).
pub const PROMOTER_LEVELS_MAX: u8 = 3;
/// Attestors that one check of evidence names (O11).
pub const ATTESTORS_MAX: u32 = 5;
/// Checks of a clause.
pub const CHECKS_MAX: u32 = 5;
/// Clauses of a milestone.
pub const CLAUSES_MAX: u32 = 4;
/// Milestones of an order.
pub const MILESTONES_MAX: u32 = 16;
/// Attestors that the conditions of an order name, each as often as it is named.
pub const WITNESSES_MAX: u32 = MILESTONES_MAX * CLAUSES_MAX * CHECKS_MAX * ATTESTORS_MAX;
/// Statements about an order: no check takes more than one of each attestor that it may name.
pub const STATEMENTS_MAX: u32 = WITNESSES_MAX;
/// Days for which a dispute can move the end of an order beyond its longest hold: the absolute end of
/// an order lies so many days after that (O7, O8).
pub const DISPUTE_DAYS_MAX: u64 = 30;
/// The most days in which a side answers a dispute (O8).
pub const ANSWER_DAYS_MAX: u8 = 30;
/// Disputes of each side about an order while it is held, and as many after it has ended: enough to come
/// back to what a withdrawal left open, and few enough that nobody stops the clocks at will (O8).
pub const DISPUTES_MAX: u8 = 5;
/// The fewest joins of a group (O10).
pub const GROUP_JOINS_MIN: u32 = 2;
/// The most joins of a group (O10).
pub const GROUP_JOINS_MAX: u32 = 10_000;
/// Hours for which a group is open where nothing else is said (O10).
pub const GROUP_HOURS: u64 = 24;
/// Mandates on an account, those that wait for a second key counted.
pub const MANDATES_MAX: u32 = 64;
/// Days of a mandate's period.
pub const MANDATE_PERIOD_DAYS_MAX: u16 = 366;
/// Days until which a group can be open (O10).
pub const GROUP_DAYS_MAX: u64 = 30;
/// Groups that a participant has open at once. A group costs its opener nothing, and the chain a row
/// and a place in the list of deadlines: one key could else fill the state.
pub const GROUPS_OPEN_MAX: u32 = 1_000;
/// Days for which an ended group is known (T2). Longer than the retention, since its orders name its
/// leader as long as they can be returned: they end within 240 days after it, halts of the chain not
/// counted, and are returned for 180 days more.
pub const GROUP_KEPT_DAYS: u16 = RETENTION_DAYS + RETURN_DAYS_MAX;
