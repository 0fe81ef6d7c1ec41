"""Invented names: of places, people, suppliers, products and systems. None is of anybody or anything real."""

import itertools
import random
from collections.abc import Iterator
from string import ascii_uppercase

NETWORK_PLACES = (
    "Larkmoor", "Tarnwater", "Eskerdale", "Hollinvale", "Silverwold", "Marlstone Vale", "Brambleshire", "Quernside",
    "Ottermouth", "Fernhaven", "Kestrel Downs", "Saltgarth",
)  # fmt: skip
STEMS = (
    "Alder", "Brack", "Corven", "Dunmar", "Elswyn", "Farrow", "Gorse", "Haver", "Ingle", "Jarra", "Kelder", "Linden",
    "Merrow", "Neather", "Orchen", "Penmar", "Quarra", "Raven", "Selwyn", "Thornmar", "Ulver", "Venmar", "Willow",
    "Yarrow", "Ashmar", "Birchen", "Coppen", "Dowen", "Ember", "Foxen", "Gullen", "Hartsen", "Isken", "Lapwin",
)  # fmt: skip
ENDINGS = ("mere", "wick", "holme", "stead", "hythe", "fell", "thorpe", "worth", "beck", "sound", "march", "ness")
TRUST_FORMS = (
    "{} NHS Foundation Trust", "{} Hospitals NHS Trust", "{} University Hospitals NHS Foundation Trust",
    "{} Hospitals NHS Foundation Trust", "{} Teaching Hospitals NHS Trust", "{} General Hospitals NHS Trust",
)  # fmt: skip
FIRST_NAMES = (
    "Amara", "Bethan", "Callum", "Deepa", "Efua", "Farid", "Grace", "Hamza", "Imogen", "Jakub", "Keziah", "Leon",
    "Mei", "Nadia", "Owen", "Priya", "Rhys", "Saoirse", "Tomasz", "Uche", "Verity", "Wanjiru", "Yusuf", "Zofia",
)  # fmt: skip
LAST_NAMES = (
    "Abernoth", "Brightwell-Osei", "Carrowden", "Dalmunzie", "Everholt", "Fennimarr", "Greaveswood", "Hollinrath",
    "Iyengarth", "Jessamere", "Kowalwick", "Larkhurst", "Mbekwell", "Nettlefield", "Okonmere", "Pateldean",
    "Quillfeather", "Rahmanley", "Silverthwaite", "Tarnbrook", "Underhay", "Varleymoor", "Wexcombe", "Yarmundsen",
)  # fmt: skip
PACS = ("Clearstack PACS 7", "Fernlight Archive PACS", "Oriole PACS 12.2", "Oriole PACS 9.4", "Tessel Imaging PACS")
RIS = ("Ledgerline RIS", "Marrow RIS 5", "Oriole RIS", "Ledgerline RIS (hosted)")
VNA = ("Cairn VNA", "Deepwell Archive 3", "", "")  # some trusts have none
FRAMEWORK = "Imaging AI Call-off Framework 3 (illustrative)"


def place_names(rng: random.Random) -> Iterator[str]:
    """Places that do not exist, none twice; a beginning comes back only when all have been used."""
    stems, endings = list(STEMS), list(ENDINGS)
    rng.shuffle(stems)
    rng.shuffle(endings)
    for turn in range(len(endings)):
        for number, stem in enumerate(stems):
            yield stem + endings[(number + turn) % len(endings)]


def trust_names(rng: random.Random) -> Iterator[str]:
    """Names of trusts at invented places."""
    for number, place in enumerate(place_names(rng)):
        yield TRUST_FORMS[(number * 5 + number // 6) % len(TRUST_FORMS)].format(place)


def trust_codes() -> Iterator[str]:
    """Codes of the five-character form that the ODS has given to nobody: X0X0A, X0X1B, X0X2C and so on."""
    for number in itertools.count():
        rest, digit = divmod(number, 10)
        rest, other = divmod(rest, 10)
        yield f"X{other}{ascii_uppercase[23 - rest]}{digit}{ascii_uppercase[number % 26]}"


def network_names() -> Iterator[tuple[str, str]]:
    """Short names and names of imaging networks; past the twelfth they are numbered."""
    for number in itertools.count():
        turn, place = divmod(number, len(NETWORK_PLACES))
        name = NETWORK_PLACES[place] + (f" {['North', 'South', 'East', 'West'][turn - 1]}" if turn else "")
        yield name.lower().replace(" ", "-"), f"{name} Imaging Network"


def people_names(rng: random.Random) -> Iterator[str]:
    """Names of invented people; each first name meets each last name once."""
    pairs = list(itertools.product(FIRST_NAMES, LAST_NAMES))
    rng.shuffle(pairs)
    for first, last in itertools.cycle(pairs):
        yield f"{first} {last}"
