// SPDX-License-Identifier: Apache-2.0

//! Reads bytes by what the types say of themselves, as other people's clients do.

use crate::RuleSet;
use codec::{Compact, Decode, Input};
use scale_info::{
	form::PortableForm, Field, MetaType, PortableRegistry, Registry, TypeDef, TypeDefPrimitive,
};

/// The bytes that are left over of a rule set; none where it does not read.
pub(super) fn left_over_by_metadata(mut bytes: &[u8]) -> Option<usize> {
	let (types, rule_set) = described();
	skip(&types, rule_set, &mut bytes)?;
	Some(bytes.len())
}

/// The types of a rule set, and the index of its own.
pub(super) fn described() -> (PortableRegistry, u32) {
	let mut registry = Registry::new();
	let id = registry.register_type(&MetaType::new::<RuleSet>()).id;
	(registry.into(), id)
}

fn skip(types: &PortableRegistry, id: u32, input: &mut &[u8]) -> Option<()> {
	match &types.resolve(id)?.type_def {
		TypeDef::Composite(composite) => skip_fields(types, &composite.fields, input),
		TypeDef::Variant(variants) => {
			let index = input.read_byte().ok()?;
			let variant = variants.variants.iter().find(|variant| variant.index == index)?;
			skip_fields(types, &variant.fields, input)
		}
		TypeDef::Sequence(sequence) => {
			let count = Compact::<u32>::decode(input).ok()?.0;
			(0..count).try_for_each(|_| skip(types, sequence.type_param.id, input))
		}
		TypeDef::Primitive(TypeDefPrimitive::Str) => String::decode(input).ok().map(drop),
		TypeDef::Primitive(TypeDefPrimitive::U8) => u8::decode(input).ok().map(drop),
		TypeDef::Primitive(TypeDefPrimitive::U16) => u16::decode(input).ok().map(drop),
		TypeDef::Primitive(TypeDefPrimitive::U32) => u32::decode(input).ok().map(drop),
		TypeDef::Primitive(TypeDefPrimitive::U64) => u64::decode(input).ok().map(drop),
		TypeDef::Compact(_) => Compact::<u64>::decode(input).ok().map(drop),
		other => panic!("a rule set has no {other:?}"),
	}
}

fn skip_fields(
	types: &PortableRegistry,
	fields: &[Field<PortableForm>],
	input: &mut &[u8],
) -> Option<()> {
	fields.iter().try_for_each(|field| skip(types, field.ty.id, input))
}
