"""Whether the forces of a state are meant where only the state is named: "Iraqi air raids"."""

from __future__ import annotations

import re

_QUALIFIERS = (
    r"(?:-?led|military|air|drone|missile|cruise|ballistic|precision|naval|navy|ground|armou?red|"
    r"artillery|rocket|tank|attack|strategic|stealth|fighter|bomber|combat|amphibious|submarine|"
    r"nuclear-capable|retaliatory|joint|live-fire|special|B-\d+|F-\d+|MiG-\d+|Su-\d+|"
    r"counter-?terror\w*|cross-border|aerial|[a-z]+-guided|South Korean|British|coalition)"
)
_ACTS = (
    r"(?:air ?strikes?|air-strikes?|strikes?|attacks?|raids?|drones?|bombings?|bombardments?|"
    r"shelling|offensives?|invasions?|incursions?|assaults?|operations?|missiles?|rockets?|"
    r"artillery|jets?|warplanes?|aircraft|bombers?|gunships?|helicopters?|warships?|destroyers?|"
    r"frigates?|submarines?|tanks?|fighter jets?|deployments?|drills?|exercises|manoeuvres|"
    r"maneuvers|military exercises?|war games|armed occupation|mission to (?:re)?(?:take|capture))"
)
# Adjective and act: "British drone attack", "U.S. cruise missile strikes", "American-led drills".
_AFTER = re.compile(
    rf"(?:[ \u00a0]|-(?=led\b)|['’]s )(?:{_QUALIFIERS}[ -]){{0,4}}{_ACTS}\b(?! by\b)"
)
_DOES = re.compile(
    r" (?:has |have |had |would |will |also |reportedly |recently |again |is |was )*"
    r"(?:shelled|bombed|bombarded|test-fired|shot down|downed|airlifted|"
    r"(?:fir(?:ed|es|ing)|launch(?:ed|es|ing)?|conduct(?:ed|s|ing)?|continue to conduct|"
    r"carr(?:y|ied|ies|ying) out|direct(?:ed)?|deploy(?:ed|s|ing)?|sent|is sending|"
    r"dispatch(?:ed|es|ing)?) "
    r"(?:[\w-]+ ){0,5}?(?:air ?strikes?|missiles?|rockets?|warships?|carriers?|jets|"
    r"air strikes|raids|shells))\b"
)


def forces_meant(text: str, end: int) -> bool:
    """True where the words after a state's name, from ``end`` on, are acts of its forces.

    Example:
        >>> forces_meant("Iraqi missile attacks went on.", 5)
        True
        >>> forces_meant("Iraqi officials met.", 5)
        False
    """
    return bool(_AFTER.match(text, end) or _DOES.match(text, end))
