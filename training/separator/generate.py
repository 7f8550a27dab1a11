"""Makes the training set: songs from seeds, kept as band powers only.

    /usr/bin/python3 -m separator.generate OUT [songs] [seed] [part parts]

Each song gives its own pairing of vocals and accompaniment, and one with the vocals of the song before."""
import json, os, sys, time
import numpy as np
from songs import RATE_HZ, song, speech, room
from . import bands

SECONDS = 26.
STRANGE_FROM = 400        # later songs are sung by stranger voices
LOW_FROM = 640            # and these mostly by low ones, every other one strange
HELD_OUT_VOICE, HELD_OUT_SOUNDFONT = 'child', 'csound'
VOICES = {'soprano': .1, 'alto': .09, 'popfemale': .17, 'breathy': .08, 'tenor': .11, 'baritone': .11, 'popmale': .15, 'bass': .05, 'croaky': .05, 'speech': .03, 'none': .16}
LOW_VOICES = {'bass': .25, 'baritone': .27, 'popmale': .27, 'croaky': .04, 'tenor': .07, 'speech': .02, 'none': .08}
SOUNDFONTS = {'fluid': .42, 'timgm': .24, 'musescore': .22, 'opl3': .12}


def pick(rng, odds): return str(rng.choice(list(odds), p=np.array(list(odds.values())) / sum(odds.values())))


def make(rng, kind, soundfont, strange, lower):
    if kind != 'speech': return song.compose(rng, SECONDS, kind, soundfont, strange=strange, lower=lower)
    s = song.compose(rng, SECONDS, 'none', soundfont)
    language = pick(rng, {k: 1 for k in speech.TEXTS})
    said = speech.say(language, pick(rng, {'': 1, 'f2': 1, 'f3': 1, 'm2': 1, 'm7': 1}), int(rng.integers(120, 200)), int(rng.integers(20, 80)))
    n = int(SECONDS * RATE_HZ); said = np.pad(said, (0, max(0, n - len(said))))[:n]
    s.vocals, s.kind = .1 * room.in_room(rng, said), kind
    return s


def stored(v, a):
    """float16 of log10 powers and int8 of the correlation, (frames, 2, BANDS) each."""
    v2, a2, va = bands.powers(v, a)
    correlation = va / np.sqrt(np.maximum(v2 * a2, 1e-20))
    swap = lambda x: np.ascontiguousarray(x.transpose(1, 0, 2))
    log = lambda x: np.log10(x + 1e-9).astype(np.float16)
    return swap(log(v2)), swap(log(a2)), swap(np.round(127 * np.clip(correlation, -1, 1)).astype(np.int8))


def main(out, count=740, seed=7, part=0, parts=1):
    os.makedirs(out, exist_ok=True)
    previous, began = None, time.time()
    for index in range(part, count, parts):
        path = f'{out}/{index:04d}'
        rng = np.random.default_rng((seed, index))
        kind, soundfont = pick(rng, VOICES if index < LOW_FROM else LOW_VOICES), pick(rng, SOUNDFONTS)
        held = index % 20                      # 19: the voice that is held out; 9: the soundfont; 4: a song to validate with
        if held == 19: kind = HELD_OUT_VOICE
        elif held == 9: soundfont = HELD_OUT_SOUNDFONT
        role = {19: 'held_voice', 9: 'held_soundfont', 4: 'validation'}.get(held, 'train')
        if os.path.exists(path + '.json'): previous = None; continue
        s = make(rng, kind, soundfont, index >= STRANGE_FROM and (index < LOW_FROM or index % 2 == 0), 4 if index >= LOW_FROM else 0)
        v, a = bands.spectra(s.vocals), bands.spectra(s.accompaniment)
        pairs = [(v, kind)]
        if role == 'train' and previous is not None: pairs.append(previous)
        for k, (vocals, voice) in enumerate(pairs):
            v2, a2, correlation = stored(vocals, a)
            np.savez(f'{path}_{k}.npz', v2=v2, a2=a2, correlation=correlation)
        if role == 'train' and kind != 'none': previous = (v, kind)
        with open(path + '.json', 'w') as f: json.dump(dict(role=role, kind=kind, soundfont=soundfont, pairs=[voice for _, voice in pairs], frames=v.shape[1]), f)
        if index % 20 == 0: print(index, kind, soundfont, f'{time.time() - began:.0f} s', flush=True)


if __name__ == '__main__': main(sys.argv[1], *map(int, sys.argv[2:]))
