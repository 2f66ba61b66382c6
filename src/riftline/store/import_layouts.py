"""The files of other event data, as SQL from their columns to the common layout of an import.

Each layout reads the file with DuckDB and yields the columns of :data:`COLUMNS`, named alike.

Sources of the column lists: ICEWS, "ICEWS Coded Event Data Read Me", Harvard Dataverse
doi:10.7910/DVN/28075 (and the renamed columns of github.com/andybega/icews); GDELT, "Event
Codebook V2.0" (61 columns, and the 57 or 58 of version 1); POLECAT, Harvard Dataverse
doi:10.7910/DVN/AJGVIT; UCDP, "Georeferenced Event Dataset Codebook", ucdp.uu.se. ICEWS and UCDP
were held against real files, GDELT and POLECAT were not (docs/store.md).
"""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass, field
from pathlib import Path

from riftline.errors import InputError

# name -> SQL type. actor keys are "name \x1f country \x1f sectors \x1f day", as the file has them.
COLUMNS = {
    "source_key": "UBIGINT",
    "event_id": "VARCHAR",
    "document_id": "VARCHAR",
    "story": "VARCHAR",  # same text: reports of one happening (both directions of a meeting)
    "day": "DATE",
    "day_end": "DATE",
    "date_precision": "VARCHAR",
    "published": "DATE",
    "kind": "VARCHAR",  # CAMEO code, or TYPE/mode
    "more_contexts": "VARCHAR",
    "own_intensity": "DOUBLE",
    "a_key": "VARCHAR",
    "r_key": "VARCHAR",
    "mutual": "BOOLEAN",
    "outlet": "VARCHAR",
    "url": "VARCHAR",
    "reports": "INTEGER",
    "sentence_index": "INTEGER",
    "place_name": "VARCHAR",
    "place_country": "VARCHAR",
    "place_admin1": "VARCHAR",
    "lat": "DOUBLE",
    "lon": "DOUBLE",
    "geonames_id": "BIGINT",
    "killed": "DOUBLE",
    "killed_low": "DOUBLE",
    "killed_high": "DOUBLE",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read one file: its columns in order, delimiter, and the mapping in SQL."""

    origin: str
    columns: tuple[str, ...]
    delimiter: str
    header: bool
    mapping: dict[str, str]
    actors: str  # how its actors are named: described, coded or string
    types: dict[str, str] = field(default_factory=dict)
    date_format: str = ""  # ISO
    required: tuple[str, ...] = ()  # a row with one of these empty is a bad row

    @property
    def quoted(self) -> bool:
        """Whether a field may stand in quotation marks."""
        return self.delimiter == "," or self.origin in ("polecat", "ucdp")

    def reader(self) -> str:
        """The ``read_csv`` call, with a ``?`` for the path; bad rows go to ``reject_errors``."""
        types = {name: self.types.get(name, "VARCHAR") for name in self.columns}
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
        form = f"dateformat='{self.date_format}', " if self.date_format else ""
        # ICEWS and GDELT have bare quotation marks in their fields; the others quote as CSV does.
        quote = '"' if self.quoted else ""
        return (
            f"read_csv(?, columns={{{columns}}}, delim='{self.delimiter}', quote='{quote}', "
            f"escape='{quote}', header={str(self.header).lower()}, auto_detect=false, "
            f"{form}store_rejects=true, rejects_limit=100000, "
            "null_padding=false, strict_mode=true)"
        )

    def select(self) -> str:
        """The statement that yields the common layout, with a ``?`` for the path."""
        fields = ", ".join(
            f"CAST({self.mapping.get(name, 'NULL')} AS {kind}) AS {name}"
            for name, kind in COLUMNS.items()
        )
        return f"SELECT {fields} FROM {self.reader()} AS f"


def detect_layout(origin: str, path: Path) -> Layout:
    """The layout of a file of ``origin``, from its first line.

    Raises:
        InputError: the file is empty, cannot be read, or lacks columns of its kind.
    """
    line = first_line(path)
    delimiter = "\t" if "\t" in line else ","
    names = tuple(_plain_name(name) for name in next(csv.reader([line], delimiter=delimiter)))
    if origin == "gdelt":
        return _gdelt(len(line.split("\t")), names, path)
    if origin == "icews" and {"date", "source", "relation", "target"} <= set(names):
        return _facts(names, delimiter)
    build = {"icews": _icews, "polecat": _polecat, "ucdp": _ucdp}[origin]
    layout = build(names, delimiter)
    missing = [name for name in layout.required if name not in names]
    if missing:
        raise InputError(
            f"no column {', '.join(missing)}: this is no {origin.upper()} event file",
            where=f"{path}:1",
            hint="check the kind and that the first line is the header",
        )
    return layout


def first_line(path: Path) -> str:
    """The first line of a plain or gzip file, without its end."""
    try:
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
                line = file.readline(1 << 20)
        else:
            with path.open(encoding="utf-8-sig", errors="replace") as file:
                line = file.readline(1 << 20)
    except (OSError, EOFError) as error:
        raise InputError(f"could not be read: {error}", where=str(path)) from error
    if not line.strip():
        raise InputError("is empty", where=str(path))
    return line.rstrip("\r\n")


def _plain_name(name: str) -> str:
    return re.sub(r"\W+", "_", name.strip().lower().lstrip("\ufeff")).strip("_") or "row"


def _key(name: str, country: str = "''", sectors: str = "''", day: str = "''") -> str:
    """SQL for an actor key; NULL where there is no actor at all."""
    parts = " || chr(31) || ".join(
        f"coalesce({part}, '')" for part in (name, country, sectors, day)
    )
    return f"CASE WHEN coalesce({name}, {country}, '') != '' THEN {parts} END"


def _pair(a: str, r: str) -> str:
    return f"least({a}, {r}) || '|' || greatest({a}, {r})"


def _icews(names: tuple[str, ...], delimiter: str) -> Layout:
    """The full form: one row an event, 20 columns."""
    return Layout(
        "icews",
        names,
        delimiter,
        header=True,
        actors="described",
        types={
            "event_id": "UBIGINT",
            "event_date": "DATE",
            "intensity": "DOUBLE",
            "latitude": "DOUBLE",
            "longitude": "DOUBLE",
            "sentence_number": "INTEGER",
        },
        required=("event_id", "event_date", "source_name", "target_name", "cameo_code"),
        mapping={
            "source_key": "event_id",
            "event_id": "'icews:' || event_id",
            "document_id": "'icews:story:' || story_id",
            # ICEWS codes a meeting twice, once from each side.
            "story": "CASE WHEN cameo_code LIKE '04%' THEN 'icews:' || story_id || ':' || "
            f"sentence_number || ':04:' || {_pair('source_name', 'target_name')} END",
            "day": "event_date",
            "day_end": "event_date",
            "date_precision": "'day'",
            "kind": "cameo_code",
            "own_intensity": "intensity",
            "a_key": _key(
                "source_name", "source_country", "source_sectors", "strftime(event_date, '%Y')"
            ),
            "r_key": _key(
                "target_name", "target_country", "target_sectors", "strftime(event_date, '%Y')"
            ),
            "mutual": "false",
            "outlet": "publisher",
            "reports": "1",
            "sentence_index": "sentence_number",
            "place_name": "coalesce(city, district, province, country)",
            "place_country": "country",
            "place_admin1": "province",
            "lat": "latitude",
            "lon": "longitude",
        },
    )


def _facts(names: tuple[str, ...], delimiter: str) -> Layout:
    """The form of the temporal knowledge graphs: date, source, relation, target."""
    fact = "date || '|' || source || '|' || relation || '|' || target"
    meeting = "relation IN ('Consult', 'Make a visit', 'Host a visit', 'Engage in negotiation', "
    meeting += "'Discuss by telephone', 'Engage in mediation', 'Meet at a ''third'' location')"
    return Layout(
        "icews",
        names,
        delimiter,
        header=True,
        actors="string",
        types={"date": "DATE"},
        required=("date", "source", "relation", "target"),
        mapping={
            "source_key": f"md5_number_lower({fact})",
            "event_id": f"'icews:' || md5({fact})",
            "story": f"CASE WHEN {meeting} THEN 'icews:' || date || ':04:' || "
            f"{_pair('source', 'target')} END",
            "day": "date",
            "day_end": "date",
            "date_precision": "'day'",
            "kind": "(SELECT code FROM relations c WHERE c.relation = lower(f.relation))",
            "a_key": _key("source", day="strftime(date, '%Y-%m')"),
            "r_key": _key("target", day="strftime(date, '%Y-%m')"),
            "mutual": "false",
            "reports": "1",
        },
    )


_GDELT_ACTOR = ["code", "name", "countrycode", "knowngroupcode", "ethniccode"]
_GDELT_ACTOR += ["religion1code", "religion2code", "type1code", "type2code", "type3code"]
_GDELT_GEO = ["type", "fullname", "countrycode", "adm1code", "adm2code", "lat", "long", "featureid"]


def _gdelt_columns(count: int) -> tuple[str, ...] | None:
    """Columns of GDELT 2 (61), or of version 1 without (57) or with (58) the source address."""
    head = ["globaleventid", "sqldate", "monthyear", "year", "fractiondate"]
    actors = [f"actor{side}{name}" for side in "12" for name in _GDELT_ACTOR]
    what = ["isrootevent", "eventcode", "eventbasecode", "eventrootcode", "quadclass"]
    what += ["goldsteinscale", "nummentions", "numsources", "numarticles", "avgtone"]
    geo_names = [name for name in _GDELT_GEO if count == 61 or name != "adm2code"]
    geo = [f"{part}geo_{name}" for part in ("actor1", "actor2", "action") for name in geo_names]
    columns = [*head, *actors, *what, *geo, "dateadded"]
    if count != 57:
        columns.append("sourceurl")
    return tuple(columns) if len(columns) == count else None


def _gdelt(count: int, names: tuple[str, ...], path: Path) -> Layout:
    columns = _gdelt_columns(count)
    if columns is None:
        raise InputError(
            f"has {count} tab-separated columns; GDELT event files have 61, 58 or 57",
            where=f"{path}:1",
            hint="is this the event table, not mentions or the knowledge graph?",
        )
    url = "sourceurl" if "sourceurl" in columns else "NULL"
    types = {"globaleventid": "UBIGINT", "sqldate": "DATE", "numarticles": "INTEGER"}
    numbers = ("goldsteinscale", "actiongeo_lat", "actiongeo_long")
    pair = _pair("coalesce(actor1code, '')", "coalesce(actor2code, '')")
    return Layout(
        "gdelt",
        columns,
        "\t",
        header="globaleventid" in names,
        actors="coded",
        types=types | dict.fromkeys(numbers, "VARCHAR"),
        date_format="%Y%m%d",
        required=("globaleventid", "sqldate"),
        mapping={
            "source_key": "globaleventid",
            "event_id": "'gdelt:' || globaleventid",
            "document_id": url,
            # Host and visitor of one meeting are two rows from one article.
            "story": f"CASE WHEN eventrootcode = '04' THEN 'gdelt:' || sqldate || ':' || "
            f"coalesce({url}, globaleventid::VARCHAR) || ':04:' || {pair} END",
            "day": "sqldate",
            "day_end": "sqldate",
            "date_precision": "'day'",
            "published": "try_strptime(left(dateadded, 8), '%Y%m%d')",
            "kind": "eventcode",
            "own_intensity": "try_cast(goldsteinscale AS DOUBLE)",
            "a_key": _gdelt_key("actor1"),
            "r_key": _gdelt_key("actor2"),
            "mutual": "false",
            "outlet": rf"regexp_extract({url}, '^[a-z]+://(?:www\.)?([^/:]+)', 1)",
            "url": url,
            "reports": "greatest(coalesce(numarticles, 1), 1)",
            "place_name": "actiongeo_fullname",
            "place_admin1": "actiongeo_adm1code",
            "lat": "try_cast(actiongeo_lat AS DOUBLE)",
            "lon": "try_cast(actiongeo_long AS DOUBLE)",
        },
    )


def _gdelt_key(side: str) -> str:
    types = f"concat_ws(',', {side}type1code, {side}type2code, {side}type3code)"
    return _key(f"{side}name", f"{side}countrycode", types, f"{side}knowngroupcode")


def _polecat(names: tuple[str, ...], delimiter: str) -> Layout:
    """PLOVER events as published weekly: one row an event and dyad."""

    def has(name: str) -> str:
        return name if name in names else "NULL"

    def person(side: str) -> str:
        name = f"coalesce({has(f'{side}_name')}, {has(f'{side}_name_raw')})"
        sectors = f"coalesce({has(f'{side}_sectors')}, {has(f'primary_{side}_sector')})"
        return _key(name, has(f"{side}_country"), sectors, "strftime(event_date, '%Y')")

    key = f"event_id || '|' || coalesce({has('actor_name')}, '') || '|' || "
    key += f"coalesce({has('recipient_name')}, '')"
    return Layout(
        "polecat",
        names,
        delimiter,
        header=True,
        actors="described",
        types={
            "event_date": "DATE",
            "intensity": "DOUBLE",
            "latitude": "DOUBLE",
            "longitude": "DOUBLE",
            "geonames_id": "VARCHAR",
        },
        required=("event_id", "event_date", "event_type", "actor_name", "recipient_name"),
        mapping={
            "source_key": f"md5_number_lower({key})",
            "event_id": f"'polecat:' || {key}",
            "story": "'polecat:' || event_id",
            "day": "event_date",
            "day_end": "event_date",
            "date_precision": "'day'",
            "published": f"try_cast({has('publication_date')} AS DATE)",
            "kind": f"upper(event_type) || '/' || coalesce(lower({has('event_mode')}), '')",
            "more_contexts": has("contexts"),
            "own_intensity": has("intensity"),
            "a_key": person("actor"),
            "r_key": person("recipient"),
            "mutual": "false",
            "outlet": has("source"),
            "reports": "1",
            "place_name": f"coalesce({has('placename')}, {has('city')}, {has('country')})",
            "place_country": has("country"),
            "place_admin1": has("province"),
            "lat": has("latitude"),
            "lon": has("longitude"),
            "geonames_id": f"try_cast({has('geonames_id')} AS BIGINT)",
        },
    )


def _ucdp(names: tuple[str, ...], delimiter: str) -> Layout:
    """Georeferenced deadly events; both sides fight, except in one-sided violence (type 3)."""
    one_sided = "try_cast(type_of_violence AS DOUBLE) = 3"
    month = "strftime(date_start, '%Y-%m')"
    armed, civil = "CASE WHEN {} NOT ILIKE 'government of%' THEN 'reb' END", "'civ'"
    return Layout(
        "ucdp",
        names,
        delimiter,
        header=True,
        actors="string",
        types={"id": "DOUBLE", "date_start": "TIMESTAMP", "date_end": "TIMESTAMP"}
        | dict.fromkeys(("best", "low", "high", "latitude", "longitude"), "DOUBLE"),
        required=("id", "date_start", "date_end", "side_a", "side_b", "type_of_violence"),
        mapping={
            "source_key": "id",
            "event_id": "'ucdp:' || id::UBIGINT",
            "day": "date_start",
            "day_end": "date_end",
            "date_precision": "CASE WHEN date_start::DATE = date_end::DATE THEN 'day' "
            "ELSE 'range' END",
            "kind": "'ASSAULT/'",
            "a_key": _key("side_a", sectors=armed.format("side_a"), day=month),
            "r_key": f"CASE WHEN {one_sided} THEN {_key('side_b', 'country', civil)} "
            f"ELSE {_key('side_b', sectors=armed.format('side_b'), day=month)} END",
            "mutual": f"NOT ({one_sided})",
            "outlet": "source_office" if "source_office" in names else "NULL",
            "reports": "1",
            "place_name": "where_coordinates" if "where_coordinates" in names else "NULL",
            "place_country": "country" if "country" in names else "NULL",
            "place_admin1": "adm_1" if "adm_1" in names else "NULL",
            "lat": "latitude" if "latitude" in names else "NULL",
            "lon": "longitude" if "longitude" in names else "NULL",
            "killed": "best" if "best" in names else "NULL",
            "killed_low": "low" if "low" in names else "NULL",
            "killed_high": "high" if "high" in names else "NULL",
        },
    )
