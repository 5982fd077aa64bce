"""What takes more than a verb and its two names: attacks claimed, examples, groups taken up, and what must not be read so."""

from __future__ import annotations

import pytest

from sahelkg import extract

Triple = tuple[str, str, str]

STATED: list[tuple[str, Triple]] = [
    (
        "Patrice Talon welcomed the release of the Beninese soldiers by JNIM with three words.",
        ("ent:jnim", "conceded", "ent:beninese-armed-forces"),
    ),
    (
        "On Monday Togo expelled two envoys of the bank, a move welcomed by Ghana and nobody else.",
        ("ent:ghana", "endorsed", "ent:togo"),
    ),
    (
        "Chad shut the camp at Adré in a single night, a decision that Sudan deplored at length.",
        ("ent:sudan", "accused", "ent:chad"),
    ),
    (
        "Not only Senegal but also Mauritania sanctioned Mali in that week of August.",
        ("ent:mauritania", "sanctioned", "ent:mali"),
    ),
    (
        "Gunmen in uniforms killed the president of Mali on the bridge.",
        ("ent:gunmen", "killed", "ent:president-mali"),
    ),
    (
        "Mali and Guinea are ruled by officers. On Sunday ECOWAS imposed sanctions on the countries.",
        ("ent:ecowas", "sanctioned", "ent:guinea"),
    ),
    (
        "Ivory Coast has asked for a summit. Government spokesman Amadou Coulibaly said that Mali had refused.",
        ("ent:x-amadou-coulibaly-8e4ca32a", "speaksFor", "ent:ivory-coast"),
    ),
    (
        "The rebels of FACT are a group of deserters. They launched an offensive against the Chadian army.",
        ("ent:fact", "attacked", "ent:chadian-armed-forces"),
    ),
    (
        "Jihadists came at noon to Porga, where Beninese soldiers slept. Niger is close by. The soldiers were killed by JNIM.",
        ("ent:jnim", "killed", "ent:beninese-armed-forces"),
    ),
    (
        "JNIM said on Monday that their fighters had been attacked by the Malian army near a well.",
        ("ent:malian-armed-forces", "attacked", "ent:jnim"),
    ),
    (
        "In a message read on the radio the Islamic State claimed the attack on the airport of Niger's capital.",
        ("ent:islamic-state", "attacked", "ent:niamey"),
    ),
    (
        "The agreement was signed after two days. Talks between the government of Mali and Mauritania went on in Néma.",
        ("ent:malian-government", "negotiatedWith", "ent:mauritania"),
    ),
    (
        "Human Rights Watch accused the Wagner Group of beating, torturing and executing civilians in three villages.",
        ("ent:wagner-group", "killed", "ent:civilians"),
    ),
    (
        "Algeria has sent Niger food and thousands of tons of weapons by road and by air.",
        ("ent:algeria", "supports", "ent:niger"),
    ),
    (
        "The governor of Gao said that most of the attacks on Mauritania this spring were carried out by JNIM.",
        ("ent:jnim", "attacked", "ent:mauritania"),
    ),
    (
        "A prosecutor in Bamako says that JNIM killed most of the civilians of the village in one night.",
        ("ent:jnim", "killed", "ent:civilians"),
    ),
    (
        "On the same morning JNIM attacked Malian, Nigerien and Burkinabe soldiers in three places.",
        ("ent:jnim", "attacked", "ent:nigerien-armed-forces"),
    ),
    (
        "French and Russian officials met in Bamako to speak of the two crews.",
        ("ent:officials-france", "negotiatedWith", "ent:officials-russia"),
    ),
    (
        "Two weeks later the RSF seized the capital of North Darfur, El Fasher, at dawn.",
        ("ent:rsf", "captured", "ent:el-fasher"),
    ),
    (
        "Former colonial ruler France and the European Union have suspended their cooperation with Niger.",
        ("ent:european-union", "brokeTiesWith", "ent:niger"),
    ),
    (
        "JNIM leader Iyad Ag Ghaly and Amadou Koufa met on a hill above the salt road.",
        ("ent:iyad-ag-ghaly", "negotiatedWith", "ent:amadou-koufa"),
    ),
    (
        "Gunmen on motorcycles attacked Djibo at noon. Nine people died. The raid is believed to have been carried out by JNIM.",
        ("ent:jnim", "attacked", "ent:djibo"),
    ),
    (
        "In an interview of two hours Succès Masra launched a scathing attack on France.",
        ("ent:succes-masra", "accused", "ent:france"),
    ),
    (
        "Six days after the coup Canada announced a suspension of its aid to Niger.",
        ("ent:canada", "sanctioned", "ent:niger"),
    ),
    (
        "Six days after the coup Canada froze 70 million dollars in aid to Niger.",
        ("ent:canada", "sanctioned", "ent:niger"),
    ),
    (
        "Last year France provided 34 million euros in budget support to Chad.",
        ("ent:france", "supports", "ent:chad"),
    ),
    (
        "Without a word of warning Algeria imposed a ban on imports from Morocco.",
        ("ent:algeria", "sanctioned", "ent:morocco"),
    ),
    (
        "After a night of talks ECOWAS lifted the sanctions imposed on Mali.",
        ("ent:ecowas", "conceded", "ent:mali"),
    ),
    (
        "After a night of talks ECOWAS lifted the sanctions that it had imposed on Mali.",
        ("ent:ecowas", "conceded", "ent:mali"),
    ),
    (
        "Before the rains Algeria lifted the ban on sales of fuel to Mali.",
        ("ent:algeria", "conceded", "ent:mali"),
    ),
    (
        "After the autopsy Chad returned the remains of five soldiers to Sudan.",
        ("ent:chad", "conceded", "ent:sudan"),
    ),
    (
        "Chad has beefed up its presence along the border with Sudan since the shelling.",
        ("ent:chad", "mobilisedAgainst", "ent:sudan"),
    ),
    (
        "After the flood Algeria expressed its sympathy and solidarity to Niger.",
        ("ent:algeria", "endorsed", "ent:niger"),
    ),
    (
        "A mine laid by JNIM killed four Nigerien soldiers on the road to Torodi.",
        ("ent:jnim", "killed", "ent:nigerien-armed-forces"),
    ),
    (
        "Seven Malian soldiers were killed by a rocket that JNIM fired at dawn.",
        ("ent:jnim", "killed", "ent:malian-armed-forces"),
    ),
    (
        "A French military airstrike killed two leaders of the Islamic State near Menaka.",
        ("ent:france", "killed", "ent:islamic-state"),
    ),
    (
        "Gunfire from Malian soldiers killed three Mauritanian herders at the well.",
        ("ent:malian-armed-forces", "killed", "ent:herders-mauritania"),
    ),
    (
        "Senegal said on Friday that Mali must open the road to Kayes before the feast.",
        ("ent:senegal", "demandedOf", "ent:mali"),
    ),
    (
        "The junta in Niger has to let the convoy pass, Algeria said in a note.",
        ("ent:algeria", "demandedOf", "ent:nigerien-junta"),
    ),
    (
        "In a call with Bola Tinubu on Monday, Nana Akufo-Addo said that the price of cocoa was a scandal.",
        ("ent:bola-tinubu", "negotiatedWith", "ent:nana-akufo-addo"),
    ),
    (
        "Bola Tinubu, after talks with Nana Akufo-Addo, said that the border would open at noon.",
        ("ent:bola-tinubu", "negotiatedWith", "ent:nana-akufo-addo"),
    ),
    (
        "Under Colonel Assimi Goïta, the Malian junta ended a long-standing alliance with France and bought drones.",
        ("ent:malian-junta", "brokeTiesWith", "ent:france"),
    ),
    (
        "In the space of two years the French army was driven out of Mali, Burkina Faso and Niger.",
        ("ent:french-armed-forces", "withdrewFrom", "ent:niger"),
    ),
]

