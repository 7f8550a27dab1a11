"""Writes a checkpoint's averaged weights as the file the Java class MaskWeights reads, and prints its SHA-256.

    /usr/bin/python3 -m separator.export OUT/checkpoint.pt masknet-1.bin

Big-endian: 'MLMN', version 1, inputs, width, inner, blocks; linear layers as outputs x (float scale, inputs int8) and float biases;
blocks led by their dilation; a gain and a shift per channel before the last layer.  Standardisation and the blocks' layer-norm gains
are folded into the layers that follow them."""
import hashlib, struct, sys
import numpy as np, torch
from .network import DILATIONS, INPUTS, MaskNet


def dense(weight, bias):
    """Bytes of a linear layer, one scale per output."""
    weight, bias = weight.detach().double().numpy(), bias.detach().double().numpy()
    out = bytearray()
    for row in weight:
        scale = np.float32(max(np.abs(row).max(), 1e-12) / 127)
        out += struct.pack('>f', scale) + np.round(row / np.float64(scale)).clip(-127, 127).astype(np.int8).tobytes()
    return bytes(out) + bias.astype('>f4').tobytes()


def exported(net):
    width, inner = net.enter.out_features, net.blocks[0].enter.out_features
    out = b'MLMN' + struct.pack('>5i', 1, INPUTS, width, inner, len(net.blocks))
    weight = net.enter.weight.double() / net.deviation.double()
    out += dense(weight, net.enter.bias.double() - weight @ net.mean.double())
    for block, dilation in zip(net.blocks, DILATIONS):
        out += struct.pack('>i', dilation)
        weight = block.enter.weight.double()
        out += dense(weight * block.norm.weight.double(), block.enter.bias.double() + weight @ block.norm.bias.double())
        out += dense(block.spread.weight, block.spread.bias) + dense(block.leave.weight, block.leave.bias)
    out += net.norm.weight.detach().numpy().astype('>f4').tobytes() + net.norm.bias.detach().numpy().astype('>f4').tobytes()
    return out + dense(net.leave.weight, net.leave.bias)


def load(checkpoint):
    c = torch.load(checkpoint)
    net = MaskNet(c['width'], c['inner']); net.load_state_dict(c['average'])
    return net.eval()


if __name__ == '__main__':
    data = exported(load(sys.argv[1]))
    open(sys.argv[2], 'wb').write(data)
    print(len(data), 'bytes, SHA-256', hashlib.sha256(data).hexdigest())
