from __future__ import annotations

from pipeline.extraction.profile.observation import Observation, ObservedLine
from pipeline.extraction.profile.profile import RegionMarks


def test_the_json_of_archives_stays() -> None:
    """Archives hold observations: keys and order are for ever, defaults are left out, and all is read back."""
    observation = Observation(
        fingerprint="f00d",
        lines=(ObservedLine("tin moi", "Tin mới", "p", in_text=True, at_edge=True),),
        version=3,
        container=("div.text",),
        parts={"title": ("h1:1",)},
        captions={"p.chu-thich": (2, 0)},
        marks=(RegionMarks('class="text"'), None),
    )
    text = (
        '{"fingerprint":"f00d","lines":[{"line":"tin moi","text":"Tin mới","step":"p","in_text":true,"at_edge":true}],'
        '"version":3,"container":["div.text"],"parts":{"title":["h1:1"]},"captions":{"p.chu-thich":[2,0]},'
        '"cuts":[{"start":"class=\\"text\\""},null]}'
    )
    assert observation.as_json() == text
    assert Observation.from_json(text) == observation
