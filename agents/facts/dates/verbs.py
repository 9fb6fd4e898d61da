"""Verbs and other words from which the direction of a bare weekday or month is read, by class."""

from collections.abc import Mapping


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


TENSE: Mapping[str, frozenset[str]] = {
    "said": _listed(  # reporting verbs
        "said told announced reported added confirmed stated declared warned claimed acknowledged testified wrote"
    ),
    "was": _listed(  # other past tenses, which are no participles
        "was were did had began came went took saw became fell rose gave ran broke drew fought shot spoke swept threw "
        "beat"
    ),
    "participle": _listed(  # past tenses that are participles too, as are those in -ed
        "made left held met got found killed sent brought built bought caught chosen kept led lost paid sold spent "
        "stood struck taught won hit taken given seen done shown"
    ),
    "will": _listed("will shall would ll"),
    "be": _listed("be"),
    "modal": _listed("can may might must should could"),  # they speak of the future where "be" follows
    "is": _listed("is are am"),
    "has": _listed("has have"),
    "plan": _listed(
        "scheduled expected due plans planned plan planning expects expect hopes intends intend begins begin starts "
        "opens deadline upcoming slated likely effective"
    ),
}
NOT_PAST = _listed("need feed seed speed indeed hundred united exceed proceed succeed bleed breed")
"""Words in -ed that are no past tense."""
