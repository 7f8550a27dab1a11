"""Kinds of singers and their vowels.  Each song draws its own singer from a kind, so that no two are alike."""
from dataclasses import dataclass, replace
import numpy as np

# F1..F4 in Hz of a male tract (after Peterson & Barney 1952 and textbook values); F5 and up follow the tract's length
VOWELS = {
    'a': (730, 1090, 2440, 3400), 'e': (530, 1840, 2480, 3500), 'i': (270, 2290, 3010, 3600), 'o': (500, 900, 2400, 3300),
    'u': (310, 870, 2240, 3250), 'ae': (660, 1720, 2410, 3450), 'er': (490, 1350, 1690, 3300), 'uh': (640, 1190, 2390, 3350),
}
VOICED_CONSONANTS = {   # formants, level relative to the vowel, noise
    'm': ((250, 1000, 2200, 3100), .35, 0), 'n': ((260, 1500, 2400, 3200), .35, 0), 'l': ((350, 1250, 2700, 3400), .5, 0),
    'r': ((400, 1250, 1650, 3200), .5, 0), 'w': ((300, 650, 2200, 3200), .5, 0), 'y': ((270, 2200, 2950, 3600), .55, 0),
    'v': ((280, 1100, 2300, 3200), .25, .06), 'z': ((280, 1600, 2500, 3400), .22, .12), 'b': ((220, 800, 2200, 3200), .09, 0),
    'd': ((220, 1700, 2600, 3300), .09, 0),
}
UNVOICED_CONSONANTS = {  # centre Hz, width in octaves, level, whether a silence and a burst come first
    's': (6800, .8, .11, False), 'sh': (3300, .8, .11, False), 'f': (5000, 2.2, .05, False), 'h': (1500, 2.0, .05, False),
    't': (5200, 1.2, .18, True), 'k': (2200, .9, .17, True), 'p': (900, 1.8, .11, True), 'ch': (3600, .9, .14, True),
}


@dataclass(frozen=True)
class Voice:
    kind: str
    low: int                     # MIDI
    high: int
    tract: float                 # formants relative to the male table
    open_quotient: float         # .4 pressed .. .9 soft
    corner_hz: float             # spectral tilt of the source: one pole
    breath: float                # aspiration relative to the voice
    jitter: float                # relative, rms
    shimmer: float
    vibrato_cents: float         # 0 = straight
    vibrato_hz: float
    ring: float                  # singer's formant, dB
    creak: float                 # depth of the subharmonic
    formant_shift: tuple = (1., 1., 1., 1.)
    legato: float = .35          # share of melismatic joints
    glide_s: float = .08
    scoop: float = .35           # share of phrase starts that are scooped
    bright: float = 3.           # dB per octave above 2.5 kHz
    blur: float = 1.             # widens the formants


KINDS = {
    'soprano': Voice('soprano', 60, 82, 1.17, .65, 3000, .01, .003, .03, 60, 5.7, 4, 0, legato=.45),
    'alto': Voice('alto', 53, 74, 1.13, .62, 2600, .015, .003, .03, 45, 5.4, 4, 0),
    'popfemale': Voice('popfemale', 55, 75, 1.16, .6, 2600, .03, .004, .04, 25, 5.6, 0, 0, legato=.2),
    'breathy': Voice('breathy', 54, 74, 1.12, .85, 1100, .14, .005, .05, 15, 5.2, 0, 0, legato=.25),
    'tenor': Voice('tenor', 48, 69, 1.02, .55, 2400, .012, .003, .03, 55, 5.5, 9, 0),
    'baritone': Voice('baritone', 43, 65, .97, .55, 1900, .012, .003, .03, 45, 5.2, 8, 0, legato=.4),
    'popmale': Voice('popmale', 45, 67, 1.0, .58, 2200, .03, .004, .05, 18, 5.3, 0, 0, legato=.2),
    'bass': Voice('bass', 38, 60, .93, .55, 1500, .015, .003, .03, 40, 5.0, 6, 0),
    'croaky': Voice('croaky', 41, 63, .98, .45, 2600, .06, .009, .1, 10, 5.0, 0, .17, legato=.2),
    'child': Voice('child', 60, 79, 1.32, .68, 2600, .035, .005, .05, 8, 5.5, 0, 0, legato=.2),
}


def singer(rng, kind, strange=False):
    """A singer of the kind: sizes, habits and timbre drawn anew.  `strange`: also timbres that no throat has, as other synthesisers may."""
    one = _singer(rng, kind)
    if not strange: return one
    wild = lambda spread: float(np.exp(spread * rng.standard_normal()))
    return replace(
        one, tract=float(np.clip(one.tract * wild(.1), .8, 1.5)), formant_shift=tuple(wild(.16) for _ in range(4)), corner_hz=one.corner_hz * wild(.7),
        bright=float(rng.uniform(-3, 9)), blur=float(rng.choice((1, 1, 1.8, 3.5, 6))), breath=one.breath * float(rng.choice((0, .5, 1, 2.5))),
        jitter=one.jitter * float(rng.choice((0, 1, 1.5))), shimmer=one.shimmer * float(rng.choice((0, 1, 1.5))),
        vibrato_cents=float(rng.choice((0, one.vibrato_cents, rng.uniform(20, 120)))), vibrato_hz=float(rng.uniform(4.2, 7)), ring=one.ring + float(rng.choice((0, 0, 6))),
        legato=float(rng.uniform(.05, .8)))


def _singer(rng, kind):
    v = KINDS[kind]
    wild = lambda spread: float(np.exp(spread * rng.standard_normal()))
    shift = int(rng.integers(-2, 3))
    return replace(
        v, low=v.low + shift, high=v.high + shift, tract=v.tract * wild(.045),
        open_quotient=float(np.clip(v.open_quotient + .07 * rng.standard_normal(), .38, .92)), corner_hz=1.8 * v.corner_hz * wild(.35),
        breath=v.breath * wild(.5), jitter=v.jitter * wild(.3), shimmer=v.shimmer * wild(.3),
        vibrato_cents=min(120., .8 * v.vibrato_cents * wild(.4)), vibrato_hz=float(np.clip(v.vibrato_hz * wild(.08), 4.5, 7)),
        ring=max(0., v.ring + 3 * rng.standard_normal()), formant_shift=tuple(wild(.06) for _ in range(4)),
        legato=float(np.clip(v.legato * wild(.4), .05, .8)), glide_s=float(np.clip(.085 * wild(.35), .04, .15)),
        scoop=float(np.clip(v.scoop * wild(.5), 0, .8)),
        bright=float(rng.uniform(0, 6)))
