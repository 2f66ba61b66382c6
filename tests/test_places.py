"""Places: what is one, which one is meant, and where an event happens."""

from __future__ import annotations

import gzip
import itertools
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from riftline.evaluate.places import error_figures, error_km, in_half, main, read_articles
from riftline.mentions.places import event_place, find_places, resolve_places
from riftline.mentions.places_gazetteer import distance_km, gazetteer
from riftline.record import Entity, Place, Span
from riftline.sentences import split_sentences


@dataclass(frozen=True)
class Actor:
    """An actor mention as the resolver makes it."""

    start: int
    end: int
    entity: Entity


def actor(text: str, name: str, entity_id: str | None, country: str | None = None) -> Actor:
    """The first mention of ``name`` in ``text``."""
    start = text.index(name)
    end = start + len(name)
    return Actor(start, end, Entity(name, start, end, name, entity_id, country))


def places(text: str, *actors: Actor) -> list[Place]:
    """The places of a text, its spans checked."""
    found = find_places(text, split_sentences(text), actors=actors)
    for place in found:
        assert text[place.start : place.end] == place.text
        assert place.confidence is not None
        assert 0.3 <= place.confidence <= 1
    ends = [(p.start, p.end) for p in found]
    assert ends == sorted(ends)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(ends))
    return found


def place(text: str, name: str, *actors: Actor) -> Place:
    """The place whose text is ``name``."""
    return next(p for p in places(text, *actors) if p.text == name)


# text, name, country, admin1 (None: any), latitude and longitude within 161 km (None: any)
WHICH = [
    ("Police in Paris, Texas, arrested two men.", "Paris", "USA", "Texas", None),
    ("Two men were held in Moscow, Idaho, on Friday.", "Moscow", "USA", "Idaho", None),
    ("The plant in Birmingham, Alabama, will close.", "Birmingham", "USA", "Alabama", None),
    ("Trams stopped in Birmingham, England, overnight.", "Birmingham", "GBR", "England", None),
    ("A storm hit Athens, Georgia, and nearby towns.", "Athens", "USA", "Georgia", None),
    ("Envoys flew from Tbilisi, Georgia, to Yerevan.", "Georgia", "GEO", None, None),
    ("Farmers in Georgia, Alabama and Florida lost crops.", "Georgia", "USA", "Georgia", None),
    ("Shells fell on the outskirts of Tripoli in northern Lebanon.", "Tripoli", "LBN", None, None),
    ("Militias fought in Tripoli as Libya marked the day.", "Tripoli", "LBY", None, None),
    ("Kiev was hit by drones before dawn.", "Kiev", "UKR", None, (50.45, 30.52)),
    ("The envoy left Peking for Nanking in 1987.", "Peking", "CHN", None, (39.9, 116.4)),
    ("The last helicopters rose over Saigon in 1975.", "Saigon", "VNM", None, (10.8, 106.7)),
    ("Monks marched in Rangoon despite the ban.", "Rangoon", "MMR", None, (16.8, 96.2)),
    ("Traders in Bombay stayed away on Monday.", "Bombay", "IND", None, (19.1, 72.9)),
    ("Rebels withdrew from Halab to Idlib in Syria.", "Halab", "SYR", None, (36.2, 37.2)),
    ("The siege of Leningrad lasted 872 days.", "Leningrad", "RUS", None, (59.9, 30.3)),
    ("He had marched on Stalingrad with his division.", "Stalingrad", "RUS", None, (48.7, 44.5)),
    ("Strikes hit the Gaza Strip overnight.", "Gaza Strip", "PSE", None, (31.4, 34.4)),
    ("Settlers in the West Bank blocked a road.", "West Bank", "PSE", None, (32.0, 35.2)),
    ("Drones were shot down over Crimea.", "Crimea", "UKR", None, (45.3, 34.4)),
    ("Shelling went on across the Donbas.", "Donbas", "UKR", None, (48.3, 38.0)),
    ("Troops clashed in Kashmir on Sunday.", "Kashmir", None, None, (34.0, 76.0)),
    ("Droughts in the Sahel drive people north.", "Sahel", None, None, None),
    ("Grain ships crossed the Black Sea.", "Black Sea", None, None, (43.0, 34.0)),
    ("Patrols in the Taiwan Strait have doubled.", "Taiwan Strait", None, None, (24.5, 119.5)),
    ("A dam burst in the Donetsk region on Monday.", "Donetsk region", "UKR", None, None),
    ("Fighters hold villages in North Kivu.", "North Kivu", "COD", None, None),
    ("Talks were held in Nagorno-Karabakh.", "Nagorno-Karabakh", "AZE", None, None),
    ("Ships wait off Port-au-Prince.", "Port-au-Prince", "HTI", None, None),
    ("Gunmen stormed a hotel in Mazar-i-Sharif.", "Mazar-i-Sharif", "AFG", None, None),
    ("A bomb went off in St. Petersburg, Russia.", "St. Petersburg", "RUS", None, None),
    ("Roads flooded in St. Petersburg, Florida.", "St. Petersburg", "USA", "Florida", None),
    ("They met at Davos in Switzerland.", "Davos", "CHE", None, None),
    ("The camp near Rafah was hit twice.", "Rafah", "PSE", None, (31.3, 34.25)),
    ("Voters in São Paulo queued for hours.", "São Paulo", "BRA", None, (-23.5, -46.6)),
    ("The court in The Hague opened the case.", "The Hague", "NLD", None, (52.1, 4.3)),
    ("He was tried in the District of Columbia.", "District of Columbia", "USA", None, (38.9, -77)),
    ("Officials in Washington denied it.", "Washington", "USA", None, (38.9, -77.0)),
    ("Fires burned in Washington state.", "Washington state", "USA", "Washington", None),
    ("Police in Chennai, India, fired tear gas.", "Chennai", "IND", None, (13.1, 80.3)),
    ("Two died in Valencia, Venezuela, during protests.", "Valencia", "VEN", None, None),
    ("Floods hit Valencia, Spain, last week.", "Valencia", "ESP", None, None),
    ("Workers in Hyderabad, Pakistan, went home.", "Hyderabad", "PAK", None, None),
    ("The U.S. and the U.K. signed in London.", "London", "GBR", None, (51.5, -0.1)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "country", "admin1", "point"), WHICH)
