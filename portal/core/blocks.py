"""StreamField blocks used by several page types."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from portal.core.partial_dates import validate_partial_date

TEXT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]
PARTIAL_DATE_HELP = _("2024, 2024-10, 2024-10-01 가운데 아는 데까지 씁니다.")


class PartialDateBlock(blocks.CharBlock):
    """A date known to the day, month or year."""

    def __init__(self, required: bool = False, **kwargs: object) -> None:
        super().__init__(
            required=required,
            max_length=10,
            validators=[validate_partial_date],
            help_text=PARTIAL_DATE_HELP,
            **kwargs,
        )


class SourceBlock(blocks.StructBlock):
    """Where a statement was found."""

    outlet = blocks.CharBlock(label=_("매체·기관"), max_length=100)
    title = blocks.CharBlock(label=_("제목"), max_length=300, required=False)
    date = PartialDateBlock(label=_("날짜"))
    url = blocks.URLBlock(label=_("주소"), max_length=600, required=False)
    supports = blocks.CharBlock(
        label=_("뒷받침하는 대목"), max_length=300, required=False, help_text=_("예: 성과, 예산")
    )

    class Meta:
        icon = "link-external"
        label = _("출처")


class AttachmentBlock(blocks.StructBlock):
    """A file to download with the name the reader sees."""

    document = DocumentChooserBlock(label=_("파일"))
    label = blocks.CharBlock(label=_("보이는 이름"), max_length=200, required=False)

    class Meta:
        icon = "doc-full-inverse"
        label = _("첨부 파일")


class BodyBlock(blocks.StreamBlock):
    """Running text with headings, pictures and quotations."""

    heading = blocks.CharBlock(label=_("소제목"), max_length=150, icon="title")
    paragraph = blocks.RichTextBlock(label=_("글"), features=TEXT_FEATURES, icon="pilcrow")
    image = ImageBlock(label=_("그림"), icon="image")
    quote = blocks.BlockQuoteBlock(label=_("인용"), icon="openquote")

    class Meta:
        required = False


class TimelineBlock(blocks.StructBlock):
    """One step in the history of a case."""

    when = PartialDateBlock(label=_("때"), required=True)
    what = blocks.CharBlock(label=_("한 일"), max_length=300)

    class Meta:
        icon = "history"
        label = _("경과")


SOURCES = [("source", SourceBlock())]
ATTACHMENTS = [("attachment", AttachmentBlock())]
TIMELINE = [("step", TimelineBlock())]
PHOTOS = [("image", ImageBlock(label=_("사진"), icon="image"))]