NOT_STATED: list[tuple[str, Triple]] = [
    (
        "Patrice Talon welcomed the release of the Beninese soldiers by JNIM with three words.",
        ("ent:jnim", "conceded", "ent:patrice-talon"),
    ),
    (
        "Patrice Talon welcomed the release of the Beninese soldiers with three words.",
        ("ent:patrice-talon", "endorsed", "ent:beninese-armed-forces"),
    ),
    (
        "Togo lost the final in Accra, a blow deplored by Ghana's own coach.",
        ("ent:ghana", "accused", "ent:togo"),
    ),
    (
        "Togo lifted its curfew on Monday, a move welcomed by Ghana.",
        ("ent:togo", "conceded", "ent:ghana"),
    ),
    (
        "All states of the region but Togo sanctioned Niger in that week of August.",
        ("ent:togo", "sanctioned", "ent:niger"),
    ),
    (
        "Mali, not Senegal, asked Russia for instructors and helicopters.",
        ("ent:senegal", "requestedHelpFrom", "ent:russia"),
    ),
    (
        "Gunmen in uniforms killed the president of Mali on the bridge.",
        ("ent:gunmen", "killed", "ent:mali"),
    ),
    (
        "After two more attacks Niger put off the sanctions on Mali.",
        ("ent:niger", "sanctioned", "ent:mali"),
    ),
    (
        "Mali beat Guinea at the final whistle. ECOWAS imposed sanctions on the countries of its choice.",
        ("ent:ecowas", "sanctioned", "ent:guinea"),
    ),
    (
        "Chad and Niger share a lake. In Niger the army is paid on time, and JNIM attacked the army at Tillabéri.",
        ("ent:jnim", "attacked", "ent:chadian-armed-forces"),
    ),
    (
        "According to residents and two drivers, their captors were JNIM's men, and JNIM attacked nobody.",
        ("ent:jnim", "attacked", "ent:residents"),
    ),
    (
        "France's anti-jihadist force left Gossi in April, and the junta expelled the force's last cook.",
        ("ent:malian-junta", "expelled", "ent:jihadists-france"),
    ),
    (
        "The talks failed, Reuters reported. On Sunday a directorate in Benghazi said that it had arrested two Egyptian engineers.",
        ("ent:reuters", "detained", "ent:engineers-egypt"),
    ),
    (
        "French troops in Chad left two lorries and a bakery to the town of Faya-Largeau.",
        ("ent:french-armed-forces", "withdrewFrom", "ent:chad"),
    ),
    (
        "Western partners such as France and Germany have paid for the hospital in Sikasso.",
        ("ent:france", "alliedWith", "ent:western-powers"),
    ),
    (
        "Gunmen came to the villages of Gora, Madomawa and Jambuzu at nightfall and took the goats.",
        ("ent:x-gora-3aabbdc2", "locatedIn", "ent:x-madomawa-a1cf3a97"),
    ),
    (
        "By the end of the dry season JNIM controlled much of Mali, or so its preachers said on the market.",
        ("ent:jnim", "controls", "ent:mali"),
    ),
    (
        "The Malian and Burkinabe juntas signed an agreement about the price of onions.",
        ("ent:mali", "agreedWith", "ent:burkinabe-junta"),
    ),
    (
        "Two weeks later the RSF seized the capital of North Darfur, El Fasher, at dawn.",
        ("ent:rsf", "captured", "ent:north-darfur"),
    ),
    (
        "Malian president Assimi Goïta and Vladimir Putin met for an hour in a hall without windows.",
        ("ent:vladimir-putin", "leads", "ent:mali"),
    ),
    (
        "The leader of JNIM and Amadou Koufa met for an hour in a valley without wells.",
        ("ent:amadou-koufa", "leads", "ent:jnim"),
    ),
    (
        "At the end of July ECOWAS gave Niger's coup leaders one week to reinstate Mohamed Bazoum.",
        ("ent:ecowas", "conceded", "ent:mohamed-bazoum"),
    ),
    (
        "The military coup in Niger has been condemned by France and by all of its neighbours.",
        ("ent:france", "accused", "ent:coup-niger"),
    ),
    (
        "JNIM attacked Djibo and the Islamic State attacked Ménaka. A deserter says the attack was carried out by Wagner.",
        ("ent:wagner-group", "attacked", "ent:djibo"),
    ),
    (
        "Gunmen attacked Djibo at noon. Of an attack by JNIM the army knows nothing.",
        ("ent:jnim", "attacked", "ent:djibo"),
    ),
    (
        "In an interview of two hours Succès Masra launched a scathing attack on France.",
        ("ent:succes-masra", "attacked", "ent:france"),
    ),
    (
        "At the gates of the embassy France condemned the arrest of Mohamed Bazoum.",
        ("ent:france", "accused", "ent:mohamed-bazoum"),
    ),
    (
        "Mali's parliament rejected the demand that Algeria pay for the bridge.",
        ("ent:malian-parliament", "rejected", "ent:algeria"),
    ),
    (
        "After the reception Mali and Niger received a medal each from the hands of a retired colonel.",
        ("ent:mali", "negotiatedWith", "ent:niger"),
    ),
    (
        "In a film from the forest Iyad Ag Ghaly called Abu Musab al-Barnawi an infidel and a fool.",
        ("ent:iyad-ag-ghaly", "negotiatedWith", "ent:abu-musab-al-barnawi"),
    ),
    (
        "Two trains a week are enough, the government in Bamako admitted on a Wednesday in April.",
        ("ent:malian-government", "basedIn", "ent:bamako"),
    ),
    (
        "Under Colonel Assimi Goïta, the Malian junta ended a long-standing alliance with France and bought drones.",
        ("ent:assimi-goita", "brokeTiesWith", "ent:france"),
    ),
    (
        "Algeria sent food, and the weapons of the smugglers went to Niger by another road that night.",
        ("ent:algeria", "supports", "ent:niger"),
    ),
    (
        "Before the rains Algeria lifted the ban on a newspaper that had insulted Mali.",
        ("ent:algeria", "conceded", "ent:mali"),
    ),
    (
        "Without a word of warning Algeria imposed a ban on a general from Mali.",
        ("ent:algeria", "sanctioned", "ent:mali"),
    ),
    (
        "In June France criticised a suspension of aid to Niger.",
        ("ent:france", "sanctioned", "ent:niger"),
    ),
    (
        "In June France withheld 40 million euros in aid to Niger.",
        ("ent:france", "aided", "ent:niger"),
    ),
    (
        "Two of the officers whom Chad pushed beyond its border with Sudan came back.",
        ("ent:chad", "mobilisedAgainst", "ent:sudan"),
    ),
    (
        "Drones supplied by Turkey struck Kidal before the rain came.",
        ("ent:turkey", "attacked", "ent:kidal"),
    ),
    (
        "A bomb in Mali killed four Nigerien soldiers on the road to Torodi.",
        ("ent:mali", "killed", "ent:nigerien-armed-forces"),
    ),
    (
        "Rockets from Chad killed three Sudanese soldiers near the border.",
        ("ent:chad", "killed", "ent:sudanese-armed-forces"),
    ),
    (
        "Senegal asked on Friday whether Mali should open the road to Kayes.",
        ("ent:senegal", "demandedOf", "ent:mali"),
    ),
    (
        "Senegal closed the road to Kayes after talks between ECOWAS and the junta in Mali.",
        ("ent:senegal", "negotiatedWith", "ent:ecowas"),
    ),
]


def read_triples(text: str) -> set[Triple]:
    """What the text states, a symmetric relation both ways."""
    found = {(one.subject.entity or "", one.predicate, one.object.entity or "") for one in extract(text)}
    return found | {(obj, predicate, subject) for subject, predicate, obj in found if predicate == "negotiatedWith"}


@pytest.mark.parametrize(("text", "triple"), STATED)
def test_what_is_stated_is_found(text: str, triple: Triple) -> None:
    assert triple in read_triples(text)


@pytest.mark.parametrize(("text", "triple"), NOT_STATED)
def test_what_is_not_stated_is_not_found(text: str, triple: Triple) -> None:
    assert triple not in read_triples(text)
