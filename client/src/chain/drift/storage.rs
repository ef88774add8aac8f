// SPDX-License-Identifier: Apache-2.0

//! What receipts read out of the state, as the runtime keeps it. A receipt outlives the runtime that it
//! is of: where this changes, the receipts that were handed out need their old reading beside the new.

use super::metadata;
use scale_info::{form::PortableForm, Field, TypeDef};
use subxt::Metadata;

/// How the keys of an item are hashed, and what its value begins with.
fn kept(pallet: &str, item: &str) -> (String, String) {
	let metadata = metadata();
	let storage = metadata.pallet_by_name(pallet).and_then(|pallet| pallet.storage());
	let entry = storage.and_then(|storage| storage.entry_by_name(item)).expect("it is kept");
	let keys = entry.keys().map(|key| format!("{:?} {}", key.hasher, word(&metadata, key.key_id)));
	(keys.collect::<Vec<_>>().join(", "), shape(&metadata, entry.value_ty()))
}

/// A type in a word; of one of ours, its name.
fn word(metadata: &Metadata, id: u32) -> String {
	let of = metadata.types().resolve(id).expect("a type of the metadata");
	match &of.type_def {
		TypeDef::Primitive(primitive) => format!("{primitive:?}").to_lowercase(),
		TypeDef::Array(array) => {
			format!("[{}; {}]", word(metadata, array.type_param.id), array.len)
		}
		TypeDef::Sequence(list) => format!("[{}]", word(metadata, list.type_param.id)),
		TypeDef::Composite(inner) if inner.fields.iter().all(|field| field.name.is_none()) => {
			inner.fields.iter().map(|field| word(metadata, field.ty.id)).collect()
		}
		_ => of.path.ident().unwrap_or_default(),
	}
}

/// The first fields of a record or of each variant, and of what is in a list.
fn shape(metadata: &Metadata, id: u32) -> String {
	let of = metadata.types().resolve(id).expect("a type of the metadata");
	match &of.type_def {
		TypeDef::Sequence(list) => format!("[{}]", shape(metadata, list.type_param.id)),
		TypeDef::Composite(inner) if inner.fields.iter().all(|field| field.name.is_none()) => {
			inner.fields.iter().map(|field| shape(metadata, field.ty.id)).collect()
		}
		TypeDef::Composite(record) => fields(metadata, &record.fields, 4),
		TypeDef::Variant(variants) => {
			let variant = |variant: &scale_info::Variant<PortableForm>| {
				let inner = variant.fields.iter().map(|field| {
					let of = metadata.types().resolve(field.ty.id).expect("a type of the metadata");
					match &of.type_def {
						TypeDef::Composite(record) => fields(metadata, &record.fields, 3),
						_ => word(metadata, field.ty.id),
					}
				});
				let inner: String = inner.collect();
				format!("{} {}({inner})", variant.index, variant.name)
			};
			variants.variants.iter().map(variant).collect::<Vec<_>>().join(", ")
		}
		_ => word(metadata, id),
	}
}

fn fields(metadata: &Metadata, fields: &[Field<PortableForm>], first: usize) -> String {
	let field = |field: &Field<PortableForm>| {
		let name = field.name.as_deref().unwrap_or_default();
		format!("{name}: {}", word(metadata, field.ty.id))
	};
	fields.iter().take(first).map(field).collect::<Vec<_>>().join(", ")
}

#[test]
fn what_receipts_prove_is_kept_as_they_read_it() {
	let of = |keys: &str, value: &str| (keys.to_owned(), value.to_owned());
	let cycle = "opened: u32, roots: u32, root: [u8; 32], state: CycleState";
	let roots = "[block: u32, root: [u8; 32], leaves: u32]";
	let order = "0 Held(body_hash: [u8; 16], placed: u32, terms: Terms), \
		1 Ended(status: OrderStatus, body_hash: [u8; 16], placed: u32)";
	assert_eq!(kept("System", "BlockHash"), of("Twox64Concat u32", "[u8; 32]"));
	assert_eq!(kept("Timestamp", "Now"), of("", "u64"));
	assert_eq!(kept("Escrow", "Orders"), of("Identity [u8; 22]", order));
	assert_eq!(kept("Clearing", "Roots"), of("Identity u16, Identity u32, Identity u32", roots));
	assert_eq!(kept("Clearing", "Cycles"), of("Identity u16, Identity u32", cycle));
}

#[test]
fn where_a_cycle_stands_is_told_as_receipts_read_it() {
	let metadata = metadata();
	let types = &metadata.types().types;
	let state = types.iter().find(|of| of.ty.path.ident().as_deref() == Some("CycleState"));
	let state = shape(&metadata, state.expect("a state of cycles").id);
	let ending = "block: u32, kept_from: u16, date: u16";
	assert_eq!(state, format!("0 Open(), 1 Closed({ending}), 2 Settled({ending})"));
}
