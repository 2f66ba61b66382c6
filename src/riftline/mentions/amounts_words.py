"""The words by which amounts are told apart: verbs of harm and arrest, persons, troops, crowds."""

from __future__ import annotations

from riftline.mentions.numbers import word_set

# After the counted noun: "12 people were killed", "three dead".
KILLED = word_set(
    "killed dead died die dies slain deaths fatalities perished murdered massacred executed "
    "beheaded drowned fatally assassinated death"
)
INJURED = word_set("injured wounded hurt injuries wounds hospitalised hospitalized")
ARRESTED = word_set("arrested detained arrests apprehended captured jailed imprisoned custody")

# Before the number: "killing 12", "wounded at least 30", "detained five".
KILL_VERBS = word_set(
    "killed killing kills kill murdered murdering massacred executed executing beheaded beheading "
    "slaughtered assassinated execute executes executed"
)
INJURY_VERBS = word_set("wounded wounding wounds wound injured injuring injures injure hurting")
ARREST_VERBS = word_set(
    "arrested arresting arrests arrest detained detaining detains detain captured capturing "
    "jailed jailing apprehended"
)
KILL_NOUNS_OF = word_set(
    "deaths death killing killings slaughter massacre murder murders lives execution executions "
    "beheading beheadings loss assassination assassinations"
)
ARREST_HEADS = word_set("arrests detentions")
KILL_HEADS = word_set("deaths murders killings fatalities executions lives")
ARREST_NOUNS_OF = word_set("arrest arrests detention detentions capture")

TROOPS = word_set(
    "troops soldiers marines servicemen servicemembers peacekeepers paratroopers guardsmen "
    "sailors reservists conscripts infantrymen commandos airmen personnel legionnaires forces"
)
PERSONS = TROOPS | word_set(
    "people persons civilians men women children boys girls others victims passengers residents "
    "citizens workers employees students teachers journalists reporters protesters protestors "
    "demonstrators marchers activists supporters migrants refugees asylum-seekers seekers "
    "immigrants prisoners detainees hostages inmates convicts militants fighters rebels insurgents "
    "gunmen terrorists jihadists guerrillas suspects attackers bombers police policemen officers "
    "officials diplomats lawmakers mps deputies senators ministers judges lawyers doctors nurses "
    "patients farmers miners villagers worshippers pilgrims tourists shoppers bystanders "
    "parishioners members families relatives survivors crew foreigners americans russians "
    "ukrainians syrians israelis palestinians iraqis iranians afghans turks kurds christians "
    "muslims jews rohingya britons germans chinese africans europeans japanese koreans "
    "partisans volunteers agents spies smugglers traffickers pirates firefighters rescuers "
    "commuters cadets veterans deserters defectors evacuees nationals youths teenagers babies "
    "toddlers infants adults males females seamen strikers employees staff inhabitants voters "
    "pupils guards princes husbands wives sons daughters brothers sisters guests captives "
    "couples monks intellectuals individuals loyalists separatists dissidents cadres "
    "leaders commanders generals clerics priests nuns aides contractors athletes fishermen"
)
PERSONS_ONE = word_set(
    "person civilian man woman child boy girl victim passenger resident citizen worker employee "
    "student teacher journalist reporter protester protestor demonstrator activist migrant refugee "
    "prisoner detainee hostage militant fighter rebel insurgent gunman terrorist jihadist suspect "
    "attacker bomber policeman policewoman officer official diplomat lawmaker senator judge lawyer "
    "doctor nurse farmer miner villager tourist bystander soldier marine sailor peacekeeper "
    "paratrooper serviceman guard commander leader cleric priest teenager toddler baby infant "
    "national american russian palestinian israeli briton cameraman photographer pilot driver "
    "contractor politician candidate minister general colonel sergeant"
)
# Endings of nouns for persons that no list holds: "cricketers", "co-conspirators", "loyalists".
PERSON_ENDINGS = (
    "ers", "ors", "ists", "ants", "ians", "ans", "ees", "eers", "men", "women", "ese", "kids",
    "teens", "boys", "girls", "mates", "arians", "ites", "kin", "heads", "dead", "wounded", "lis",
)  # fmt: skip
# Things with such an ending, and what is hurt without being a person.
NO_PERSONS = word_set(
    "computers containers tankers papers numbers letters cancers towers bunkers bombers trailers "
    "choppers helicopters sectors doors motors factors errors mirrors plants "
    "restaurants grants warrants wounds degrees trees committees fees attacks"
)
# Small letters only: "March" is a month. Looked for near the number.
CROWD_CUES = (
    r"\b(?:[Pp]rotest\w*|[Rr]all(?:y|ied|ies|ying)|march(?:ed|es|ing)?|demonstrat\w+|crowds?"
    r"|gather(?:ed|ing|s)?|turned out|took to the streets?|on strike|sit-ins?|vigils?|converged)\b"
)
# Where the search for a counted noun stops: the noun phrase is over.
SKIPPED_RIGHT = word_set(
    "in on at by for from with to and or but as than after before during since until was were is "
    "are has have had will would could may might been be being who which that when where while "
    "a an this these those his her its their our my your it they he she we i per each every about "
    "into over under against between through without within across among amid near killed wounded "
    "injured arrested detained died dead including said says"
)
# Units of time, age, distance, weight and rank: a number before them is no amount here.
NO_COUNT_NOUNS = word_set(
    "second seconds minute minutes hour hours day days night nights week weeks weekend weekends "
    "month months year years decade decades century centuries january february march april may "
    "june july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday am pm gmt times time old year-old mile miles km kilometre kilometres "
    "kilometer kilometers metre metres meter meters feet foot inches inch yards degrees points "
    "point percentage quarters quarter thirds third fifths half halves ways way sides side things "
    "reasons seats votes vote words terms term rounds round steps step generations sentence "
    "occasions cases issues questions fronts parts kinds types sets photos images means news"
)
