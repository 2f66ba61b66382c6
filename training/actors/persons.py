"""Persons and their offices, merged from leader tables, visit lists and the team list."""

from __future__ import annotations

import csv
import gzip
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

from riftline.actors.fold import fold

# Where the family name comes first in English news ("Xi Jinping").
FAMILY_FIRST = {"CHN", "KOR", "PRK", "TWN", "KHM"}
# Where people are called by the first name ("Abiy", "Meles").
GIVEN_ALONE = {"ETH", "ERI"}
PARTICLES = {
    "de",
    "da",
    "do",
    "dos",
    "del",
    "della",
    "di",
    "van",
    "von",
    "der",
    "den",
    "la",
    "le",
    "bin",
    "ben",
    "al",
    "el",
    "ter",
    "du",
    "e",
    "y",
    "abu",
    "ibn",
    "ould",
    "bint",
}
ROLE_WORDS = (
    "President|Prime Minister|Premier|Chancellor|King|Queen|Emperor|Sultan|Emir|Amir|"
    "Crown Prince|Taoiseach|Foreign Minister|Minister of Foreign Affairs|Foreign Secretary|"
    "Defense Minister|Defence Minister|Minister of Defense|Secretary of State|"
    "General Secretary|Vice President|Deputy Prime Minister|Prime Minister-Designate|"
    "President-elect|President-Elect|Pope|Chairman|Acting President|Interim President"
)
MONTHS = {
    m: i
    for i, m in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}


@dataclass
class Office:
    """One spell: the office, its sector, first and last day ('' where unknown or open)."""

    role: str
    sector: str
    start: str
    end: str
    source: str


@dataclass
class Person:
    """A person under the fullest name seen, with every other spelling and every office."""

    name: str
    country: str
    shorts: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    gender: str = ""
    rank: int = 1


def family_name(name: str, country: str) -> str:
    """The name by which news calls a person after the first mention."""
    words = name.split()
    if len(words) == 1:
        return name
    if country in FAMILY_FIRST and not re.search(r"[,.]", name):
        return words[0]
    if country in GIVEN_ALONE:
        return words[0]
    while len(words) > 2 and fold(words[-1]) in {"jr", "sr", "ii", "iii", "iv", "vi", "xvi"}:
        words.pop()
    last = len(words) - 1
    while last > 1 and fold(words[last - 1]) in PARTICLES - {"bin", "ben", "ibn", "abu"}:
        last -= 1
    return " ".join(words[last:])


class People:
    """The growing register; ``find`` decides whether two names are one person."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self._by_family: dict[tuple[str, str], list[Person]] = {}

    def _keys(self, person: Person) -> set[tuple[str, str]]:
        names = [family_name(person.name, person.country), *person.shorts, *person.aliases]
        names += [n.split()[-1] for n in [person.name, *person.aliases]]
        return {(person.country, fold(n).split()[-1]) for n in names if fold(n)}

    def index(self, person: Person) -> None:
        for key in self._keys(person):
            group = self._by_family.setdefault(key, [])
            if person not in group:
                group.append(person)

    def find(self, name: str, country: str, on: str) -> Person | None:
        """The person of that country with a compatible name who held an office near ``on``."""
        mine = fold(name).split()
        keys = dict.fromkeys([mine[-1], fold(family_name(name, country)).split()[-1]])
        found: list[Person] = []
        for key in keys:
            for person in self._by_family.get((country, key), ()):
                spellings = [person.name, *person.aliases]
                if any(compatible(mine, fold(s).split()) for s in spellings) and near(person, on):
                    found.append(person)
        return found[0] if found else None

    def elsewhere(self, name: str, country: str, on: str) -> bool:
        """Somebody of another country bears the full name: a guest at a meeting held there."""
        codes = {c for c, family in self._by_family if family == fold(name).split()[-1:][0]} - {
            country
        }
        return any(self.find(name, code, on) for code in sorted(codes))

    def add(self, person: Person) -> Person:
        self.all.append(person)
        self.index(person)
        return person


def compatible(one: list[str], two: list[str]) -> bool:
    """One name's words are all in the other ("Putin" / "Vladimir Putin"), initials counted."""
    small, large = sorted((one, two), key=len)
    if len(small) > 1 and small[-1] == large[-1] and small[0][0] == large[0][0]:
        likeness = SequenceMatcher(None, small[0], large[0]).ratio()
        if likeness > 0.6:
            return True
    return all(w in large or any(x.startswith(w) for x in large if len(w) == 1) for w in small)


