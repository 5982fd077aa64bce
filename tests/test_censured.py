"""Who is blamed by what is condemned, who is called on, what is only said, and talks without a result: through the real model."""

from __future__ import annotations

import pytest

from sahelkg import extract
from sahelkg.records import Status

Told = tuple[str, str, str]


def list_told(text: str) -> set[Told]:
    """All that a text tells, by the words for both ends."""
    return {(statement.subject.text, statement.predicate, statement.object.text) for statement in extract(text)}


def list_types(text: str) -> dict[Told, str | None]:
    """The PLOVER type of each thing that a text tells."""
    return {(told.subject.text, told.predicate, told.object.text): told.plover for told in extract(text)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Amnesty International denounced a wave of arrests in Guinea.", ("Amnesty International", "accused", "Guinea")),
        ("The European Union deplored the repression of students in Togo.", ("European Union", "accused", "Togo")),
        ("Kenya issued a statement deeply critical of Uganda.", ("Kenya", "accused", "Uganda")),
        ("Sudan filed a case at the International Court of Justice accusing Chad of murder.", ("Sudan", "accused", "Chad")),
        ("Gambia took Senegal to the International Court of Justice over the timber.", ("Gambia", "accused", "Senegal")),
        ("Critics say that Patrice Talon has silenced his rivals.", ("Critics", "accused", "Patrice Talon")),
        ("Macky Sall has lost touch with the young, critics say.", ("critics", "accused", "Macky Sall")),
        ("Nigerian senators are looking into Total's contracts.", ("Nigerian senators", "accused", "Total")),
        ("Niger disputed the findings of an Amnesty International report.", ("Niger", "accused", "Amnesty International")),
        ("Ghana described Togo's move as a provocation.", ("Ghana", "accused", "Togo")),
        ("Mahamat Idriss Déby stirred up hatred against Sudan.", ("Mahamat Idriss Déby", "accused", "Sudan")),
        ("Algeria said that Mali was harbouring separatists in Kidal.", ("Algeria", "accused", "Mali")),
        ("Libya said that Chad would pay a heavy price for the raid.", ("Libya", "threatened", "Chad")),
        ("JNIM vowed a new offensive in Benin after the funeral.", ("JNIM", "threatened", "Benin")),
        ("Ghana called on Togo to lift its sanctions on Benin.", ("Togo", "conceded", "Benin")),
        ("Mahmoud Dicko appealed to students to demonstrate against Assimi Goïta.",
         ("students", "protestedAgainst", "Assimi Goïta")),
        ("Mali condemned the raid and the threats made by Algeria.", ("Mali", "accused", "Algeria")),
        ("Chad deplored an article in Jeune Afrique about its generals.", ("Chad", "accused", "Jeune Afrique")),
        ("Togo will not lift the embargo until it is certain that Benin has paid its debts.",
         ("Togo", "conceded", "Benin")),
        ("France condemned the use of children in Mali by Ansar Dine.", ("France", "accused", "Ansar Dine")),
        ("Amnesty International called for the release of two teachers held by Chad.",
         ("Amnesty International", "demandedOf", "Chad")),
        ("Niger took Nigeria to the River Basin Commission over a dam.", ("Niger", "accused", "Nigeria")),
        ("Traders boycotted the inauguration of Faure Gnassingbé.", ("Traders", "protestedAgainst", "Faure Gnassingbé")),
        ("Guinea pleaded for two helicopters from Turkey.", ("Guinea", "requestedHelpFrom", "Turkey")),
        ("The World Bank called for reforms in Gabon.", ("World Bank", "demandedOf", "Gabon")),
    ],
)  # fmt: skip
def test_what_is_told(text: str, told: Told) -> None:
    assert told in list_told(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Amnesty International denounced the arrest of reporters by JNIM in Mali.", ("Amnesty International", "accused", "Mali")),
        ("The European Union deplored the killing of nurses in Burkina Faso.", ("European Union", "accused", "Burkina Faso")),
        ("The European Union condemned the Burkina Faso attack.", ("European Union", "accused", "Burkina Faso")),
        ("The African Union condemned the Niger coup.", ("African Union", "accused", "Niger")),
        ("Niger's governors decried the arrests in Niger.", ("governors", "accused", "Niger")),
        ("Sudan filed a case at the International Court of Justice accusing Chad of murder.",
         ("International Court of Justice", "accused", "Chad")),
        ("Gambia took Senegal to the International Court of Justice over the timber.", ("Gambia", "captured", "Senegal")),
        ("Critics say that Patrice Talon should visit Mali more often.", ("Critics", "accused", "Patrice Talon")),
        ("Critics say that Patrice Talon was beaten by soldiers.", ("Critics", "accused", "Patrice Talon")),
        ("Ghana called on Togo to lift its sanctions on Benin.", ("Ghana", "conceded", "Benin")),
        ("Ghana called on students to rally against Togo.", ("Ghana", "protestedAgainst", "Togo")),
        ("Mahmoud Dicko appealed to students to demonstrate against Assimi Goïta.",
         ("Mahmoud Dicko", "protestedAgainst", "Assimi Goïta")),
        ("Libya said that Chad may pay a price for the raid.", ("Libya", "threatened", "Chad")),
        ("Libya said that Chad will not pay the price of the well.", ("Libya", "threatened", "Chad")),
        ("Amnesty International denounced the detention of migrants in Libya by militias.",
         ("Amnesty International", "accused", "Libya")),
        ("Niger took Nigeria to the River Basin Commission over a dam.", ("Niger", "captured", "Nigeria")),
        ("Chad's army launched an attack on Boko Haram, saying it had killed forty men.", ("army", "accused", "Boko Haram")),
        ("The Malian army launched an attack on JNIM near Kidal, calling it revenge.", ("Malian army", "accused", "JNIM")),
        ("Amnesty International called for the release of two teachers hit by Chad.",
         ("Amnesty International", "requestedHelpFrom", "Chad")),
        ("Oxfam expressed concern about the safety of refugees in Chad.", ("Oxfam", "accused", "refugees")),
        ("The bishop deplored the treatment of herders in Togo.", ("bishop", "accused", "herders")),
        ("Mali's junta called for elections in Mali.", ("Mali's junta", "demandedOf", "Mali")),
        ("Khalifa Haftar threatened to attack Turkish ships in Libya.", ("Khalifa Haftar", "threatened", "Libya")),
        ("Family members of the victims accused Mali of a crime.", ("victims", "accused", "Mali")),
        ("Ousmane Sonko launched an attack on Macky Sall, calling him a thief.", ("Ousmane Sonko", "attacked", "Macky Sall")),
    ],
)  # fmt: skip
def test_what_is_not(text: str, told: Told) -> None:
    assert told not in list_told(text)


