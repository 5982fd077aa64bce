"""Reading articles: real files, hostile ones among them, and a real web server."""

from __future__ import annotations

import gzip
import io
import json
import os
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sahelkg.articles import read_articles
from sahelkg.encoding import decode_text
from sahelkg.errors import ArticleError
from sahelkg.frontmatter import is_web_address, parse_day, read_metadata, split_front_matter
from sahelkg.language import detect_language
from sahelkg.records import Article, Skipped

ENGLISH = (
    "Gunmen on motorcycles rode into the market town before dawn and set fire to the mayor's office, residents said. "
    "Two traders were hurt. The army sent a patrol from the regional capital in the afternoon.\n"
)
FRENCH = (
    "Des hommes armés à moto sont entrés dans le bourg avant l'aube et ont incendié la mairie, selon des habitants. "
    "Deux commerçants ont été blessés. L'armée a envoyé une patrouille dans l'après-midi.\n"
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Market town raided | Desert Courier</title>
<meta property="og:site_name" content="Desert Courier"><meta property="og:title" content="Market town raided">
<meta property="article:published_time" content="2025-06-08T21:40:00-05:00">
<meta property="article:modified_time" content="2025-07-01T08:00:00Z"><meta name="author" content="Awa Diop">
<link rel="canonical" href="https://courier.example/raid"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Market town raided</h1><p>{ENGLISH}</p><p>Officials in the capital declined to comment on the raid
&amp; gave no toll. A spokesman promised an inquiry within days, and said that the road had been reopened.</p></article>
<footer>Copyright 2019 Desert Courier. Share on social media.</footer></body></html>"""


def read(*inputs: object, **options: object) -> list[Article | Skipped]:
    return list(read_articles([str(given) for given in inputs], **options))  # type: ignore[arg-type]


def read_bytes(tmp_path: Path, raw: bytes | str, name: str = "a.txt", **options: object) -> Article | Skipped:
    path = tmp_path / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    (item,) = read(path, **options)
    return item


def code(item: Article | Skipped) -> str:
    assert isinstance(item, Skipped), item
    assert "\n" not in item.message
    assert item.message.startswith(item.path)
    return item.reason_code


def article(item: Article | Skipped) -> Article:
    assert isinstance(item, Article), item
    return item


# Markdown and its front matter


def test_front_matter_becomes_fields_and_is_no_part_of_the_text(tmp_path: Path) -> None:
    head = (
        "---\nid: courier-7\ntitle: 'Raid: a town burns'\ndate: 2025-06-08\npublisher: Desert Courier\n"
        "url: https://courier.example/raid\nauthor: [Awa Diop, B. Ly]\nlanguage: en\nsources:\n  - name: wire\n---\n"
    )
    found = article(read_bytes(tmp_path, head + ENGLISH, "raid.md"))
    assert found == Article(
        id="courier-7",
        text=ENGLISH,
        title="Raid: a town burns",
        published=date(2025, 6, 8),
        publisher="Desert Courier",
        url="https://courier.example/raid",
        authors=("Awa Diop", "B. Ly"),
        language="en",
        path=(tmp_path / "raid.md").as_posix(),
    )


def test_newlines_and_odd_characters_of_the_body_stay_where_they_are(tmp_path: Path) -> None:
    body = "\r\n\r\nThe army\u200b left.\x07\u00ad The town\u2028was empty \U0001f525, and the road was open again.\r\n"
    found = article(read_bytes(tmp_path, "\ufeff---\r\nid: x\r\n---\r\n" + body, "a.md"))
    assert found.text == body
    assert found.id == "x"


def test_without_front_matter_the_stem_is_the_id(tmp_path: Path) -> None:
    assert article(read_bytes(tmp_path, ENGLISH, "raid on a.town.md")).id == "raid on a.town"


def test_ids_keep_their_spelling(tmp_path: Path) -> None:
    assert article(read_bytes(tmp_path, "---\nid: 007\n---\n" + ENGLISH, "a.md")).id == "007"
    assert article(read_bytes(tmp_path, "---\nid: 2025-06-08\n---\n" + ENGLISH, "b.md")).id == "2025-06-08"
    assert article(read_bytes(tmp_path, "---\nid:\n---\n" + ENGLISH, "c.md")).id == "c"


def test_text_files_have_no_front_matter(tmp_path: Path) -> None:
    text = "---\nid: x\n---\n" + ENGLISH
    found = article(read_bytes(tmp_path, text, "a.txt"))
    assert (found.id, found.text) == ("a", text)


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("---\ntitle: a: b: c\n---\n", 2),
        ("---\nid: x\ntitle: 'open\n---\n", 4),
        ("---\nid: x\n", 1),
        ("---\njust words\n---\n", 2),
        ("---\n- a\n- b\n---\n", 2),
        ("---\na: &x [*x]\n---\n", 2),
        ("---\na: " + "[" * 3000 + "\n---\n", 1),
        ("---\ntitle: \x01\n---\n", 1),
    ],
)
def test_broken_front_matter_is_named_by_line(tmp_path: Path, head: str, line: int) -> None:
    item = read_bytes(tmp_path, head + ENGLISH, "a.md")
    assert code(item) == "front-matter"
    assert isinstance(item, Skipped)
    assert item.line is not None
    assert f"a.md:{item.line}: " in item.message
    if "[[[" not in head:
        assert item.line == line


def test_front_matter_builds_no_python_objects() -> None:
    fields, _ = split_front_matter("---\nid: !!python/object/apply:os.system ['true']\n---\n")
    assert fields["id"] == ["true"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-06-08", date(2025, 6, 8)),
        ("'2025-06-08'", date(2025, 6, 8)),
        ("2025-06-08T23:59:00-05:00", date(2025, 6, 8)),
        ("2025-06-08 23:59:00Z", date(2025, 6, 8)),
        ("2025-06-08T10:00:00.123+02:00", date(2025, 6, 8)),
        ("8 June 2025", date(2025, 6, 8)),
        ("June 8, 2025", date(2025, 6, 8)),
        ("Sunday, June 8, 2025", date(2025, 6, 8)),
        ("Sun, 08 Jun 2025 23:30:00 +0000", date(2025, 6, 8)),
        ("29 February 2024", date(2024, 2, 29)),
    ],
)
def test_days_of_publication(tmp_path: Path, written: str, day: date) -> None:
    found = article(read_bytes(tmp_path, f"---\ndate: {written}\n---\n{ENGLISH}", "a.md"))
    assert found.published == day
    assert found.notes == ()


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-31", "31 February 2025", "29 February 2023", "soon", "June 2025", "2025", "06/08/2025", "8/6/25",
        "0001-01-01", "9999-12-31", "20250608", "2025-6-8x", "yesterday", "[2025, 6, 8]", "8 June 25",
        "2025-06-08 to 2025-06-09", "١٢٣٤-٠٦-٠٨",
    ],
)  # fmt: skip
def test_what_is_no_day_is_left_out_and_noted(tmp_path: Path, written: str) -> None:
    found = article(read_bytes(tmp_path, f"---\ndate: {written}\n---\n{ENGLISH}", "a.md"))
    assert found.published is None
    assert len(found.notes) == 1
    assert found.notes[0].startswith("date ")


def test_published_stands_in_where_the_article_has_no_day(tmp_path: Path) -> None:
    dated = tmp_path / "dated.md"
    dated.write_text(f"---\ndate: 2024-01-02\n---\n{ENGLISH}")
    plain = tmp_path / "plain.txt"
    plain.write_text(ENGLISH)
    days = [article(item).published for item in read(dated, plain, published=date(2025, 6, 8))]
    assert days == [date(2024, 1, 2), date(2025, 6, 8)]
    assert article(read(plain)[0]).published is None  # neither the file's day nor today


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "ftp://a.example/", "//a.example", "http://", "https://a b", "https://a/<b>", "http://[x"],
)
def test_addresses_that_are_none_are_left_out(address: str) -> None:
    assert not is_web_address(address)
    metadata = read_metadata({"url": address})
    assert metadata.url is None
    assert len(metadata.notes) == 1


def test_lists_in_place_of_text_are_noted() -> None:
    metadata = read_metadata({"title": ["a"], "author": [["b"], "C"], "id": {"a": "b"}})
    assert (metadata.title, metadata.authors, metadata.id) == (None, ("C",), None)
    assert len(metadata.notes) == 3


# Encodings and broken files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark(tmp_path: Path, encoding: str) -> None:
    text = ENGLISH + "The prefect of Ménaka, Aïcha Touré, said “no”."
    found = article(read_bytes(tmp_path, text.encode(encoding)))
    assert found.text == text
    assert found.notes == ()


def test_western_bytes_are_read_and_noted(tmp_path: Path) -> None:
    text = ENGLISH + "The prefect of Ménaka, Aïcha Touré, said “no” – again."
    found = article(read_bytes(tmp_path, text.encode("cp1252")))
    assert found.text == text
    assert len(found.notes) == 1


@pytest.mark.parametrize(
    "raw",
    [
        (ENGLISH + "The prefect of Ménaka, Touré, didn’t answer.").encode("mac-roman"),
        (ENGLISH + "Ménaka").encode() + b"\xff",
        (ENGLISH + "Ménaka é").encode()[:-1],
        (ENGLISH + "\u0434\u043e\u043c " * 40).encode("koi8-r"),
        ENGLISH.encode() + b"M\x81naka",
        ENGLISH.encode() + b"\xed\xa0\x80",  # half a character, written as UTF-8 would if it could
        b"\xff\xfe" + "ab".encode("utf-16-le") + b"\x00",
    ],
)
def test_bytes_of_no_sure_encoding_are_skipped(tmp_path: Path, raw: bytes) -> None:
    assert code(read_bytes(tmp_path, raw)) == "encoding"


@pytest.mark.parametrize(
    "raw",
    [b"\x7fELF\x00\x00\x01", ENGLISH.encode() + b"\x00", (ENGLISH + "\0").encode("utf-16"), ENGLISH.encode("utf-32")],
)
def test_binary_files_are_skipped(tmp_path: Path, raw: bytes) -> None:
    assert code(read_bytes(tmp_path, raw)) == "binary"


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"\xef\xbb\xbf", "\u200b…".encode(), b"---\n***\n"])
def test_empty_files_are_skipped(tmp_path: Path, raw: bytes) -> None:
    assert code(read_bytes(tmp_path, raw)) == "empty"


def test_a_front_matter_without_a_body_is_empty(tmp_path: Path) -> None:
    assert code(read_bytes(tmp_path, "---\nid: x\n---", "a.md")) == "empty"


def test_huge_files_are_skipped_and_the_limit_can_be_moved(tmp_path: Path) -> None:
    raw = ENGLISH.encode() * 20
    assert code(read_bytes(tmp_path, raw, max_bytes=len(raw) - 1)) == "huge"
    article(read_bytes(tmp_path, raw, max_bytes=len(raw)))
    path = tmp_path / "sparse.txt"
    with path.open("wb") as file:
        file.truncate(5_000_001)
    assert code(read(path)[0]) == "huge"


def test_codecs_that_are_no_character_sets_are_passed_over() -> None:
    for charset in ("rot13", "unicode_escape", "utf-7", "base64", "no-such", "idna", "\0"):
        assert decode_text(b"a\\x41 +AEE-", charset=charset)[0] == "a\\x41 +AEE-"


def test_pages_that_say_latin_1_mean_windows_1252() -> None:
    assert decode_text(b"\x93no\x94", charset="ISO-8859-1") == ("“no”", None)


# Languages


def test_other_languages_are_skipped_and_named(tmp_path: Path) -> None:
    item = read_bytes(tmp_path, FRENCH)
    assert code(item) == "language"
    assert isinstance(item, Skipped)
    assert "(fr)" in item.message
    assert item.article_id == "a"


def test_what_the_front_matter_says_counts_only_where_the_text_is_unsure(tmp_path: Path) -> None:
    assert code(read_bytes(tmp_path, f"---\nlanguage: en\n---\n{FRENCH}", "a.md")) == "language"
    article(read_bytes(tmp_path, f"---\nlanguage: fr\n---\n{ENGLISH}", "b.md"))
    assert code(read_bytes(tmp_path, "---\nlanguage: fr-ML\n---\nBamako, Goïta.", "c.md")) == "language"
    article(read_bytes(tmp_path, "---\nlanguage: en-GB\n---\nBamako, Goïta.", "d.md"))


@pytest.mark.parametrize(
    "text",
    [
        "JNIM attacked Boulikessi.", "Wagner quits Mali.", "General Tiani met Traoré and Goïta in Niamey.", "2025",
        "Iyad Ag Ghali", "Assimi Goïta leads Mali.", "Fighters attacked Ménaka.",
        ENGLISH + " « Nous ne savons pas qui ils sont », a dit un commerçant. " + ENGLISH,
    ],
)  # fmt: skip
def test_short_texts_full_of_names_are_not_taken_for_another_language(text: str) -> None:
    assert detect_language(text) in {None, "en"}


# Pages


@pytest.mark.parametrize("name", ["raid.html", "raid.HTM"])
def test_pages_give_their_text_and_what_their_head_says(tmp_path: Path, name: str) -> None:
    found = article(read_bytes(tmp_path, PAGE, name))
    assert found.id == "raid"
    assert "set fire to the mayor's office" in found.text
    assert "the raid\n& gave" in found.text or "the raid & gave" in found.text
    assert "Sport" not in found.text
    assert "Share on" not in found.text
    assert found.title == "Market town raided"
    assert found.published == date(2025, 6, 8)
    assert found.publisher == "Desert Courier"
    assert found.url == "https://courier.example/raid"
    assert found.authors == ("Awa Diop",)


def test_a_page_in_the_character_set_that_it_names(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("market town", "town of Ménaka")
    found = article(read_bytes(tmp_path, page.encode("cp1252"), "a.html"))
    assert "town of Ménaka" in found.text
    assert found.notes == ()


LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "Organization", "datePublished": "2001-01-01"}, {"@type": ["NewsArticle"], "datePublished": "2024-05-06"}]}
</script>"""


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (LINKED, date(2024, 5, 6)),
        ('<meta name="DC.date.issued" content="2023-04-05">', date(2023, 4, 5)),
        ('<meta itemprop="datePublished" content="5 April 2023">', date(2023, 4, 5)),
        ("", None),
        ('<meta property="article:modified_time" content="2023-04-05">', None),
        ('<meta property="article:published_time" content="2023-02-30">', None),
        ('<script type="application/ld+json">{broken "datePublished": "2024-05-06"</script>', None),
        ('<script type="application/ld+json">' + "[" * 5000 + "</script>", None),
        ('<meta http-equiv="last-modified" content="2023-04-05"><meta name="copyright" content="2023">', None),
    ],
)
def test_only_a_stated_day_of_publication_counts(tmp_path: Path, head: str, day: date | None) -> None:
    page = PAGE.replace("<head>", "<head>" + head).replace(
        '<meta property="article:published_time" content="2025-06-08T21:40:00-05:00">', ""
    )
    page = page.replace("courier.example/raid", "courier.example/2022/03/04/raid").replace(
        "</article>", "<p>The story was updated on 3 March 2021, the newspaper's editors said in a note.</p></article>"
    )
    assert article(read_bytes(tmp_path, page, "a.html")).published == day