def near(person: Person, on: str, years: int = 12) -> bool:
    """True where some office of the person lies within ``years`` of ``on`` (or has no date)."""
    if not on or not person.offices:
        return True
    year = int(on[:4])
    return any(
        (not o.start or int(o.start[:4]) - years <= year)
        and (not o.end or year <= int(o.end[:4]) + years)
        for o in person.offices
    )


def iso_day(text: str) -> str:
    """'7 May 2012', 'April 2018', '1997' -> ISO day, month or year."""
    found = re.search(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})", text)
    if not found:
        return ""
    day, month, year = found.groups()
    number = MONTHS.get((month or "").lower())
    if not number:
        return year
    return f"{year}-{number:02d}-{int(day):02d}" if day else f"{year}-{number:02d}"


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV file, plain or gzip."""
    opener = gzip.open if path.suffix == ".gz" else open
    encoding = "cp1252" if "reign" in path.name else "utf-8-sig"
    with opener(path, "rt", encoding=encoding, errors="replace", newline="") as handle:
        yield from csv.DictReader(handle)


def read_team(path: Path) -> Iterator[Person]:
    """Lines ``Name=alias,~short|SECTOR role from to; ...`` under ``@CODE`` headings."""
    country = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            country = line[1:].strip().replace("-", "")
            continue
        head, _, tail = line.partition("|")
        name, *more = re.split(r"[=,]", head.strip())
        person = Person(name.strip(), country, rank=2)
        for alias in more:
            alias = alias.strip()
            if alias in {"f", "m"}:
                person.gender = alias
            elif alias.startswith("~"):
                person.shorts.append(alias[1:])
            elif alias == "*":
                person.rank = 3
            elif alias:
                person.aliases.append(alias)
        for spell in tail.split(";"):
            found = re.fullmatch(
                r"\s*([A-Z]{3})(?:@([A-Z]{3}))? (.*?)(?:\s+(\d{4}[-\d]*))?(?:\s+(\d{4}[-\d]*))?\s*",
                spell,
            )
            if not found:
                raise SystemExit(f"{path}:{number}: cannot read {spell!r}")
            sector, _, role, start, end = found.groups()
            person.offices.append(Office(role, sector, start or "", end or "", "team"))
        yield person


def upper_family(name: str) -> tuple[str, str]:
    """'Vladimir Vladimirovich PUTIN' -> ('Vladimir Vladimirovich Putin', 'Putin')."""
    words = html.unescape(name).split()
    family = [w for w in words if len(w) > 1 and w.upper() == w and re.search(r"[A-Z]{2}", w)]
    nice = " ".join(
        w if w not in family else "-".join(p if False else p.capitalize() for p in w.split("-"))
        for w in words
    )
    return nice, " ".join(w.capitalize() for w in family)


def from_factbook(people: People, path: Path, iso: dict[str, str]) -> None:
    """Heads of state and government in office in May 2026."""
    for row in read_rows(path):
        code = iso.get(row["fips"])
        if not code or row["role"] not in {"chief of state", "head of government"}:
            continue
        title = re.match(
            r"(?:The )?((?:[A-Z][a-z]+-?){1}(?: (?:Minister|President|General|Prince|Council))*) ",
            row["name_with_title"],
        )
        if not title or title[1] in {"The", "By"} or "of China" in row["name_with_title"]:
            continue
        name, family = upper_family(row["name_with_title"][title.end() :])
        if not family or re.search(r"\d|\(|;", name):
            continue
        role = title[1].lower()
        start = iso_day(row["since"])
        person = people.find(family, code, start or "2026")
        if person is None:
            person = people.add(Person(name, code, shorts=[family]))
        else:
            person.aliases.append(name)
        if not any(o.role == role and (not o.end) for o in person.offices):
            person.offices.append(Office(role, "GOV", start, "", "factbook"))
        people.index(person)


VISIT = re.compile(
    rf"((?:{ROLE_WORDS})(?:/(?:{ROLE_WORDS}))?) ((?:[A-ZÀ-Ž][\w'’.-]+|de|al|van|von|bin|el|la|da)"
    rf"(?: (?:[A-ZÀ-Ž][\w'’.-]+|de|al|van|von|bin|el|la|da|der|den|of|ibn))*)",
    re.UNICODE,
)


def from_visits(people: People, path: Path, codes: dict[str, str]) -> None:
    """Leaders who came to the United States since 1945: full names and titles with dates seen."""
    for row in read_rows(path):
        code = codes.get(fold(row["from"]))
        found = VISIT.match(row["visitor"])
        if not code or not found or row["start"] < "1945":
            continue
        note_person(people, found[2], code, found[1], row["start"], "visits")


MET = re.compile(VISIT.pattern)


def from_travels(people: People, path: Path, codes: dict[str, str]) -> None:
    """Hosts named in the remarks on trips of US presidents and secretaries of state."""
    for row in read_rows(path):
        code = codes.get(fold(row["country"]))
        if not code or row["start"] < "1945":
            continue
        text = row["remarks"]
        for found in MET.finditer(text):
            before = text[: found.start()].split()[-1:] or [""]
            own = codes.get(fold(before[0]))
            if re.search(r" of$", found[2]) or (
                before[0][:1].isupper() and not own and before[0] not in {"Met", "With"}
            ):
                continue
            name = re.sub(r" (?:of|and|in|at) .*$", "", found[2])
            if own is None and people.elsewhere(name, code, row["start"]):
                continue
            note_person(people, name, own or code, found[1], row["start"], "travels")


def note_person(people: People, name: str, code: str, title: str, on: str, source: str) -> None:
    """Record that ``name`` bore ``title`` on a day: a spell seen, not a full term."""
    name = re.split(r"(?<=[a-zéI]{2})\.\s|(?<=[a-z])'s\b", name)[0].strip(" .,'’")
    if not name or len(name.split()) > 5:
        return
    role = title.split("/")[0].lower().replace("minister of foreign affairs", "foreign minister")
    role = role.replace("defence", "defense").replace("minister of defense", "defense minister")
    person = people.find(name, code, on)
    if person is None:
        if len(name.split()) < 2 and not role.startswith(
            ("king", "queen", "sultan", "emir", "amir", "emperor")
        ):
            return
        person = people.add(Person(name, code))
    elif len(name.split()) > len(person.name.split()) == 1:
        person.aliases.append(person.name)
        person.name = name
    elif fold(name) != fold(person.name):
        person.aliases.append(name)
    people.index(person)
    for office in person.offices:
        if (
            office.role in {role, "leader"}
            and (not office.start or office.start[:4] <= str(int(on[:4]) + 1))
            and (not office.end or on[:4] <= str(int(office.end[:4]) + 1))
        ):
            if office.role == "leader":
                office.role = role
            if office.source in {"visits", "travels"}:
                office.start = min(office.start or on, on)
                office.end = max(office.end or on, on)
            return
    for office in person.offices:
        if (
            office.role == role
            and office.source in {"visits", "travels"}
            and abs(int(office.end[:4]) - int(on[:4])) <= 8
        ):
            office.start, office.end = min(office.start, on), max(office.end, on)
            return
    if source in {"visits", "travels"} and any(o.source == "team" for o in person.offices):
        return
    person.offices.append(Office(role, "GOV", on, on, source))


def from_leaders(
    people: People, archigos: Path, reign: Path, by_gw: dict[int, list[tuple[str, str, str]]]
) -> None:
    """Effective leaders: Archigos to 2015, REIGN from 2015 to March 2021."""
    spells: list[tuple[str, int, str, str, str, str]] = []
    for row in read_rows(archigos):
        if row["enddate"] >= "1945":
            end = "" if row["exit"] == "Still in Office" else row["enddate"]
            spells.append(
                (
                    row["leader"],
                    int(float(row["gwcode"])),
                    row["startdate"],
                    end,
                    row["gender"],
                    "archigos",
                )
            )
    for row in read_rows(reign):
        if not row["syear"].strip() or not row["sdate"].strip():
            continue
        end = ""
        if row["eyear"].strip() and row["emonth"].strip():
            end = f"{int(row['eyear'])}-{int(row['emonth']):02d}"
        start = f"{int(row['syear'])}-{int(row['smonth']):02d}-{int(row['sdate']):02d}"
        spells.append((row["leader"], int(row["ccode"]), start, end, "", "reign"))
    for leader, gw, start, end, gender, source in spells:
        code = code_on(by_gw.get(gw, []), start)
        if not code or not fold(leader):
            continue
        leader = re.sub(r"\(.*?\)", "", leader).strip()
        person = people.find(leader, code, start)
        if person is None:
            person = people.add(Person(leader, code))
        elif fold(leader) != fold(person.name) and len(leader.split()) > 1:
            person.aliases.append(leader)
        person.gender = person.gender or {"M": "m", "F": "f"}.get(gender, "")
        same = [o for o in person.offices if near_spell(o, start, end)]
        if same:
            for office in same:
                if office.source in {"visits", "travels"} and covers(start, end, office):
                    office.start, office.end, office.source = (
                        start,
                        end,
                        f"{source} {office.source}",
                    )
                elif office.source.startswith("archigos") and not office.end and end:
                    office.end = end
            continue
        person.offices.append(Office("leader", "GOV", start, end, source))
        people.index(person)


def near_spell(office: Office, start: str, end: str) -> bool:
    """The spell is covered by an office already known (team dates win over the tables')."""
    last = office.end or "9999"
    first = office.start or "0000"
    return (
        first[:4] <= (end or "9999")[:4]
        and start[:4] <= last[:4]
        and (abs(int(first[:4]) - int(start[:4])) <= 1 or first[:4] <= start[:4] <= last[:4])
    )


def covers(start: str, end: str, office: Office) -> bool:
    """The leader's spell holds the days on which the title was seen."""
    return start[:4] <= office.start[:4] and office.end[:4] <= (end or "9999")[:4]


def code_on(spans: Iterable[tuple[str, str, str]], day: str) -> str:
    """The alpha-3 code that a GW state number stands for on a day."""
    for code, start, end in spans:
        if (not start or start <= day) and (not end or day <= end):
            return code
    return ""


def from_chiefs(people: People, path: Path, codes: dict[str, str]) -> None:
    """US ambassadors who served after 1980."""
    for row in read_rows(path):
        ended = row["ended"] or ""
        started = row["started"] or row["appointed"] or ""
        if "ambassador" not in row["role"] or max(ended, started) < "1980":
            continue
        words = [w for w in row["person"].split("-") if not w.isdigit()]
        if len(words) < 2:
            continue
        suffix = words.pop() if words[-1] in {"jr", "ii", "iii", "iv"} else ""
        given = " ".join(w.capitalize() + ("." if len(w) == 1 else "") for w in words[1:])
        name = f"{given} {words[0].capitalize()}" + (f" {suffix.capitalize()}" if suffix else "")
        place = row["territory"].replace("-", " ").title()
        role = f"ambassador to {place}"
        person = people.find(name, "USA", started or ended)
        if person is None:
            person = people.add(Person(name, "USA", shorts=[words[0].capitalize()], rank=0))
            short = (
                re.sub(r" (?:[A-Z]\.|[A-Z][a-z]+)(?= )", "", name, count=1)
                if len(name.split()) > 2
                else ""
            )
            if short:
                person.aliases.append(short)
        if person.rank < 2:
            person.offices.append(Office(role, "GOV", started, ended, "chiefs"))


def today_or(text: str) -> str:
    """A day for open spells, so that they can be ordered."""
    return text or date.max.isoformat()
