"""Makes the parity test of the Java network: a tiny network with random weights, and what PyTorch answers.

    /usr/bin/python3 -m separator.golden ../gpu-consumer/src/test/resources/separation

Inputs are sin(0.37 t + 0.011 i^1.5) * 3 for frame t and input i; both sides compute them.  Outputs of every ninth of 90 frames are kept."""
import hashlib, os, sys
import numpy as np, torch
from . import export
from .network import INPUTS, MaskNet

FRAMES, EVERY = 90, 9


def main(folder):
    torch.manual_seed(3); os.makedirs(folder, exist_ok=True)
    net = MaskNet(8, 4, torch.randn(INPUTS), torch.rand(INPUTS) + .5)
    for p in net.parameters(): torch.nn.init.normal_(p, 0, .3)
    rounded(net)
    t, i = np.arange(FRAMES)[:, None], np.arange(INPUTS)[None]
    x = torch.tensor(3 * np.sin(.37 * t + .011 * i ** 1.5), dtype=torch.float32)[None]
    with torch.no_grad(): y = net(x)[0, ::EVERY]
    data = export.exported(net)
    open(f'{folder}/tiny-masknet.bin', 'wb').write(data); open(f'{folder}/tiny-masknet.golden', 'wb').write(y.numpy().astype('>f4').tobytes())
    print('SHA-256', hashlib.sha256(data).hexdigest(), 'masks', tuple(y.shape))


def rounded(net):
    """Puts the weights on the 8-bit grid of the file, so that both sides compute with the same numbers."""
    grid = lambda w: (lambda s: (w / s).round() * s)(w.abs().amax(1, keepdim=True).double().div(127).float().double()).to(w.dtype)
    with torch.no_grad():
        w = grid(net.enter.weight.double() / net.deviation.double()); net.enter.weight.copy_(w * net.deviation)
        for block in net.blocks:
            block.enter.weight.copy_(grid(block.enter.weight.double() * block.norm.weight.double()) / block.norm.weight)
            for layer in (block.spread, block.leave): layer.weight.copy_(grid(layer.weight.double()))
        net.leave.weight.copy_(grid(net.leave.weight.double()))


if __name__ == '__main__': main(sys.argv[1])
