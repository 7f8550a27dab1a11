"""Trains the mask network:  /usr/bin/python3 -m separator.train DATA OUT [steps] [width inner] [seed]

Loss: mean over windows of 10 log10(|V - m X|^2 / |X|^2 + 1e-3), from band powers alone: |V - m X|^2 = V2 - 2 m Re(V X*) + m^2 X2.
Continues from OUT/checkpoint.pt when there is one."""
import copy, json, math, os, sys, time
import numpy as np, torch
from .bands import BANDS
from .dataset import Songs, WIDTH_ROW, batch, observed
from .network import MaskNet, features

BATCH, FRAMES, WINDOW = 12, 200, 50
FLOOR = 1e-3
JOIN_AT_STEP, SETTLE_AT_STEP, AGAIN_AT_STEP = 1800, 3600, 5000
SONGS_UNTIL = {0: 400, JOIN_AT_STEP: 640, SETTLE_AT_STEP: None}      # by step: stranger voices come when the common ones are known, then more low ones


def inputs(x2, level): return features(x2[..., 0, :] / WIDTH_ROW, x2[..., 1, :] / WIDTH_ROW, level)


def errors(masks, v2, x2, vx):
    """Error power per frame (N, T)."""
    m = masks.unflatten(-1, (2, BANDS))
    return (v2 - 2 * m * vx + m * m * x2).sum((-1, -2)).clamp(min=0)


def loss_of(masks, v2, x2, vx, level):
    windows = lambda y: y.unflatten(1, (-1, WINDOW)).sum(-1)
    mixture = windows(x2.sum((-1, -2))) + 1e-4 * WINDOW * BANDS * level[..., 0]
    return (10 * torch.log10(windows(errors(masks, v2, x2, vx)) / mixture + FLOOR)).mean()


def validate(net, songs):
    """Per voice: mean over songs of the median over seconds of the SDR in dB; 'leak' of songs without a voice."""
    out = {}
    with torch.no_grad():
        for i, start in enumerate(songs.starts):
            rows = slice(start, start + songs.lengths[i])
            v2, a2 = (torch.tensor(10 ** x[rows].astype(np.float32))[None] for x in (songs.v2, songs.a2))
            va = torch.tensor(songs.correlation[rows] / np.float32(127))[None] * torch.sqrt(v2 * a2)
            x2, vx = observed(v2, a2, va)
            level = (x2.sum((1, 2, 3)) / BANDS / x2.shape[1])[:, None, None]
            masks = net(inputs(x2, level))
            n = x2.shape[1] // 43 * 43
            seconds = lambda y: y[0, :n].unflatten(0, (-1, 43)).sum(1)
            error = seconds(errors(masks, v2, x2, vx)); voice = seconds(v2.sum((-1, -2)))
            if songs.voices[i] == 'none': out.setdefault('leak', []).append(float(10 * torch.log10(error.sum() / x2.sum())))
            else:
                k = voice > 1e-4 * voice.max()
                out.setdefault(songs.sources[i]['role'], []).append(float((10 * torch.log10(voice / error))[k].median()))
    return {k: round(float(np.mean(v)), 2) for k, v in out.items()}


def standardisation(rng, songs):
    v2, a2, va, level = batch(rng, songs, 64, FRAMES)
    x = inputs(observed(v2, a2, va)[0], level).reshape(-1, 2 * BANDS)
    return x.mean(0), x.std(0) + .3


def songs_at(data, step):
    return Songs(data, ('train',), before=SONGS_UNTIL[max(s for s in SONGS_UNTIL if s <= step)])


def schedule(step, steps):
    """Of the learning rate: up, then down along cosines, cut off where the next songs come; once all are there, down to nothing twice."""
    cosine = lambda x: .01 + .99 * .5 * (1 + math.cos(math.pi * x))
    first, second = cosine(JOIN_AT_STEP / 4500), lambda x: cosine((x - JOIN_AT_STEP) / (5400 - JOIN_AT_STEP))
    if step < JOIN_AT_STEP: return min(1, (step + 1) / 200) * cosine(step / 4500)
    if step < SETTLE_AT_STEP: return first * second(step)
    if step < AGAIN_AT_STEP: return first * second(SETTLE_AT_STEP) * cosine((step - SETTLE_AT_STEP) / (AGAIN_AT_STEP - SETTLE_AT_STEP))
    return .4 * cosine((step - AGAIN_AT_STEP) / (steps - AGAIN_AT_STEP))


def main(data, out, steps=6300, width=192, inner=96, seed=1):
    torch.set_num_threads(1); torch.set_flush_denormal(True); torch.manual_seed(seed); rng = np.random.default_rng(seed)
    os.makedirs(out, exist_ok=True)
    songs = songs_at(data, 0); held = Songs(data, ('validation', 'held_voice', 'held_soundfont'), natural_only=True, before=SONGS_UNTIL[0])
    print(f'{len(songs.starts)} pairings, {songs.v2.shape[0] / 43.07 / 60:.0f} min; {len(held.starts)} songs to validate', flush=True)
    net = MaskNet(width, inner, *standardisation(rng, songs)); average = copy.deepcopy(net)
    rate, log, first = 2.5e-3, [], 0
    optimiser = torch.optim.AdamW(net.parameters(), rate, betas=(.9, .98), weight_decay=.01)
    if os.path.exists(f'{out}/checkpoint.pt'):
        c = torch.load(f'{out}/checkpoint.pt'); first, log = c['step'], c['log']
        net.load_state_dict(c['net']); average.load_state_dict(c['average']); optimiser.load_state_dict(c['optimiser'])
    running, began = [], time.process_time()
    for step in range(first, steps):
        if step in SONGS_UNTIL and step or step == first > JOIN_AT_STEP:
            del songs; songs = songs_at(data, step); print(f'{len(songs.starts)} pairings from step {step}', flush=True)
        rng = np.random.default_rng((seed, step))
        for group in optimiser.param_groups: group['lr'] = rate * schedule(step, steps)
        v2, a2, va, level = batch(rng, songs, BATCH, FRAMES, noisy=step >= SETTLE_AT_STEP)
        x2, vx = observed(v2, a2, va)
        loss = loss_of(net(inputs(x2, level)), v2, x2, vx, level)
        optimiser.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(net.parameters(), 3.); optimiser.step()
        decay = min(.998, (1 + step) / (20 + step))
        with torch.no_grad():
            for p, q in zip(average.parameters(), net.parameters()): p.lerp_(q, 1 - decay)
        running.append(float(loss))
        if (step + 1) % 50 == 0 and step < 300: print(step + 1, round(np.mean(running[-50:]), 3), f'{time.process_time() - began:.0f} CPU-s', flush=True)
        if (step + 1) % 300 == 0 or step + 1 == steps:
            log.append(dict(step=step + 1, loss=round(float(np.mean(running[-300:])), 3), cpu_s=round(time.process_time() - began), **validate(average, held)))
            print(json.dumps(log[-1]), flush=True)
            torch.save(dict(step=step + 1, net=net.state_dict(), average=average.state_dict(), optimiser=optimiser.state_dict(), log=log, width=width, inner=inner), f'{out}/checkpoint.pt.new')
            os.replace(f'{out}/checkpoint.pt.new', f'{out}/checkpoint.pt')
    json.dump(log, open(f'{out}/curve.json', 'w'), indent=0)


if __name__ == '__main__': main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
