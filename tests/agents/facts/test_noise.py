"""What feeds do to a text: each row a sentence as it came or as a feed would send it, and names that must be found.

Sentences: press releases of the US Department of Justice (public domain), and the report in seeds/.
"""

import pytest

from agents.facts.finder import Finder

ROWS = [
    # what was done to it, the sentence, names that must be found
    ("as it is",
     ("The defendant, Pablo Duran Ramirez, was apprehended Saturday by Border Patrol while attempting "
         "to cross the border between Mexico and the United States."),
     "Pablo Duran Ramirez/PERSON Border Patrol/ORG Mexico/LOC United States/LOC"),
    ("capitals",
     ("SEVEN COLOMBIAN NATIONALS WERE EXTRADITED TO THE UNITED STATES IN THE MURDER OF JAMES TERRY "
         "WATSON"),
     "COLOMBIAN/NORP UNITED STATES/LOC JAMES TERRY WATSON/PERSON"),
    ("lower case",
     ("mohammed jawad, a native of afghanistan, has been transferred from guantanamo bay to "
         "afghanistan."),
     "mohammed jawad/PERSON afghanistan/LOC guantanamo bay/LOC"),
    ("accents lost",
     "Alfredo Beltran Leyva was arrested by Mexican authorities in Culiacan in January 2008.",
     "Alfredo Beltran Leyva/PERSON Mexican/NORP Culiacan/LOC January 2008/DATE"),
    ("sentences fused",
     ("In the last two months both Iraq and Syria have declared victory over ISIS.Other countries, "
         "such as Russia and France have indicated that the conflict is winding down."),
     "Iraq/LOC Syria/LOC Russia/LOC France/LOC"),
    ("quotation marks fused",
     ("there are still an estimated 1,000 of the enemy in the desert of Syria and Iraq.\"We would call "
         "on the Syrian regime to clear ISIS from those areas,\" Gedney said."),
     "Syria/LOC Iraq/LOC Syrian/NORP ISIS/ORG Gedney/PERSON"),
    ("curly quotation marks",
     ("“They seem to be moving with impunity,” British Army Major General Felix Gedney said Wednesday. "
         "‘Daesh’ isn’t beaten in Syria’s east."),
     "Felix Gedney/PERSON Wednesday/DATE Syria/LOC"),
    ("a credit within",
     ("New conflicts threaten Syria after Islamic State defeat (credit: REUTERS)On Twitter, the "
         "coalition has stressed that it is working in the areas liberated from ISIS."),
     "Syria/LOC REUTERS/ORG ISIS/ORG"),
    ("dateline and agency",
     "LAREDO, Texas (AP) _ Roman Valerevich Seleznev, 30, of Vladivostok, Russia, was arrested.",
     "AP/ORG Roman Valerevich Seleznev/PERSON"),
    ("a byline above",
     ("By Terry Watson\nAssociated Press\n\nBOGOTA, Colombia — The Colombian National Police said "
         "Tuesday that three men were held."),
     "Terry Watson/PERSON Colombian National Police/ORG Tuesday/DATE"),
    ("spaces lost",
     "Carla Sena, 55,of Santa Rosa,New Mexico,pleaded guilty(file photo).",
     "Carla Sena/PERSON"),
]  # fmt: skip


@pytest.fixture(scope="module", params=["fast", "accurate"])
def finder(request: pytest.FixtureRequest) -> Finder:
    return Finder.load(request.param)


@pytest.mark.parametrize(("text", "names"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_names_are_found_in_what_feeds_send(finder: Finder, text: str, names: str) -> None:
    (found,) = finder.find([text])
    wanted = {tuple(name.rsplit("/", 1)) for name in names.replace("PERSON ", "PERSON|").replace("ORG ", "ORG|")
              .replace("LOC ", "LOC|").replace("NORP ", "NORP|").replace("DATE ", "DATE|").split("|")}  # fmt: skip
    assert wanted <= {(one.text, one.label) for one in found}
    assert all(text[one.start : one.end] == one.text for one in found)