def test_a_page_does_not_choose_its_address_freely(tmp_path: Path) -> None:
    page = PAGE.replace("https://courier.example/raid", "javascript:alert(document.domain)")
    assert article(read_bytes(tmp_path, page, "a.html")).url is None


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>", "<html><body><script>alert(1)</script></body></html>", "<!-- -->", "<" * 2000,
        "<div>" * 20000 + "x", "&#0;&#xd800;",
    ],
)  # fmt: skip
def test_pages_without_an_article_are_skipped_in_silence_of_the_log(
    tmp_path: Path, page: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert code(read_bytes(tmp_path, page, "a.html")) in {"empty", "binary"}
    assert capfd.readouterr().err == ""


def test_the_same_page_gives_the_same_text_every_time(tmp_path: Path) -> None:
    assert len({article(read_bytes(tmp_path, PAGE, "a.html")).text for _ in range(3)}) == 1


# Lines


def lines(*objects: object) -> str:
    return "".join((item if isinstance(item, str) else json.dumps(item)) + "\n" for item in objects)


def test_each_line_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_text(
        lines(
            {"id": "a", "text": ENGLISH, "title": "A", "date": "2025-06-08", "author": ["X", "Y"]}, "", {"text": "No."}
        )
    )
    first, second = (article(item) for item in read(path))
    assert (first.id, first.text, first.title, first.published, first.authors, first.line) == (
        "a", ENGLISH, "A", date(2025, 6, 8), ("X", "Y"), 1,
    )  # fmt: skip
    assert second.line == 3
    assert second.id.startswith("wire-")
    assert len(second.id) == len("wire-") + 8


def test_a_line_without_id_keeps_its_id_when_it_moves(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_text(lines({"text": ENGLISH}))
    before = article(read(path)[0]).id
    path.write_text(lines({"text": "Other news."}, {"text": ENGLISH}))
    assert article(read(path)[1]).id == before


def test_bad_lines_are_left_out_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    good = json.dumps({"text": ENGLISH}).encode()
    path.write_bytes(
        b"\n".join([
            b"\xef\xbb\xbf" + good,
            b"{broken",
            b"[1, 2]",
            b'{"id": "x"}',
            b'{"text": 7}',
            b"\xff\xff",
            b'{"text": "a\\u0000b"}',
            b"[" * 100_000,
            b'{"text": "' + b"a" * 300_000 + b'"}',
            b'{"text": "' + b"9" + b'", "n": ' + b"9" * 10_000 + b"}",
            json.dumps({"text": FRENCH}).encode(),
            b'{"text": "  "}',
            b'{"id": "last", "text": "The army left. It came back."}',
        ])
    )
    items = read(path, max_bytes=200_000)
    assert [item.reason_code if isinstance(item, Skipped) else item.id[:5] for item in items] == [
        "wire-", "json", "json", "json", "json", "encoding", "binary",
        "json", "huge", "json", "language", "empty", "last",
    ]  # fmt: skip
    assert [item.line for item in items] == list(range(1, 14))
    assert all(f"wire.jsonl:{item.line}: " in item.message for item in items if isinstance(item, Skipped))


def test_half_characters_in_json_are_replaced_one_for_one(tmp_path: Path) -> None:
    found = article(
        read_bytes(tmp_path, '{"id": "\\udc00", "text": "The army \\ud800left. \\ud83d\\ude00"}', "a.jsonl")
    )
    assert found.text == "The army \ufffdleft. \U0001f600"
    assert found.text_sha256
    assert found.iri.isascii()


def test_lines_in_utf_16_are_named_once(tmp_path: Path) -> None:
    item = read_bytes(tmp_path, lines({"text": ENGLISH}, {"text": ENGLISH}).encode("utf-16"), "a.jsonl")
    assert code(item) == "encoding"


# Folders, paths, ids


def test_folders_are_read_in_order_and_to_the_bottom(tmp_path: Path) -> None:
    for name in [
        "b/z.md",
        "b/a/deep.txt",
        "a.txt",
        "c.MD",
        ".hidden.md",
        "b/.git/x.md",
        "b/photo.png",
        "notes",
        "x.pdf",
    ]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ENGLISH)
    *articles, others = read(tmp_path)
    assert [article(item).id for item in articles] == ["a", "deep", "z", "c"]
    assert isinstance(others, Skipped)
    assert (others.reason_code, others.count) == ("other-files", 3)
    assert ".png 1" in others.message


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == []


def test_links_that_go_in_circles_end(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text(ENGLISH)
    (tmp_path / "sub" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "again.md").symlink_to(tmp_path / "sub" / "a.md")
    (tmp_path / "self.md").symlink_to(tmp_path / "self.md")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    items = read(tmp_path)
    assert [item.id for item in items if isinstance(item, Article)] == ["again"]
    assert [item.reason_code for item in items if isinstance(item, Skipped)] == ["unreadable", "unreadable"]


def test_what_is_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ENGLISH)
    assert len(read(tmp_path / "a.md", tmp_path, tmp_path, tmp_path / "." / "a.md")) == 1


def test_a_missing_path_does_not_keep_the_rest_from_being_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ENGLISH)
    missing, found, below_a_file = read(tmp_path / "no.md", tmp_path / "a.md", tmp_path / "a.md" / "b.md")
    assert code(missing) == code(below_a_file) == "missing"
    article(found)


