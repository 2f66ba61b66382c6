"""Pronouns and definite descriptions: whom "he", "they", "the group", "its government" mean."""

from __future__ import annotations

import re
from dataclasses import replace

from riftline.actors import Actor, Alias

from .choose import office_on
from .lexicon import table, words
from .memory import Memory
from .qualify import Described

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = words("they")
IT = frozenset({"it", "its", "itself", "which", "that", "this"})
WE = words("first_person")
PRONOUNS = HE | SHE | THEY | IT | WE
_SPEECH = words("speech")
_FEMALE = words("female_names")
_PERSON_HEADS = words("person_heads")
OFFICES = {
    "president": ("president",),
    "prime minister": ("prime minister", "taoiseach"),
    "premier": ("premier", "prime minister"),
    "chancellor": ("chancellor",),
    "king": ("king",),
    "queen": ("queen",),
    "vice president": ("vice president",),
    "foreign minister": ("foreign minister",),
    "foreign secretary": ("foreign secretary",),
    "pope": ("pope",),
    "secretary of state": ("secretary of state",),
    "defense secretary": ("defense secretary",),
    "defense minister": ("defense minister",),
    "attorney general": ("attorney general",),
    "supreme leader": ("supreme leader",),
}
# Which organisations a bare "the ..." can stand for.
_CLASSES = {head: frozenset(sectors.split()) for head, sectors in table("groups").items()}
_HE_SAID = re.compile(
    r"\b(?:[Hh]e|[Ss]he) (?:also |later |then )?"
    r"(?:said|says|added|told|wrote|tweeted|continued|argued|warned)\b"
    r"|\b(?:said|added) (?:he|she)\b"
)
_TWO = re.compile(
    r"\bKoreas\b|\b(?:two|both|2) (?:leaders|men|presidents|sides|countries|nations|states|"
    r"governments|parties|ministers|neighbou?rs|allies|officials)\b",
    re.I,
)


