"""Who is meant in imported data: names, country names and sector words to codes.

Imported files name actors in three ways: with country and sectors beside the name (ICEWS,
POLECAT), as codes (GDELT), or with all in one string, "Police (Australia)" (the 4-column files,
UCDP's "Government of Syria"). The dated tables of the actors room give the rest.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from riftline.actors import ActorTable, Alias, fold, load_actors


@lru_cache(maxsize=1)
def bundled_actors() -> ActorTable:
    """The actors room's tables, loaded once."""
    return load_actors()


class ImportedActor(NamedTuple):
    """What is known of an imported actor; ``sectors`` are PLOVER's, joined by commas."""

    name: str
    entity_id: str | None
    country: str | None
    sectors: str | None


# CAMEO/GDELT and ICEWS/POLECAT sector words (lower case) to PLOVER sectors. Words that say how an
# actor is organised rather than what it does ("National", "Hindu", "Center Right") stand for none.
_SECTOR_WORDS = {
    "GOV": "gov government executive executive_office cabinet ministry elite_government",
    "LEG": "leg legislative legislative_/_parliamentary lower_house upper_house unicameral",
    "JUD": "jud judicial legal",
    "MIL": "mil military army navy air_force marines national_/_border_divisions "
    "global_defense_/_security_igos_forces reserve_forces",
    "COP": "cop police",
    "SPY": "spy intelligence_ministry military_intelligence intelligence",
    "PTY": "pty parties (national)_major_party (national)_minor_party municipal_party "
    "government_major_party_(in_government) government_minor_party_(in_government) "
    "provincial_party",
    "OPP": "opp dissident opposition_major_party_(out_of_government) "
    "opposition_minor_party_(out_of_government) opposition_/_dissident banned_parties "
    "opposition_coalitions exiles international_dissident",
    "REB": "reb ins sep rad uaf insurgents rebel rebels separatists unidentified_forces "
    "radicals_/_extremists_/_fundamentalists international_insurgents organized_violent "
    "international_radicals_/_extremists_/_fundamentalists international_separatists",
    "CRM": "crm criminals_/_gangs international_criminal",
    "CVL": "cvl civ ref general_population_/_civilian_/_social refugees_/_displaced "
    "protestors_/_popular_opposition_/_mobs",
    "LAB": "lab labor unions",
    "BUS": "bus mnc business multinational_corporation agr agricultural",
    "MED": "med media news state_media print_news television_news radio_news",
    "EDU": "edu education",
    "HLH": "hlh medical_/_health",
    "REL": "rel international_religious national_religious religious_minority",
    "NGO": "ngo hri hum nongovernmental_organization_(international) human_rights_ngos "
    "nongovernmental_organizations_/_activists medical_/_health_ngos business_ngos env",
    "IGO": "igo international_government_organization regional_diplomatic_igos "
    "global_diplomatic_igos global_economic/financial/trade_igos human_rights_igos "
    "global_defense_/_security_igos regional_defense_/_security_igos global_development_igos",
    "ELI": "eli elite",
    "UNK": "unk unspecified",
}
SECTORS = {word.replace("_", " "): code for code, w in _SECTOR_WORDS.items() for word in w.split()}

# CAMEO country codes that differ from ISO 3166; its codes of regions (AFR, EUR, ...) have no state.
_CAMEO_COUNTRIES = {"ROM": "ROU", "TMP": "TLS", "KSV": "XKX", "ZAR": "COD", "BUR": "MMR"}
# CAMEO codes of international organisations.
_CAMEO_GROUPS = {
    "UNO": "United Nations",
    "NAT": "NATO",
    "EEC": "European Union",
    "AFU": "African Union",
    "ARL": "Arab League",
    "ASN": "ASEAN",
    "IMF": "International Monetary Fund",
    "WBK": "World Bank",
    "WTO": "World Trade Organization",
    "IAE": "International Atomic Energy Agency",
    "OSC": "OSCE",
    "OPC": "OPEC",
    "ICC": "International Criminal Court",
}
_ICEWS_COUNTRIES = {
    "palestinian territory occupied": "PSE",
    "occupied palestinian territory": "PSE",
    "cote d ivoire": "CIV",
    "hong kong": "HKG",
    "macao": "MAC",
}
_PARENTHESES = re.compile(r"^(?P<what>.*?)\s*\((?P<where>[^()]*)\)$")
_GOVERNMENT = re.compile(r"^(?:the )?government of (?:the )?(?P<state>[^(]+)", re.I)


