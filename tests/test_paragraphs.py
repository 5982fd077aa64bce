"""What the lines of a page are: tables of pages and the kinds of their lines."""

from __future__ import annotations

import pytest

from sahelkg.paragraphs import find_paragraphs
from sahelkg.sentences import cut_sentence, split_sentences

# A page is a list of (kind, line); "~" begins a line that follows its predecessor without an empty line between.
PAGES = {
    "plain": [
        ("headline", "Army says it has retaken Tessalit"),
        ("body", "The army said on Monday that it had retaken the town of Tessalit."),
        ("body", "No source on the ground confirmed it."),
    ],
    "site furniture": [
        ("debris", "Home"),
        ("debris", "SUBSCRIBE NOW"),
        ("debris", "5 min read"),
        ("headline", "Traders strike in Gao after a week of kidnappings"),
        ("debris", "3 hours ago"),
        ("debris", "Share on WhatsApp"),
        ("body", "Traders in Gao shut their shops on Tuesday, two residents said."),
        ("debris", "Read also: Fuel runs short in Bamako"),
        ("body", "They want soldiers to guard the road to Ansongo."),
        ("debris", "Sign up to our weekly newsletter for more stories like this!"),
        ("body", "The governor has promised patrols."),
        ("debris", "Leave a Reply"),
        ("debris", "Your email address will not be published."),
    ],
    "related posts with teasers": [
        ("headline", "Niger suspends a radio station over its reports"),
        ("body", "Niger has suspended a radio station in Agadez for a month."),
        ("body", "Its director called the decision absurd."),
        ("debris", "Related Articles"),
        ("debris", "Court in Lomé frees two singers"),
        ("debris", "A court in Lomé has freed two singers who had been..."),
        ("debris", "Read more"),
    ],
    "box in the middle": [
        (
            "body",
            "The convoy left Bourem at dawn with fifty lorries and an escort of soldiers, according to two drivers.",
        ),
        ("debris", "Related stories"),
        (
            "body",
            "It came under fire at Tabankort, where the road narrows, and eleven lorries burned, the drivers said.",
        ),
        (
            "body",
            "The army spoke of an incident without victims, and said that the remaining lorries had reached the town.",
        ),
    ],
    "subheads and short bodies": [
        ("headline", "Chad weighs a new accord with its former ally"),
        ("body", "Chad is weighing a new accord."),
        ("headline", "A long quarrel"),
        ("body", "The last one ended in November."),
        ("body", '"We were not consulted," said the general.'),
        ("body", "He left."),
    ],
    "caption and source": [
        ("headline", "Floods cut the road between Mopti and Sévaré"),
        ("caption", "A flooded street in Mopti. / Photo: AP"),
        ("body", "Floods have cut the road between Mopti and Sévaré since Friday."),
        ("body", "Nobody was hurt."),
        ("debris", "Source: Reuters"),
        ("debris", "Awa Diarra is a journalist who covers Africa from Dakar."),
    ],
    "headline told twice": [
        ("headline", "Benin closes its border after the raid on Karimama"),
        ("body", "Benin has closed its border."),
        ("debris", "Benin closes its border after the raid on Karimama"),
        ("body", "Niger did the same a day later."),
    ],
    "last line without its stop": [
        ("body", "The drone struck a wedding near Douentza on Saturday."),
        (
            "body",
            "Since then families have fled towards Hombori, and people who stayed behind say that they hear engines "
            "above their houses every night until the early morning hours, without a pause",
        ),
        ("debris", "Post a Comment"),
    ],
    "sentences that begin like links": [
        (
            "body",
            "Follow the money, and every trail leads to the mine, investigators in Kayes told the court, which had "
            "waited for their report since January and heard them for two days.",
        ),
        (
            "body",
            "Support our soldiers or leave, the governor shouted, and most of the men who had come to listen to him "
            "left the square without a word and walked back to the market.",
        ),
        ("body", "Sources: the army has them. The rebels too."),
    ],
}


@pytest.mark.parametrize("page", PAGES)
def test_kinds(page: str) -> None:
    lines = PAGES[page]
    text = "\n\n".join(line for _, line in lines)
    found = [(paragraph.kind, text[paragraph.start : paragraph.end]) for paragraph in find_paragraphs(text)]
    assert found == lines


def test_single_newlines_separate_paragraphs() -> None:
    lines = PAGES["site furniture"]
    text = "\n".join(line for _, line in lines)
    found = [(paragraph.kind, text[paragraph.start : paragraph.end]) for paragraph in find_paragraphs(text)]
    assert found == lines


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The ministry said on Monday that soldiers had found the bodies of\n"
        "twelve herders near a well in the north. Nobody claimed the killing.\n"
        "\n"
        "Elders of the district blamed a militia, which denied any part in it\n"
        "and spoke of bandits.\n"
    )
    assert [text[p.start : p.end].split()[-1] for p in find_paragraphs(text)] == ["killing.", "bandits."]


def test_list_items_stay_apart() -> None:
    text = "The accord demands:\n- the withdrawal of all foreign troops\n- the release of the prisoners\n"
    assert len(find_paragraphs(text)) == 3


def test_nothing() -> None:
    assert find_paragraphs(" \n\t\n") == []


@pytest.mark.parametrize(
    "sentences",
    [
        ["Lt. Col. Traoré met Gen. Tchiani.", "They spoke for an hour."],
        ["U.S. troops left Agadez on Aug. 5.", "The base is empty."],
        ["He was born in the U.S. The family moved to Niamey."],
        ['"Who fired first?" the minister asked.', "Nobody knew."],
        ['"Get out!" Colonel Dembélé told them.', "They did."],
        ['"Stop."', "They did not."],
        ['"We are leaving.', 'We will not come back," he said.'],
        ["It fell at 5 a.m. on Monday.", "At 6 p.m. it was retaken."],
        ["The court cited Art. 12 and No. 7 of the decree.", "It adjourned."],
        ["BAMAKO, Mali (AP) –", "Gunmen killed five people."],
        ["NIAMEY, June 5 (Reuters) -", "Niger has closed its border."],
        ["Ouagadougou (AFP) –", "Three soldiers died."],
        ["J. F. Kaboré spoke.", "So did M. Diop."],
        ["The base.", "The army had left it."],
        ["They left… Then came the rain."],
        ["The site sahel.example.org was blocked.", "Version 2.1 is out."],
        ["Was it over?", "No."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    joined = " ".join(sentences)
    expected = sentences
    if len(sentences) == 1 and joined.startswith("He was born"):
        expected = ["He was born in the U.S.", "The family moved to Niamey."]
    if "…" in joined:
        expected = ["They left…", "Then came the rain."]
    assert [joined[start:end] for start, end in split_sentences(joined)] == expected


def test_missing_blank_between_sentences() -> None:
    text = "Soldiers fled the base.The army denied it."
    assert [text[start:end] for start, end in split_sentences(text)] == [
        "Soldiers fled the base.",
        "The army denied it.",
    ]


def test_cut_at_clause_bounds() -> None:
    words = ["rebels", "took", "the", "town", ",", "soldiers", "fled", ";", "nobody", "died"]
    assert cut_sentence(words, len, 8) == [(0, 5), (5, 10)]
    assert cut_sentence(words, len, 100) == [(0, 10)]
    assert cut_sentence(["x"] * 9, len, 3)[-1][1] == 9
