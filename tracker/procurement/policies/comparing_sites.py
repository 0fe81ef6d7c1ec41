"""Whether a reference site tells anything about the network that buys: the same imaging systems, or about as much work.

Source: the programme's governance standards, section 5.4 and rule R12. The study found that a tool which ran well elsewhere
met other systems here, so a site counts when it is like ours, in use, and shows how it has run. Pure.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.core.formats import nhs_date, number

NOT_A_VENDOR = frozenset(
    {"pacs", "ris", "vna", "ltd", "limited", "plc", "uk", "inc", "imaging", "archive", "hosted", "the"}
)


@dataclass(frozen=True)
class SiteFacts:
    """What a bid says of a reference site."""

    organisation: str
    pacs_vendor: str = ""
    ris_vendor: str = ""
    yearly_volume: int | None = None
    modality: str = ""
    live_since: date | None = None
    evidence: str = ""


@dataclass(frozen=True)
class NetworkFacts:
    """What the network has: its trusts' systems by name, and how many examinations a typical trust does in a year. Volumes
    are similar within so many percent of each other."""

    pacs: Collection[str] = ()
    ris: Collection[str] = ()
    yearly_volume: int | None = None
    similar_volume_percent: int = 0


@dataclass(frozen=True)
class Comparability:
    """Whether a site is comparable, and why in a sentence."""

    is_comparable: bool
    sentence: str


def judge_site(site: SiteFacts, network: NetworkFacts, *, day: date) -> Comparability:
    """A comparable site is in use on the day, gives evidence of how it has run, and is like the network."""
    if site.live_since is None or site.live_since > day:
        return _differs("the site is not in use yet, as far as the bid says.")
    if not site.evidence:
        return _differs("the bid gives no evidence of how it has run there.")
    alike = _likeness(site, network)
    if not alike:
        return _differs("no trust of the network has its PACS or RIS, and its volume is not known to be similar.")
    return Comparability(
        is_comparable=True, sentence=f"Comparable: {alike}, and in use since {nhs_date(site.live_since)}."
    )


def _differs(why: str) -> Comparability:
    return Comparability(is_comparable=False, sentence=f"Not comparable: {why}")


def _likeness(site: SiteFacts, network: NetworkFacts) -> str:
    """What the site has in common with the network, as it reads within a sentence."""
    for vendor, systems, kind in ((site.pacs_vendor, network.pacs, "PACS"), (site.ris_vendor, network.ris, "RIS")):
        if vendor and any(is_made_by(system, vendor) for system in systems):
            return f"a trust of the network has a {kind} of {vendor} too"
    if _is_similar(site.yearly_volume, network.yearly_volume, network.similar_volume_percent):
        return (
            f"its {number(site.yearly_volume)} examinations a year are within {network.similar_volume_percent}% of the "
            f"{number(network.yearly_volume)} of a typical trust"
        )
    return ""


def _is_similar(ours: int | None, theirs: int | None, percent: int) -> bool:
    return ours is not None and theirs is not None and abs(ours - theirs) * 100 <= theirs * percent


def is_made_by(system: str, vendor: str) -> bool:
    """Whether a system's name, such as `Oriole PACS 9.4`, is of the vendor, such as `Oriole Ltd`: the words that name the
    vendor all stand in it."""
    wanted = _words(vendor)
    return bool(wanted) and wanted <= _words(system)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", text.casefold())) - NOT_A_VENDOR
