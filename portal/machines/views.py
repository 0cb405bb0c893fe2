"""Pictures for shared links."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from portal.core.sendfile import send_file
from portal.core.typefaces import TypefaceMissing
from portal.machines.pictures import LANGUAGES, Picture, find_picture, stored

MAX_AGE = 30 * 86_400


@require_safe
def share_picture(request: HttpRequest, language: str, source: str, pk: int, digest: str) -> HttpResponseBase:
    """The picture of a page as PNG. 404 for whoever may not see the page; an old address leads to the new one."""
    if language not in LANGUAGES or pk >= 2**63:
        raise Http404
    # Asked as anybody first: a public picture is answered without looking who asks.
    picture = find_picture(source, pk, language, None)
    public = picture is not None
    if picture is None:
        picture = find_picture(source, pk, language, request.user)
    if picture is None:
        raise Http404
    response = _answer(request, picture, digest)
    if public:
        patch_cache_control(response, public=True, max_age=MAX_AGE if response.status_code != 302 else 300)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _answer(request: HttpRequest, picture: Picture, digest: str) -> HttpResponseBase:
    if digest != picture.digest:
        return redirect(picture.url)
    try:
        path = stored(picture)
    except TypefaceMissing as error:
        return HttpResponse(f"{error}\n", status=503, content_type="text/plain; charset=utf-8")
    return send_file(
        request,
        path.open("rb"),
        size=path.stat().st_size,
        name=f"{picture.source}-{picture.pk}.png",
        content_type="image/png",
        etag=picture.digest,
        inline=True,
    )
