"""Import of ICEWS, GDELT, POLECAT and UCDP files: every field, bad rows, repeats."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from riftline.errors import InputError, UsageError
from riftline.store import Store, import_events
from riftline.store.crosswalk import kind_table, load_cameo, relation_codes
from riftline.store.import_actors import ActorNames
from riftline.store.import_layouts import _gdelt_columns

SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "analytics"
FACTS = "date\tsource\trelation\ttarget\n"


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "events.duckdb") as opened:
        yield opened


def rows(store: Store, sql: str) -> list[dict[str, Any]]:
    return store.query(sql).to_pylist()


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def gdelt_row(**fields: str) -> str:
    names = _gdelt_columns(61)
    assert names is not None
    values = {
        "globaleventid": "1",
        "sqldate": "20240302",
        "actor1code": "USAGOV",
        "actor1name": "UNITED STATES",
        "actor1countrycode": "USA",
        "actor1type1code": "GOV",
        "actor2code": "RUS",
        "actor2name": "RUSSIA",
        "actor2countrycode": "RUS",
        "eventcode": "042",
        "eventrootcode": "04",
        "goldsteinscale": "1.9",
        "numarticles": "7",
        "actiongeo_fullname": "Geneva, Genève, Switzerland",
        "actiongeo_lat": "46.2",
        "actiongeo_long": "6.1",
        "dateadded": "20240303011500",
        "sourceurl": "https://www.news.example/a",
    } | fields
    return "\t".join(values.get(name, "") for name in names) + "\n"


def test_the_crosswalk_is_whole() -> None:
    codes = load_cameo()
    assert len(codes) > 300
    assert codes["010"].type is None
    assert codes["190"].goldstein == -10.0
    kinds = {row["kind"]: row for row in kind_table().to_pylist()}
    assert kinds["041"]["score"] == kinds["CONSULT/phone"]["score"] == 1.5
    assert all(row["quad"] for row in kinds.values() if row["type"])
    assert relation_codes()["make a visit"] == "042"


def test_icews_full_form(store: Store, tmp_path: Path) -> None:
    header = (
        "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\t"
        "CAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\t"
        "Sentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"
    )
    row = (
        '{id}\t2015-03-02\t{a}\tConsult\t040\t1.0\t{r}\t77\t2\tThe "Example" Post\tParis\t\t'
        "Ile-de-France\tFrance\t48.85\t2.35\n"
    )
    france = "Foreign Affairs (France)\tExecutive,Foreign Ministry,Government\tFrance"
    russia = "Russia\t\tRussian Federation"
    text = header + row.format(id=1, a=france, r=russia) + row.format(id=2, a=russia, r=france)
    report = import_events(store, "icews", write(tmp_path / "events.tab", text))
    assert (report.events, report.rejected) == (2, 0)
    first = rows(store, "SELECT * FROM event_pairs ORDER BY event_id")[0]
    assert (first["a_country"], first["a_sectors"]) == ("FRA", "GOV")
    assert (first["r_country"], first["r_sectors"]) == ("RUS", "GOV")
    assert first["r_entity_id"] == "state:RUS"
    event = rows(store, "SELECT * FROM events ORDER BY event_id")[0]
    assert (event["event_type"], event["quad_class"]) == ("CONSULT", "VERBAL COOPERATION")
    assert (event["intensity"], event["source_intensity"]) == (2.5, 1.0)
    assert event["outlet"] == 'The "Example" Post'
    assert event["place_name"] == "Paris"
    happenings = rows(store, "SELECT count(DISTINCT happening) n FROM event_pairs")
    assert happenings == [{"n": 1}], "one meeting, coded from each side, is one happening"


def test_icews_facts(store: Store, tmp_path: Path) -> None:
    text = FACTS + (
        "2014-03-01\tPolice (Australia)\tAccuse\tCitizen (Cote d'Ivoire)\n"
        "2014-03-02\tNorth Atlantic Treaty Organization\tMake statement\tRussia\n"
    )
    report = import_events(store, "icews", write(tmp_path / "facts.tsv", text))
    assert report.events == 2
    accuse, statement = rows(store, "SELECT * FROM event_pairs ORDER BY day")
    assert (accuse["a_country"], accuse["a_sectors"]) == ("AUS", "COP")
    assert (accuse["r_country"], accuse["r_sectors"]) == ("CIV", "CVL")
    assert statement["event_type"] is None
    assert (statement["a_country"], statement["a_sectors"]) == (None, "IGO")


def test_overlapping_files_do_not_count_twice(store: Store, tmp_path: Path) -> None:
    one = "2014-03-01\tChina\tConsult\tJapan\n"
    other = "2014-03-02\tChina\tConsult\tJapan\n"
    import_events(store, "icews", write(tmp_path / "a.tsv", FACTS + one))
    report = import_events(store, "icews", write(tmp_path / "b.tsv", FACTS + one + other + other))
    assert (report.events, report.duplicates) == (1, 2)
    assert store.counts()["events"] == 2


def test_the_same_file_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.tsv", FACTS + "2014-03-01\tChina\tConsult\tJapan\n")
    import_events(store, "icews", path)
    before = store.counts()
    assert import_events(store, "icews", path).already_imported
    assert store.counts() == before


@pytest.mark.parametrize("count", [57, 58, 61])
def test_gdelt(store: Store, tmp_path: Path, count: int) -> None:
    full, names = _gdelt_columns(61), _gdelt_columns(count)
    assert full is not None
    assert names is not None
    values = dict(zip(full, gdelt_row().rstrip("\n").split("\t"), strict=True))
    text = "\t".join(values[name] for name in names) + "\n"
    report = import_events(store, "gdelt", write(tmp_path / "day.export.CSV", text))
    assert report.events == 1
    (event,) = rows(store, "SELECT * FROM events")
    assert (event["event_id"], event["event_type"], event["modes"]) == (
        "gdelt:1",
        "CONSULT",
        ["visit"],
    )
    assert (event["source_intensity"], event["lat"]) == (1.9, 46.2)
    assert event["published"].isoformat() == "2024-03-03"
    (pair,) = rows(store, "SELECT * FROM event_pairs")
    assert (pair["a_country"], pair["a_sectors"], pair["r_country"]) == ("USA", "GOV", "RUS")
    assert pair["reports"] == 7
    assert pair["outlet"] == (None if count == 57 else "news.example")


def test_gdelt_codes_of_groups_and_regions(store: Store, tmp_path: Path) -> None:
    text = gdelt_row(
        actor1countrycode="", actor1knowngroupcode="NAT", actor2countrycode="EUR"
    ) + gdelt_row(globaleventid="2", actor1name="", actor1countrycode="", actor1type1code="")
    import_events(store, "gdelt", write(tmp_path / "x.csv", text))
    nato, without = rows(store, "SELECT * FROM event_pairs ORDER BY event_id")
    assert (nato["a_entity_id"], nato["a_sectors"]) == ("org:nato", "IGO")
    assert nato["r_country"] is None
    assert (without["a_name"], without["r_country"]) == (None, "RUS")


def test_polecat(store: Store, tmp_path: Path) -> None:
    header = (
        "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t"
        "Actor Country\tPrimary Actor Sector\tActor Sectors\tRecipient Name\tRecipient Country\t"
        "Recipient Sectors\tPlacename\tCountry\tLatitude\tLongitude\tGeoNames ID\tSource\t"
        "Publication Date\n"
    )
    row = (
        "E1\t2023-05-01\tASSAULT\tdrone\t-9.5\tMATERIAL CONFLICT\tmilitary;territory\tRussia\tRUS\t"
        "GOV\tGOV;MIL\tUkraine\tUKR\tMIL\tOdesa\tUKR\t46.4\t30.7\t698740\tExample\t2023-05-02\n"
    )
    report = import_events(store, "polecat", write(tmp_path / "w.txt", header + row))
    assert report.events == 1
    (event,) = rows(store, "SELECT * FROM events")
    assert (event["event_type"], event["modes"]) == ("ASSAULT", ["drone"])
    assert event["contexts"] == ["military", "territory"]
    assert (event["geonames_id"], event["cameo"]) == (698740, "19")
    (pair,) = rows(store, "SELECT * FROM event_pairs")
    assert (pair["a_country"], pair["a_sectors"], pair["r_sectors"]) == ("RUS", "GOV,MIL", "MIL")


def test_ucdp(store: Store, tmp_path: Path) -> None:
    text = (
        "id,type_of_violence,side_a,side_b,country,date_start,date_end,best,low,high,latitude,"
        "longitude\n"
        "10,1,Government of Syria,Syrian insurgents,Syria,2013-01-03,2013-01-05,4,3,9,35.7,36.5\n"
        "11,3,Government of Myanmar (Burma),Civilians,Myanmar (Burma),2013-01-03 00:00:00.000,"
        "2013-01-03 00:00:00.000,2,2,2,1,1\n"
    )
    report = import_events(store, "ucdp", write(tmp_path / "ged.csv", text))
    assert (report.events, report.problems) == (2, [])
    battle, one_sided = rows(store, "SELECT * FROM event_pairs ORDER BY event_id")
    assert (battle["mutual"], battle["a_country"], battle["r_sectors"]) == (True, "SYR", "REB")
    assert battle["date_precision"] == "range"
    assert (one_sided["mutual"], one_sided["a_country"]) == (False, "MMR")
    assert one_sided["r_sectors"] == "CVL"
    killed = rows(store, "SELECT kind, value, low, high FROM magnitudes ORDER BY value DESC")
    assert killed[0] == {"kind": "killed", "value": 4.0, "low": 3.0, "high": 9.0}


def test_bad_rows_are_named_and_the_rest_comes_in(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "facts.tsv"
    good = "2014-03-0{}\tChina\tConsult\tJapan\n"
    lines = [
        FACTS,
        good.format(1),
        "no-date\tChina\tConsult\tJapan\n",
        good.format(2),
        "2014-03-03\ttoo few\n",
        "\tChina\tConsult\tJapan\n",
        "2014-03-04\tChina\tConsult\tJapan\ttoo many\n",
        good.format(5),
    ]
    path.write_bytes("".join(lines).encode() + b"2014-03-06\tCh\xff\xfena\tConsult\tJapan\n")
    report = import_events(store, "icews", path)
    assert report.events == 3
    assert report.rejected == len(report.problems) == 5
    found = {str(problem).split(": ")[0] for problem in report.problems}
    assert found == {f"{path}:{number}" for number in (3, 5, 6, 7, 9)}


def test_files_that_cannot_be_imported(store: Store, tmp_path: Path) -> None:
    whole = gzip.compress((FACTS + "2014-03-01\tChina\tConsult\tJapan\n" * 5000).encode())
    cut = tmp_path / "cut.tsv.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    broken_zip = tmp_path / "broken.zip"
    broken_zip.write_bytes(b"PK no zip")
    cases = [
        ("icews", write(tmp_path / "empty.tsv", "")),
        ("icews", write(tmp_path / "other.csv", "a,b,c\n1,2,3\n")),
        ("gdelt", write(tmp_path / "mentions.csv", "1\t2\t3\n")),
        ("polecat", write(tmp_path / "p.csv", "event_id,event_date\n1,2\n")),
        ("ucdp", tmp_path / "missing.csv"),
        ("icews", cut),
        ("gdelt", broken_zip),
        ("icews", tmp_path),
    ]
    for kind, path in cases:
        with pytest.raises(InputError) as caught:
            import_events(store, kind, path)
        assert str(path) in str(caught.value)
        assert store.counts()["events"] == store.counts()["imports"] == 0
    with pytest.raises(UsageError, match="acled"):
        import_events(store, "acled", tmp_path / "x.csv")


def test_zip_and_gzip(store: Store, tmp_path: Path) -> None:
    packed = tmp_path / "day.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("20240302.export.CSV", gdelt_row())
    assert import_events(store, "gdelt", packed).events == 1
    zipped = tmp_path / "day2.csv.gz"
    zipped.write_bytes(gzip.compress(gdelt_row(globaleventid="5").encode()))
    assert import_events(store, "gdelt", zipped).events == 1


def test_coverage_by_day(store: Store, tmp_path: Path) -> None:
    text = FACTS + "2014-03-01\tChina\tConsult\tJapan\n" + "2014-03-01\tChina\tAccuse\tJapan\n"
    import_events(store, "icews", write(tmp_path / "a.tsv", text))
    (row,) = rows(store, "SELECT * FROM import_coverage")
    assert (row["day"].isoformat(), row["events"]) == ("2014-03-01", 2)


def test_actor_names() -> None:
    names = ActorNames()
    assert names.country("Russian Federation") == names.country("RUS") == "RUS"
    assert names.country("Occupied Palestinian Territory") == "PSE"
    assert names.country("Atlantis") is None
    assert names.in_one_string("Israeli Defense Forces", "2014-05").country == "ISR"
    assert names.in_one_string("Government of Russia (Soviet Union)", "1999-01").country == "RUS"
    unknown = names.in_one_string("Zyx Qwv", "2014-05")
    assert (unknown.country, unknown.sectors, unknown.entity_id) == (None, None, None)


@pytest.mark.skipif(not SHARED.exists(), reason="the data is not at hand")
def test_real_icews_and_ucdp_files_come_in_whole(store: Store) -> None:
    sample = import_events(store, "icews", SHARED / "icews" / "icews_sample.csv.gz")
    assert (sample.events, sample.rejected) == (4993, 0)
    year = import_events(store, "icews", SHARED / "icews" / "icews14_full.tsv.gz")
    assert (year.events, year.rejected) == (90730, 0)
    deaths = import_events(store, "ucdp", SHARED / "ucdp" / "ucdp_ged_sample1000.csv.gz")
    assert (deaths.events, deaths.rejected) == (1000, 0)
    share = rows(
        store,
        "SELECT avg((a_country IS NOT NULL OR a_entity_id IS NOT NULL)::INT) AS known "
        "FROM event_pairs WHERE origin = 'icews'",
    )[0]["known"]
    assert share > 0.75
