"""Small networks with the options that no released configuration uses: the forward pass in PyTorch, weights from the formula.

Functional on purpose: a weight is asked for by its name in a checkpoint, so that names and shapes are a part of the oracle.
"""
import math

import numpy as np
import torch
import torch.nn.functional as F

import yolact_torch

BASE = dict(
    size=64, levels=5, features=16, classes=4, anchors=[3, 3, 3, 3, 3], conv_downsample=True, pad=True, relu_pred=True, relu_down=False,
    mode="bilinear", source=0, proto=[(16, 3, {"padding": 1}), (None, -2, {}), (8, 1, {})], head=[(16, 3, {"padding": 1})], shared=True,
    extra=(0, 0, 0), filter=3, gate=False, bias=False, feeds=False, split=False, module=False, yolo=False, direct=None, scores=False,
    coefficient=torch.tanh, prototype=torch.relu, blocks=[1, 1, 1, 1], atrous=[], scales=[4, 8, 16, 32, 48], square=True, unit=None,
    existence=False)
CASES = {
    "pyramid": dict(levels=6, anchors=[3] * 6, conv_downsample=False, relu_pred=False, mode="nearest", prototype=lambda x: x),
    "quirk": dict(size=128, pad=False, relu_down=True),
    "separate": dict(shared=False, extra=(1, 2, 1), filter=5, anchors=[1, 2, 3, 1, 2], yolo=True, source=1, coefficient=torch.sigmoid),
    "nets": dict(
        proto=[("cat", [[(6, 3, {"padding": 1})], [(4, 1, {}), (5, 3, {"padding": 2, "dilation": 2})]], {}),
               (12, -4, {"stride": 2, "padding": 1}), (7, -3, {"stride": 2, "output_padding": 1}), (9, 3, {"stride": 2}), (8, 1, {})],
        head=[(12, 1, {}), ("cat", [[(8, 3, {"padding": 1})], [(8, 5, {"padding": 2})]], {})]),
    "gated": dict(gate=True, bias=True, module=True),
    "features": dict(feeds=True, head=[]),
    "split": dict(split=True, proto=[(10, 3, {"padding": 1})]),
    "direct": dict(direct=4, scores=True),
    "rectangle": dict(size=(96, 41), unit=(96, 41)),
    "tall": dict(size=(37, 72), unit=(37, 72), square=False),
    "preserved": dict(size=(91, 45), unit=(64, 64)),
    "preserved_cells": dict(size=(45, 91), unit="cells", square=False, scales=[1.5, 1, 2, 3, 2.5]),
    "softmax": dict(coefficient=lambda x: torch.softmax(x, -1), prototype=lambda x: torch.softmax(x, -1), existence=True),
    "atrous": dict(size=(72, 50), blocks=[1, 2, 2, 2], atrous=[2]),
}


class Weights:
    def __init__(self, classes):
        self.classes = classes

    def __call__(self, name, *shape):
        norm = yolact_torch.is_of_batch_norm(name)
        low, high = yolact_torch.formula_range(name, len(shape), math.prod(shape[1:]), norm)
        values = yolact_torch.formula(name, low, high, math.prod(shape))
        if name.endswith("conf_layer.bias"):
            values[:: self.classes] += 3
        return torch.from_numpy(values.astype(np.float32)).reshape(shape).double()


def conv(w, path, x, channels, size, stride=1, padding=0, dilation=1, bias=True):
    weight = w(f"{path}.weight", channels, x.shape[1], size, size)
    return F.conv2d(x, weight, w(f"{path}.bias", channels) if bias else None, stride, padding, dilation)


def norm(w, path, x):
    c = x.shape[1]
    return F.batch_norm(x, w(f"{path}.running_mean", c), w(f"{path}.running_var", c), w(f"{path}.weight", c), w(f"{path}.bias", c), eps=1e-5)


def bottleneck(w, path, x, planes, stride, project, dilation=1):
    y = F.relu(norm(w, f"{path}.bn1", conv(w, f"{path}.conv1", x, planes, 1, bias=False)))
    y = F.relu(norm(w, f"{path}.bn2", conv(w, f"{path}.conv2", y, planes, 3, stride, dilation, dilation, bias=False)))
    y = norm(w, f"{path}.bn3", conv(w, f"{path}.conv3", y, planes * 4, 1, bias=False))
    if project:
        x = norm(w, f"{path}.downsample.1", conv(w, f"{path}.downsample.0", x, planes * 4, 1, stride, bias=False))
    return F.relu(x + y)


def backbone(w, x, c):
    x = F.max_pool2d(F.relu(norm(w, "backbone.bn1", conv(w, "backbone.conv1", x, 8, 7, 2, 3, bias=False))), 3, 2, 1)
    stages, dilation = [], 1
    for stage, planes in enumerate([4, 8, 8, 8]):
        stride = 2 if stage else 1
        if stage in c["atrous"]:
            dilation, stride = dilation + 1, 1
        for block in range(c["blocks"][stage]):
            first = block == 0
            x = bottleneck(w, f"backbone.layers.{stage}.{block}", x, planes, stride if first else 1, first, dilation if first else 1)
        stages.append(x)
    return stages[1:]


def priors(levels, c):
    rows = []
    for level, scale in zip(levels, c["scales"]):
        height, width = level.shape[2:]
        across, down = (width, height) if c["unit"] == "cells" else c["unit"]
        for j in range(height):
            for i in range(width):
                for root in map(math.sqrt, (1, 0.5, 2)):
                    rows.append([(i + 0.5) / width, (j + 0.5) / height, scale * root / across, (scale * root if c["square"] else scale / root) / down])
    return torch.tensor(rows, dtype=torch.float64)


