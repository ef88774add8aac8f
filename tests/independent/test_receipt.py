# SPDX-License-Identifier: Apache-2.0
"""A receipt of a chain that is gone, checked; and that nothing in it can be changed."""

import copy
import json
from pathlib import Path
import unittest

from receipt import Unproved, check, compact, is_signed

VECTORS = Path(__file__).parent / "vectors"
REFUSALS = (Unproved, ValueError, KeyError, IndexError, TypeError, OverflowError)


def vector(name):
    """A file of the chain that is gone."""
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def hex_places(value, path=()):
    """Where in a receipt bytes stand as hex."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from hex_places(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from hex_places(inner, (*path, place))
    elif isinstance(value, str) and value.startswith("0x"):
        yield path, value


def changed(receipt, path, value):
    """The receipt with another value at a place."""
    turned = copy.deepcopy(receipt)
    at = turned
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return turned


class Receipts(unittest.TestCase):
    """What the check by hand takes and refuses."""

    def setUp(self):
        self.receipt, self.authorities = vector("receipt.json"), vector("authorities.json")

    def assert_refused(self, receipt, why):
        """It proves nothing."""
        with self.assertRaises(REFUSALS, msg=why):
            check(receipt, self.authorities)

    def test_a_receipt_of_a_chain_that_is_gone_is_proved(self):
        lines = check(self.receipt, self.authorities)
        told = "\n".join(lines)
        for words in ("which is final: 1 of 1", "entered in block", "paid in block", "settled, final"):
            self.assertIn(words, told)

    def test_no_byte_of_it_can_be_another(self):
        for path, value in hex_places(self.receipt):
            # Votes are slow to check, so of them every seventh byte.
            stride = 14 if path[-1] == "justification" else 2
            for place in range(2, len(value), stride):
                digit = format(int(value[place], 16) ^ 1, "x")
                turned = changed(self.receipt, path, value[:place] + digit + value[place + 1:])
                self.assert_refused(turned, f"{path} {place}")

    def test_no_number_of_it_can_be_another(self):
        postings = range(len(self.receipt["postings"]))
        numbers = [("postings", no, key) for no in postings for key in ("block", "page", "place")]
        for path in (*numbers, ("finality", "set"), ("version",)):
            at = self.receipt
            for key in path:
                at = at[key]
            self.assert_refused(changed(self.receipt, path, at + 1), path)

    def test_other_authorities_prove_nothing(self):
        for turn in (
            lambda file: file["sets"][0].update(id=file["sets"][0]["id"] + 1),
            lambda file: file["sets"][0]["authorities"].append({"key": "0x" + "11" * 32, "weight": 1}),
            lambda file: file["sets"][0]["authorities"][0].update(key="0x" + "11" * 32),
            lambda file: file["sets"].append({**file["sets"][0], "id": 99, "toldAt": 1}),
            lambda file: file.update(genesis="0x" + "11" * 32),
        ):
            self.authorities = vector("authorities.json")
            turn(self.authorities)
            self.assert_refused(self.receipt, "other authorities")


class Parts(unittest.TestCase):
    """The parts, against what others publish."""

    def test_signatures_are_those_of_rfc_8032(self):
        key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
        signature = (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        key, signature = bytes.fromhex(key), bytes.fromhex(signature)
        self.assertTrue(is_signed(key, b"\x72", signature))
        self.assertFalse(is_signed(key, b"\x73", signature))

    def test_compact_numbers_are_those_of_scale(self):
        for number, data in ((0, "00"), (63, "fc"), (64, "0101"), (16383, "fdff"), (16384, "02000100")):
            self.assertEqual(compact(number), bytes.fromhex(data))


if __name__ == "__main__":
    unittest.main()