def test_which_place_is_meant(text, name, country, admin1, point):
    found = place(text, name)
    assert found.country == country
    if admin1:
        assert found.admin1 == admin1
    if point:
        assert distance_km(found.lat, found.lon, *point) <= 161


NONE = [
    ("Mr. London denied the charge.", "London"),
    ("Paris Hilton arrived late.", "Paris"),
    ("President Lincoln signed it.", "Lincoln"),
    ("George Washington crossed the river.", "Washington"),
    ("Jack London wrote of the sea.", "London"),
    ("The talks resumed in March after a pause.", "March"),
    ("German and French troops trained together.", "German"),
    ("Sen. Jackson voted against the bill.", "Jackson"),
    ("Prices fell in August and rose again.", "August"),
    ("She is reading a nice book about mobile phones.", "mobile"),
    ("It told us to wait.", "us"),
    ("Judge Houston adjourned the trial.", "Houston"),
]


@pytest.mark.parametrize(("text", "name"), NONE)
def test_what_is_no_place(text, name):
    assert name not in {p.text for p in places(text)}


def test_a_person_and_an_organisation_are_no_places():
    text = "Sydney said the match in Manchester was lost by Manchester United."
    person = actor(text, "Sydney", "person:AUS/sydney")
    start = text.index("Manchester United")
    club = Actor(start, start + 17, Entity("Manchester United", start, start + 17, "MU", "org:mu"))
    found = places(text, person, club)
    assert [p.start for p in found if "Manchester" in p.text] == [text.index("Manchester was")]
    assert "Sydney" not in {p.text for p in found}


def test_one_sense_in_a_document():
    text = (
        "Fire broke out in Moscow, Idaho. Crews from Spokane came. Moscow has no fire boat in use."
    )
    found = [p for p in places(text) if p.text == "Moscow"]
    assert found
    assert {p.admin1 for p in found} == {"Idaho"}


def test_countries_of_actors_tell_places_apart():
    text = "The officers were taken to Tripoli for questioning."
    lebanese = Actor(4, 12, Entity("officers", 4, 12, "officers", None, "LBN"))
    libyan = Actor(4, 12, Entity("officers", 4, 12, "officers", None, "LBY"))
    assert place(text, "Tripoli", lebanese).country == "LBN"
    assert place(text, "Tripoli", libyan).country == "LBY"


def test_given_spans_are_resolved_in_order_and_unknown_ones_stay_none():
    text = "From Qwxzville they drove to Warsaw and Kyiv."
    spans = [(text.index(n), text.index(n) + len(n)) for n in ("Kyiv", "Qwxzville", "Warsaw")]
    found = resolve_places(text, split_sentences(text), spans)
    assert [p and p.country for p in found] == ["UKR", None, "POL"]