def pyramid(w, stages, c):
    out, x = [None] * len(stages), 0
    for i, j in enumerate(reversed(range(len(stages)))):
        lateral = conv(w, f"fpn.lat_layers.{i}", stages[j], c["features"], 1)
        if i:
            x = F.interpolate(x, size=lateral.shape[2:], mode=c["mode"], **({} if c["mode"] == "nearest" else {"align_corners": False}))
        x = x + lateral
        y = conv(w, f"fpn.pred_layers.{i}", x, c["features"], 3, padding=1 if c["pad"] else 0)
        out[j] = F.relu(y) if c["relu_pred"] else y
    first = len(out)
    for i in range(c["levels"] - first):
        out.append(conv(w, f"fpn.downsample_layers.{i}", out[-1], c["features"], 3, 2, 1) if c["conv_downsample"] else F.max_pool2d(out[-1], 1, stride=2))
    if c["relu_down"]:
        for i in range(len(out) - first):
            out[i] = F.relu(out[i + first])
    return out


def net(w, path, x, layers, last_relu):
    for i, (channels, size, settings) in enumerate(layers):
        own = f"{path}.{2 * i}"
        if channels == "cat":
            x = torch.cat([net(w, f"{own}.nets.{k}", x, part, True) for k, part in enumerate(size)], 1)
        elif channels is None:
            x = F.interpolate(x, scale_factor=-size, mode="bilinear", align_corners=False)
        elif size < 0:
            x = F.conv_transpose2d(x, w(f"{own}.weight", x.shape[1], channels, -size, -size), w(f"{own}.bias", channels), **settings)
        else:
            x = conv(w, own, x, channels, size, **settings)
        if last_relu or i < len(layers) - 1:
            x = F.relu(x)
    return x


def head(w, index, x, c, masks):
    path = f"prediction_layers.{0 if c['shared'] else index}"
    x = net(w, f"{path}.upfeature", x, c["head"], True)
    if c["module"]:
        side = F.relu(norm(w, f"{path}.bn", conv(w, f"{path}.conv", x, x.shape[1], 1)))
        x = bottleneck(w, f"{path}.block", x, x.shape[1] // 4, 1, False) + side
    anchors = c["anchors"][index]

    def output(layer, width, count=0, extra="", size=c["filter"]):
        y = net(w, f"{path}.{extra}", x, [(x.shape[1], 3, {"padding": 1})] * count, True)
        y = conv(w, f"{path}.{layer}", y, anchors * width, size, padding=size // 2)
        return y.permute(0, 2, 3, 1).reshape(y.shape[0], -1, width)

    loc = output("bbox_layer", 4, c["extra"][0], "bbox_extra")
    conf = output("conf_layer", c["classes"], c["extra"][1], "conf_extra")
    own = masks // c["levels"] if c["split"] else masks
    mask = output("mask_layer", own, c["extra"][2], "mask_extra")
    mask = torch.sigmoid(mask) if c["direct"] else c["coefficient"](mask)
    if c["gate"]:
        mask = mask * torch.sigmoid(output("gate_layer", own, size=3))
    if c["split"]:
        mask = F.pad(mask, (index * own, (c["levels"] - index - 1) * own))
    if c["yolo"]:
        centre = (torch.sigmoid(loc[..., :2]) - 0.5) / torch.tensor([x.shape[3], x.shape[2]], dtype=torch.float64)
        loc = torch.cat([centre, loc[..., 2:]], -1)
    return loc, conf, mask, output("score_layer", 1) if c["scores"] else loc[..., :1]


def forward(name):
    """Gives the input and the raw outputs of a case by name."""
    c = {**BASE, **CASES[name]}
    w = Weights(c["classes"])
    width, height = c["size"] if isinstance(c["size"], tuple) else (c["size"], c["size"])
    x = torch.from_numpy(yolact_torch.formula("input", -2, 2, 3 * height * width).astype(np.float32)).reshape(1, 3, height, width).double()
    levels = pyramid(w, backbone(w, x, c), c)
    outputs = {} if c["unit"] is None else {"priors": priors(levels, c)[None]}
    masks, features = (c["direct"] or 0) ** 2, None
    if not c["direct"]:
        prototypes = c["prototype"](net(w, "proto_net", levels[c["source"]], c["proto"], False))
        features = prototypes if c["feeds"] else None
        prototypes = prototypes.permute(0, 2, 3, 1)
        if c["bias"]:
            prototypes = torch.cat([prototypes, torch.ones_like(prototypes[..., :1])], -1)
        outputs["proto"], masks = prototypes, prototypes.shape[-1]
    predictions = []
    for i, level in enumerate(levels):
        if features is not None:
            features = F.interpolate(features, size=level.shape[2:], mode="bilinear", align_corners=False)
            level = torch.cat([level, features], 1)
        predictions.append(head(w, i, level, c, masks))
    loc, conf, mask, scores = [torch.cat(parts, 1) for parts in zip(*predictions)]
    outputs.update(loc=loc, conf=conf, mask=mask)
    if c["existence"]:
        deepest = levels[-1].mean(dim=(2, 3))
        outputs["class_existence"] = F.linear(
            deepest, w("class_existence_fc.weight", c["classes"] - 1, c["features"]), w("class_existence_fc.bias", c["classes"] - 1))
    if c["scores"]:
        outputs["mask_score"] = scores
    return {key: value[0] for key, value in outputs.items()}
