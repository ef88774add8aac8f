// SPDX-License-Identifier: Apache-2.0

use super::*;

#[test]
fn the_definition_of_the_command_line_is_sound() {
	Cli::command().debug_assert();
}

const KEY: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const HASH: &str = "0x1111111111111111111111111111111111111111111111111111111111111111";
const ORDER: &str = "0x11111111111111111111111111111111111111111111";

/// Whether a line is a command. `KEY`, `HASH` and `ORDER` stand for one each.
fn is_command(line: &str) -> bool {
	let words = line.split(' ').map(|word| match word {
		"KEY" => KEY,
		"HASH" => HASH,
		"ORDER" => ORDER,
		other => other,
	});
	let words = std::iter::once("split-ledger").chain(words);
	Cli::try_parse_from(words).is_ok()
}

const ACTS: &[&str] = &[
	"participants add-key 7 --account KEY --scopes pay;rules --as bank",
	"participants revoke-key KEY --as bank",
	"participants set-roles 7 --roles platform;merchant --self-operated --as bank",
	"participants suspend 7 --reason key-compromised --as bank",
	"participants reinstate 7 --as bank",
	"participants bank-status run-off --bank 3 --bank-key //Alice",
	"participants validator --bank 3 --not --bank-key //Alice",
	"participants validator --bank 3 --as treasurer --keys folder",
	"participants admit --roles bank --account KEY --as treasurer",
	"currencies open CNY --agent 3 --as east --as west --dev",
	"accounts issue 17 5 --source 2 --reference r --as bank",
	"accounts redeem 17 5 --reference r --as bank",
	"accounts open --owner 7 --currency CNY --pass-through --as bank",
	"accounts open --owner 7 --currency CNY --guarantee --as bank",
	"accounts open --owner 7 --currency CNY --accepts-anyone --as bank",
	"accounts close 17 --as bank",
	"accounts allow-bank --owner 7 --bank 3 --withdraw --as bank",
	"rules accept HASH --merchant 7 --platform 8 --as shop",
	"rules accept-ceilings --merchant 7 --platform 8 --share 12.5% --liability 5% --as shop",
	"rules retire HASH --platform 8 --as site",
	"orders transfer --from 1 --to 2 5 --reference r --end-to-end INV/7 --buyer HASH --as bank",
	"orders place 5 --from 1 --rules f.toml --platform 8 --merchant 7 --release next-date \
 --reference r --as bank",
	"orders retry-parked ORDER --as anybody",
	"orders refund ORDER --amount 5 --body file --reference r --as bank",
	"orders return ORDER --leg 2 --amount 5 --reference r --as bank",
	"orders return ORDER --leg 2 --body file --reference r --as bank",
	"orders release-batch FILE --all-or-none --as bank",
	"orders return-batch FILE --date 2026-11-22 --as bank",
	"orders place 5 --from 1 --rules f.toml --platform 8 --merchant 7 --save FILE --reference r \
 --as bank",
	"orders place-combined FILE FILE --as bank",
	"orders refundable ORDER",
	"orders explain ORDER",
	"orders explain --reference r --submitter 7 --date 2026-11-22",
	"orders unclaimed ORDER",
	"chain constants",
	"accounts liens 17",
	"accounts collect 17 --as anybody",
	"accounts freeze 17 --no-debit --authority court --document HASH --until \
 2026-12-01T00:00:00Z --as bank",
	"accounts lift-freeze 17 2 --as bank",
	"accounts hold 17 5 --authority court --document HASH --until 2026-12-01T00:00:00Z \
 --reference r --as bank",
	"accounts release-hold 17 2 --as bank",
	"accounts holds 17",
	"accounts restraints 17",
	"accounts ask-redemption 17 5 --payout HASH --reference r --as anna",
	"accounts withdraw-redemption 17 2 --as anna",
	"accounts confirm-redemptions 17:2 18:3 --reference r --as bank",
	"accounts reject-redemption 17 2 --reason text --as bank",
	"receivers add 17 --merchant 7 --relation carrier --ceiling 40% --as shop",
	"receivers remove 17 --merchant 7 --as shop",
	"receivers consent 17 --merchant 7 --platform-returns --as van",
	"receivers withdraw 17 --merchant 7 --as van",
	"receivers show 17 --merchant 7",
	"receivers list --merchant 7",
	"limits propose 7 --share-cap 25% --promoters 1 --as bank",
	"limits confirm 7 --share-cap 25% --promoters 1 --as other",
	"limits reject 7 --as bank",
	"limits show 7",
	"limits propose-key KEY --currency CNY --single 100 --daily 500 --as bank",
	"limits confirm-key KEY --currency CNY --unlimited --as other",
	"limits reject-key KEY --currency CNY --as bank",
	"limits show-key KEY",
	"cycles settle CNY 3 --as agent",
	"cycles schedule CNY 6h --as agent",
	"cycles settlement CNY later --as agent",
	"cycles roots CNY 3",
	"clearing solve --queue FILE --room FILE",
	"clearing solve --queue FILE --room FILE --currency CNY --most 20 --steps 100 --seconds 1 --seed 2 \
	 --out FILE",
	"currencies gross CNY --bank 1 --with 2 --net --as agent",
	"currencies return CNY --bank 1 --reference r --as agent",
	"orders place 300 --from 1 --rules f.toml --platform 8 --merchant 7 --release hold --funder \
	 18=30.00@4 --funder 19=5 --mandate 3 --group 2 --resolver 9 --answer-days 10 --silence \
	 against-silent --reference r --as site",
	"orders place 300 --from 1 --rules f.toml --platform 8 --merchant 7 --milestone 100:payer \
	 --milestone 200 --reference r --as bank",
	"orders transfer --from 1 --to 2 5 --mandate 3 --funder 18=1 --reference r --as site",
	"orders release ORDER --milestone 2 --reference r --as bank",
	"orders attest ORDER customs-cleared --milestone 1 --evidence HASH --as van",
	"orders confirm ORDER --milestone 1 --platform --as site",
	"orders extend ORDER --until 2026-12-01T00:00:00Z --as bank",
	"orders assign ORDER --leg 2 --to 17 --as shop",
	"orders assign ORDER --leg 2 --back --as financier",
	"orders parked",
	"orders claim-unclaimed ORDER --from 3 --entitled 17 --as shop",
	"orders claim-unclaimed ORDER --from 3 --entitled 17 --to 18 --evidence HASH --as bank",
	"orders freeze ORDER --reason r --authority court --document HASH --until \
	 2026-12-01T00:00:00Z --as bank",
	"orders unfreeze ORDER --as bank",
	"orders dispute ORDER --for payer --evidence HASH --as bank",
	"orders answer ORDER --evidence HASH --as shop",
	"orders withdraw ORDER --as bank",
	"orders resolve ORDER --payer-share 37% --evidence HASH --reference r --as judge",
	"accounts claims 17",
	"accounts remitted 17 --up-to 2026-11-30 --as bank",
	"accounts deduct 17 2 5 --to 18 --authority court --document HASH --reference r --as bank",
	"groups open --platform 8 --merchant 7 --rules HASH --currency CNY --needed 3 --deadline \
	 2026-12-01T00:00:00Z --leader 2 --reference r --as site",
	"groups call-off 3 --as site",
	"groups show 3",
	"groups members 3",
	"mandates propose --account 17 --to 8 --single 100 --amount 500 --orders 12 --per 30d --from \
	 2026-12-01 --until 2027-12-01 --evidence HASH --as bank",
	"mandates confirm 4 --account 17 --to 8 --single 100 --amount 500 --orders 12 --per month \
	 --from 2026-12-01 --until 2027-12-01 --evidence HASH --as other",
	"mandates reject 4 --as bank",
	"mandates revoke 4 --as bank",
	"mandates lower 4 --single 50 --until 2027-06-01 --as anna",
	"mandates show 4",
	"mandates list 17",
	"mandates list --grantee 8",
	"statements --file ledger.sqlite --bank 2 --cycle 17 --format iso20022",
	"statements --bank 2 --date 2026-11-22 --customer 201 --currency CNY --out folder",
	"stats --file ledger.sqlite --bank 2 --from 2026-11-01 --until 2026-11-30",
	"stats",
	"reconcile --ours FILE --file ledger.sqlite --bank 2 --date 2026-11-22 --out FILE",
];

