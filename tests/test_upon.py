"""Who acts upon whom where a verb shares its subject: pronouns, gerunds, joined names; and what only could be."""

from __future__ import annotations

import pytest

from sahelkg import extract

Triple = tuple[str, str, str]
BARE = {"asserted", "claimed"}

STATED: list[tuple[str, Triple]] = [
    (
        "Customs men and forest guards drove off the bandits at the ford, wounding six of them.",
        ("ent:guards", "attacked", "ent:bandits"),
    ),
    (
        "Chad and Niger complained that poachers from the hills had attacked them in the dry season.",
        ("ent:poachers", "attacked", "ent:niger"),
    ),
    ("Turkey praised the rebels in a long speech and armed them before the rains.", ("ent:turkey", "supports", "ent:rebels")),
    (
        "For two winters Togo has suffered jihadist raids, killing farmers and herders along the river.",
        ("ent:jihadists", "killed", "ent:farmers"),
    ),
    (
        "The Chadian army repelled a raid on the island, killing nine jihadists in the reeds.",
        ("ent:chadian-armed-forces", "killed", "ent:jihadists"),
    ),
    (
        "At the airport of Gao the colonels replaced the Wagner Group with Africa Corps in one night.",
        ("ent:africa-corps", "succeeds", "ent:wagner-group"),
    ),
    ("In the spring Africa Corps replaced the Wagner Group at the airport.", ("ent:africa-corps", "succeeds", "ent:wagner-group")),
    ("In June Mauritania recognised the junta of Niger in a letter.", ("ent:mauritania", "endorsed", "ent:nigerien-junta")),
    ("By their own laws Chad and Niger are members of the Multinational Joint Task Force.", ("ent:niger", "memberOf", "ent:mnjtf")),
    (
        "Sudanese troops in long columns launched a counter-offensive against rebels in the hills of Kordofan.",
        ("ent:sudanese-armed-forces", "attacked", "ent:rebels"),
    ),
    (
        "In Khartoum, Sudan kept quiet. Riyadh and Washington praised talks of the army with the RSF.",
        ("ent:sudanese-armed-forces", "negotiatedWith", "ent:rsf"),
    ),
    (
        "Two inquiries found that the Rapid Support Forces committed a massacre of civilians at the wells.",
        ("ent:rsf", "killed", "ent:civilians"),
    ),
    (
        "Turkey will train the ill-equipped armed forces of Somalia for two more years.",
        ("ent:turkey", "trains", "ent:somalia-armed-forces"),
    ),
    (
        "Hunters say that JNIM has vowed to kill Chad's president, Mahamat Idriss Déby, before the rains.",
        ("ent:mahamat-deby", "leads", "ent:chad"),
    ),
    (
        "In two years of quarrels Guinea has pulled away from France.",
        ("ent:guinea", "brokeTiesWith", "ent:france"),
    ),
    (
        "For farmers on the shore Lake Chad is a sanctuary for Boko Haram.",
        ("ent:boko-haram", "operatesIn", "ent:lake-chad"),
    ),
    (
        "Algiers was silent after the junta's order for the Algerian army to leave Tinzaouaten.",
        ("ent:algerian-armed-forces", "withdrewFrom", "ent:tinzaouaten"),
    ),
]

