"""Addresses of questions, and of what is alike while one writes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from portal.community.questions import views, views_answer, views_similar

app_name = "questions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("similar/", views_similar.similar, name="similar"),
    path("questions/", views.question_list, name="list"),
    path("questions/ask/", views.ask, name="ask"),
    path("questions/mine/", views.mine, name="mine"),
    path("questions/answer/<str:token>/", views_answer.answer_by_link, name="answer_by_link"),
    path("questions/<int:pk>/", views.question, name="question"),
    path("questions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("questions/<int:pk>/answer/", views_answer.answer_signed_in, name="answer"),
]
