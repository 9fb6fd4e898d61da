"""Verbs and other words from which the direction of a bare weekday or month is read, by class."""

from collections.abc import Mapping


def listed(words: str) -> frozenset[str]:
    """Words of a table, written in one line."""
    return frozenset(words.split())


TENSE: Mapping[str, frozenset[str]] = {
    "said": listed(  # reporting verbs
        "said told announced reported added confirmed stated declared warned claimed acknowledged testified wrote "
        "predicted argued noted insisted estimated suggested replied recalled explained conceded alleged revealed "
        "disclosed remarked commented complained cautioned concluded reiterated stressed tweeted"
    ),
    "was": listed(  # other past tenses, which are no participles
        "was were did had began came went took saw became fell rose gave ran broke drew fought shot spoke swept threw "
        "beat"
    ),
    "participle": listed(  # past tenses that are participles too, as are those in -ed
        "pled pleaded made left held met got found killed sent brought built bought caught chosen kept led lost paid "
        "sold spent stood struck taught won hit taken given seen done shown"
    ),
    "will": listed("will shall would ll"),
    "be": listed("be"),
    "modal": listed("can may might must should"),  # they speak of the future where "be" follows
    "is": listed("is are am"),
    "has": listed("has have"),
    "plan": listed(
        "scheduled expected due planned planning expects expect hopes intends intend begins begin starts opens "
        "ends expires arrives departs convenes resumes meets "
        "deadline upcoming slated likely effective"
    ),
    "plans": listed("plans plan"),  # nouns, too
}
NOT_PAST = listed("need feed seed speed indeed hundred united exceed proceed succeed bleed breed")
"""Words in -ed that are no past tense."""
