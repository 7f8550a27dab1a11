"""Checkpoints of HTDemucs with random weights, in the format of the official ones (demucs/states.py, serialize_model).

    DEMUCS_SRC=<a checkout of facebookresearch/demucs> python3 htdemucs_checkpoint.py demo|small|six|true|bag|layouts|numpy OUT.th [--half] [--seed N]

demo     few channels, 44.1 kHz stereo, segments of 1.5 s: quick on any CPU
small    as tiny as they come; and six, the same with six stems and one channel
true     the official size (84 MB with --half)
bag      four of demo, one per stem, as OUT-0.th to OUT-3.th
layouts  no network: tensors of all types and layouts, and their values as OUT.f32, little-endian
numpy    no network: numbers of NumPy among arguments and settings of the training, as official checkpoints have them

The seed chooses the weights; without one they are those of htdemucs_reference.py, whose goldens the network must then repeat.
Needs Debian's python3-torch.
"""
import argparse
import os
from fractions import Fraction

import numpy
import torch

import htdemucs_reference
from htdemucs_reference import CONFIGURATIONS, OFFICIAL, weight

CONFIGURATIONS["demo"] = dict(
    sources=OFFICIAL, channels=4, growth=1, dconv_comp=2, dconv_depth=1, dconv_mode=3, bottom_channels=16, t_layers=2,
    t_heads=2, t_hidden_scale=2.0, segment=Fraction(3, 2))
# What training leaves behind: kept in the file, of no use to the network.
TRAINING = {
    "dset": {"musdb": None, "samplerate": 44100, "segment": 11, "normalize": True},
    "optim": {"lr": 3e-4, "beta2": 0.999, "ema": {"epoch": [0.9, 0.95]}}, "seed": 42, "big": 1 << 40}


def save(content, path, protocol=2):
    # The archive's root is the file's name; so it is the same wherever the file is written.
    torch.save(content, path, pickle_protocol=protocol)
    print(path, os.path.getsize(path), "bytes")


def checkpoint(name, seed, half):
    """What serialize_model returns, for weights of that seed."""
    network = htdemucs_reference.reference()(**CONFIGURATIONS[name])
    args, kwargs = network._init_args_kwargs
    salt = "" if seed is None else f"{seed}:"
    state = {key: weight(salt + key, tuple(value.shape)).to(torch.half if half else torch.float)
             for key, value in network.state_dict().items()}
    return {"klass": network.__class__, "args": args, "kwargs": kwargs, "state": state, "training_args": TRAINING}


def layouts():
    row = torch.arange(24, dtype=torch.float32) / 7 - 1
    return {
        "contiguous": row.reshape(2, 3, 4),
        "transposed": row.reshape(4, 6).t(),
        "permuted": row.reshape(2, 3, 4).permute(2, 0, 1),
        "part": row[5:17:3],
        "columns": row.reshape(4, 6)[1:, 2:5],
        "half": (row * 1000).half(),
        "bfloat": row.bfloat16(),
        "double": row.double() / 3,
        "long": torch.tensor([[1 << 40, -3]]),
        "int": torch.tensor([7, -(1 << 31)], dtype=torch.int32),
        "bool": torch.tensor([True, False, True]),
        "scalar": torch.tensor(2.5),
        "empty": torch.empty(0, 3),
        "parameter": torch.nn.Parameter(row[:4].clone()),
        "tiny": torch.tensor([6e-8, -0.0, float("inf")]).half(),
    }


def write_layouts(path):
    state = layouts()
    kinds = {"texts": ["a", "b"], "pair": (1, None), "nested": {"x": [True, -0.5, []]}, "ratio": Fraction(-39, 5)}
    network = htdemucs_reference.reference()
    save({"klass": network, "args": (OFFICIAL,), "kwargs": kinds, "state": state}, path, protocol=4)
    values = torch.cat([value.detach().float().reshape(-1) for value in state.values()])
    values.numpy().astype("<f4").tofile(os.path.splitext(path)[0] + ".f32")


def write_numpy(path):
    numbers = {
        "real": numpy.float64(0.1), "single": numpy.float32(0.5), "whole": numpy.int64(-3), "short": numpy.int32(7),
        "flag": numpy.bool_(True)}
    package = {"klass": htdemucs_reference.reference(), "args": (OFFICIAL,), "kwargs": numbers,
               "state": {"weight": torch.ones(4)}, "training_args": {"optim": numbers}}
    save(package, path)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("name", choices=["demo", "small", "six", "true", "bag", "layouts", "numpy"])
    parser.add_argument("out")
    parser.add_argument("--half", action="store_true")
    parser.add_argument("--seed", type=int)
    given = parser.parse_args()
    if given.name == "layouts":
        write_layouts(given.out)
    elif given.name == "numpy":
        write_numpy(given.out)
    elif given.name == "bag":
        stem, extension = os.path.splitext(given.out)
        for index in range(len(OFFICIAL)):
            save(checkpoint("demo", (given.seed or 0) + index, given.half), f"{stem}-{index}{extension}")
    else:
        save(checkpoint(given.name, given.seed, given.half), given.out)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
