#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a receipt by hand, as docs/receipts.md describes it, with nothing but Python: for who must not
take the word of `split-ledger verify-receipt` for it.

    receipt.py RECEIPT AUTHORITIES

Prints what is proved, amounts in minor units, and ends with 1 where the receipt proves nothing.
"""

from datetime import datetime, timedelta, timezone
from hashlib import blake2b, sha512
import json
import sys

# The beginnings of the keys of the state: twox-128 of the pallet's name, and of the item's.
FIRST_BLOCK = bytes.fromhex(  # System.BlockHash of block 0, with twox-64 of that number
    "26aa394eea5630e07c48ae0c9558cef7a44704b568d21667356a5a050c118746b4def25cfda6ef3a00000000")
NOW = bytes.fromhex("f0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb")
ORDERS = bytes.fromhex("739f2acb576f027f466145c0596923c70240febb3818e81c53cd2216cf0d3658")
ROOTS = bytes.fromhex("f6e506b53a5d8c180d8e6934935407cb6b21e589ceecbf19a48560170eda8ed1")
CYCLES = bytes.fromhex("f6e506b53a5d8c180d8e6934935407cbdcfac0c161c85841503cbc9e98b7f5ac")

KINDS = ("paid", "refunded", "returned", "collected", "deducted", "claimed")
STATUSES = ("held", "released", "refunded", "partly released", "expired")
CYCLE_STATES = ("open", "closed", "settled")


class Unproved(Exception):
    """Why a receipt proves nothing."""


def need(holds, why):
    """Goes on only where it holds."""
    if not holds:
        raise Unproved(why)


def hash256(data):
    """blake2-256."""
    return blake2b(data, digest_size=32).digest()


def compact(number):
    """A number as SCALE writes it in few bytes; none here is greater than 2^30."""
    if number < 1 << 6:
        return bytes([number << 2])
    size, mode = (2, 1) if number < 1 << 14 else (4, 2)
    return (number << 2 | mode).to_bytes(size, "little")


class Reader:
    """Takes SCALE apart, from the front."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        """So many bytes."""
        need(self.at + count <= len(self.data), "bytes end too early")
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, size):
        """A number of so many bytes."""
        return int.from_bytes(self.take(size), "little")

    def compact(self):
        """A number in few bytes."""
        first = self.number(1)
        mode = first & 3
        need(mode < 3, "a number is too great")
        rest = self.number((0, 1, 3)[mode])
        return (rest << 8 | first) >> 2

    def counted(self):
        """Bytes with their count before them."""
        return self.take(self.compact())

    def end(self, what):
        """Nothing may follow."""
        need(self.at == len(self.data), f"there are bytes behind {what}")


# The curve of ed25519 (RFC 8032), in affine coordinates: slow and short.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def point(data):
    """A point of the curve from its 32 bytes."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, (y & (1 << 255) - 1) % P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    need(x * x % P == square, "a key or a signature is no point of the curve")
    return (P - x if x & 1 != sign else x, y)


def added(a, b):
    """The sum of two points."""
    (ax, ay), (bx, by) = a, b
    k = D * ax * bx * ay * by % P
    return ((ax * by + ay * bx) * pow(1 + k, -1, P) % P, (ay * by + ax * bx) * pow(1 - k, -1, P) % P)


def times(count, a):
    """A point so many times."""
    total = (0, 1)
    while count:
        if count & 1:
            total = added(total, a)
        a, count = added(a, a), count >> 1
    return total


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    """Whether it is the signature of the key under the message."""
    first, count = signature[:32], int.from_bytes(signature[32:], "little")
    digest = int.from_bytes(sha512(first + key + message).digest(), "little") % ORDER
    right = added(point(first), times(digest, point(key)))
    return count < ORDER and times(8, times(count, BASE)) == times(8, right)


class Nodes:
    """Nodes of a trie by their hashes, and which were read."""

    def __init__(self, nodes):
        self.nodes = {hash256(node): node for node in nodes}
        self.given, self.read = len(nodes), set()

    def node(self, name):
        """The node of a hash."""
        need(name in self.nodes, f"there is no node of the hash 0x{name.hex()}")
        self.read.add(name)
        return self.nodes[name]

    def value(self, root, key):
        """The value of a key; none where the nodes show that it has none."""
        left = [half for byte in key for half in (byte >> 4, byte & 15)]
        node = self.node(root)
        while True:
            own, value, is_hash, children = parts_of(node)
            if left[:len(own)] != own:
                return None
            left = left[len(own):]
            if not left:
                return self.node(value) if is_hash else value
            child = children.get(left.pop(0))
            if child is None:
                return None
            node = self.node(child) if len(child) == 32 else child

    def end(self, what):
        """Every node must have been needed, and none given twice."""
        need(len(self.read) == self.given, f"{what} has nodes that prove nothing")


