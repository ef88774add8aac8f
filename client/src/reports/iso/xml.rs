// SPDX-License-Identifier: Apache-2.0

//! Elements of a message, and how they are written.

use quick_xml::{
	events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
	Writer,
};
use std::io;

/// An element with others in it.
#[derive(Clone, Debug)]
pub(super) struct Group {
	name: &'static str,
	nodes: Vec<Node>,
}

/// An element with a text, and the currency of that where it is an amount.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
	name: &'static str,
	currency: Option<&'static str>,
	text: String,
}

/// An element.
#[derive(Clone, Debug)]
pub(super) enum Node {
	/// With others in it.
	Group(Group),
	/// With a text.
	Leaf(Leaf),
}

/// An element that others are put into.
pub(super) fn group(name: &'static str) -> Group {
	Group { name, nodes: Vec::new() }
}

/// An element with a text.
pub(super) fn leaf(name: &'static str, text: impl ToString) -> Leaf {
	Leaf { name, currency: None, text: text.to_string() }
}

impl Group {
	/// Puts an element into this one, behind those that are there.
	pub(super) fn with(mut self, node: impl Into<Node>) -> Self {
		self.nodes.push(node.into());
		self
	}

	/// Puts in what there is.
	pub(super) fn with_all<T: Into<Node>>(mut self, nodes: impl IntoIterator<Item = T>) -> Self {
		self.nodes.extend(nodes.into_iter().map(Into::into));
		self
	}
}

impl Leaf {
	/// An amount of a currency.
	pub(super) fn of_currency(self, code: &'static str) -> Self {
		Self { currency: Some(code), ..self }
	}
}

impl From<Group> for Node {
	fn from(group: Group) -> Self {
		Self::Group(group)
	}
}

impl From<Leaf> for Node {
	fn from(leaf: Leaf) -> Self {
		Self::Leaf(leaf)
	}
}

/// A message as it stands in a file.
pub(super) fn document(message: &str, content: Group) -> io::Result<Vec<u8>> {
	let mut writer = Writer::new_with_indent(Vec::new(), b'\t', 1);
	writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
	let space = format!("urn:iso:std:iso:20022:tech:xsd:{message}");
	let start = BytesStart::new("Document").with_attributes([("xmlns", space.as_str())]);
	writer.write_event(Event::Start(start))?;
	write(&mut writer, &Node::Group(content))?;
	writer.write_event(Event::End(BytesEnd::new("Document")))?;
	let mut bytes = writer.into_inner();
	bytes.push(b'\n');
	Ok(bytes)
}

/// Messages nest no deeper than their schemas do, so this does not, either.
fn write(writer: &mut Writer<Vec<u8>>, node: &Node) -> io::Result<()> {
	match node {
		Node::Group(Group { name, nodes }) => {
			writer.write_event(Event::Start(BytesStart::new(*name)))?;
			nodes.iter().try_for_each(|node| write(writer, node))?;
			writer.write_event(Event::End(BytesEnd::new(*name)))
		}
		Node::Leaf(Leaf { name, currency, text }) => {
			let start =
				BytesStart::new(*name).with_attributes(currency.iter().map(|code| ("Ccy", *code)));
			writer.write_event(Event::Start(start))?;
			writer.write_event(Event::Text(BytesText::new(text)))?;
			writer.write_event(Event::End(BytesEnd::new(*name)))
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn elements_are_nested_and_their_texts_escaped() -> anyhow::Result<()> {
		let content = group("A")
			.with(leaf("B", "x < y & z"))
			.with(leaf("C", 7).of_currency("CNY"))
			.with_all(None::<Leaf>);
		let text = String::from_utf8(document("pacs.008.001.08", content)?)?;
		assert_eq!(
			text,
			"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
			 <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08\">\n\
			 \t<A>\n\
			 \t\t<B>x &lt; y &amp; z</B>\n\
			 \t\t<C Ccy=\"CNY\">7</C>\n\
			 \t</A>\n\
			 </Document>\n"
		);
		Ok(())
	}
}
