"""The pages on how to predict and export show what the commands print."""

import re
from pathlib import Path

import pytest
from commands import command

ROOT = Path(__file__).resolve().parents[2]


def without_what_varies(text: str) -> list[str]:
    """Join wrapped lines; blank out sizes and names that follow from bytes."""
    text = re.sub(r"\n {2,}(?=\S)", " ", text) if "if petal" not in text else text
    text = re.sub(r"[\d,]+ bytes", "B bytes", text)
    return [line.rstrip() for line in re.sub(r"-[0-9a-f]{8}\b", "-H", text).splitlines()]


@pytest.mark.parametrize("page", ["predict", "export"])
def test_the_sessions_of_the_page_are_true(page: str, tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="the extra 'onnx' is not installed")
    text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text(encoding="utf-8")
    for table in re.findall(r"```csv\n(.*?)```", text, re.DOTALL):
        (tmp_path / "new.csv").write_text(table)
    sessions = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    commands = [entry for session in sessions for entry in re.split(r"^\$ ", session, flags=re.MULTILINE) if entry]
    assert len(commands) > 2
    for entry in commands:
        line, _, shown = entry.partition("\n")
        words = [word.replace("examples/", f"{ROOT}/examples/") for word in line.split()[1:]]
        result = command(*words, folder=tmp_path)
        assert result.returncode == 0, (line, result.stderr)
        found, wanted = without_what_varies(result.stdout), without_what_varies(shown)
        is_cut = wanted[-1] == "..."
        assert (found[: len(wanted) - 1] == wanted[:-1]) if is_cut else (found == wanted), (line, found)
