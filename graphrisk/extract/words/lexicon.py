"""What a language needs to be read, as data: one checked YAML file per language, one trie.

Entries are phrases. A token of a phrase may be written ``word`` (equal), ``word*`` (begins so),
``*word`` (ends so), ``*word*`` (contains it), ``word+`` (with one of the file's ``endings``, or
none) or ``~`` (up to four tokens of any kind). There are no regular expressions in a lexicon, so no
entry can make matching slow.

Small words that rules ask for one at a time ("by", "its", "which") stand under ``word_sets``, what
words end in under ``tails``, how they begin under ``stems``: plain lower-case words without any
sign, looked up and never searched.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import yaml
from pydantic import ValidationError

from graphrisk.errors import InputError, Problem
from graphrisk.extract.words.lexicon_shape import CommonFile, LanguageFile, Phrases
from graphrisk.extract.words.scenes import parse_scenes
from graphrisk.extract.words.trie import GAP, PhraseTrie, TokenPatterns, phrase_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphrisk.extract.text.tokens import Token

_SHARED: Final = {"nn": "nb", "no": "nb"}  # texts of one are read with the lexicon of the other


class Lexicon:
    """One language ready to read with; made by `load_lexicon`."""

    def __init__(self, data: LanguageFile, shared: CommonFile) -> None:
        self.data = data
        self.common = shared
        self.language = data.language
        self.abbreviations = frozenset(word.lower() for word in data.abbreviations)
        self.months = {name.lower(): number for name, number in data.months.items()}
        self.months.update({f"{n}.": m for n, m in list(self.months.items())})
        numerals = (word for word in data.numbers if len(word) > 1)  # "Twelve councils"
        self.common_words = frozenset(word.lower() for word in (*data.common_words, *numerals))
        self.patterns = TokenPatterns(
            end + tail for end in ("", *data.endings) for tail in ("", *data.ending_tails)
        )
        self.trie = PhraseTrie(self.patterns)
        self.authorities = {entry.name: entry for entry in shared.authorities}
        for group, name, phrase in _phrases(data, shared):
            self.trie.add(group, name, phrase)
        self.head_words = tuple(sorted((h.lower() for h in data.data_heads), key=len, reverse=True))
        self.modifiers = sorted(
            ((stem.lower(), name) for name, stems in data.data_modifiers.items() for stem in stems),
            key=lambda pair: -len(pair[0]),
        )
        self.scenes = parse_scenes(shared.scenes)
        self.finite_verbs = frozenset(data.finite_verbs)
        self._word_sets = {name: frozenset(words) for name, words in data.word_sets.items()}
        self._tails = {name: tuple(tails) for name, tails in data.tails.items()}
        self._stems = {name: tuple(stems) for name, stems in data.stems.items()}
        self.template_cues = tuple(sorted(cues_in(data.patterns)))
        self._tail = [phrase_parts(p) for p in data.cues.get("tail_heading", [])]
        self._tail_end = [phrase_parts(p) for p in data.cues.get("tail_end", [])]

    def word_set(self, name: str) -> frozenset[str]:
        """Return the small words of one meaning, all in lower case.

        >>> "by" in load_lexicon("en").word_set("means")
        True
        """
        return self._word_sets[name]

    def tails(self, name: str) -> tuple[str, ...]:
        """Return what words of one meaning end in, as `str.endswith` takes it."""
        return self._tails[name]

    def stems(self, name: str) -> tuple[str, ...]:
        """Return how words of one meaning begin, as `str.startswith` takes it."""
        return self._stems[name]

    def opens_tail(self, tokens: Sequence[Token]) -> bool:
        """Whether a heading opens the part of a page that is not about the incident."""
        return self._begins(tokens, self._tail)

    def closes_tail(self, tokens: Sequence[Token]) -> bool:
        """Whether a heading leads back to the incident."""
        return self._begins(tokens, self._tail_end)

    def _begins(self, tokens: Sequence[Token], phrases: Iterable[list[str]]) -> bool:
        words = [t.lower for t in tokens[:6]]
        for parts in phrases:
            whole = parts[-1] == "$"
            need = parts[:-1] if whole else parts
            fits = len(words) >= len(need) and all(
                part in self.patterns.of(word) or part == word
                for part, word in zip(need, words, strict=False)
            )
            if fits and (not whole or len([w for w in words if w.isalnum()]) <= len(need)):
                return True
        return False

    def compound_class(self, lower: str) -> str | None:
        """Return the data class of a compound by its head and the modifier before it.

        Hyphen ellipsis ("Kunden- und Vertragsnummern") is resolved before this is asked.
        """
        for head in self.head_words:
            at = lower.find(head, 1)
            if at > 1 and len(lower) - at - len(head) <= 4:
                stem = lower[:at].rstrip("-")
                for modifier, name in self.modifiers:
                    if stem.startswith(modifier):
                        return name
                return None
        return None

    def head_of(self, lower: str) -> str | None:
        """Return the part of a compound that begins with a known head, if any."""
        for head in self.head_words:
            at = lower.find(head, 1)
            if at > 1:
                return lower[at:]
        return None


def _phrases(data: LanguageFile, shared: CommonFile) -> Iterable[tuple[str, str, str]]:
    tables: dict[str, dict[str, Phrases]] = {
        "data": data.data,
        "attack": data.attack,
        "scene_word": data.scene_words,
        "cue": data.cues,
        "qualifier": data.qualifiers,
        "unit": data.units,
        "counted": data.counted,
        "subject": data.subjects,
        "country": data.countries,
        "anaphor": data.anaphors,
        "except": {"data": data.data_except},
    }
    for group, table in tables.items():
        for name, phrases in table.items():
            if name in {"tail_heading", "tail_end"}:
                continue
            for phrase in phrases:
                yield group, name, phrase
    for entry in shared.authorities:
        for phrase in entry.names:
            yield "authority", entry.name, phrase


def cues_in(patterns: dict[str, Phrases]) -> set[str]:
    """Return the cue lists that the patterns of a lexicon name, and those every reader needs."""
    words = (w for lines in patterns.values() for line in lines for w in line.split())
    named = {w.strip("(?)")[1:] for w in words if w.strip("(?)").startswith("@")}
    return named | {"incident", "vendor_noun", "sub_vendor_noun", "outage", "affected"}


def supported_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a lexicon.

    >>> "sv" in supported_languages()
    True
    """
    folder = resources.files("graphrisk.extract") / "lexicons"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(n[:-5] for n in names if n.endswith(".yaml") and n != "common.yaml"))


