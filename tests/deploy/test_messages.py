from __future__ import annotations

import gettext

import pytest
from babel.messages.pofile import PoFileError

from deploy.run.messages import compile_catalogue

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_catalogue_is_compiled_beside_its_source(tmp_path):
    source = tmp_path / "django.po"
    source.write_text(HEAD + 'msgid "사례"\nmsgstr "Cases"\n', encoding="utf-8")
    with compile_catalogue(source).open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("사례") == "Cases"


def test_broken_catalogue_is_refused(tmp_path):
    source = tmp_path / "django.po"
    source.write_text(HEAD + 'msgid "사례"\n<<<<<<< HEAD\nmsgstr ""\n', encoding="utf-8")
    with pytest.raises(PoFileError):
        compile_catalogue(source)
    assert not source.with_suffix(".mo").exists()