def parts_of(node):
    """Key, value, whether the value is its hash, and children of a node."""
    reader = Reader(node)
    first = reader.number(1)
    if first == 0:
        reader.end("an empty node")
        return [], None, False, {}
    # Leaf, branch, branch with value; leaf and branch with the hash of a value.
    kinds = ((0x40, 63), (0x80, 63), (0xc0, 63), (0x20, 31), (0x10, 15))
    bits, most = next(((b, m) for b, m in kinds if first & ~m & 255 == b), (0, 0))
    need(bits, "a node is of no known kind")
    count = first & most
    more = 255 if count == most else 0
    while more == 255:
        more = reader.number(1)
        count += more
    data = reader.take((count + 1) // 2)
    own = [half for byte in data for half in (byte >> 4, byte & 15)]
    need(not any(own[:count % 2]), "the key of a node is filled up with something")
    branches = reader.number(2) if bits in (0x80, 0xc0, 0x10) else 0
    is_hash = bits in (0x20, 0x10)
    value = None if bits == 0x80 else reader.take(32) if is_hash else reader.counted()
    children = {place: reader.counted() for place in range(16) if branches >> place & 1}
    reader.end("a node")
    return own[count % 2:], value, is_hash, children


def header_of(reader):
    """Number, hash, parent and state root of a header."""
    start = reader.at
    parent, number, state = reader.take(32), reader.compact(), reader.take(32)
    reader.take(32)  # the root of the extrinsics
    for _ in range(reader.compact()):
        kind = reader.number(1)
        need(kind in (0, 4, 5, 6, 8), "a header has a digest of no known kind")
        reader.take(4 if kind in (4, 5, 6) else 0)
        reader.take(reader.compact() if kind != 8 else 0)
    return number, hash256(reader.data[start:reader.at]), parent, state


def check_headers(headers):
    """Headers in line: the first and the last."""
    line = []
    for data in headers:
        reader = Reader(data)
        line.append(header_of(reader))
        reader.end("a header")
    need(line, "there is no header")
    for (number, name, _, _), (following, _, parent, _) in zip(line, line[1:]):
        need(parent == name and following == number + 1, f"block {following} does not follow")
    return line[0], line[-1]


def set_of(authorities, number, block):
    """The weights by key of the set that voted for a block."""
    sets = {one["id"]: one for one in authorities["sets"]}
    need(number in sets, f"set {number} is not in the file of authorities")
    for other, one in sets.items():
        if other > number:
            need(one["toldAt"] >= block, f"set {other} was in office before block {block}")
        if other < number:
            need(one["toldAt"] < block, f"set {other} was in office at block {block}")
    return {unhex(one["key"]): one["weight"] for one in sets[number]["authorities"]}


def check_votes(data, block, number, weights):
    """More than two thirds of the weight voted for the block, or above it. Answers how much."""
    reader = Reader(data)
    turn, target = reader.number(8), (reader.take(32), reader.number(4))
    need(target == block, "the votes are for another block")
    votes = []
    for _ in range(reader.compact()):
        votes.append(((reader.take(32), reader.number(4)), reader.take(64), reader.take(32)))
    above = {}
    count = reader.compact()
    for _ in range(count):
        height, name, parent, _ = header_of(reader)
        above[name, height] = (parent, height - 1)
    reader.end("the votes")
    voters, needed = set(), set()
    for place, signature, voter in votes:
        need(voter in weights, f"0x{voter.hex()} is not in set {number}")
        message = b"\x01" + place[0] + place[1].to_bytes(4, "little")
        message += turn.to_bytes(8, "little") + number.to_bytes(8, "little")
        need(is_signed(voter, message, signature), f"the signature of 0x{voter.hex()} is wrong")
        while place != target:
            need(place in above, f"the vote of 0x{voter.hex()} does not lead to the block")
            needed.add(place)
            place = above[place]
        voters.add(voter)
    need(len(needed) == count, "there are headers that no vote needs")
    signed, all_of_them = sum(weights[voter] for voter in voters), sum(weights.values())
    need(3 * signed > 2 * all_of_them, f"{signed} of {all_of_them} are too few votes")
    return signed, all_of_them


def unhex(text):
    """Bytes of hex."""
    need(text.startswith("0x") and text == text.lower(), "hex begins with 0x and has small letters")
    return bytes.fromhex(text[2:])


def date(days):
    """A date of the chain."""
    return (datetime(1970, 1, 1) + timedelta(days=days)).date().isoformat()


def check_order(receipt, order, row):
    """What the row of the order says, and the body."""
    if row is None:
        need(receipt["body"] is None, "there is a body of an order that is not in the state")
        return "the state has no order of this id"
    reader = Reader(row)
    head = reader.number(1)
    need(head in (0, 1), "the row of the order is of another version")
    status = STATUSES[reader.number(1) if head else 0]
    half, placed = reader.take(16), reader.number(4)
    if receipt["body"] is not None:
        body = unhex(receipt["body"])
        need(hash256(body)[:16] == half, "the body is not the one that was placed")
        reader = Reader(body)
        day, text = reader.number(2), reader.counted()
        name = blake2b(text, digest_size=16).digest()
        need(day.to_bytes(2, "big") + order[2:6] + name == order, "the body is of another order")
    return f"entered in block {placed}; {status}"


def check_posting(posting, order, state, root):
    """A posting: its leaf in the root of its block, that root and its cycle in the state."""
    leaf = unhex(posting["leaf"])
    reader = Reader(leaf)
    kind, of = reader.number(1), reader.take(22)
    need(kind < len(KINDS) and of == order, "a posting is of another order")
    cycle_key = reader.take(6)
    currency = int.from_bytes(cycle_key[:2], "little")
    cycle, day = int.from_bytes(cycle_key[2:], "little"), reader.number(2)
    size = 25
    legs = [Reader(reader.take(size)) for _ in range(reader.compact())]
    reader.end("a leaf")

    page = state.value(root, ROOTS + cycle_key + posting["page"].to_bytes(4, "little"))
    need(page is not None, "there is no such page of roots")
    reader = Reader(page)
    rows = [(reader.number(4), reader.take(32), reader.number(4)) for _ in range(reader.compact())]
    found = [row for row in rows if row[0] == posting["block"]]
    need(found, "the page does not have the block of the posting")
    _, block_root, leaves = found[0]
    nodes = Nodes([unhex(node) for node in posting["nodes"]])
    value = nodes.value(block_root, compact(posting["place"]))
    need(posting["place"] < leaves and value == hash256(leaf), "the root has another leaf there")
    nodes.end("a posting")

    record = state.value(root, CYCLES + cycle_key)
    need(record is not None and len(record) > 40, "the cycle is not in the state")
    stands = CYCLE_STATES[Reader(record[40:]).number(1)]
    yield f"{KINDS[kind]} in block {posting['block']} on {date(day)}, cycle {cycle} of {currency}: {stands}"
    for leg in legs:
        source, target, amount, purpose = (leg.number(count) for count in (8, 8, 8, 1))
        reached = "settled" if stands == "settled" or source == target else "posted"
        yield f"    {amount} from account {source} to {target}, purpose {purpose}: {reached}, final"


def check(receipt, authorities):
    """All that a receipt proves, line by line."""
    need(receipt["format"] == "split-ledger receipt" and receipt["version"] == 1, "no receipt")
    need(authorities["format"] == "split-ledger authorities", "no file of authorities")
    need(authorities["version"] == 1, "another version of the file of authorities")
    need(receipt["genesis"] == authorities["genesis"], "the receipt is of another chain")
    order, finality = unhex(receipt["order"]), receipt["finality"]
    block, last = check_headers([unhex(header) for header in finality["headers"]])
    weights = set_of(authorities, finality["set"], last[0])
    state, root = Nodes([unhex(node) for node in receipt["state"]["nodes"]]), block[3]
    need(state.value(root, FIRST_BLOCK) == unhex(receipt["genesis"]), "the state is of another chain")
    now = state.value(root, NOW)
    need(now is not None, "the block tells no time")
    time = datetime.fromtimestamp(int.from_bytes(now[:8], "little") // 1000, timezone.utc)
    lines = [check_order(receipt, order, state.value(root, ORDERS + order))]
    places = []
    for posting in receipt["postings"]:
        lines.extend(check_posting(posting, order, state, root))
        cycle = int.from_bytes(unhex(posting["leaf"])[25:29], "little")
        places.append((posting["block"], cycle, posting["place"]))
    need(all(a < b for a, b in zip(places, places[1:])), "a posting is there twice, or out of order")
    state.end("the state")
    signed, of = check_votes(
        unhex(finality["justification"]), (last[1], last[0]), finality["set"], weights)
    return [
        f"order {receipt['order']}",
        f"as of block {block[0]} of {time.isoformat()}, which is final: {signed} of {of} of set "
        f"{finality['set']} signed for block {last[0]}",
        *lines,
    ]


def main():
    """Checks the files that are named."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        files = [json.loads(open(path, "rb").read()) for path in sys.argv[1:]]
        print("\n".join(check(*files)))
    except (Unproved, ValueError, KeyError, IndexError, TypeError, OverflowError, OSError) as why:
        sys.exit(f"nothing is proved: {why}")


if __name__ == "__main__":
    main()