@pytest.mark.parametrize(
    ("text", "told", "plover"),
    [
        ("Talks between Mali and Algeria broke down on Friday.", ("Mali", "negotiatedWith", "Algeria"), "REJECT"),
        ("Talks between Sudan and Chad ended without an agreement.", ("Sudan", "negotiatedWith", "Chad"), "REJECT"),
        ("Talks between Mali and Algeria ended without a handshake.", ("Mali", "negotiatedWith", "Algeria"), None),
        ("The Tuareg rebels pulled out of talks with the Malian government.",
         ("Tuareg rebels", "rejected", "Malian government"), None),  # a refusal, and no consultation
        ("Protesters clashed with the Senegalese gendarmerie in Dakar.",
         ("Protesters", "fought", "Senegalese gendarmerie"), "PROTEST"),
        ("Tuareg rebels clashed with the Malian army in Kidal.", ("Tuareg rebels", "fought", "Malian army"), None),
        ("Students threw stones at the Togolese police.", ("Students", "attacked", "Togolese police"), "PROTEST"),
        ("Jihadists threw grenades at the Malian army.", ("Jihadists", "attacked", "Malian army"), None),
    ],
)  # fmt: skip
def test_the_type_of_what_is_told(text: str, told: Told, plover: str | None) -> None:
    found = list_types(text)
    assert told in found
    assert found[told] == plover


def test_what_somebody_is_appealed_to_for_is_no_fact() -> None:
    found = extract("Ghana appealed to France to train Togolese troops.")
    assert [one.status for one in found if one.predicate == "trains"] == [Status.PLANNED]


def test_what_a_sort_of_people_does_leaves_others_to_do_it() -> None:
    """A unit for protesters takes nothing from that for attackers."""
    assert ("JNIM", "supports", "rebels") in list_told("For two years JNIM has armed rebels in Niger.")
