"""Common nouns and modifiers that tell the sector, and words that mark names of organisations."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from importlib import resources

# Heads that say little themselves: what stands before or after them decides ("police officials").
WEAK_HEADS = frozenset(
    ["official", "officials", "leader", "leaders", "leadership", "spokesman", "spokeswoman", "spokesperson", "spokesmen", "source", "sources", "member", "members", "group", "groups", "chief", "chiefs", "head", "heads", "aide", "aides", "adviser", "advisers", "advisor", "advisors", "representative", "representatives", "delegation", "delegates", "forces", "force", "fighters", "fighter", "commander", "commanders", "organization", "organizations", "organisation", "organisations", "activist", "activists", "candidate", "candidates", "critics", "camp", "side", "committee", "figure", "figures", "personnel", "agency", "agencies", "service", "services", "agents", "agent", "team", "director", "directors", "deputy", "office", "department", "bureau", "commission", "negotiator", "negotiators", "envoy", "president", "chairman", "chairwoman", "secretary", "general", "colonel", "authorities", "authority", "network", "networks", "cell", "movement", "unit", "units", "operative", "operatives", "bosses", "boss", "body", "council", "federation", "executive", "executives", "staff", "command", "base", "position", "positions", "targets", "target", "convoy", "stronghold", "strongholds", "camps", "insider", "insiders", "veteran", "veterans", "founder", "treasurer", "whip", "editor", "owner", "board", "man", "men", "woman", "women", "people", "supporters", "supporter", "mission", "contingent", "loyalists"]
)
ORG_WORDS = {
    "ministry": "GOV", "department": "GOV", "bureau": "GOV", "administration": "GOV", "government": "GOV",
    "embassy": "GOV", "treasury": "GOV", "commission": "GOV", "agency": "GOV", "office": "GOV", "authority": "GOV",
    "council": "GOV", "parliament": "LEG", "senate": "LEG", "congress": "LEG", "committee": "LEG",
    "subcommittee": "LEG", "assembly": "LEG", "caucus": "LEG", "legislature": "LEG", "court": "JUD",
    "tribunal": "JUD", "prosecutor": "JUD", "army": "MIL", "navy": "MIL", "air force": "MIL", "guard": "MIL",
    "corps": "MIL", "brigade": "MIL", "command": "MIL", "forces": "MIL", "police": "COP", "sheriff": "COP",
    "intelligence": "SPY", "party": "PTY", "campaign": "PTY", "union": "LAB", "workers": "LAB", "teamsters": "LAB",
    "corp": "BUS", "corporation": "BUS", "inc": "BUS", "ltd": "BUS", "plc": "BUS", "co": "BUS", "company": "BUS",
    "group": "BUS", "bank": "BUS", "bancorp": "BUS", "holdings": "BUS", "industries": "BUS", "airlines": "BUS",
    "airways": "BUS", "motors": "BUS", "oil": "BUS", "petroleum": "BUS", "energy": "BUS", "partners": "BUS",
    "capital": "BUS", "systems": "BUS", "technologies": "BUS", "stores": "BUS", "sa": "BUS", "ag": "BUS",
    "gmbh": "BUS", "nv": "BUS", "spa": "BUS", "llc": "BUS", "exchange": "BUS", "enterprises": "BUS",
    "international": "BUS", "brothers": "BUS", "securities": "BUS", "insurance": "BUS", "savings": "BUS",
    "news": "MED", "times": "MED", "post": "MED", "tv": "MED", "television": "MED", "radio": "MED",
    "newspaper": "MED", "journal": "MED", "magazine": "MED", "tribune": "MED", "gazette": "MED", "herald": "MED",
    "university": "EDU", "college": "EDU", "institute": "EDU", "school": "EDU", "academy": "EDU",
    "hospital": "HLH", "clinic": "HLH", "church": "REL", "mosque": "REL", "diocese": "REL", "archdiocese": "REL",
    "ministries": "REL", "association": "NGO", "foundation": "NGO", "fund": "NGO", "coalition": "NGO",
    "society": "NGO", "federation": "NGO", "project": "NGO", "network": "NGO", "center": "NGO", "centre": "NGO",
    "alliance": "NGO", "league": "NGO", "watch": "NGO", "trust": "NGO", "rights": "NGO", "action": "NGO",
    "front": "REB", "brigades": "REB", "cartel": "CRM", "gang": "CRM", "mafia": "CRM",
}  # fmt: skip
GROUP_NOUN_SECTORS = frozenset({"BUS", "IGO", "NGO"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``heads`` and ``modifiers`` map folded phrases to a sector; ``longest`` as in the name table."""

    heads: dict[str, str]
    modifiers: dict[str, str]
    longest: dict[str, int]


def load_lexicon() -> Lexicon:
    """Read generics.csv and modifiers.csv from the actors' data files."""
    heads = _read("generics.csv")
    modifiers = _read("modifiers.csv")
    longest: dict[str, int] = {}
    for phrase in [*heads, *modifiers]:
        words = phrase.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return Lexicon(heads, modifiers, longest)


def _read(name: str) -> dict[str, str]:
    from riftline.actors import fold

    raw = resources.files("riftline.actors").joinpath("data", name).read_text("utf-8")
    rows = csv.reader(io.StringIO(raw))
    next(rows)
    return {fold(word): sector for word, sector, _ in rows}