def test_kinds_that_are_no_articles_are_named(tmp_path: Path) -> None:
    assert code(read_bytes(tmp_path, b"%PDF", "a.pdf")) == "kind"
    os.mkfifo(tmp_path / "pipe.txt")
    assert code(read(tmp_path / "pipe.txt")[0]) == "kind"
    assert read(tmp_path)[0].path == tmp_path.as_posix()  # not opened, not waited for


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_without_permission_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ENGLISH)
    (tmp_path / "a.md").chmod(0)
    assert code(read(tmp_path)[0]) == "unreadable"


def test_a_path_with_nul_is_unreadable() -> None:
    assert read("a\0b.md")[0].reason_code == "unreadable"  # type: ignore[union-attr]


def test_an_id_taken_twice_names_both_places(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text(f"---\nid: {'same' if name != 'b.md' else 'other'}\n---\n{ENGLISH}")
    items = read(tmp_path)
    assert [item.id for item in items if isinstance(item, Article)] == ["same", "other"]
    assert code(items[2]) == "duplicate-id"
    assert "a.md" in items[2].message
    assert "c.md" in items[2].message
    assert items[2].article_id == "same"  # type: ignore[union-attr]


def test_an_id_taken_twice_in_one_file_names_both_lines(tmp_path: Path) -> None:
    path = tmp_path / "w.jsonl"
    path.write_text(lines({"id": "x", "text": ENGLISH}, {"id": "x", "text": "The army left the town again."}))
    item = read(path)[1]
    assert code(item) == "duplicate-id"
    assert "w.jsonl:1 " in item.message
    assert "w.jsonl:2: " in item.message


@pytest.mark.parametrize("name", [b"caf\xe9.md", b"line\nbreak.md", b"\x1b[31mred.md", "\u202eltr.md".encode()])
def test_hostile_file_names_are_printable_and_give_ids(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_text(ENGLISH)
    (item,) = read(tmp_path)
    found = article(item)
    assert found.id.isprintable()
    assert str(found.path).isprintable()
    assert found.iri.isascii()
    path.write_bytes(b"\0")
    assert read(tmp_path)[0].message.isprintable()  # type: ignore[union-attr]


# Standard input


def test_standard_input_is_named_by_its_text() -> None:
    (item,) = read("-", "-", stdin=io.BytesIO(ENGLISH.encode()))
    found = article(item)
    assert found.id == "stdin-" + found.text_sha256[:8]
    assert found.path == "-"


def test_standard_input_may_hold_front_matter_or_a_page() -> None:
    assert article(read("-", stdin=io.BytesIO(f"---\nid: x\n---\n{ENGLISH}".encode()))[0]).id == "x"
    found = article(read("-", stdin=io.BytesIO(PAGE.encode()))[0])
    assert found.title == "Market town raided"
    assert found.id.startswith("stdin-")
    assert code(read("-", stdin=io.BytesIO(b""))[0]) == "empty"


# Web addresses


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path
        if path.startswith("/hop/"):
            left = int(path.rsplit("/", 1)[1])
            self._send(302, b"", Location=f"/hop/{left - 1}" if left else "/page")
        elif path in REDIRECTS:
            self._send(302, b"", Location=REDIRECTS[path])
        elif path == "/slow":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            try:
                while not STOP.wait(0.05):
                    self.wfile.write(b"word ")
            except OSError:
                pass
        elif path == "/silent":
            STOP.wait(5)
        elif path == "/short":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(ENGLISH.encode())
        elif path == "/garbage":
            self.wfile.write(b"\x00\xff no http at all\r\n\r\n")
        elif path in ANSWERS:
            kind, body, headers = ANSWERS[path]
            self._send(200, body, **{"Content-Type": kind, **headers})
        else:
            self._send(404, b"<html><body>no</body></html>", **{"Content-Type": "text/html"})
        self.close_connection = True

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


STOP = threading.Event()
REDIRECTS = {"/to-file": "file:///etc/passwd", "/to-ftp": "ftp://127.0.0.1/x", "/to-data": "data:text/plain,hello",
             "/loop": "/loop"}  # fmt: skip
WESTERN = ENGLISH + "The prefect of Ménaka, Aïcha Touré, said “no”."
ANSWERS: dict[str, tuple[str, bytes, dict[str, str]]] = {
    "/page": ("text/html; charset=utf-8", PAGE.encode(), {}),
    "/page?id=1&b=%C3%A9": ("text/html", PAGE.encode(), {}),
    "/caf%C3%A9": ("text/plain; charset=utf-8", ENGLISH.encode(), {}),
    "/western": ("text/plain; charset=windows-1252", WESTERN.encode("cp1252"), {}),
    "/markdown": ("text/markdown", ENGLISH.encode(), {}),
    "/packed": ("text/plain", gzip.compress(ENGLISH.encode()), {"Content-Encoding": "gzip"}),
    "/bomb": ("text/plain", gzip.compress(b" " * 30_000_000), {"Content-Encoding": "gzip"}),
    "/not-gzip": ("text/plain", ENGLISH.encode(), {"Content-Encoding": "gzip"}),
    "/brotli": ("text/plain", ENGLISH.encode(), {"Content-Encoding": "br"}),
    "/pdf": ("application/pdf", b"%PDF", {}),
    "/large": ("text/plain", ENGLISH.encode() * 1000, {}),
    "/french": ("text/plain; charset=utf-8", FRENCH.encode(), {}),
}


@pytest.fixture(scope="module")
def site() -> object:
    STOP.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    STOP.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


def test_a_page_from_the_web_has_its_address_for_id(site: str) -> None:
    found = article(read(f"{site}/page#top")[0])
    assert found.id == found.url == f"{site}/page"  # not what the page says of itself
    assert found.published == date(2025, 6, 8)
    assert "set fire to the mayor's office" in found.text
    assert article(read(f"{site}/page?id=1&b=é")[0]).id == f"{site}/page?id=1&b=é"


def test_plain_text_from_the_web(site: str) -> None:
    assert article(read(f"{site}/café")[0]).text == ENGLISH
    assert article(read(f"{site}/western")[0]).text == WESTERN
    assert article(read(f"{site}/markdown")[0]).text == ENGLISH
    assert article(read(f"{site}/packed")[0]).text == ENGLISH


def test_a_few_redirects_are_followed(site: str) -> None:
    assert article(read(f"{site}/hop/3")[0]).id == f"{site}/hop/3"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/hop/9", "fetch"), ("/loop", "fetch"), ("/to-file", "fetch"), ("/to-ftp", "fetch"), ("/to-data", "fetch"),
        ("/none", "fetch"), ("/garbage", "fetch"), ("/short", "fetch"), ("/not-gzip", "fetch"), ("/brotli", "kind"),
        ("/pdf", "kind"), ("/large", "huge"), ("/bomb", "huge"), ("/french", "language"),
    ],
)  # fmt: skip
def test_answers_that_give_no_article(site: str, path: str, reason: str) -> None:
    assert code(read(site + path, max_bytes=100_000)[0]) == reason


