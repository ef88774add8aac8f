# SPDX-License-Identifier: Apache-2.0
"""What the tests of whole runs share: an order that all of them know, and a run of a bundle of texts."""

from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path
import tempfile

from model import Bundle, Replay

NOW = datetime.now(timezone.utc)
BANKS = """name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
south,bank,,CNY=1000.00,
"""
# Everybody of an order of 100.00 that Anna of the north places with the shop of the south.
SALE = BANKS + """shop,merchant,south,CNY=0,
site,platform,north,CNY=0,
van,carrier,south,CNY=0,
anna,buyer,north,CNY=300.00,
"""
ORDERS = (
    "reference,payment,payer,currency,amount,rules,channel,category,promotion,member_tier,parties,"
    "inputs,release"
)
ACTIONS = "order,reference,action,amount,legs"


def sold_by(name, refund):
    """Rules by which the carrier gets the freight, the platform 10 % of the rest, the shop what is left."""
    return f"""name = "{name}"
currency = "CNY"
refund = {refund}
[[case]]
legs = [
  {{ to = "carrier", take = "input:freight", purpose = "logistics" }},
  {{ to = "platform", take = "10%", of = "rest", purpose = "fee" }},
  {{ to = "merchant", take = "remainder", purpose = "goods" }},
]
"""


def sale(name, rules, release, more=""):
    """A line of 100.00: 10.00 for the carrier, 9.00 for the platform, 81.00 for the merchant."""
    parties = "merchant=shop;platform=site;carrier=van"
    return f"{name},,anna,CNY,100.00,{rules},,,,,{parties},freight=10.00,{release}{more}\n"


def time(**since):
    """A time relative to now, as a file has it."""
    return (NOW + timedelta(**since)).isoformat()


def bundle_of(participants, rules, orders, actions, **files):
    """A bundle of these texts: rule sets by their names, further files by theirs."""
    texts = {f"rules/{name}.toml": text for name, text in rules.items()}
    texts |= {"participants.csv": participants, "orders.csv": orders, "actions.csv": actions}
    texts |= {f"{name}.csv": text for name, text in files.items() if text}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Bundle(Path(folder))


def replay(bundle, *, refused=(), placed=None, acted=None, ended=NOW, held=()):
    """A run of it that refused these; its actions were done at these times, by their numbers."""
    bundle.acted = acted or {}
    placed = dict.fromkeys(bundle.orders, NOW) if placed is None else placed
    return Replay(bundle, dict.fromkeys(refused, {}), placed, ended, Counter(dict(held)))


def available(run, *names):
    """What they can spend."""
    return [run.accounts[name, "CNY"].available for name in names]