UNSTATED: list[tuple[str, Triple]] = [
    (
        "Customs men and forest guards drove off the bandits at the ford, wounding six of them.",
        ("ent:men", "attacked", "ent:guards"),
    ),
    (
        "Nouakchott and Dakar welcomed the talks of the generals and urged them to hurry.",
        ("ent:mauritania", "demandedOf", "ent:senegal"),
    ),
    (
        "For two winters Togo has suffered jihadist raids, killing farmers and herders along the river.",
        ("ent:togo", "killed", "ent:farmers"),
    ),
    (
        "At the airport of Gao the colonels replaced the Wagner Group with Africa Corps in one night.",
        ("ent:colonels", "succeeds", "ent:wagner-group"),
    ),
    ("Mali replaced French troops with cheaper guards from the coast.", ("ent:mali", "succeeds", "ent:french-armed-forces")),
    (
        "Chad recognises abuses by the Rapid Support Forces and keeps a list of them.",
        ("ent:chad", "endorsed", "ent:rsf"),
    ),
    ("Moscow recognises the presence of JNIM in that valley since last winter.", ("ent:russia", "endorsed", "ent:jnim")),
    (
        "Two members of the Malian army and three farmers crossed the bridge on foot.",
        ("ent:farmers", "memberOf", "ent:malian-armed-forces"),
    ),
    (
        "An Al-Qaeda-linked group killed two soldiers of Niger near the wells.",
        ("ent:al-qaeda", "killed", "ent:nigerien-armed-forces"),
    ),
    (
        "The AQIM-linked group JNIM has cells in coastal West African countries like Ghana. Though they were long thought to be "
        "waiting there to launch raids on Sahel governments, their fighters now attack farmers.",
        ("ent:x-sahel-government-813d2963", "attacked", "ent:farmers"),
    ),
    (
        "Envoys of the bloc talked for a day with armed forces from the region about rice.",
        ("ent:envoys", "negotiatedWith", "ent:armed-groups"),
    ),
    (
        "A market is no sanctuary for Boko Haram, said the mayor of Maiduguri.",
        ("ent:boko-haram", "operatesIn", "ent:maiduguri"),
    ),
    ("Herders reported the thieves to the United Nations in the morning.", ("ent:united-nations", "controls", "ent:herders")),
    (
        "On Monday Mali's government has given the Algerian ambassador 48 hours to leave the country over his remarks.",
        ("ent:malian-government", "conceded", "ent:ambassador-algeria"),
    ),
    (
        "In Khartoum and Omdurman, Sudan is quiet. Riyadh and Washington praised talks between the army and the RSF.",
        ("ent:us-armed-forces", "negotiatedWith", "ent:rsf"),
    ),
    (
        "Algiers cut its aid to Mali following the junta's order for the Algerian army to leave Tinzaouaten.",
        ("ent:malian-junta", "withdrewFrom", "ent:tinzaouaten"),
    ),
    (
        "Chad's government wants to hunt down and root out the hunger for loot of Boko Haram.",
        ("ent:chadian-government", "endorsed", "ent:boko-haram"),
    ),
]

NEVER_BARE: list[tuple[str, Triple]] = [
    ("By its treaty ECOWAS has the right to impose sanctions on Guinea.", ("ent:ecowas", "sanctioned", "ent:guinea")),
    ("Algeria still has the ability to attack the rebels in the north.", ("ent:algeria", "attacked", "ent:rebels")),
    (
        "Both men quarrelled over the timetable of merging the Rapid Support Forces into the Sudanese army.",
        ("ent:rsf", "mergedInto", "ent:sudanese-armed-forces"),
    ),
    (
        "In May he rejected the roadmap for merging the Rapid Support Forces into the Sudanese army.",
        ("ent:rsf", "mergedInto", "ent:sudanese-armed-forces"),
    ),
    ("In his speech Burhan repeated his agreement to meet Hemedti in Djibouti.", (
        "ent:abdel-fattah-al-burhan", "negotiatedWith", "ent:mohamed-hamdan-dagalo",
    )),
    (
        "The generals of Niger must open the borders, lift the curfew and release Mohamed Bazoum.",
        ("ent:generals-niger", "conceded", "ent:mohamed-bazoum"),
    ),
    ("On paper Turkey has committed to withdraw from Libya before the harvest.", ("ent:turkey", "withdrewFrom", "ent:libya")),
    ("The law gave French troops one month to leave Niger.", ("ent:french-armed-forces", "withdrewFrom", "ent:niger")),
]

BARE_ALL_THE_SAME: list[tuple[str, Triple]] = [
    (
        "In Doha the envoys signed an agreement with the leader of the Rapid Support Forces, Mohamed Hamdan Dagalo.",
        ("ent:mohamed-hamdan-dagalo", "leads", "ent:rsf"),
    ),
    ("Two inquiries say that JNIM committed a massacre of civilians.", ("ent:jnim", "killed", "ent:civilians")),
    ("From the start Turkey gave support to Somalia in its war.", ("ent:turkey", "supports", "ent:somalia")),
]


def read(text: str) -> list[tuple[Triple, str]]:
    return [((e.subject.entity or "", e.predicate, e.object.entity or ""), str(e.status.value)) for e in extract(text)]


@pytest.mark.parametrize(("text", "triple"), STATED)
def test_is_stated(text: str, triple: Triple) -> None:
    assert triple in [told for told, _ in read(text)]


@pytest.mark.parametrize(("text", "triple"), UNSTATED)
def test_is_not_stated(text: str, triple: Triple) -> None:
    assert triple not in [told for told, _ in read(text)]


@pytest.mark.parametrize(("text", "triple"), NEVER_BARE)
def test_what_may_or_shall_be_is_never_bare(text: str, triple: Triple) -> None:
    told = [status for found, status in read(text) if found == triple]
    assert told
    assert not set(told) & BARE


@pytest.mark.parametrize(("text", "triple"), BARE_ALL_THE_SAME)
def test_words_of_plans_bear_on_clauses_only(text: str, triple: Triple) -> None:
    assert {status for found, status in read(text) if found == triple} & BARE
