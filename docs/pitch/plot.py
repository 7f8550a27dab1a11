#!/usr/bin/python3
"""Draws what the pitch stage found over a spectrogram.

    docs/pitch/plot.py OUTPUT_FOLDER AUDIO PICTURE.png [--from S] [--to S] [--rows N] [--title TEXT]
                       [--truth-notes CSV] [--truth-f0 CSV]

OUTPUT_FOLDER is one that `melolog analyze` wrote (f0.csv, melody.csv, notes.json). Truth: `onset_s,offset_s,midi` and
`time_s,f0_hz` (0 = unvoiced), as the shared audio has it. Needs Debian's python3-matplotlib, python3-numpy, python3-scipy,
python3-soundfile, python3-pil, and ffmpeg for what soundfile cannot read.
"""

import argparse
import csv
import io
import json
import subprocess
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import soundfile
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Patch
from PIL import Image
from scipy.signal import stft

F0, MELODY, NOTE, TRUTH = "#dc2626", "#14b8a6", "#2563eb", "#000000"
NAMES = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"]


def midi(hz):
    with np.errstate(divide="ignore", invalid="ignore"):
        return 69 + 12 * np.log2(np.asarray(hz, dtype=float) / 440)


def name(number):
    return f"{NAMES[int(number) % 12]}{int(number) // 12 - 1}"


def read_audio(path):
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError):
        command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-f", "wav", "-"]
        wav = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        samples, rate = soundfile.read(io.BytesIO(wav), dtype="float32", always_2d=True)
    return samples.mean(axis=1), rate


def read_track(path):
    """Times, and the pitch as a MIDI number, not a number where unvoiced."""
    rows = list(csv.DictReader(open(path)))
    time = np.array([float(row.get("time_seconds") or row["time_s"]) for row in rows])
    hz = np.array([float(row["f0_hz"] or 0) for row in rows])
    return time, np.where(hz > 0, midi(np.where(hz > 0, hz, 1)), np.nan)


def read_notes(path):
    return [(n["onsetSeconds"], n["onsetSeconds"] + n["durationSeconds"], n["midi"], n["confidence"])
            for n in json.load(open(path))["notes"]]


def read_truth_notes(path):
    return [(float(r["onset_s"]), float(r["offset_s"]), float(r["midi"])) for r in csv.DictReader(open(path))]


def unbroken(time, pitch):
    """Breaks the line where the pitch jumps, so that no vertical stroke is drawn."""
    broken = pitch.copy()
    broken[1:][np.abs(np.diff(pitch)) > 2.5] = np.nan
    return time, broken