class ActorNames:
    """Looks imported actors up; answers are kept, since files repeat a few thousand of them.

    Example:
        >>> names = ActorNames()
        >>> names.in_one_string("Police (Australia)", "2014-06-30")
        ImportedActor(name='Police (Australia)', entity_id=None, country='AUS', sectors='COP')
        >>> names.coded("UNITED STATES", "USA", "", "GOV,MIL").sectors
        'GOV,MIL'
    """

    def __init__(self, table: ActorTable | None = None) -> None:
        self._table = table or bundled_actors()

    def of_key(self, key: str, named: str) -> ImportedActor:
        """The actor of a layout's key; ``named`` is the layout's way to name its actors."""
        name, country, sectors, fourth = key.split("\x1f")
        if named == "coded":
            return self.coded(name, country, fourth, sectors)
        if named == "described" or country:
            return self.described(name, country, sectors, fourth)
        actor = self.in_one_string(name, fourth)
        return actor if actor.sectors else actor._replace(sectors=_join(_sector_codes(sectors)))

    def described(self, name: str, country: str, sectors: str, day: str) -> ImportedActor:
        """An actor with its country (name or code) and sector words beside the name."""
        code = self.country(country)
        known = self._known(_PARENTHESES.sub(r"\g<what>", name), day)
        codes = _sector_codes(sectors)
        state = known is not None and known.actor.kind == "state"
        if not codes and state:
            codes = ["GOV"]
        return ImportedActor(name, known.actor.id if known else None, code, _join(codes))

    def coded(self, name: str, country: str, group: str, types: str) -> ImportedActor:
        """An actor given by CAMEO codes: country, known group, comma-separated types."""
        code = _CAMEO_COUNTRIES.get(country, country)
        state = self._table.states.get(code)
        codes = _sector_codes(types)
        if group in _CAMEO_GROUPS:
            known = self._known(_CAMEO_GROUPS[group], "")
            if known:
                return ImportedActor(known.actor.name, known.actor.id, None, "IGO")
        if state and not codes and not group:
            return ImportedActor(name, state.id, code, "GOV")
        return ImportedActor(name, None, code if state else None, _join(codes))

    def in_one_string(self, name: str, day: str) -> ImportedActor:
        """An actor given by one string, as ``Head of Government (Croatia)`` or ``Xi Jinping``."""
        government = _GOVERNMENT.match(name)
        if government and (code := self.country(government["state"])):
            return ImportedActor(name, f"state:{code}", code, "GOV")
        inside = _PARENTHESES.match(name)
        if inside and (code := self.country(inside["where"])):
            return ImportedActor(name, None, code, _join(self._sectors_of_words(inside["what"])))
        known = self._known(name, day) or self._known(_without_middle(name), day)
        if known:
            return _of_alias(name, known, day)
        code = self._state_within(name)  # "Israeli Defense Forces"; no state, no guess
        words = self._sectors_of_words(name) if code else []
        return ImportedActor(name, None, code, _join(words))

    def country(self, name: str) -> str | None:
        """Alpha-3 code of a country given by name or code; None for a region or none at all."""
        if not name:
            return None
        if name in self._table.states:
            return name
        folded = fold(name)
        if folded in _ICEWS_COUNTRIES:
            return _ICEWS_COUNTRIES[folded]
        for alias in self._table.aliases.get(folded, ()):
            if alias.kind == "name" and alias.actor.kind == "state":
                return alias.actor.country
        return None

    def _known(self, name: str, day: str) -> Alias | None:
        """The actor that a whole name stands for on a day, where only one does."""
        found = [
            alias
            for alias in self._table.aliases.get(fold(name), ())
            if alias.kind in ("name", "person", "org", "acronym")
            and (not day or not alias.end or day[: len(alias.end)] <= alias.end)
        ]
        in_office = [alias for alias in found if _offices_on(alias, day)]
        for candidates in (found, in_office):
            if candidates and len({alias.actor.id for alias in candidates}) == 1:
                return candidates[0]
        # One person under two entries is still of one country.
        return found[0] if found and len({alias.actor.country for alias in found}) == 1 else None

    def _state_within(self, name: str) -> str | None:
        """The state whose name or adjective an organisation's name holds, if it is one state."""
        words = fold(name).split()
        found = set()
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                for alias in self._table.aliases.get(" ".join(words[start : start + size]), ()):
                    if alias.kind in ("name", "adjective") and alias.actor.kind == "state":
                        found.add(alias.actor.country)
            if found:
                break
        return found.pop() if len(found) == 1 else None

    def _sectors_of_words(self, words: str) -> list[str]:
        found = (_title_sectors().get(word) for word in re.findall(r"[a-z]+", words.lower()))
        return list(dict.fromkeys(sector for sector in found if sector))


