"""What reading notices costs: time of one, of long and odd texts, memory, folders, growth.

    python benchmarks/reading.py [--measures NAME ...] [--languages sv fi ...] [--json FILE]

The texts are the project's own notices (tests/golden) and longer ones made of them. Times are
seconds of the processor, which other work on the machine hardly changes; only a folder, read by
processes of its own, has a time by the clock as well. Beside it stand, on the same texts in the
same run, the libraries that graphrisk itself rests on, doing less: py3langid guesses the language,
simplemma finds the dictionary form of each word, trafilatura takes the text out of a page.
Ends with 1 when a bound that the project promises is not kept.
"""

from __future__ import annotations

import argparse
import gc
import html
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.rows.report import heading, machine
from benchmarks.scoring.golden import read_labels, text_of

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
LANGUAGES = ("sv", "fi", "nb", "nn", "da", "de", "fr", "en", "nl")
VERSIONS_OF = ("graphrisk", "py3langid", "simplemma", "trafilatura", "charset-normalizer")
SIGNS = ("a", "A", "9", ".", "(", '"', "-", " ", "\n", "é")
SIGN_KB = 20
_MEMORY_KB = 40
_WORD_FORMS = "simplemma: word forms alone"
_MEMORY = """
import resource, sys
from pathlib import Path
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text
for given in sys.argv[1:]:
    language, _, name = given.partition("=")
    read_claims(from_text(Path(name).read_text(encoding="utf-8")), language=language)
try:  # what getrusage says begins with the memory of whoever started the process
    lines = Path("/proc/self/status").read_text().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
except OSError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@dataclass(frozen=True)
class Figure:
    """One figure: what was measured on what, by whom, and the bound it has to keep."""

    measure: str
    of: str
    who: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the bound is kept; a figure without one always is."""
        return self.bound is None or self.value <= self.bound

    def line(self) -> str:
        """Return the figure as a line."""
        bound = f"  (to keep: {self.bound:g} {self.unit})" if self.bound is not None else ""
        missed = "" if self.is_kept else "  NOT KEPT"
        value = f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:.3g}"
        return f"  {self.of:30.30} {self.who:34.34} {value:>8} {self.unit}{bound}{missed}"


def golden_texts(languages: Sequence[str]) -> dict[str, list[str]]:
    """Return the texts of the project's own notices by language."""
    return {
        language: [
            file.read_text(encoding="utf-8")
            for label in read_labels(GOLDEN / f"{language}.yaml")
            if (file := text_of(GOLDEN / f"{language}.yaml", str(label["id"]))) is not None
        ]
        for language in languages
    }


