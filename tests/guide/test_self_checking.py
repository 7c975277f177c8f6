"""A page that checks itself where it is read: it says what its files prove, and when it was changed."""

import base64
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, in_browser
from commands import invoked
from processes import ROOT

from guide.report.carried import MOST_BYTES, carried
from verify.check.bundle import Memory, check_bundle, check_claims
from verify.check.verdict import Malformed

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium")
ENDED = "document.readyState === 'complete' && (document.documentElement.dataset.rechecked || !window.Worker)"
FOUND = """[document.documentElement.dataset.rechecked, document.getElementById("rechecked").innerText,
[].map.call(document.querySelectorAll(".claim .exact:last-of-type"), place => place.textContent)]"""
SENTENCE = "N has exactly 9 feasible decision paths over Q^4, where N is network.json"


@pytest.fixture(scope="module")
def iris(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("carried")
    assert invoked(folder, "build", "search-tree", ROOT / "examples/data/iris.csv", "-o", "iris")[0] == 0
    claims = ["--claim", "memorizes", "--claim", "paths"]
    assert invoked(folder, "prove", "iris", "--lane", "certificate", *claims)[0] == 0
    return folder / "iris"


def written(bundle: Path, page: Path) -> str:
    """Write a page that checks itself; return its text."""
    assert invoked(page.parent, "report", bundle, "-o", page, "--up-to", 0, "--self-checking")[0] in (0, 1, 2)
    return page.read_text(encoding="utf-8")


def files_of(text: str) -> dict[str, bytes]:
    """Return the files that a page carries as links."""
    links = re.findall(r'<a download="([^"]*)" href="data:application/json;base64,([^"]*)">', text)
    return {name: base64.b64decode(data) for name, data in links}


def test_the_page_carries_what_the_claims_stand_on_and_lets_one_script_run(iris: Path, tmp_path: Path) -> None:
    text = written(iris, tmp_path / "page.html")
    files = files_of(text)
    assert files == {name: (iris / name).read_bytes() for name in files}
    claims = sorted([name for name in files if name.endswith(".claim.json")])
    assert check_claims(Memory(files), claims) == check_bundle(str(iris))
    assert "origin.json" not in files
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL)
    assert [attributes for attributes, _ in scripts] == [' type="text/plain" id="checker"', ""]
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    digest = base64.b64encode(hashlib.sha256(scripts[1][1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; worker-src blob:"
    assert not re.findall(r"\b(fetch|XMLHttpRequest|WebSocket|importScripts)\b", scripts[1][1])


def test_without_the_option_nothing_is_carried(iris: Path, tmp_path: Path) -> None:
    assert invoked(tmp_path, "report", iris, "-o", "page.html", "--up-to", 0)[0] == 0
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert not re.findall("<script|download=|data-claim|data-digest|rechecked", text)


def test_files_that_are_too_long_to_carry_are_refused_before_anything_is_written(iris: Path, tmp_path: Path) -> None:
    folder = tmp_path / "iris"
    shutil.copytree(iris, folder)
    with (folder / "paths.certificate.json").open("ab") as stream:
        stream.truncate(MOST_BYTES)
    code, said = invoked(tmp_path, "report", folder, "-o", "page.html", "--self-checking")
    assert (code, "\n" in said.strip()) == (2, False)
    assert "with paths.certificate.json the files to carry have more than 4,194,304 bytes" in said
    assert not (tmp_path / "page.html").exists()


def test_files_that_cannot_be_read_are_left_out(iris: Path, tmp_path: Path) -> None:
    folder = tmp_path / "iris"
    shutil.copytree(iris, folder)
    (folder / "paths.certificate.json").unlink()
    (folder / "paths.certificate.json").symlink_to(iris / "paths.certificate.json")
    (folder / "broken.claim.json").mkdir()
    names = [file.name for file in carried([folder])[0]]
    read = ["dataset.json", "memorizes.certificate.json", "memorizes.claim.json", "network.json", "paths.claim.json"]
    assert sorted(names) == read
    (folder / "x.certificate.json").write_text("{}")
    assert "x.certificate.json" in [file.name for file in carried([folder])[0]]


@pytest.mark.parametrize("name", ["/etc/hostname", "../secret.json", "sub/secret.json"])
def test_what_a_claim_names_outside_of_its_folder_is_not_carried(iris: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "iris"
    shutil.copytree(iris, folder)
    (folder / "sub").mkdir()
    for place in (tmp_path, folder / "sub"):
        (place / "secret.json").write_text("{}")
    claim = (folder / "memorizes.claim.json").read_text()
    (folder / "memorizes.claim.json").write_text(claim.replace('"network.json"', f'"{name}"'))
    assert name not in [file.name for file in carried([folder])[0]]


@pytest.mark.parametrize("value", [5, None, True, ["network.json"]])
def test_a_claim_that_names_no_file_is_shown_as_malformed(iris: Path, tmp_path: Path, value: object) -> None:
    folder = tmp_path / "iris"
    shutil.copytree(iris, folder)
    claim = folder / "memorizes.claim.json"
    claim.write_text(claim.read_text().replace('"network.json"', json.dumps(value)))
    assert 'data-claim="memorizes.claim.json" data-verdict="malformed"' in written(folder, tmp_path / "page.html")


def test_names_that_are_no_text_are_spelled_and_the_folder_is_refused_where_the_page_is_read(
    iris: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "iris"
    shutil.copytree(iris, folder)
    for end in (".claim.json", ".certificate.json"):
        (folder / f"paths{end}").rename(folder / f"\udcff{end}")
    files = files_of(written(folder, tmp_path / "page.html"))
    assert files.keys() >= {"\\udcff.claim.json", "\\udcff.certificate.json"}
    (tmp_path / "again").mkdir()
    for name, data in files.items():
        (tmp_path / "again" / name).write_bytes(data)
    with pytest.raises(Malformed, match="is not a name for a file of a bundle"):
        check_bundle(tmp_path / "again")


def with_file(text: str, name: str, data: bytes) -> str:
    """Return the page with other bytes in one of its files."""
    before = base64.b64encode(files_of(text)[name]).decode()
    assert text.count(before) == 1
    return text.replace(before, base64.b64encode(data).decode())


@needs_chromium
def test_a_browser_says_what_the_files_prove_and_when_the_page_says_something_else(iris: Path, tmp_path: Path) -> None:
    text = written(iris, tmp_path / "page.html")
    files = files_of(text)
    digest = hashlib.sha256(files["network.json"]).hexdigest()
    assert text.count(SENTENCE) == text.count(digest) == 1
    claim = 'data-claim="paths.claim.json" data-verdict="accepted"'
    assert claim in text
    changed = {
        "as written": text,
        "another network": with_file(text, "network.json", files["network.json"].replace(b'"1"', b'"2"', 1)),
        "another sentence": text.replace(SENTENCE, SENTENCE.replace("9", "7")),
        "another digest": text.replace(digest, digest.replace(digest[0], "x")),
        "a claim is not shown": text.replace(claim, ""),
        "a claim is not carried": re.sub(r'<a download="paths[^>]*>', "", text),
        "less is said": text.replace(claim, claim.replace("accepted", "malformed")),
        "another script": text.replace("wrong.length", "0"),
        "another checker": text.replace('id="checker">', 'id="checker">throw Error("no checker");'),
    }
    for place, page in enumerate(changed.values()):
        assert place == 0 or page != text
        (tmp_path / f"{place}.html").write_text(page, encoding="utf-8")
    broken = tmp_path / "broken"
    shutil.copytree(iris, broken)
    (broken / "paths.claim.json").write_bytes(files["paths.claim.json"].replace(b"9", b"7"))
    lied = written(broken, tmp_path / "rejected.html").replace('data-verdict="rejected"', 'data-verdict="accepted"')
    (tmp_path / "lied.html").write_text(lied, encoding="utf-8")
    pages = [tmp_path / f"{place}.html" for place in range(len(changed))]
    started = [page for page, name in zip(pages, changed, strict=True) if name != "another script"]
    found: dict[str, Any] = dict(
        zip(
            [*[name for name in changed if name != "another script"], "not proved", "a lie"],
            in_browser([*started, tmp_path / "rejected.html", tmp_path / "lied.html"], ENDED, FOUND),
            strict=True,
        )
    )
    state, banner, lines = found.pop("as written")
    assert (state, "2 of 2 claims are proved" in banner) == ("proved", True)
    assert f"Checked here: accepted: {SENTENCE}" in lines
    assert found.pop("less is said")[0] == "proved"  # its writer passed a limit that the checker here does not have
    said = {
        "another network": "memorizes.claim.json: the page says accepted, the checker rejected",
        "another sentence": f"paths.claim.json: what is proved is: {SENTENCE}",
        "another digest": "network.json: the page shows another SHA-256 than its file has",
        "a claim is not shown": "paths.claim.json: carried, and accepted, but not shown",
        "a claim is not carried": "paths.claim.json: the page says accepted, the checker: ",
        "a lie": "paths.claim.json: the page says accepted, the checker rejected",
    }
    for name, words in said.items():
        state, banner, _ = found.pop(name)
        assert (state, words in banner) == ("wrong", True), (name, banner)
        assert "This page does not say what its files prove" in banner
    state, banner, _ = found.pop("another checker")
    assert (state, "no checker" in banner) == ("stopped", True)
    state, banner, _ = found.pop("not proved")
    assert (state, "1 of 2 claims are proved" in banner) == ("not-all", True)
    assert not found
    loaded = "document.readyState === 'complete'"
    ((state, banner, _),) = in_browser([pages[list(changed).index("another script")]], loaded, FOUND)
    assert (state, "no script has run" in banner) == (None, True)


@needs_chromium
def test_a_page_of_several_bundles_checks_all_and_one_without_claims_says_so(iris: Path, tmp_path: Path) -> None:
    for name in ("one", "two", "none"):
        shutil.copytree(iris, tmp_path / "all" / name)
    for path in (tmp_path / "all" / "none").glob("*.c*.json"):
        path.unlink()
    claim = tmp_path / "all" / "two" / "memorizes.claim.json"
    shutil.copy(iris / "dataset.json", claim.with_name("__proto__"))  # a name that scripts find in every object
    before = claim.read_bytes()
    claim.write_bytes(before.replace(b'"dataset.json"', b'"__proto__"'))
    certificate = claim.with_name("memorizes.certificate.json")
    old, new = [hashlib.sha256(data).hexdigest() for data in (before, claim.read_bytes())]
    certificate.write_text(certificate.read_text().replace(old, new))
    shutil.copytree(tmp_path / "all" / "none", tmp_path / "none")
    written(tmp_path / "all", tmp_path / "all.html")
    written(tmp_path / "none", tmp_path / "none.html")
    (full, banner, _), (empty, nothing, _) = in_browser([tmp_path / "all.html", tmp_path / "none.html"], ENDED, FOUND)
    assert (full, "4 of 4 claims are proved" in banner) == ("proved", True)
    assert (empty, "Nothing is claimed" in nothing) == ("not-all", True)


@needs_chromium
def test_a_bundle_that_the_checker_refuses_is_said_at_the_head_of_a_page(iris: Path, tmp_path: Path) -> None:
    for name in ("one", "torn"):
        shutil.copytree(iris, tmp_path / "all" / name)
    torn = tmp_path / "all" / "torn"
    shutil.copy(torn / "memorizes.certificate.json", torn / "x.certificate.json")
    for target in ("all", "all/torn"):
        page = tmp_path / f"{Path(target).name}.html"
        code, said = invoked(tmp_path, "report", tmp_path / target, "-o", page, "--up-to", 0, "--self-checking")
        assert code == 2
        assert "torn: cannot be shown: x.certificate.json: there is no claim file x.claim.json" in said
        assert "0 of 0" not in said
    pages = [tmp_path / "all.html", tmp_path / "torn.html"]
    for page, (state, banner, _) in zip(pages, in_browser(pages, ENDED, FOUND), strict=True):
        assert state == "not-all", page
        assert "The checker refuses" in banner
        assert "torn: x.certificate.json: there is no claim file x.claim.json" in banner
