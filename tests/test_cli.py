"""The command line as a person meets it: what it prints, and where."""

import json
import re
from pathlib import Path

import pytest
from command_line import HARBOUR, Broadsheet, said_in_one_sentence

from ui.main import app, move_global_options

pytest_plugins = ["command_line_fixtures"]


@pytest.mark.slow
def test_every_option_of_every_command_has_help(broadsheet: Broadsheet) -> None:
    import typer

    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    missing = []
    for name, command in group.commands.items():
        for sub_name, sub in getattr(command, "commands", {"": command}).items():
            words = [name, sub_name] if sub_name else [name]
            page = broadsheet(*words, "--help")
            assert page.code == 0
            for param in sub.params:
                shown = param.opts[0] if param.param_type_name == "option" else ""
                if not getattr(param, "help", "") or shown not in page.out:
                    missing.append((*words, param.name))
    assert missing == []
    assert {"chat", "ask", "sync", "list", "remove", "search", "rebuild", "models", "doctor"} <= set(group.commands)


def test_version_is_printed(broadsheet: Broadsheet) -> None:
    ended = broadsheet("--version")
    assert ended.code == 0
    assert re.fullmatch(r"broadsheet \S.*\n", ended.out)


def test_sync_says_what_it_did_and_a_second_one_does_nothing(broadsheet: Broadsheet, folder: Path) -> None:
    first = broadsheet("--embedder", "hashed", "sync", str(folder))
    assert (first.code, first.out) == (0, "2 added\n")
    second = broadsheet("sync", str(folder))
    assert (second.code, second.out) == (0, "2 unchanged\n")
    (folder / "saltby.jsonl").unlink()
    (folder / "pier.txt").write_text("The pier\n\nThe pier burned down in 1950.", encoding="utf-8")
    third = broadsheet("sync", str(folder), "--json")
    assert json.loads(third.out) == {
        "added": ["articles/pier.txt"],
        "changed": [],
        "removed": ["harbour", "museum"],
        "left_out": [],
        "unchanged": 0,
        "failures": [],
        "notices": [],
    }


def test_a_failed_file_is_named_and_the_others_are_loaded(broadsheet: Broadsheet, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"no pdf")
    ended = broadsheet("sync", str(folder), "--embedder", "hashed", "--json")
    assert ended.code == 1
    report = json.loads(ended.out)
    assert report["added"] == ["harbour", "museum"]
    assert [failure["path"] for failure in report["failures"]] == [str(folder / "broken.pdf")]
    assert f"{folder / 'broken.pdf'}: {report['failures'][0]['reason']}\n" in ended.err
    assert ended.err.endswith("1 file could not be read in full; everything else was loaded.\n")


def test_list_and_remove(filled: Broadsheet, template: Path) -> None:
    listed = json.loads(filled("list", "--json").out)
    assert [
        {key: row[key] for key in ("id", "title", "source", "published", "passages", "path")} for row in listed
    ] == [
        {"id": "harbour", "title": "The harbour", "source": "Gazette", "published": "2024-05-01", "passages": 1,
         "path": str(template / "articles" / "saltby.jsonl")},
        {"id": "museum", "title": "The museum", "source": "Herald", "published": "2024-06-01", "passages": 1,
         "path": str(template / "articles" / "saltby.jsonl")},
    ]  # fmt: skip
    assert filled("list").out.splitlines()[0] == "harbour\tThe harbour\tGazette\t2024-05-01\t1"
    removed = filled("remove", "museum", "--json")
    assert (removed.code, json.loads(removed.out)) == (0, {"removed": ["museum"]})
    assert [row["id"] for row in json.loads(filled("list", "--json").out)] == ["harbour"]
    assert filled("sync", str(template / "articles"), "--restore").code == 0
    assert len(json.loads(filled("list", "--json").out)) == 2


def test_list_filters_by_words_of_title_source_and_id(filled: Broadsheet) -> None:
    for words, ids in (
        (["HARB"], ["harbour"]),
        (["gazette", "the"], ["harbour"]),
        (["the museum", "herald"], ["museum"]),
    ):
        assert [row["id"] for row in json.loads(filled("list", *words, "--json").out)] == ids
    assert filled("list", "--source", "Herald").out.startswith("museum\t")
    none = filled("list", "pier")
    assert (none.code, none.out) == (0, "")
    assert "No article is so" in none.err


