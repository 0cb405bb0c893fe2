"""The expo, the prize, and what their editions hold."""

from portal.expo.models.expo import (
    ExpoEdition,
    ExpoFigure,
    ExpoIndexPage,
    ExpoParticipant,
    ExpoProgrammeItem,
    ExpoTag,
    ExpoZone,
)
from portal.expo.models.prize import (
    Award,
    JuryStep,
    PrizeCategory,
    PrizeCriterion,
    PrizeEdition,
    PrizeFigure,
    PrizeIndexPage,
    PrizeTag,
)

__all__ = [
    "Award",
    "ExpoEdition",
    "ExpoFigure",
    "ExpoIndexPage",
    "ExpoParticipant",
    "ExpoProgrammeItem",
    "ExpoTag",
    "ExpoZone",
    "JuryStep",
    "PrizeCategory",
    "PrizeCriterion",
    "PrizeEdition",
    "PrizeFigure",
    "PrizeIndexPage",
    "PrizeTag",
]
