"""A whole song: vocals and accompaniment as separate stereo signals, and the truth of its melody."""
from dataclasses import dataclass, replace
import numpy as np
from . import RATE_HZ, band, melody as melodies, performance, room, voice as synthesis, voices


@dataclass
class Song:
    vocals: np.ndarray           # (samples, 2); zero when nobody sings
    accompaniment: np.ndarray
    kind: str                    # of the voice, or 'none'
    soundfont: str
    performance: object = None   # of the lead voice
    dry: object = None           # lead voice, mono, before room and levels


def lead_voice(rng, singer, seconds, melody=None, humming=False, tuning_cents=0.):
    """(melody, performance, dry mono voice)."""
    melody = melody or melodies.compose(rng, singer.low, singer.high, seconds)
    p = performance.perform(rng, singer, melody, seconds, humming, tuning_cents)
    return melody, p, synthesis.render(rng, singer, p)


def produced(rng, singer, melody, p, dry, plain=False):
    """What a mixing engineer makes of a dry voice: compression, room, now and then a double or a harmony."""
    level = room.rms(dry[dry != 0]) if (dry != 0).any() else 1.
    if not plain and rng.random() < .6: dry = room.compressed(dry, level * rng.uniform(.4, 1), rng.uniform(1.5, 5))
    out = room.in_room(rng, dry, wet_db=rng.uniform(-28, -9), pan=0 if plain or rng.random() < .8 else rng.uniform(-.3, .3))
    if plain: return out
    roll = rng.random()
    if roll < .16:   # doubled: sung again, a little differently, left and right
        for pan in ((-.7, .7) if rng.random() < .5 else (rng.uniform(-.8, .8),)):
            again = performance.perform(rng, singer, melody, p.seconds)
            out += 10 ** (rng.uniform(-12, -4) / 20) * room.in_room(rng, synthesis.render(rng, singer, again), pan=pan)
    elif roll < .26:   # echo
        delay = int(melody.seconds(rng.choice((.5, .75, 1.))) * RATE_HZ)
        if delay < len(dry): out[delay:] += 10 ** (rng.uniform(-18, -9) / 20) * dry[:-delay, None]
    return out


def compose(rng, seconds, kind, soundfont, plain=False, strange=False, lower=0):
    """A song of `kind` of voice ('none': an instrument leads).  Levels: vocals and accompaniment each at an RMS of 0.1 over the time they sound.
    `strange`: see `voices.singer`; `lower`: semitones below the voice's usual range."""
    if kind == 'none':
        low = int(rng.integers(50, 66))
        melody = melodies.compose(rng, low, low + 18, seconds)
        lead = melody if rng.random() < .8 else None
        music = band.accompany(rng, melody, seconds, lead=lead).render(soundfont, seconds, rng.random() < .5)
        return Song(np.zeros_like(music), _levelled(music), kind, soundfont)
    singer = voices.singer(rng, kind, strange)
    singer = replace(singer, low=singer.low - lower, high=singer.high - lower)
    intro = int(rng.choice((0, 1, 2)))
    melody = melodies.compose(rng, singer.low, singer.high, seconds, intro_bars=intro)
    _, p, dry = lead_voice(rng, singer, seconds, melody)
    music = band.accompany(rng, melody, seconds, doubled=rng.random() < .06).render(soundfont, seconds, rng.random() < .5)
    return Song(_levelled(produced(rng, singer, melody, p, dry, plain)), _levelled(music), kind, soundfont, p, dry)


def _levelled(x):
    power = np.mean(x ** 2, 1); n = RATE_HZ // 20
    blocks = power[:len(power) // n * n].reshape(-1, n).mean(1)
    sounding = blocks[blocks > 1e-4 * blocks.max()] if blocks.max() > 0 else np.array([1.])
    return (x * (.1 / np.sqrt(sounding.mean() + 1e-12))).astype(np.float32)
