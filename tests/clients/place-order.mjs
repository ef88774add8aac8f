// SPDX-License-Identifier: Apache-2.0
//
// An unmodified @polkadot/api against a node: reads the metadata, finds two customers, places a
// transfer as the payer's bank, waits until it is final, and checks that the money arrived.
//
//   node place-order.mjs [URL [SECRET-URI]]
//
// SECRET-URI is the key of a bank that keeps an account with money in it.

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { cryptoWaitReady } from '@polkadot/util-crypto';

const [url = 'ws://127.0.0.1:9944', uri = '//split-ledger//bank-east'] = process.argv.slice(2);
const AMOUNT = 25n;
const METHODS = [
	'clearing_positions', 'escrow_order', 'ledger_account', 'ledger_accountsOf',
	'participants_get', 'participants_key', 'splits_preview',
];

function ensure(holds, message) {
	if (!holds) throw new Error(message);
}

/** Asks a method of the node that the library does not know, at the last final block. */
async function ask(provider, method, ...params) {
	return (await provider.send(method, params)).value;
}

/** Every account of every participant, with the sponsor of its owner. */
async function accounts(provider) {
	const found = [];
	for (let id = 0; ; id += 1) {
		const participant = await ask(provider, 'participants_get', id);
		if (!participant) return found;
		const own = await ask(provider, 'ledger_accountsOf', id);
		found.push(...own.map((account) => ({ ...account, sponsor: participant.sponsor })));
	}
}

/** What an error of the chain means, in its own words. */
function describe(api, error) {
	if (!error.isModule) return error.toString();
	const { section, name, docs } = api.registry.findMetaError(error.asModule);
	return `${section}.${name}: ${docs.join(' ')}`;
}

/** Signs, sends, and waits until the block is final. Fails if the call did. */
function finalised(api, call, signer) {
	return new Promise((resolve, reject) => {
		call
			.signAndSend(signer, { era: 64 }, ({ status, dispatchError, events, isError }) => {
				if (dispatchError) {
					reject(new Error(describe(api, dispatchError)));
				} else if (isError) {
					reject(new Error(`the transaction ended as ${status.type}`));
				} else if (status.isFinalized) {
					resolve({ block: status.asFinalized.toHex(), events });
				}
			})
			.catch(reject);
	});
}

async function main() {
	await cryptoWaitReady();
	const provider = new WsProvider(url);
	const api = await ApiPromise.create({ provider, noInitWarn: true });
	const signer = new Keyring({ type: 'sr25519' }).addFromUri(uri);

	const { methods } = await api.rpc.rpc.methods();
	const names = methods.map(String);
	for (const method of METHODS) ensure(names.includes(method), `rpc_methods lacks ${method}`);
	const pallets = api.runtimeMetadata.asLatest.pallets.map(({ name }) => name.toString());
	for (const pallet of ['Participants', 'Ledger', 'Splits', 'Escrow', 'Clearing']) {
		ensure(pallets.includes(pallet), `the metadata lacks ${pallet}`);
	}

	const key = await ask(provider, 'participants_key', signer.address);
	ensure(key?.active, `${uri} is no active key of this chain`);
	const all = await accounts(provider);
	const payer = all.find(
		(account) => account.sponsor === key.participant && BigInt(account.available) >= AMOUNT,
	);
	ensure(payer, 'the bank keeps no account with enough money');
	const payee = all.find(
		(account) => account.number !== payer.number && account.currency === payer.currency
			&& account.accountType === 'current',
	);
	ensure(payee, 'nobody else has an account in the currency');

	const text = `polkadot-js ${Date.now()}`;
	const order = {
		reference: { date: Math.floor(Date.now() / 86_400_000), text },
		payer: payer.number,
		amount: AMOUNT,
		terms: { Transfer: { to: payee.number } },
		release: 'Now',
		legsMax: 1,
		endToEnd: null,
		notAfter: null,
		buyer: null,
	};
	const { block, events } = await finalised(api, api.tx.escrow.place(order), signer);
	ensure(events.some(({ event }) => event.section === 'escrow'), 'no event of escrow');
	const after = await ask(provider, 'ledger_account', payee.number);
	ensure(
		BigInt(after.available) === BigInt(payee.available) + AMOUNT,
		`account ${payee.number} has ${after.available} after ${payee.available}`,
	);
	console.log(
		`@polkadot/api ${api.libraryInfo.split(' v')[1]}: ${methods.length} methods, `
			+ `${pallets.length} pallets; ${AMOUNT} from account ${payer.number} to ${payee.number}, `
			+ `final in ${block}`,
	);
	await api.disconnect();
}

main().catch((error) => {
	console.error(error.message);
	process.exit(1);
});