@pytest.mark.parametrize("path", ["/slow", "/silent"])
def test_waiting_ends(site: str, path: str) -> None:
    started = time.monotonic()
    assert code(read(site + path, timeout=0.3)[0]) == "fetch"
    assert time.monotonic() - started < 60  # ends at all


@pytest.mark.parametrize(
    "address",
    [
        "ftp://a.example/x", "file:///etc/passwd", "http://", "http://a b.example/", "http://user:secret@127.0.0.1/",
        "http://[::1", "http://a.example:99999/", "http://\u2603\u2603" + "x" * 80 + ".example/", "data://x",
        "http://127.0.0.1/\r\nHost: x",
    ],
)  # fmt: skip
def test_addresses_that_are_not_asked_for(address: str) -> None:
    item = read(address)[0]
    assert isinstance(item, Skipped)
    assert item.reason_code == "address"


def test_a_server_that_is_not_there(site: str) -> None:
    item = read("http://127.0.0.1:9/", timeout=2)[0]
    assert code(item) == "fetch"
    assert "http://127.0.0.1:9/" in item.message  # type: ignore[union-attr]


def test_one_web_address_is_read_once(site: str) -> None:
    assert len(read(f"{site}/page", f"{site}/page")) == 1


# The parts by themselves


def test_days_are_not_moved_by_time_zones() -> None:
    assert parse_day("2025-06-08T23:59:59-11:00") == parse_day("2025-06-08T00:00:00+14:00") == date(2025, 6, 8)


def test_errors_carry_code_and_line() -> None:
    with pytest.raises(ArticleError) as caught:
        split_front_matter("---\nid: x\nno end")
    assert (caught.value.reason_code, caught.value.line) == ("front-matter", 1)