def test_remove_removes_nothing_when_one_id_is_unknown(filled: Broadsheet) -> None:
    assert "'pier'" in said_in_one_sentence(filled("remove", "museum", "pier"))
    assert len(json.loads(filled("list", "--json").out)) == 2


def test_search_finds_and_filters(filled: Broadsheet) -> None:
    best = json.loads(filled("search", "who founded the harbour", "--json").out)[0]
    assert (best["article"], best["start"], best["end"], best["text"]) == ("harbour", 0, len(HARBOUR), HARBOUR)
    for option, value, expected in (
        ("--source", "Herald", ["museum"]),
        ("--article", "museum", ["museum"]),
        ("--from", "2024-05-15", ["museum"]),
        ("--to", "2024-05-01", ["harbour"]),
        ("-k", "1", ["harbour"]),
    ):
        hits = json.loads(filled("search", "harbour", option, value, "--json").out)
        assert [hit["article"] for hit in hits] == expected
    nothing = filled("search", "harbour", "--from", "2030-01-01")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "No passage passes these options.\n")


def test_ask_prints_one_object_with_exact_citations(filled: Broadsheet) -> None:
    ended = filled("ask", "Who founded the harbour of Saltby?", "--generator", "extractive", "--json")
    assert (ended.code, ended.err) == (0, "")
    answer = json.loads(ended.out)
    assert answer["outcome"] == "answered"
    assert answer["receipt"]["generator"] == "extractive"
    cited = [citation for claim in answer["claims"] for citation in claim["citations"]]
    assert cited[0]["article"] == "harbour"
    assert all(HARBOUR[c["start"] : c["end"]] == c["quote"] for c in cited if c["article"] == "harbour")


def test_a_question_goes_on_from_the_one_before(filled: Broadsheet) -> None:
    ask = ("--generator", "extractive", "--json")
    assert "no question to go on from" in said_in_one_sentence(filled("ask", "Who founded it?", "--continue", *ask))
    filled("ask", "When did the museum of Saltby open?", *ask)
    second = json.loads(filled("ask", "How much does entry cost there?", "--continue", *ask).out)
    assert "museum" in second["resolved"]
    third = json.loads(filled("ask", "And how much on weekdays?", "-c", *ask).out)
    assert "museum" in third["resolved"]
    alone = json.loads(filled("ask", "How much does entry cost there?", *ask).out)
    assert "museum" not in alone["resolved"]


def test_ask_in_a_pipe_prints_the_judged_answer_alone(filled: Broadsheet) -> None:
    ended = filled("ask", "Who founded the harbour of Saltby?", "--generator", "extractive")
    assert ended.code == 0
    assert "[1] (supported)" in ended.out
    assert "Cited:\n[1] The harbour (Gazette, 2024-05-01)\n    “" in ended.out
    assert "\x1b" not in ended.out + ended.err
    assert "Sources" not in ended.out


def test_bytes_that_are_no_utf_8_are_asked_with_and_name_no_article(filled: Broadsheet) -> None:
    ended = filled("ask", "Who founded the harbour of Saltby, \udce9?", "--generator", "extractive")
    assert ended.code == 0
    assert "Cited:\n[1] The harbour" in ended.out
    assert "take them out" in said_in_one_sentence(filled("remove", "harbour\udce9"))


def test_rebuild_by_another_embedder_keeps_the_articles(filled: Broadsheet) -> None:
    ended = filled("rebuild", "--embedder", "hashed", "--json")
    assert json.loads(ended.out) == {"articles": 2, "passages": 2, "embedder": "hashed"}
    assert len(json.loads(filled("search", "harbour", "--json").out)) == 2


def test_global_options_may_stand_anywhere() -> None:
    assert move_global_options(["ask", "Why?", "--home", "h", "--debug", "--embedder=e"]) == [
        "--home", "h", "--debug", "--embedder=e", "ask", "Why?",
    ]  # fmt: skip
    assert move_global_options(["ask", "--json", "--", "--home"]) == ["ask", "--json", "--", "--home"]
    assert move_global_options(["ask", "--home"]) == ["--home", "ask"]
