"""The downloads of a case: each file is opened again and compared with the case."""

from __future__ import annotations

import io
import json
import re
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from django.conf import settings
from django.test import Client
from docx.oxml.ns import qn
from hwpx import HwpxDocument
from hwpx.layout.pages import estimate_pages

from portal.report.domain.codes import Place, encode
from search.sync import sync_all
from tests.factories.site import make_user, restrict
from tests.report.cases import bare_case, longest_case, odd_case, ordinary_case
from tests.report.pdf_text import read_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NAMES = ("case.pdf", "case.hwpx", "prize-ko.docx", "prize-en.docx")
CUT = "… 전체는 주소에서"


@pytest.fixture(autouse=True)
def _own_data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def address(case, name: str, language: str = "") -> str:
    return f"{language}/r/{encode(Place('case', case.pk))}/{name}"


def fetch(case, name: str, language: str = "", client: Client | None = None, **headers: str):
    response = (client or Client()).get(address(case, name, language), headers=headers)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response, content


def flat(text: str) -> str:
    """Without the blanks that a line's end adds or takes."""
    return re.sub(r"\s+", "", text)


def hwpx_text(content: bytes) -> str:
    document = HwpxDocument.open(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables.all:
        texts += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(texts)


def docx_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


FACTS = (
    "보행 사고를 줄인 스마트 횡단보도",
    "조명과 음성안내를 모아 보행 사고를 줄였습니다.",
    "차가 정지선을 넘어 섰습니다. 2019. 3. 2. 기준으로 사고가 잦았습니다.",
    "여덟 가지 기술을 모았습니다.",
    "보행자 인명피해 사고",
    "9건",
    "이전 값 19",
    "2024. 3. 5.",
    "교통사고분석시스템",
    "1,200곳",
    "2025. 9.",
    "약 300만명",
    "기준 시점 미상",
    "18억원",
    "2019~2021",
    "스마트포용도시과 교통 담당",
    "헤럴드경제, 「횡단보도 효과」, 2025. 9. 15., https://news.example.kr/10575242?a=1&b=2",
    "구정 소식, 날짜 미상",
    "공공누리 제1유형: 출처표시",
)


@pytest.mark.parametrize("name", ["case.pdf", "case.hwpx"])
def test_the_page_says_what_the_case_says(name):
    case = ordinary_case()
    content = fetch(case, name)[1]
    text = flat(read_pdf(content).text if name.endswith("pdf") else hwpx_text(content))
    assert [fact for fact in FACTS if flat(fact) not in text] == []
    assert flat(f"http://testserver/r/{encode(Place('case', case.pk))}") in text
    assert flat(CUT) not in text


def test_the_pdf_reads_in_the_order_of_the_page_and_says_what_it_is():
    pdf = read_pdf(fetch(ordinary_case(), "case.pdf")[1])
    places = [
        pdf.text.index(word)
        for word in ("\n문제", "\n접근", "\n성과", "\n자원과 담당", "\n출처", "이용 조건")
    ]
    assert places == sorted(places)
    assert (pdf.pages, pdf.title, pdf.language) == (1, "보행 사고를 줄인 스마트 횡단보도", "ko-KR")
    assert pdf.tags.count("H1") == 1
    assert pdf.tags.count("H2") == 5


def test_english_screens_give_english_labels_and_leave_korean_content_as_it_is():
    case = ordinary_case()
    pdf = read_pdf(fetch(case, "case.pdf", "/en")[1])
    assert (pdf.title, pdf.language) == ("Smart crosswalks with fewer accidents", "en-GB")
    for text in (
        "Problem",
        "Outcomes",
        "Effect",
        "차가 정지선을 넘어 섰습니다.",
        "보행 사고를 줄인",
        "5 Mar 2024",
    ):
        assert flat(text) in flat(pdf.text)
    labels = re.sub(r"[^가-힣]", "", "".join(pdf.text.split("Problem")[0].splitlines()[:2]))
    assert labels == ""
    assert "Outcomes" in hwpx_text(fetch(case, "case.hwpx", "/en")[1])


@pytest.mark.parametrize("make", [ordinary_case, longest_case, bare_case, odd_case])
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_page_is_one_page(make, language):
    case = make()
    pdf = read_pdf(fetch(case, "case.pdf", language)[1])
    assert pdf.pages == 1
    # The foot of the page is written last; everything else stands above it.
    *body, licence, _address = pdf.lines
    assert [text for height, text in body if height < licence[0] + 8] == []
    content = fetch(case, "case.hwpx", language)[1]
    estimate = estimate_pages(HwpxDocument.open(io.BytesIO(content)))
    assert (estimate.pages, estimate.unsupported) == (1, ())
    assert language or make is odd_case or flat(case.title)[:6] in flat(pdf.text)


def test_what_is_too_long_is_cut_at_sentences_and_says_where_the_rest_is():
    case = longest_case()
    for content in (read_pdf(fetch(case, "case.pdf")[1]).text, hwpx_text(fetch(case, "case.hwpx")[1])):
        text = flat(content)
        assert flat(f"문장이고 조금 길게 씁니다. {CUT}") in text
        assert re.search(r"그밖에\d+개…전체는주소에서", text)
        # Figures outlive prose: effects are the last to go.
        assert "효과" in text
        assert flat(f"/r/{encode(Place('case', case.pk))}") in text


def test_no_sign_vanishes_that_people_write():
    """Rare syllables, Hanja and signs of offices are drawn; what no face has becomes a box; nothing breaks."""
    text = flat(read_pdf(fetch(odd_case(), "case.pdf")[1]).text)
    for word in ("똠방각하", "뷁", "漢江", "25㎡", "<b>&amp;\"'", "□"):
        assert flat(word) in text, word
    content = fetch(odd_case_again(), "case.hwpx")[1]
    for word in ("똠방각하 뷁 漢江 25㎡ 🤖👩‍👩‍👧 שלום abc <b>&amp;\"'",):
        assert word in hwpx_text(content)
        assert word in docx_text(fetch(odd_case_again(), "prize-ko.docx")[1])


def odd_case_again():
    from districts.models import CaseStudy

    return CaseStudy.objects.get(slug="odd")


def test_the_hwpx_is_a_package_as_the_word_processor_wants_it():
    content = fetch(ordinary_case(), "case.hwpx")[1]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert package.read("mimetype") == b"application/hwp+zip"
        names = set(package.namelist())
        assert {
            "version.xml",
            "settings.xml",
            "META-INF/container.xml",
            "Contents/content.hpf",
            "Contents/header.xml",
            "Contents/section0.xml",
            "Preview/PrvText.txt",
        } <= names
        for name in names:
            if name.endswith((".xml", ".hpf", ".rdf")):
                ElementTree.fromstring(package.read(name))
        description = package.read("Contents/content.hpf").decode()
        assert "보행 사고를 줄인 스마트 횡단보도" in description
        assert "fixture" not in description
        assert "보행 사고를 줄인" in package.read("Preview/PrvText.txt").decode()
        section = package.read("Contents/section0.xml").decode()
        assert 'repeatHeader="1"' in section


PRIZE_FILE = settings.BASE_DIR / "content" / "prize.jsonl"
PRIZES = [json.loads(line) for line in PRIZE_FILE.read_text(encoding="utf-8").splitlines()]
CRITERIA = [one["name"] for one in PRIZES[0]["criteria"]]
CRITERIA_EN = [one["name_en"] for one in PRIZES[0]["criteria"]]


def test_every_edition_of_the_prize_asks_for_the_same_six_criteria():
    assert len(CRITERIA) == 6
    assert all([one["name"] for one in prize["criteria"]] == CRITERIA for prize in PRIZES)


def test_the_draft_follows_the_six_criteria_in_their_order():
    content = fetch(ordinary_case(), "prize-ko.docx")[1]
    document = docx.Document(io.BytesIO(content))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads[:6] == [f"{number}. {name}" for number, name in enumerate(CRITERIA, 1)]
    assert document.paragraphs[0].style.name == "Title"
    text = docx_text(content)
    wanted = [
        "스마트포용도시과",
        "18억원",
        "2019. 10. 처음 설치",
        "앱을 깔아야 작동합니다.",
        "2020 서울창의상",
    ]
    assert [one for one in (*wanted, *FACTS[:5], FACTS[16]) if one not in text] == []
    assert _under(document, "5. 학습·개선 노력")[:2] == ["배운 점", "앱을 깔아야 작동합니다."]


def test_gaps_are_marked_where_they_are_and_listed_at_the_end():
    document = docx.Document(io.BytesIO(fetch(ordinary_case(), "prize-ko.docx")[1]))
    budget = _under(document, "3. 예산·계획의 실현성")
    assert budget[budget.index("인력") + 1] == "[미기재: 인력]"
    assert "[미기재: 예산·계획의 실현성: 인력]" in _under(document, "응모 전에 채울 것")
    known = [text for text in _under(document, "응모 전에 채울 것") if "예산·계획의 실현성: 예산]" in text]
    assert known == []
    bare = docx_text(fetch(bare_case(), "prize-ko.docx")[1])
    for label in ("문제", "접근", "예산", "배운 점", "효과 수치", "출처"):
        assert f"[미기재: {label}]" in bare


def test_the_english_draft_has_english_headings_and_says_what_is_not_stated():
    content = fetch(ordinary_case(), "prize-en.docx")[1]
    document = docx.Document(io.BytesIO(content))
    heads = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    first = [p.text for p in document.paragraphs if p.style.name == "Heading 1"][:6]
    assert first == [f"{number}. {name}" for number, name in enumerate(CRITERIA_EN, 1)]
    assert not re.search("[가-힣]", "".join(heads))
    assert "[Not stated: Staff]" in docx_text(content)
    assert "Lights and voices in one crosswalk." in docx_text(content)
    assert document.core_properties.title.endswith("Smart crosswalks with fewer accidents")


def test_fonts_and_languages_are_named_for_korean_text():
    document = docx.Document(io.BytesIO(fetch(ordinary_case(), "prize-ko.docx")[1]))
    for name in ("Normal", "Heading 1", "Heading 2", "Title"):
        assert document.styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "맑은 고딕"
    runs = [run for p in document.paragraphs for run in p.runs if run.text.strip()]
    for run in runs:
        expected = "ko-KR" if re.search("[가-힣]", run.text) else "en-US"
        assert run._element.rPr.find(qn("w:lang")).get(qn("w:val")) == expected


def _under(document, head: str) -> list[str]:
    """The texts below a first-level heading, up to the next."""
    texts: list[str] = []
    for paragraph in document.paragraphs:
        if paragraph.style.name == "Heading 1":
            if texts:
                break
            texts = [""] if paragraph.text == head else []
        elif texts:
            texts.append(paragraph.text)
    return texts[1:]


# --- how they are sent -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("case.pdf", "application/pdf"),
        ("case.hwpx", "application/hwp+zip"),
        ("prize-ko.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_download_has_its_type_its_korean_name_and_a_validator(name, kind):
    case = ordinary_case()
    response, content = fetch(case, name)
    assert response["Content-Type"] == kind
    assert "attachment; filename*=utf-8''%EB%B3%B4%ED%96%89" in response["Content-Disposition"]
    assert response["X-Robots-Tag"] == "noindex"
    assert int(response["Content-Length"]) == len(content)
    assert fetch(case, name, **{"If-None-Match": response["ETag"]})[0].status_code == 304


def test_the_same_case_is_laid_out_once_and_a_changed_one_again(tmp_path):
    case = ordinary_case()
    first, content = fetch(case, "case.pdf")
    (made,) = (tmp_path / "report").glob("*.pdf")
    stamp = made.stat().st_mtime_ns
    again, same = fetch(case, "case.pdf")
    assert (again["ETag"], same, made.stat().st_mtime_ns) == (first["ETag"], content, stamp)
    case.summary = "다른 요약입니다."
    case.save()
    changed, other = fetch(case, "case.pdf")
    assert changed["ETag"] != first["ETag"]
    assert "다른 요약입니다." in read_pdf(other).text


def test_old_files_are_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr("portal.report.documents.store.MOST_FILES", 2)
    case = ordinary_case()
    for name in NAMES:
        fetch(case, name)
    assert len([path for path in (tmp_path / "report").iterdir() if path.name != "lock"]) == 2


def test_who_may_not_see_the_case_gets_no_document():
    private = ordinary_case()
    restrict(private)
    draft = ordinary_case(slug="draft", live=False)
    sync_all()
    member = Client()
    member.force_login(make_user())
    for name in NAMES:
        for case in (private, draft):
            response, content = fetch(case, name)
            assert response.status_code == 404
            assert "횡단보도" not in content.decode()
        assert fetch(draft, name, client=member)[0].status_code == 404
        response, _ = fetch(private, name, client=member)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"


def test_only_cases_have_documents(client):
    from tests.factories.site import make_lecture

    lecture = make_lecture()
    assert client.get(f"/r/{encode(Place('lecture', lecture.pk))}/case.pdf").status_code == 404
    case = ordinary_case()
    assert client.get(address(case, "other.pdf")).status_code == 404
    assert client.post(address(case, "case.pdf")).status_code == 405