class Coreference:
    """Resolves what only the document can tell."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self._own: Described | None = None

    # -- pronouns ------------------------------------------------------------

    def pronoun(self, key: str, start: int, index: int) -> list[Described]:
        """Candidates for a pronoun, likeliest first."""
        memory = self.memory
        if key in WE:
            speaker = self.speaker(start, index)
            return [speaker] if speaker else []
        if key in HE or key in SHE:
            return self._persons(start, index, "f" if key in SHE else "m")
        if key in {"who", "whom", "whose", "which", "that"}:
            return self._relative(start, index)
        if key in THEY:
            return list(memory.back(start, index, _is_many))
        found = list(memory.back(start, index, _is_body))
        return found or list(memory.back(start, index, lambda d: d.kind != "place"))

    def _persons(self, start: int, index: int, gender: str) -> list[Described]:
        """Persons that "he" or "she" can mean; bare unknown words in capitals come last."""
        fitting = [
            d for d in self.memory.back(start, index, _is_person) if self._gender(d) in {"", gender}
        ]
        doubtful = [d for d in fitting if d.kind == "name" and " " not in d.name and not d.sectors]
        return [d for d in fitting if d not in doubtful] + doubtful

    def _relative(self, start: int, index: int) -> list[Described]:
        rows = self.memory.rows
        if not 0 <= index < len(rows):
            return []
        return [f.described for f in reversed(rows[index]) if f.end <= start]

    def _gender(self, found: Described) -> str:
        if found.alias is not None and found.alias.actor.gender:
            return found.alias.actor.gender
        first = found.name.split()[0].lower() if found.name else ""
        if first in _FEMALE or found.title.startswith(("mrs", "ms", "queen", "princess", "lady")):
            return "f"
        if found.head in {
            "woman",
            "mother",
            "girl",
            "wife",
            "daughter",
            "sister",
            "actress",
            "queen",
        }:
            return "f"
        if found.head in {
            "man",
            "father",
            "boy",
            "husband",
            "son",
            "brother",
            "king",
            "pope",
            "congressman",
        }:
            return "m"
        return ""

    def speaker(self, start: int, index: int) -> Described | None:
        """Who says "I" or "we": the one beside a verb of saying nearby, else the text's own."""
        memory = self.memory
        if self._own is None and memory.first_person():
            self._own = self._owner()
        if self._own is not None:
            return self._own
        for i in (index, index - 1, index + 1, index - 2, index - 3):
            found = self._says(i)
            if found is not None:
                return found
        people = [f.described for f in memory.titled if _is_person(f.described)]
        people += [f.described for row in memory.rows[:3] for f in row if _is_person(f.described)]
        return people[0] if people else None

    def _owner(self) -> Described | None:
        """Whose address or statement the text is: named in the title, the outlet or the lead."""
        memory = self.memory
        for text in (memory.title, memory.outlet):
            office = re.search(
                r"\b([Pp]resident|[Pp]rime [Mm]inister|[Cc]hancellor) of ((?:the )?[A-Z][\w ]+)",
                text,
            )
            if office:
                place = memory.reader.read(office[2], memory.day)
                found = self._in_table(OFFICES[office[1].lower()], place.country)
                if found is not None:
                    return found
        people = [f.described for f in memory.titled if f.described.kind == "person"]
        people += [
            f.described for row in memory.rows[:2] for f in row if f.described.kind == "person"
        ]
        bodies = [f.described for f in memory.titled if f.described.kind in {"org", "state"}]
        return people[0] if people else (bodies[0] if bodies else None)

    def _pronoun_says(self, index: int) -> Described | None:
        """Who "he" is in "he said"."""
        sentence = self.memory.sentences[index]
        found = _HE_SAID.search(sentence.text)
        if found is None:
            return None
        gender = "f" if "she" in found[0].lower() else "m"
        who = self._persons(sentence.start + found.start(), index, gender)
        return who[0] if who else None

    def _says(self, index: int) -> Described | None:
        memory = self.memory
        if not 0 <= index < len(memory.rows):
            return None
        said = self._pronoun_says(index)
        if said is not None:
            return said
        for found in memory.rows[index]:
            if found.possessor or not _can_speak(found.described):
                continue
            after = re.findall(r"\w+", memory.text[found.end : found.end + 40].lower())[:3]
            before = re.findall(
                r"\w+", memory.text[max(0, found.start - 25) : found.start].lower()
            )[-2:]
            if (
                (set(after) & _SPEECH)
                or (before and before[-1] in _SPEECH)
                or before[-2:] == ["according", "to"]
            ):
                return found.described
        return None

    # -- definite descriptions -----------------------------------------------

    def several(self, text: str, start: int, index: int) -> list[Described]:
        """ "the two leaders", "both sides": the last two that fit."""
        if not _TWO.search(text):
            return []
        if "oreas" in text:
            states = self.memory.reader.table.states
            return [
                self.memory.reader.from_alias(alias_of(states[c]), self.memory.day)
                for c in ("PRK", "KOR")
            ]
        wanted = (
            _in_office
            if re.search(r"leader|president|minister|official", text, re.I)
            else _is_person
            if re.search(r"\b(?:wo)?men\b", text, re.I)
            else _is_state
        )
        seen: dict[str, Described] = {}
        for found in self.memory.back(start, index, wanted, reach=4):
            seen.setdefault(found.country or found.name, found)
            if len(seen) == 2:
                break
        if len(seen) < 2:
            for found in self.memory.back(start, index, _is_state, reach=4):
                seen.setdefault(found.country or found.name, found)
                if len(seen) == 2:
                    break
        return list(seen.values()) if len(seen) == 2 else []

    def country(self, found: Described, start: int, index: int) -> Described | None:
        """ "the country": the state named last before."""
        if (
            found.head not in {"country", "nation", "kingdom", "island"}
            or found.plural
            or found.country
        ):
            return None
        if any(u.alias or u.kind == "caps" for u in found.units):
            return None
        rows = self.memory.rows
        for i in range(min(index, len(rows) - 1), max(-1, index - 3), -1):
            for earlier in reversed(rows[i]):
                if earlier.end <= start and earlier.described.kind == "state":
                    return replace(found, country=earlier.described.country)
        return None

    def group(self, found: Described, start: int, index: int) -> Described | None:
        """ "the group", "the militants": the organisation named before that it can stand for."""
        if found.country is not None or any(u.alias for u in found.units):
            return None
        sectors = _CLASSES.get(found.head)
        if sectors is None:
            return None
        rebels = sectors == {"REB"}
        for earlier in self.memory.back(start, index, lambda d: d.kind in {"org", "name"}, reach=5):
            name = earlier.name.lower()
            if found.head in name or (
                earlier.kind == "org" and earlier.sectors[:1] and earlier.sectors[0] in sectors
            ):
                return earlier
        if rebels:
            for row in self.memory.rows:
                for f in row:
                    if f.described.kind == "org" and f.described.sectors[:1] == ("REB",):
                        return f.described
        return None

    def office_holder(self, found: Described, start: int, index: int) -> Described | None:
        """ "the president": the holder named before, else the one of the table on the day."""
        roles = OFFICES.get(found.head)
        if (
            roles is None
            or found.kind != "generic"
            or found.plural
            or found.sectors[:1] == ("IGO",)
        ):
            return None
        named = [u for u in found.units if u.kind in {"head", "caps"} and u.key != found.head]
        if named or any(
            u.key in {"former", "ex", "deputy", "next", "future", "elect"} for u in found.units
        ):
            return None
        for earlier in self.memory.back(start, index, lambda d: d.office is not None, reach=8):
            holds = earlier.office is not None and earlier.office.role in roles
            if holds and not earlier.former and found.country in {None, earlier.country}:
                return earlier
        country = found.country or self.memory.country_near(start, index)
        return self._in_table(roles, country)

    def _in_table(self, roles: tuple[str, ...], country: str | None) -> Described | None:
        day = self.memory.day
        if country is None or not day:
            return None
        for role in roles:
            for _, actor in self.memory.reader.table.offices.get((country, role), ()):
                held = office_on(actor, day)
                if held and held.distance == 0 and held.office.role == role:
                    return Described(
                        actor.name,
                        "person",
                        actor.country,
                        (held.office.sector,),
                        alias_of(actor),
                        held.office,
                    )
        return None


def alias_of(actor: Actor) -> Alias:
    """An alias that stands for the actor itself."""
    return Alias(actor, "person", "", "", (), actor.name)


def _in_office(found: Described) -> bool:
    """A person who may be called a leader on the day: no former office-holder."""
    return _is_person(found) and not found.former


def _is_person(found: Described) -> bool:
    if found.kind in {"person", "name"}:
        return True
    return (
        found.kind == "generic"
        and not found.plural
        and bool(found.sectors)
        and found.sectors[0] in _PERSON_HEADS
        and found.head in _SINGLE
    )


def _can_speak(found: Described) -> bool:
    if found.kind in {"person", "name", "state", "org"}:
        return True
    return found.kind == "generic" and (
        found.head in _SINGLE or found.head.split()[-1] in _SPEAKERS
    )


_SPEAKERS = words("speakers")


def _is_many(found: Described) -> bool:
    return found.plural or found.kind in {"people", "org", "state", "bloc"}


def _is_state(found: Described) -> bool:
    return found.kind == "state"


def _is_body(found: Described) -> bool:
    return found.kind in {"state", "org", "bloc"} or (
        found.kind == "generic" and not found.plural and found.head not in _SINGLE
    )


_SINGLE = words("single")
