# SPDX-License-Identifier: Apache-2.0
"""What the engines of the chain answered once, worked out a second time from its own bytes."""

from pathlib import Path
import unittest

from golden import Reader, answers

GOLDEN = Path(__file__).parents[2] / "pallets/splits/rules/tests/golden"


class Golden(unittest.TestCase):
    """The golden files of the rule engine."""

    def test_every_answer_is_the_same(self):
        files = sorted(GOLDEN.glob("semantics_*.txt"))
        self.assertEqual(len(files), 2)
        for file in files:
            asked = list(answers(file.read_text(encoding="utf-8")))
            self.assertGreater(len(asked), 100)
            for request, said, worked_out in asked:
                with self.subTest(f"{file.name}: {request}"):
                    self.assertEqual(said, worked_out)

    def test_compact_numbers_have_four_lengths(self):
        for written, number in (("fc", 63), ("0101", 64), ("02000100", 16_384), ("0300000040", 2**30)):
            self.assertEqual(Reader(bytes.fromhex(written)).compact(), number)


if __name__ == "__main__":
    unittest.main()