#[test]
fn each_act_has_its_command() {
	for act in ACTS {
		assert!(is_command(act), "{act}");
	}
}

#[test]
fn what_an_act_needs_is_asked_for_and_what_it_cannot_be_is_refused() {
	for wrong in [
		"participants add-key 7 --account KEY --as bank",
		"participants add-key 7 --account KEY --scopes all",
		"participants suspend 7 --as bank",
		"participants bank-status closed --bank 3",
		"accounts open --owner 7 --currency CNY --tax --pass-through --as bank",
		"accounts open --owner 7 --currency CNY --guarantee --tax --as bank",
		"accounts issue 17 5 --source 256 --reference r --as bank",
		"rules accept HASH --merchant 7 --as shop",
		"rules accept-ceilings --merchant 7 --platform 8 --as shop",
		"orders transfer --from 1 --to 2 5 --as bank",
		"orders return ORDER --reference r --as bank",
		"accounts freeze 17 --authority court --document HASH --until \
		 2026-12-01T00:00:00Z --as bank",
		"accounts hold 17 5 --authority court --document HASH --reference r --as bank",
		"accounts confirm-redemptions --reference r --as bank",
		"accounts confirm-redemptions 17 --reference r --as bank",
		"receivers add 17 --merchant 7 --relation friend --ceiling 40% --as shop",
		"receivers add 17 --merchant 7 --relation carrier --ceiling 140% --as shop",
		"limits propose 7 --share-cap 25% --as bank",
		"limits propose-key KEY --currency CNY --single 100 --as bank",
		"limits propose-key KEY --currency CNY --unlimited --daily 5 --as bank",
		"cycles settle CNY --as agent",
		"cycles settlement CNY --as agent",
		"currencies return CNY --bank 1 --as agent",
		"clearing solve --queue FILE",
		"clearing solve --queue FILE --room FILE --most 1001",
		"clearing solve --queue FILE --room FILE --most 0",
		"clearing solve --queue FILE --room FILE --seconds 0",
		"orders place 300 --from 1 --rules f.toml --platform 8 --merchant 7 --release hold \
		 --milestone 300 --reference r --as bank",
		"orders place 300 --from 1 --rules f.toml --platform 8 --merchant 7 --resolver 9 \
		 --answer-days 31 --reference r --as bank",
		"orders release ORDER --milestone 1 --legs 2 --reference r --as bank",
		"orders release-batch --as bank",
		"orders place-combined --as bank",
		"orders explain",
		"orders explain --reference r",
		"orders explain ORDER --reference r --submitter 7 --date 2026-11-22",
		"orders attest ORDER seen --milestone 1 --evidence HASH --as van",
		"orders attest ORDER shipped --milestone 1 --as van",
		"orders assign ORDER --leg 2 --as shop",
		"orders assign ORDER --leg 2 --to 17 --back --as shop",
		"orders dispute ORDER --evidence HASH --as bank",
		"orders resolve ORDER --payer-share 101% --evidence HASH --reference r --as judge",
		"groups open --platform 8 --merchant 7 --rules HASH --currency CNY --needed 1 \
		 --reference r --as site",
		"mandates list",
		"mandates list 17 --grantee 8",
		"mandates propose --account 17 --to 8 --single 100 --amount 500 --orders 12 --per 0d \
		 --from 2026-12-01 --until 2027-12-01 --evidence HASH --as bank",
		"statements --bank 2",
		"statements --bank 2 --cycle 17 --date 2026-11-22",
		"statements --bank 2 --cycle 17 --customer 201",
		"reconcile --bank 2 --cycle 17",
	] {
		assert!(!is_command(wrong), "{wrong}");
	}
}
