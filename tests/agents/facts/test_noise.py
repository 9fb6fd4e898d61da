"""What feeds do to a text: each row a sentence as it came or as a feed would send it, and names that must be found.

Sentences: press releases of the US Department of Justice (public domain), the report in seeds/, and made ones.
"""

import re

import pytest

from agents.enrich import Enrich, load
from schemas.article import Article
from schemas.enriched import Entity

_NAME = re.compile(r"(\S.*?)/(PERSON|ORG|LOC|NORP|DATE)(?= |$)")

ROWS = [
    # what was done to it, the sentence, names that must be found
    ("as it is",
     ("The defendant, Pablo Duran Ramirez, was apprehended Saturday by Border Patrol while attempting to "
      "cross the border between Mexico and the United States."),
     "Pablo Duran Ramirez/PERSON Border Patrol/ORG Mexico/LOC United States/LOC"),
    ("capitals", "SEVEN COLOMBIAN NATIONALS WERE EXTRADITED TO THE UNITED STATES IN THE MURDER OF JAMES TERRY WATSON",
     "COLOMBIAN/NORP UNITED STATES/LOC JAMES TERRY WATSON/PERSON"),
    ("lower case",
     ("mohammed jawad, a native of afghanistan, has been transferred from guantanamo bay to afghanistan."),
     "mohammed jawad/PERSON afghanistan/LOC guantanamo bay/LOC"),
    ("accents lost", "Alfredo Beltran Leyva was arrested by Mexican authorities in Culiacan in January 2008.",
     "Alfredo Beltran Leyva/PERSON Mexican/NORP Culiacan/LOC January 2008/DATE"),
    ("sentences fused",
     ("In the last two months both Iraq and Syria have declared victory over ISIS.Other countries, such "
      "as Russia and France have indicated that the conflict is winding down."),
     "Iraq/LOC Syria/LOC Russia/LOC France/LOC"),
    ("quotation marks fused",
     ("there are still an estimated 1,000 of the enemy in the desert of Syria and Iraq.\"We would call on "
      "the Syrian regime to clear ISIS from those areas,\" Gedney said."),
     "Syria/LOC Iraq/LOC Syrian/NORP ISIS/ORG Gedney/PERSON"),
    ("curly quotation marks",
     ("“They seem to be moving with impunity,” British Army Major General Felix Gedney said Wednesday. "
      "‘Daesh’ isn’t beaten in Syria’s east."),
     "Felix Gedney/PERSON Wednesday/DATE Syria/LOC"),
    ("a credit within",
     ("New conflicts threaten Syria after Islamic State defeat (credit: REUTERS)On Twitter, the coalition "
      "has stressed that it is working in the areas liberated from ISIS."),
     "Syria/LOC REUTERS/ORG ISIS/ORG"),
    ("dateline and agency",
     ("LAREDO, Texas (AP) _ Roman Valerevich Seleznev, 30, of Vladivostok, Russia, was arrested."),
     "AP/ORG Roman Valerevich Seleznev/PERSON"),
    ("a byline above",
     ("By Terry Watson\nAssociated Press\n\nBOGOTA, Colombia — The Colombian National Police said Tuesday "
      "that three men were held."),
     "Terry Watson/PERSON Colombian National Police/ORG Tuesday/DATE"),
    ("spaces lost", "Carla Sena, 55,of Santa Rosa,New Mexico,pleaded guilty(file photo).",
     "Carla Sena/PERSON"),
    ("capitals", "GROZNY MAYOR RESIGNS AFTER CHECHEN LEADER KADYROV ORDERS INQUIRY",
     "GROZNY/LOC KADYROV/PERSON"),
    ("capitals", "UKRAINE SAYS RUSSIAN MISSILES HIT KHARKIV OVERNIGHT",
     "UKRAINE/LOC KHARKIV/LOC"),
    ("capitals", "UN SECURITY COUNCIL TO VOTE ON SUDAN SANCTIONS ON FRIDAY",
     "UN SECURITY COUNCIL/ORG SUDAN/LOC FRIDAY/DATE"),
    ("capitals",
     ("FRANCE'S MACRON NAMES NEW PRIME MINISTER\n\nPARIS — President Emmanuel Macron named a new prime "
      "minister on Tuesday."),
     "FRANCE/LOC MACRON/PERSON Emmanuel Macron/PERSON Tuesday/DATE"),
    ("capitals", "PHILIPPINES' MARCOS TO VISIT TOKYO IN MARCH",
     "PHILIPPINES/LOC MARCOS/PERSON TOKYO/LOC MARCH/DATE"),
    ("capitals", "ERDOGAN, PUTIN DISCUSS SYRIA BY PHONE",
     "ERDOGAN/PERSON PUTIN/PERSON SYRIA/LOC"),
    ("lower case", "the kenyan president, william ruto, met british officials in nairobi on monday.",
     "kenyan/NORP william ruto/PERSON british/NORP nairobi/LOC monday/DATE"),
    ("lower case", "at least nine people were killed in kabul, afghan police said.",
     "kabul/LOC afghan/NORP"),
    ("lower case", "venezuela's nicolas maduro accused the united states of piracy.",
     "venezuela/LOC nicolas maduro/PERSON"),
    ("accents lost", "Jose Antonio Kast and Gabriel Boric traded accusations in Concepcion and Valparaiso.",
     "Jose Antonio Kast/PERSON Gabriel Boric/PERSON Concepcion/LOC Valparaiso/LOC"),
    ("accents lost", "The mayor of Sao Paulo, Ricardo Nunes, met Jose Mourinho's lawyers in Malaga.",
     "Sao Paulo/LOC Ricardo Nunes/PERSON Malaga/LOC"),
    ("accents lost", "Cote d'Ivoire's Alassane Ouattara opened the road from Bouake to Yamoussoukro.",
     "Alassane Ouattara/PERSON Bouake/LOC Yamoussoukro/LOC"),
    ("accents lost", "Police in Bogota and Medellin said Ivan Marquez had crossed into Tachira.",
     "Bogota/LOC Medellin/LOC Ivan Marquez/PERSON Tachira/LOC"),
    ("sentences fused", "The convoy left Grozny at dawn.Chechen officials said nobody was hurt.",
     "Grozny/LOC Chechen/NORP"),
    ("sentences fused", "Talks in Doha ended without a deal.Qatar said they would resume on Sunday.",
     "Doha/LOC Qatar/LOC Sunday/DATE"),
    ("sentences fused", "Three soldiers died near Gao.The United Nations mission in Mali condemned the attack.",
     "Gao/LOC United Nations/ORG Mali/LOC"),
    ("sentences fused", "The minister resigned in March 2014.Narendra Modi took office in May.",
     "March 2014/DATE Narendra Modi/PERSON May/DATE"),
    ("sentences fused", "He was born in Lagos.His brother lives in Accra,Ghana.",
     "Lagos/LOC Accra/LOC Ghana/LOC"),
    ("curly quotation marks", "“We will not leave Mosul,” said Haider al-Abadi, Iraq’s prime minister.",
     "Mosul/LOC Haider al-Abadi/PERSON Iraq/LOC"),
    ("curly quotation marks",
     ("“It’s over,” wrote the ‘Guardian’ of London’s campaign; O’Brien’s party lost in Dublin."),
     "London/LOC O’Brien/PERSON Dublin/LOC"),
    ("a byline or dateline", "By AISHA BELLO\nABUJA, Nigeria (AP) — Nigeria's Senate met on Thursday.",
     "AISHA BELLO/PERSON Nigeria/LOC AP/ORG Thursday/DATE"),
    ("a byline or dateline", "By Maria Lopez and Daniel Osei\n\nACCRA (Reuters) - Ghana's cedi fell on Monday.",
     "Maria Lopez/PERSON Daniel Osei/PERSON ACCRA/LOC Reuters/ORG Ghana/LOC Monday/DATE"),
    ("a byline or dateline",
     ("Hassan Karimi in Kabul and agencies\nThursday 14 March 2013\n\nThe Taliban said it would not talk."),
     "Hassan Karimi/PERSON Kabul/LOC Taliban/ORG"),
    ("a byline or dateline", "KYIV, Ukraine, Feb. 3 (UPI) -- Ukraine's parliament voted on Friday.",
     "KYIV/LOC Ukraine/LOC UPI/ORG Friday/DATE"),
    ("a byline or dateline", "GROZNY, Russia (AFP) - Chechen police said on Tuesday that two men were held.",
     "GROZNY/LOC Russia/LOC AFP/ORG Tuesday/DATE"),
    ("a byline or dateline",
     ("BY OUR CORRESPONDENT IN HARARE\n\nZimbabwe's ruling ZANU-PF party will meet in Bulawayo."),
     "HARARE/LOC Zimbabwe/LOC ZANU-PF/ORG Bulawayo/LOC"),
    ("a credit", "(Reporting by Ahmed Tolba in Cairo; Editing by Alison Wright)",
     "Ahmed Tolba/PERSON Cairo/LOC Alison Wright/PERSON"),
    ("a credit", "Additional reporting by Li Wei in Beijing and Kim Soo-jin in Seoul; Writing by Peter Graves",
     "Li Wei/PERSON Beijing/LOC Kim Soo-jin/PERSON Seoul/LOC Peter Graves/PERSON"),
    ("a credit", "Smoke rises over Aleppo, Syria, on Monday. (Photo: Karim Haddad/AFP)",
     "Aleppo/LOC Syria/LOC Monday/DATE Karim Haddad/PERSON AFP/ORG"),
    ("a credit", "A child waits for water in Goma, Congo (REUTERS/Grace Mutombo)",
     "Goma/LOC Congo/LOC REUTERS/ORG"),
    ("a credit", "Associated Press writer Tariq Mansoor in Islamabad, Pakistan, contributed to this report.",
     "Associated Press/ORG Tariq Mansoor/PERSON Islamabad/LOC Pakistan/LOC"),
    ("a place that could be a person", "Rescue teams worked in Grozny through the night.",
     "Grozny/LOC"),
    ("a place that could be a person", "Two shells landed on Grozny, officials said.",
     "Grozny/LOC"),
    ("a place that could be a person", "Grozny was calm on Sunday, residents said.",
     "Grozny/LOC Sunday/DATE"),
    ("a place that could be a person", "Fighting was reported near Paktika and in Helmand, Afghan officials said.",
     "Paktika/LOC Helmand/LOC Afghan/NORP"),
]  # fmt: skip


@pytest.fixture(scope="module", params=["fast", "accurate"])
def stage(request: pytest.FixtureRequest) -> Enrich:
    return load(request.param)


@pytest.mark.parametrize(
    ("text", "names"), [row[1:] for row in ROWS], ids=[f"{row[0]} {at}" for at, row in enumerate(ROWS)]
)
def test_names_are_found_in_what_feeds_send(stage: Enrich, text: str, names: str) -> None:
    (found,) = stage.enrich([Article(id="1", provider="", story="1", body=(text,))])
    assert set(_NAME.findall(names)) <= {pair for one in found.entities for pair in apart(one)}
    assert all(text[one.start : one.end] == one.text for one in found.entities)


def apart(one: Entity) -> list[tuple[str, str]]:
    """The name with its label; of a place with its country the two, for annotators write it both ways."""
    parts = re.split(r",\s*", one.text) if one.label == "LOC" else []
    return [(name, one.label) for name in {one.text, *parts}]
