"""Chance text for drawn pages, of frequent Chinese characters and English words."""

from __future__ import annotations

import numpy as np

_CHARS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
    "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
)
_ENGLISH = (
    "the of and to in a is that for it as was with be by on not he his but at are this have from or had an "
    "they which one you were all her she there would their we him been has when who will no more if out so up "
    "said what its about than into them can only other time new some could these two may first then do any "
    "like my now over such our man me even most made after also did many before must through years where much "
    "your way well down should because each just those people how too little state good very make world still "
    "see own work long both between life being under never day application registration certificate "
    "qualification insurance employer residence signature Payment Invoice Total"
)
_WORDS = _ENGLISH.split()


def zh(rng: np.random.Generator, count: int) -> str:
    """Return `count` characters with commas and full stops strewn in."""
    picked = [_CHARS[int(i)] for i in rng.integers(0, len(_CHARS), count)]
    for place in range(int(rng.integers(6, 14)), count, int(rng.integers(9, 17))):
        picked[place] = "，。、；"[int(rng.integers(4))]
    return "".join(picked)


def en(rng: np.random.Generator, count: int) -> str:
    """Return `count` English words."""
    return " ".join(_WORDS[int(i)] for i in rng.integers(0, len(_WORDS), count))