def of_length(texts: Sequence[str], size: int) -> str:
    """Return the texts one after the other, again and again, cut to so many bytes."""
    once = "\n\n".join(texts)
    many = "\n\n".join([once] * (size // max(len(once.encode()), 1) + 1))
    return many.encode()[:size].decode("utf-8", "ignore")


def seconds_of(task: Callable[..., object], *given: object) -> float:
    """Return the seconds of the processor that a task took."""
    start = time.process_time()
    task(*given)
    return time.process_time() - start


def best_of(rounds: int, task: Callable[..., object], *given: object) -> float:
    """Return the least seconds of some rounds: other work on the machine only adds to them."""
    return min(seconds_of(task, *given) for _ in range(rounds))


def _settle() -> None:
    """Take what is loaded out of the garbage collector's rounds: other languages cost nothing."""
    gc.collect()
    gc.freeze()


def _read(text: str, language: str) -> object:
    from graphrisk.extract.reader import read_claims
    from graphrisk.extract.text.intake import from_text

    return read_claims(from_text(text), language=language)


def _lemmas(text: str, language: str) -> object:
    import simplemma

    return simplemma.text_lemmatizer(text, lang=language)


def _language(text: str, language: str) -> object:
    import py3langid

    return py3langid.classify(text)


def notice(texts: dict[str, list[str]], given: argparse.Namespace) -> Iterator[Figure]:
    """Milliseconds of one notice seen for the first time, its language loaded by another one."""
    ours: list[float] = []
    for language, some in texts.items():
        took = _each(_read, language, some[: given.most])
        ours += took
        yield Figure("notice", f"{language}, median", "graphrisk", statistics.median(took), "ms")
    yield Figure("notice", "all, median", "graphrisk", statistics.median(ours), "ms", 60)
    yield Figure("notice", "all, slowest", "graphrisk", max(ours), "ms")
    for who, task in (("py3langid: language alone", _language), (_WORD_FORMS, _lemmas)):
        took = [ms for code, some in texts.items() for ms in _each(task, code, some[: given.most])]
        yield Figure("notice", "all, median", who, statistics.median(took), "ms")


def _each(task: Callable[[str, str], object], language: str, texts: Sequence[str]) -> list[float]:
    """Return the milliseconds of each text but the first, which loads what a language needs."""
    task(texts[0], language)
    _settle()
    return [seconds_of(task, text, language) * 1e3 for text in texts[1:] or texts]


def long(texts: dict[str, list[str]], given: argparse.Namespace) -> Iterator[Figure]:
    """Seconds of a long text, the best of some rounds; 1,500 sentences of it are read."""
    for language, some in texts.items():
        text = of_length(some, given.kb * 1000)
        _read(some[0], language)
        _settle()
        took = best_of(given.rounds, _read, text, language)
        yield Figure("long", f"{language}, {given.kb} kB", "graphrisk", took, "s", 1)
    language, some = next(iter(texts.items()))
    text = of_length(some, given.kb * 1000)
    took = best_of(given.rounds, _lemmas, text, language)
    yield Figure("long", f"{language}, {given.kb} kB", _WORD_FORMS, took, "s")


def growth(texts: dict[str, list[str]], given: argparse.Namespace) -> Iterator[Figure]:
    """Seconds of texts twice as long each, the best of some rounds."""
    for language, some in list(texts.items())[:3]:
        _read(some[0], language)
        _settle()
        for part in (16, 8, 4, 2):
            text = of_length(some, given.kb * 1000 // part)
            took = best_of(given.rounds, _read, text, language)
            of = f"{language}, {given.kb / part:g} kB"
            yield Figure("growth", of, "graphrisk", took, "s")


def sign(texts: dict[str, list[str]], given: argparse.Namespace) -> Iterator[Figure]:
    """Seconds of 20 kB of one sign, the slowest of ten signs, in each language."""
    for language, some in texts.items():
        _read(some[0], language)
        _settle()
        odd = [each * SIGN_KB * 1000 for each in SIGNS]
        took = max(best_of(given.rounds, _read, text, language) for text in odd)
        yield Figure("sign", f"{language}, {SIGN_KB} kB, slowest", "graphrisk", took, "s", 0.1)


def page(texts: dict[str, list[str]], given: argparse.Namespace) -> Iterator[Figure]:
    """Milliseconds of a notice as a page of the web: from bytes to claims."""
    for language, some in list(texts.items())[:3]:
        pages = [_as_page(text) for text in some[: given.most]]
        for who, task in (("graphrisk", _read_page), ("trafilatura: text alone", _text_alone)):
            took = _each(task, language, pages)
            yield Figure("page", f"{language}, median", who, statistics.median(took), "ms")


def _read_page(page: str, language: str) -> object:
    from graphrisk.extract.reader import read_claims
    from graphrisk.extract.text.intake import from_bytes

    return read_claims(from_bytes(page.encode(), "page.html"), language=language)


def _text_alone(page: str, language: str) -> object:
    import trafilatura

    return trafilatura.extract(page)


def _as_page(text: str) -> str:
    blocks = (f"<p>{html.escape(block)}</p>" for block in text.split("\n\n"))
    menu = "".join(f"<li><a href='/{n}'>Menu {n}</a></li>" for n in range(40))
    body = f"<nav><ul>{menu}</ul></nav><article>{''.join(blocks)}</article>"
    return f"<!doctype html><html><head><title>News</title></head><body>{body}</body></html>"


def memory(texts: dict[str, list[str]], given: argparse.Namespace) -> Iterator[Figure]:
    """Megabytes of a new process at its peak, after 40 kB in each of two languages."""
    codes = list(texts)
    with tempfile.TemporaryDirectory() as folder:
        files = {code: Path(folder) / f"{code}.txt" for code in codes}
        for code, file in files.items():
            file.write_text(of_length(texts[code], _MEMORY_KB * 1000), encoding="utf-8")
        for pair in [codes[n : n + 2] for n in range(0, len(codes), 2)]:
            names = [f"{code}={files[code]}" for code in pair]
            peak = int(_run([sys.executable, "-c", _MEMORY, *names], Path(folder)).stdout)
            yield Figure("memory", " and ".join(pair), "graphrisk", peak / 1024, "MB", 300)


def folder(texts: dict[str, list[str]], given: argparse.Namespace) -> Iterator[Figure]:
    """Seconds of a folder of notices by the command, drafts written; by the clock, and of all."""
    every = [text for some in texts.values() for text in some]
    for count in given.folder:
        with tempfile.TemporaryDirectory() as name:
            notices = Path(name) / "notices"
            notices.mkdir()
            for number in range(count):
                text = f"{every[number % len(every)]}\n\nRef. {number:05}\n"
                (notices / f"{number:05}.txt").write_text(text, encoding="utf-8")
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            _run([sys.executable, "-m", "graphrisk", "triage", str(notices)], Path(name))
            clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            drafts = len(list((Path(name) / "graphrisk-drafts").glob("*.json")))
            of = f"{count:,} notices, {drafts:,} drafts"
            yield Figure("folder", of, "graphrisk, by the clock", clock, "s")
            yield Figure("folder", of, "graphrisk, all processors", used, "s")


def _run(command: list[str], where: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    surroundings = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(
        command, cwd=where, env=surroundings, check=True, capture_output=True, text=True
    )


MEASURES: dict[str, Callable[[dict[str, list[str]], argparse.Namespace], Iterator[Figure]]] = {
    each.__name__: each for each in (notice, page, long, growth, sign, memory, folder)
}


def main(arguments: list[str] | None = None) -> int:
    """Run the measures; return 1 when a bound is not kept, else 0."""
    given = _options().parse_args(arguments)
    about = machine(VERSIONS_OF)
    print(heading(about))
    texts = golden_texts(given.languages)
    found: list[Figure] = []
    for name in given.measures:
        print(f"\n{name}: {(MEASURES[name].__doc__ or '').strip()}")
        for figure in MEASURES[name](texts, given):
            print(figure.line(), flush=True)
            found.append(figure)
    if given.json is not None:
        write_json(given.json, found, about)
    return int(not all(figure.is_kept for figure in found))


def write_json(file: Path, found: Sequence[Figure], about: dict[str, Any]) -> None:
    """Write the machine and every figure."""
    rows = [{**asdict(figure), "is_kept": figure.is_kept} for figure in found]
    text = json.dumps({"machine": about, "rows": rows}, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = options.add_argument
    add("--measures", nargs="+", choices=tuple(MEASURES), default=list(MEASURES), metavar="NAME")
    add("--languages", nargs="+", choices=LANGUAGES, default=list(LANGUAGES), metavar="CODE")
    add("--kb", type=int, default=400, help="length of a long text; default 400")
    add("--most", type=int, default=None, help="notices of a language; default all")
    add("--rounds", type=int, default=3, help="times that long texts are read; default 3")
    add("--folder", type=int, nargs="+", default=[200], help="notices in a folder; default 200")
    add("--json", type=Path, help="file to write the figures to")
    return options


if __name__ == "__main__":
    sys.exit(main())
