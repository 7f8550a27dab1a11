"""The reference implementation of HTDemucs on weights that a formula gives, so that nothing but its outputs need be kept.

    DEMUCS_SRC=<a checkout of facebookresearch/demucs> python3 htdemucs_reference.py golden small|six|true FOLDER

writes FOLDER/<name>.shapes (names and shapes of the state) and FOLDER/<name>.f32 (its stems of one segment, little-endian). Needs
Debian's python3-torch; modules that only training or the command line need are replaced by empty ones.
"""
import math
import os
import sys
import types
import zlib
from fractions import Fraction

import numpy
import torch

OFFICIAL = ["drums", "bass", "other", "vocals"]
CONFIGURATIONS = {
    "small": dict(
        sources=OFFICIAL, channels=8, depth=2, nfft=256, bottom_channels=16, t_layers=3, t_heads=2, dconv_mode=3,
        dconv_comp=4, samplerate=8000, segment=Fraction(1, 4)),
    "six": dict(
        sources=OFFICIAL + ["guitar", "piano"], channels=8, depth=2, nfft=256, t_layers=2, t_heads=2, t_cross_first=True,
        t_norm_out=False, freq_emb=0, dconv_mode=1, audio_channels=1, samplerate=8000, segment=0.2003),
    "true": dict(sources=OFFICIAL, bottom_channels=512, dconv_mode=3, segment=Fraction(39, 5)),
}


def rearrange(x, pattern, **sizes):
    """What of einops the reference uses: permutations with axes joined or split."""
    def groups(side):
        found, inside = [], None
        for word in side.replace("(", " ( ").replace(")", " ) ").split():
            if word == "(":
                inside = []
            elif word == ")":
                found.append(inside)
                inside = None
            else:
                (found.append([word]) if inside is None else inside.append(word))
        return found

    left, right = (groups(side) for side in pattern.split("->"))
    shape = []
    for names, size in zip(left, x.shape):
        unknown = [name for name in names if name not in sizes]
        if unknown:
            sizes[unknown[0]] = size // math.prod(sizes[name] for name in names if name in sizes)
        shape += [sizes[name] for name in names]
    order = [name for names in left for name in names]
    x = x.reshape(shape).permute([order.index(name) for names in right for name in names])
    return x.reshape([math.prod(sizes[name] for name in names) for names in right])


def reference():
    """The class HTDemucs."""
    def module(name, **members):
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__dict__.update(members)

    module("einops", rearrange=rearrange)
    module("openunmix")
    module("openunmix.filtering", wiener=None)
    for name in ("julius", "tqdm", "dora"):
        module(name)
    module("dora.log", fatal=None, bold=None)
    module("omegaconf", OmegaConf=None)
    module("diffq", DiffQuantizer=None, UniformQuantizer=None, restore_quantized_state=None)
    module("demucs")
    sys.modules["demucs"].__path__ = [os.path.join(os.environ["DEMUCS_SRC"], "demucs")]
    from demucs.htdemucs import HTDemucs
    return HTDemucs


def uniform(name, count):
    """Numbers from 0 to 1, of a name: an integer hash of its checksum and their index."""
    x = (numpy.arange(count, dtype=numpy.uint64) * 2654435761 + zlib.crc32(name.encode())) & 0xFFFFFFFF
    x ^= x >> 16
    x = (x * 0x7FEB352D) & 0xFFFFFFFF
    x ^= x >> 15
    x = (x * 0x846CA68B) & 0xFFFFFFFF
    x ^= x >> 16
    return (x >> 8).astype(numpy.float64) / (1 << 24)


def weight(name, shape):
    u = uniform(name, math.prod(shape))
    if name.endswith(".scale"):
        values = 0.2 + 0.3 * u
    elif len(shape) == 1 and name.endswith("weight"):
        values = 0.8 + 0.4 * u
    elif len(shape) == 1:
        values = 0.1 * (2 * u - 1)
    else:
        values = math.sqrt(3 / math.prod(shape[1:])) * (2 * u - 1)
    return torch.from_numpy(values.astype(numpy.float32)).reshape(shape)


def network(name):
    model = reference()(**CONFIGURATIONS[name]).eval()
    model.load_state_dict({key: weight(key, tuple(value.shape)) for key, value in model.state_dict().items()})
    return model


def segment(model):
    samples = int(model.segment * model.samplerate)
    values = 0.3 * (2 * uniform("segment", model.audio_channels * samples) - 1)
    return torch.from_numpy(values.astype(numpy.float32)).reshape(1, model.audio_channels, samples)


def write_golden(name, folder):
    model = network(name)
    with torch.no_grad():
        stems = model(segment(model))
    with open(os.path.join(folder, name + ".shapes"), "w") as shapes:
        for key, value in model.state_dict().items():
            shapes.write(" ".join([key, *map(str, value.shape)]) + "\n")
    stems.numpy().astype("<f4").tofile(os.path.join(folder, name + ".f32"))
    print(name, tuple(stems.shape), "deviation", float(stems.std()))


if __name__ == "__main__":
    torch.set_num_threads(1)
    if len(sys.argv) != 4 or sys.argv[1] != "golden":
        sys.exit(__doc__)
    write_golden(sys.argv[2], sys.argv[3])