def _of_alias(name: str, alias: Alias, day: str) -> ImportedActor:
    actor = alias.actor
    sectors = _offices_on(alias, day) or list(alias.sectors or actor.sectors)
    return ImportedActor(name, actor.id, actor.country, _join(list(dict.fromkeys(sectors))))


def _offices_on(alias: Alias, day: str) -> list[str]:
    """The sectors of the offices that the actor held on a day (ISO, or its year or month)."""
    return [
        office.sector
        for office in alias.actor.offices
        if day
        and (not office.start or office.start[: len(day)] <= day)
        and (not office.end or day <= office.end)
    ]


def _sector_codes(words: str) -> list[str]:
    """PLOVER sectors of sector words, main one first; a "... Ministry" is the government."""
    codes = []
    for word in re.split(r"[,;]", words):
        folded = word.strip().lower()
        code = SECTORS.get(folded) or ("GOV" if folded.endswith("ministry") else None)
        if code and code not in codes:
            codes.append(code)
    return codes


def _join(codes: list[str]) -> str | None:
    return ",".join(codes) or None


def _without_middle(name: str) -> str:
    """First and last word of a person's name: Sergey Viktorovich Lavrov, Sergey Lavrov."""
    words = name.split()
    return f"{words[0]} {words[-1]}" if len(words) > 2 else ""


@lru_cache(maxsize=1)
def _title_sectors() -> dict[str, str]:
    """Single words of ICEWS actor titles that tell the sector, main word first in the title."""
    words = {
        "GOV": "government ministry minister affairs official officials authorities authority "
        "cabinet president presidential executive administration treasury royal governor mayor "
        "envoy ambassador diplomat diplomats embassy department secretariat secretary servant "
        "commission council bureaucrat",
        "LEG": "parliament legislature legislative lawmaker senate senator congress congressman "
        "representatives assembly assemblies knesset duma",
        "JUD": "court courts judge judiciary attorney lawyer prosecutor tribunal",
        "MIL": "military army navy naval marines admiral troops troop soldier soldiers force "
        "veterans bomber defence peacekeeping forces",
        "COP": "police policeman constable",
        "SPY": "intelligence spy agent",
        "PTY": "party parties candidate",
        "OPP": "opposition dissident dissidents",
        "REB": "rebel rebels insurgent insurgents militant militants militia guerrilla guerrillas "
        "separatist separatists terrorist terrorists extremist extremists combatant combatants "
        "gang band",
        "CRM": "criminal criminals thief murderer kidnapper attacker drug cartel smuggler",
        "CVL": "citizen citizens men women children population people villager protester "
        "protesters immigrants refugee refugees detainee tourist mob indigenous activist "
        "activists",
        "LAB": "labor union unions employee employees worker workers farmer fishermen",
        "BUS": "business businessperson company bank industry corporation airline",
        "MED": "media newspaper journalist journalists editor press news",
        "EDU": "education student students professor scholar university school teacher scientist",
        "HLH": "medical nurse hospital healthcare doctor",
        "REL": "religion bishop archbishop priest preacher cleric imam muslim christian church",
        "NGO": "ngo rights",
    }
    return {word: sector for sector, group in words.items() for word in group.split()}