def spectrogram(samples, rate, low, high):
    """Level in dB on a grid of semitone quarters, relative to the loudest."""
    seconds = np.clip(14 / (440 * 2 ** ((low - 69) / 12)), 0.05, 0.12)  # enough periods of the lowest note
    size = 1 << int(np.round(np.log2(rate * seconds)))
    frequency, time, bins = stft(samples, rate, window="hann", nperseg=size, noverlap=size * 7 // 8, nfft=4 * size, padded=False)
    level = 20 * np.log10(np.abs(bins) + 1e-9)
    grid = np.arange(low, high, 0.2)
    wanted = 440 * 2 ** ((grid - 69) / 12)
    rows = np.array([np.interp(wanted, frequency, column) for column in level.T]).T
    step = 3  # few greys: a small file
    return time, grid, step * np.round((rows - rows.max()) / step)


def bounds(args, notes, truth, track):
    pitches = [n[2] for n in notes] + [n[2] for n in truth] or [p for p in track[1] if not np.isnan(p)] or [57, 69]
    middle = (min(pitches) + max(pitches)) / 2
    reach = max((max(pitches) - min(pitches)) / 2 + 3.5, 8)
    return middle - reach, middle + reach


def box(axes, start, end, pitch, **style):
    width = max(end - start, 0.02)
    axes.add_patch(FancyBboxPatch((start, pitch - 0.42), width, 0.84, boxstyle="round,pad=0,rounding_size=0.04",
                                  mutation_aspect=8, **style))


def draw(axes, picture, span, low, high, layers):
    time, grid, level = picture
    inside = (time >= span[0] - 0.1) & (time <= span[1] + 0.1)
    axes.imshow(level[:, inside], aspect="auto", origin="lower", cmap="Greys", vmin=-42, vmax=32, interpolation="nearest",
                extent=(time[inside][0], time[inside][-1], low, high), zorder=0)
    for number in range(int(np.ceil(low)), int(high) + 1):
        axes.axhline(number - 0.5, color="#64748b", lw=0.3, alpha=0.3, zorder=1)
    for start, end, pitch, confidence in layers["notes"]:
        box(axes, start, end, pitch, fc=NOTE, alpha=0.1 + 0.35 * confidence, lw=0, zorder=2)
        box(axes, start, end, pitch, fc="none", ec=NOTE, lw=0.8, zorder=3)
    for start, end, pitch in layers["truth_notes"]:
        box(axes, start, end, pitch, fc="none", ec=TRUTH, lw=1.1, ls=(0, (2, 1.6)), zorder=4)
    if layers["truth_f0"] is not None:
        axes.plot(*unbroken(*layers["truth_f0"]), color=TRUTH, lw=0.9, zorder=6)
    axes.plot(*unbroken(*layers["melody"]), color=MELODY, lw=4.0, zorder=4, solid_capstyle="butt")
    axes.plot(*unbroken(*layers["f0"]), color=F0, lw=1.1, zorder=5)
    axes.set_xlim(*span)
    axes.set_ylim(low, high)
    label(axes, low, high)


def label(axes, low, high):
    numbers = range(int(np.ceil(low)), int(high) + 1)
    natural = [n for n in numbers if n % 12 in ((0, 2, 4, 5, 7, 9, 11) if high - low < 20 else (0, 4, 7, 9))]
    axes.set_yticks(natural, [name(n) for n in natural], fontsize=8)
    hz = axes.twinx()
    hz.set_ylim(low, high)
    marks = [n for n in natural if n % 12 in (0, 4, 7)]
    hz.set_yticks(marks, [f"{440 * 2 ** ((n - 69) / 12):.0f}" for n in marks], fontsize=8)
    hz.set_ylabel("Hz", fontsize=9)
    axes.set_ylabel("note", fontsize=9)
    axes.tick_params(axis="x", labelsize=8)
    for side in [axes, hz]:
        side.tick_params(length=3, color="#475569")
        for spine in side.spines.values():
            spine.set_color("#94a3b8")


def legend(figure, layers):
    handles = [Patch(fc=NOTE, alpha=0.4, ec=NOTE, label="notes (fuller colour: more confident)"),
               Line2D([], [], color=MELODY, lw=4, label="melody.csv"),
               Line2D([], [], color=F0, lw=1, label="f0.csv (pYIN)")]
    if layers["truth_notes"]:
        handles.append(Patch(fc="none", ec=TRUTH, ls=(0, (2, 1.6)), label="true notes"))
    if layers["truth_f0"] is not None:
        handles.append(Line2D([], [], color=TRUTH, lw=0.9, label="true f0"))
    figure.legend(handles=handles, loc="upper right", ncol=len(handles), fontsize=8, frameon=False, handlelength=1.6,
                  columnspacing=1.4, bbox_to_anchor=(0.995, 1.0))


def save(figure, path):
    """With as many shades as 150 kB hold."""
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=110)
    pixels = np.asarray(Image.open(buffer).convert("RGB")).astype(int)
    grey = np.ptp(pixels, axis=2) < 8
    for step in (4, 8, 16, 32, 64):
        few = np.where(grey[..., None], pixels.mean(axis=2, keepdims=True), pixels)
        Image.fromarray(np.minimum(255, step * np.round(few / step)).astype(np.uint8)).save(path, optimize=True)
        if Path(path).stat().st_size < 150_000:
            return


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("audio", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--from", dest="start", type=float, default=0)
    parser.add_argument("--to", dest="end", type=float)
    parser.add_argument("--rows", type=int, default=1)
    parser.add_argument("--title")
    parser.add_argument("--truth-notes", type=Path)
    parser.add_argument("--truth-f0", type=Path)
    args = parser.parse_args()

    samples, rate = read_audio(args.audio)
    end = min(args.end or np.inf, len(samples) / rate)
    layers = {
        "f0": read_track(args.folder / "f0.csv"),
        "melody": read_track(args.folder / "melody.csv"),
        "notes": [n for n in read_notes(args.folder / "notes.json") if n[1] > args.start and n[0] < end],
        "truth_notes": [n for n in (read_truth_notes(args.truth_notes) if args.truth_notes else [])
                        if n[1] > args.start and n[0] < end],
        "truth_f0": read_track(args.truth_f0) if args.truth_f0 else None,
    }
    low, high = bounds(args, layers["notes"], layers["truth_notes"], layers["melody"])
    picture = spectrogram(samples, rate, low, high)
    figure, rows = plt.subplots(args.rows, 1, figsize=(11, 0.5 + 3.1 * args.rows), squeeze=False, layout="constrained")
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - 0.3 / figure.get_figheight()))
    length = (end - args.start) / args.rows
    for row, axes in enumerate(rows[:, 0]):
        draw(axes, picture, (args.start + row * length, args.start + (row + 1) * length), low, high, layers)
    rows[-1, 0].set_xlabel("s", fontsize=9)
    figure.text(0.008, 1 - 0.07 / figure.get_figheight(), args.title or args.folder.name, ha="left", va="top",
                fontsize=10, weight="bold")
    legend(figure, layers)
    save(figure, args.picture)


if __name__ == "__main__":
    main()
