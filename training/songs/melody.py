"""Melodies with phrases, and the chords under them.  Times here are in beats; `Melody.seconds` turns them into seconds."""
from dataclasses import dataclass, field
import numpy as np

SCALES = {
    'major': (0, 2, 4, 5, 7, 9, 11),
    'minor': (0, 2, 3, 5, 7, 8, 10),
    'dorian': (0, 2, 3, 5, 7, 9, 10),
    'mixolydian': (0, 2, 4, 5, 7, 9, 10),
}
PROGRESSIONS = ((0, 3, 4, 0), (0, 4, 5, 3), (5, 3, 0, 4), (0, 5, 3, 4), (0, 3, 0, 4), (0, 1, 4, 0), (0, 2, 3, 4), (0, 6, 3, 0), (0, 0, 3, 4))
# durations in beats that fill one beat, two beats or a whole bar
CELLS = {
    1: ([1], [.5, .5], [.75, .25], [.25, .25, .5], [.5, .25, .25], [1 / 3, 1 / 3, 1 / 3], [.25] * 4),
    2: ([2], [1.5, .5], [1, 1], [.5, 1, .5], [.5, .5, 1], [.5] * 4, [1, .5, .5]),
    3: ([3], [2, 1], [1, 1, 1], [1, 2], [1.5, 1.5], [1.5, .5, 1], [1, .5, .5, 1]),
}


@dataclass
class Line:
    """One sung or played note, in beats.  `joined`: follows the previous note without a rest."""
    start: float
    length: float
    midi: int
    joined: bool


@dataclass
class Melody:
    bpm: float
    beats_per_bar: int
    bars: int
    tonic: int
    scale: tuple
    chords: list                       # scale degree of the triad of each bar
    lines: list = field(default_factory=list)

    def seconds(self, beats): return beats * 60 / self.bpm
    def length_seconds(self): return self.seconds(self.bars * self.beats_per_bar)
    def chord(self, bar):
        """Pitch classes of the bar's triad, root first."""
        degree = self.chords[bar % len(self.chords)]
        return [(self.tonic + self.scale[(degree + k) % 7]) % 12 for k in (0, 2, 4)]


def _rhythm(rng, beats, busy):
    out = []
    while beats > 1e-6:
        size = int(min(beats, rng.choice((1, 2, 3), p=(.45, .4, .15))))
        cells = CELLS[size]
        weight = np.array([(len(c) / size) ** (3 * busy - 1.5) for c in cells])
        out += cells[rng.choice(len(cells), p=weight / weight.sum())]
        beats -= size
    return out


def _walk(rng, melody, rhythm, start_beat, pitch, low, high, jumpy):
    """A random walk on the scale that prefers chord tones on the beat and returns to the middle of the range."""
    ladder = [m for m in range(low, high + 1) if (m - melody.tonic) % 12 in melody.scale]
    at = int(np.argmin([abs(m - pitch) for m in ladder]))
    pitches, beat = [], start_beat
    for length in rhythm:
        pull = (at - len(ladder) / 2) / len(ladder)
        step = rng.choice((0, 1, 2, 3, 4, 7), p=_step_odds(jumpy))
        at = int(np.clip(at + step * (1 if rng.random() > .5 + .7 * pull else -1), 0, len(ladder) - 1))
        if beat % 1 < 1e-6 and rng.random() < .7:
            chord = melody.chord(int(beat // melody.beats_per_bar))
            near = [i for i in range(max(0, at - 2), min(len(ladder), at + 3)) if ladder[i] % 12 in chord]
            if near: at = min(near, key=lambda i: abs(i - at) + .1 * rng.random())
        pitches.append(ladder[at])
        beat += length
    return pitches


def _step_odds(jumpy):
    odds = np.array([.2, .45, .18, .07 * jumpy, .06 * jumpy, .04 * jumpy])
    return odds / odds.sum()


def compose(rng, low, high, seconds, bpm=None, busy=None, intro_bars=0):
    """A melody between the MIDI numbers `low` and `high` of about `seconds`.  `busy` 0..1: how short the notes are."""
    bpm = bpm or rng.uniform(58, 150)
    metre = int(rng.choice((4, 4, 4, 3)))
    bars = max(intro_bars + 4, round(seconds * bpm / 60 / metre))
    busy = rng.uniform(.15, .85) if busy is None else busy
    scale = SCALES[rng.choice(list(SCALES), p=(.5, .3, .1, .1))]
    progression = PROGRESSIONS[rng.integers(len(PROGRESSIONS))]
    melody = Melody(bpm, metre, bars, int(rng.integers(12)), scale, [progression[b % 4] for b in range(bars)])
    if high - low > 19: low += int(rng.integers(0, high - low - 18)); high = low + 19
    jumpy, bar, pitch, memory = rng.uniform(.3, 1.8), intro_bars, (low + high) // 2, None
    while bar < bars:
        size = min(int(rng.choice((2, 2, 4))), bars - bar)
        memory, pitch = _phrase(rng, melody, bar, size, pitch, (low, high), jumpy, busy, memory)
        bar += size
    return melody


def _phrase(rng, melody, bar, size, pitch, span, jumpy, busy, memory):
    beats = size * melody.beats_per_bar
    rest = float(rng.choice((.5, 1, 1, 1.5, 2)))
    if memory is not None and abs(sum(memory) - (beats - rest)) < 1e-6 and rng.random() < .5: rhythm = memory
    else:
        rhythm = _rhythm(rng, int(beats - np.ceil(rest)), busy)
        if np.ceil(rest) > rest: rhythm[-1] += .5
    start = bar * melody.beats_per_bar + (.5 if rng.random() < .2 else 0)
    beat, joined = start, False
    pitches = _walk(rng, melody, rhythm, start, pitch, *span, jumpy)
    for length, midi in zip(rhythm, pitches):
        if beat + length > (bar + size) * melody.beats_per_bar: break
        if joined and rng.random() < .04 and length <= 1: joined = False; beat += length; continue   # a rest inside
        melody.lines.append(Line(beat, length, midi, joined)); beat += length; joined = True
    return rhythm, pitches[-1]
