"""Verbs and other words from which the direction of a bare weekday or month is read, by class."""

from collections.abc import Mapping


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


TENSE: Mapping[str, frozenset[str]] = {
    "said": _listed(  # reporting verbs
        "said told announced reported added confirmed stated declared warned claimed acknowledged testified wrote"
    ),
    "was": _listed(  # other past tenses; those in -ed are known by their ending
        "was were had did began came went took made saw became left held met fell rose got gave found killed sent ran "
        "broke brought built bought caught chose drew fought kept led lost paid sold shot spent spoke stood struck "
        "swept taught threw won beat opened dropped hit"
    ),
    "will": _listed("will shall would ll"),
    "be": _listed("be"),
    "is": _listed("is are am has have"),
    "plan": _listed(
        "scheduled expected due set plans planned plan expects expect hopes intends intend begins begin starts opens "
        "deadline upcoming slated likely"
    ),
}
NOT_PAST = _listed("need feed seed speed indeed hundred united exceed proceed succeed bleed breed")
"""Words in -ed that are no past tense."""
