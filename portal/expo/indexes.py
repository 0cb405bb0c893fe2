"""What the two lists say of themselves when `setup_site` makes them; editors may change it afterwards."""

from __future__ import annotations

from typing import Any

EXPO_INDEX: dict[str, Any] = {
    "summary": (
        "서울시가 2023년에 서울스마트시티엑스포라는 이름으로 계획하고 2024년부터 스마트라이프위크(SLW)로 연 "
        "행사의 회차별 기록입니다."
    ),
    "summary_en": (
        "Edition by edition: the exhibition that Seoul planned in 2023 as the Seoul Smart City Expo and has held "
        "since 2024 as Smart Life Week (SLW)."
    ),
}
PRIZE_INDEX: dict[str, Any] = {
    "summary": (
        "서울시와 세계스마트시티기구(WeGO)가 세계 도시의 스마트도시 정책과 서비스를 뽑아 주는 서울 스마트도시 상의 "
        "공모, 심사와 수상 기록입니다."
    ),
    "summary_en": (
        "Calls, judging and winners of the Seoul Smart City Prize, by which Seoul and the World Smart Sustainable "
        "Cities Organization (WeGO) honour smart-city policies and services of the world's cities."
    ),
    "intro": (
        "<p>2022년 9월에 만들어졌습니다. 약자와의 동행, 포용적 성장, 도시 간 격차 완화를 내세웁니다. "
        "도시정부와 기관, 기업, 개인이 낼 수 있습니다.</p>"
    ),
    "sources": [
        (
            "source",
            {
                "outlet": "서울 스마트시티 누리집(영문)",
                "title": "Seoul Smart City Prize",
                "url": "https://smart.seoul.go.kr/en/content/view/EN04020000.do",
            },
        ),
        (
            "source",
            {
                "outlet": "SLW 누리집",
                "title": "서울 스마트도시 상 개요",
                "url": "https://slw.kr/kor/contents/930.do?mid=984",
            },
        ),
        (
            "source",
            {
                "outlet": "서울 스마트도시 상 누리집",
                "title": "Seoul Smart City Prize",
                "url": "https://www.seoulsmartcityprize.com",
            },
        ),
        (
            "source",
            {
                "outlet": "한국이스라엘산업연구개발재단",
                "title": "Invitation to Seoul Smart City Prize 2023",
                "url": "https://www.koisra.co.kr/news/invitation-to-seoul-smart-city-prize-2023/",
            },
        ),
    ],
}