def is_supported(language: str) -> bool:
    """Whether texts in a language are read, with a lexicon of its own or one it shares.

    >>> is_supported("nn"), is_supported("tlh")
    (True, False)
    """
    return _SHARED.get(language, language) in supported_languages()


@cache
def load_lexicon(language: str) -> Lexicon:
    """Read and check the lexicon of a language; kept for the life of the process.

    Both written forms of Norwegian have one lexicon: "nn" gives that of "nb".

    Raises
    ------
    InputError
        There is no such lexicon, or it does not have the right shape.
    """
    if language in _SHARED:
        return load_lexicon(_SHARED[language])
    if language not in supported_languages():
        raise InputError(
            f"There is no lexicon for the language {language!r}.",
            fix=f"Use one of {', '.join(supported_languages())}.",
        )
    return Lexicon(LanguageFile.model_validate(_read(language)), common_file())


@cache
def common_file() -> CommonFile:
    """Read what all languages share; kept for the life of the process."""
    return CommonFile.model_validate(_read("common"))


def lexicon_file(name: str) -> str:
    """Return the text of a shipped file: a language code, or ``common``."""
    folder = resources.files("graphrisk.extract") / "lexicons"
    return (folder / f"{name}.yaml").read_text(encoding="utf-8")


def _read(name: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(lexicon_file(name), Loader=loader)


_SAID = {"missing": "this key is missing", "extra_forbidden": "there is no such key"}


def check_lexicon(language: str, content: object | None = None) -> list[Problem]:
    """Return what is wrong with a lexicon, as problems with words on what to do.

    Parameters
    ----------
    language
        Code of the lexicon, or a label when ``content`` is given.
    content
        The parsed YAML; read from the shipped file when omitted.

    Examples
    --------
    >>> check_lexicon("en")
    []
    """
    file = f"{language}.yaml"
    data = _read(language) if content is None else content
    try:
        checked = LanguageFile.model_validate(data)
    except ValidationError as error:
        return [
            Problem(
                file=file,
                row=None,
                value=None,
                column=".".join(str(part) for part in entry["loc"]),
                message=_SAID.get(entry["type"], entry["msg"]),
                fix="Compare with another lexicon: the same keys, lists of phrases below them.",
            )
            for entry in error.errors()
        ]
    return [
        *_check_phrases(file, checked),
        *_check_plain(file, checked),
        *_check_patterns(file, checked),
    ]


def _check_phrases(file: str, data: LanguageFile) -> list[Problem]:
    problems: list[Problem] = []
    for group, name, phrase in _phrases(data, CommonFile(authorities=[], legal_forms={}, media=[])):
        parts = phrase_parts(phrase)
        short = any("*" in part and len(part.strip("*")) < 2 for part in parts)
        if not parts or short or parts[0] == GAP:
            problems.append(
                Problem(
                    file=file,
                    row=None,
                    column=f"{group}.{name}",
                    value=phrase,
                    message="The phrase is empty, begins with a gap or has a pattern too short.",
                    fix="Give at least two letters beside each *.",
                )
            )
    return problems


def _check_plain(file: str, data: LanguageFile) -> list[Problem]:
    return [
        Problem(
            file=file,
            row=None,
            column=f"{table}.{name}",
            value=word,
            message="This is not one word in lower case.",
            fix="Phrases, * and ~ belong under cues.",
        )
        for table, entries in (
            ("word_sets", data.word_sets),
            ("tails", data.tails),
            ("stems", data.stems),
        )
        for name, words in entries.items()
        for word in words
        if not word or word != word.lower() or {*word} & {" ", "*", "~", "+"}
    ]


def _check_patterns(file: str, data: LanguageFile) -> list[Problem]:
    from graphrisk.extract.words.templates import check_template

    return [
        Problem(
            file=file,
            row=None,
            column=f"patterns.{name}",
            value=template,
            message=message,
            fix="See the top of graphrisk/extract/words/templates.py for what a template may hold.",
        )
        for name, templates in data.patterns.items()
        for template in templates
        for message in check_template(template, data.cues)
    ]
