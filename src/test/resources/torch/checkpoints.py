"""Writes checkpoints as the official code of CoOp and CoCoOp does, with PyTorch itself (1.13.1): python3 checkpoints.py

Contexts and meta-networks fit the embedded CLIP (d = e = 128), but are not trained. What code.pth.tar pickles would make a file."""
import os
from collections import OrderedDict

import torch

here = os.path.dirname(os.path.abspath(__file__))
WIDTH = 128


class Warmup:
    """Stands for Dassl's schedulers: a class that only exists where the checkpoint was written."""

    def __init__(self, successor):
        self.successor = successor


class Code:
    def __reduce__(self):
        return os.system, ("touch /tmp/coop-serve-checkpoint-ran",)


def ramp(*shape):
    """Numbers that a test can make too: 0.01 sin(i)."""
    count = 1
    for side in shape:
        count *= side
    return (0.01 * torch.sin(torch.arange(count, dtype=torch.float64))).float().reshape(shape)


def save(name, ctx, other=None, **state):
    ctx = torch.nn.Parameter(ctx)
    optimizer = torch.optim.SGD([ctx], lr=0.002, momentum=0.9)
    scheduler = Warmup(torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 200))
    state = OrderedDict(ctx=ctx.detach(), token_prefix=torch.zeros(3, 1, WIDTH), token_suffix=torch.zeros(3, 2, WIDTH), **state)
    torch.save({"state_dict": state, "epoch": 200, "optimizer": optimizer.state_dict(), "scheduler": scheduler,
                "val_result": other}, os.path.join(here, name))


save("coop.pth.tar", ramp(4, WIDTH))
save("csc.pth.tar", ramp(3, 2, WIDTH).half())
save("cocoop.pth.tar", ramp(4, WIDTH), **{
    "meta_net.linear1.weight": ramp(8, WIDTH), "meta_net.linear1.bias": ramp(8),
    "meta_net.linear2.weight": ramp(WIDTH, 8), "meta_net.linear2.bias": ramp(WIDTH)})
save("code.pth.tar", ramp(4, WIDTH), Code())