@pytest.mark.parametrize("text", ["", " ", "\x00\x00", "....", "🙂 İstanbul ﷺ", "A" * 5000, "(\n)"])
def test_bad_input_is_read(text):
    places(text)


def test_the_same_text_gives_the_same_places():
    text = "Clashes in Springfield and Georgetown. Talks in Vienna and Hamilton."
    assert places(text) == places(text)


EVENTS = [
    ("Rebels killed ten soldiers in Mosul on Friday.", "killed", "Mosul"),
    ("Two bombs exploded in Baghdad, the ministry in Ankara said.", "exploded", "Baghdad"),
    ("Thousands protested in Caracas against the government.", "protested", "Caracas"),
    ("The ministers met in Geneva to discuss Syria.", "met", "Geneva"),
    ("Paris accused Ankara of bad faith.", "accused", None),
    ("Moscow said it would respond.", "said", None),
    ("Police arrested six people near Naples.", "arrested", "Naples"),
]


@pytest.mark.parametrize(("text", "trigger", "name"), EVENTS)
def test_where_an_event_happens(text, trigger, name):
    sentences = split_sentences(text)
    start = text.index(trigger)
    span = Span(start, start + len(trigger), trigger)
    found = event_place(find_places(text, sentences), span, sentences[0], text)
    assert (found.text if found else None) == name


def test_an_event_without_places_has_none():
    text = "They met."
    assert event_place([], Span(5, 8, "met"), split_sentences(text)[0], text) is None


def test_the_gazetteer_names_its_source_and_holds_the_world():
    folder = Path(__file__).parents[1] / "src/riftline/mentions/data/places"
    for name in ("places.csv.gz", "names.csv.gz", "usage.csv.gz"):
        first = gzip.decompress((folder / name).read_bytes()).decode().splitlines()[0]
        assert "CC BY 4.0" in first
    assert sum(f.stat().st_size for f in folder.iterdir()) < 2_500_000
    countries = {c.country for n in ("france", "kenya", "peru") for c in gazetteer().candidates(n)}
    assert {"FRA", "KEN", "PER"} <= countries
    assert gazetteer().country("POL").name == "Poland"
    assert gazetteer().country("ZZZ") is None


def test_error_figures():
    perfect = error_figures([0.0] * 5)
    assert perfect["accuracy_161km"] == 1
    assert perfect["auc"] == 0
    assert error_figures([20039.0] * 4)["auc"] == 1
    assert error_figures([]) == {"toponyms": 0}


LGL = """<articles><article docid="7"><text>A fire in Paris, Texas.</text><toponyms><toponym>
<start>10</start><end>15</end><phrase>Paris</phrase><gaztag><lat>33.66</lat><lon>-95.56</lon>
</gaztag></toponym></toponyms></article></articles>"""
GEOVIRUS = """<articles><article><source>x</source><text>A fire in Kyiv.</text><locations><location>
<name>Kyiv</name><start>11</start><end>15</end><lat>50.45</lat><lon>30.52</lon></location>
</locations></article></articles>"""


@pytest.mark.parametrize("xml", [LGL, GEOVIRUS])
def test_scorer_reads_both_forms(tmp_path, xml):
    path = tmp_path / "a.xml.gz"
    path.write_bytes(gzip.compress(xml.encode()))
    (article,) = read_articles(path)
    (toponym,) = article.toponyms
    assert article.text[toponym.start : toponym.end] == toponym.text
    spans = [(toponym.start, toponym.end)]
    (found,) = resolve_places(article.text, split_sentences(article.text), spans)
    assert error_km(found, toponym) < 30
    assert in_half(article, None)
    assert in_half(article, "develop") != in_half(article, "score")


def test_scorer_names_a_bad_file(tmp_path, capsys):
    path = tmp_path / "bad.xml"
    path.write_text("no xml")
    assert main([str(path)]) == 1
    assert str(path) in capsys.readouterr().err


def test_scanning_is_fast():
    text = " ".join(f"{t} The ministers did not say when they would go on." for t, *_ in WHICH)
    sentences = split_sentences(text)
    find_places(text, sentences)
    begin = time.process_time()
    for _ in range(3):
        find_places(text, sentences)
    assert (
        3 * len(sentences) / (time.process_time() - begin) > 500
    )  # crowded with names; floor only
