#!/usr/bin/env python3
"""Makes the golden files of this folder and their MANIFEST.json, with PyTorch in float64. Run it where torch and numpy are installed."""
import json
import os
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "src", "YolactGpu.Benchmarks", "peers"))
import option_networks  # noqa: E402
import yolact_torch  # noqa: E402

torch.manual_seed(20)
entries = []


def save(file, tensors, **description):
    header, data = {}, b""
    for name, value in tensors.items():
        value = np.ascontiguousarray(value)
        kind = {"float32": "F32", "int64": "I64"}[str(value.dtype)]
        header[name] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [len(data), len(data) + value.nbytes]}
        data += value.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(HERE, file), "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + data)
    entries.append({"file": file, **description})


def single(tensor):
    return tensor.detach().numpy().astype(np.float32)


def convolutions():
    tensors, cases = {}, []
    shapes = [(1, 1, 1, 1, 1, 1, 1, 0, 1), (2, 5, 9, 7, 3, 3, 1, 1, 1), (1, 3, 11, 13, 33, 7, 2, 3, 1), (1, 17, 6, 5, 21, 1, 2, 0, 1),
              (1, 34, 10, 9, 66, 3, 1, 1, 1), (1, 4, 12, 12, 6, 3, 1, 2, 2)]
    for i, (n, c, h, w, k, size, stride, padding, dilation) in enumerate(shapes):
        bias = i % 2 == 0
        x = torch.randn(n, c, h, w, dtype=torch.float64).float().double()
        weight = torch.randn(k, c, size, size, dtype=torch.float64).float().double()
        b = torch.randn(k, dtype=torch.float64).float().double() if bias else None
        y = F.conv2d(x, weight, b, stride, padding, dilation)
        tensors.update({f"conv{i}.x": single(x), f"conv{i}.w": single(weight), f"conv{i}.y": single(y)})
        if bias:
            tensors[f"conv{i}.b"] = single(b)
        cases.append({"prefix": f"conv{i}.", "stride": stride, "padding": padding, "dilation": dilation, "kernel": size, "bias": bias})
    save("ops_conv2d.safetensors", tensors, description="conv2d forward; x, w, b, y in NCHW and OIHW.", cases=cases)


def miscellaneous():
    tensors, cases = {}, []

    def add(prefix, op, x, y):
        tensors.update({f"{prefix}x": single(x), f"{prefix}y": single(y)})
        cases.append({"prefix": prefix, "op": op})

    x = torch.randn(2, 3, 9, 8, dtype=torch.float64).float().double()
    add("maxpool0.", "window 3, stride 2, padding 1", x, F.max_pool2d(x, 3, 2, 1))
    for i, size in enumerate([(1, 1), (17, 5), (9, 8), (18, 16)]):
        add(f"bilinear{i}.", "align_corners=False", x, F.interpolate(x, size=size, mode="bilinear", align_corners=False))
    row = torch.linspace(-30, 30, 61, dtype=torch.float64).float().double()
    add("sigmoid.", "sigmoid", row, torch.sigmoid(row))
    add("tanh.", "tanh", row / 7, torch.tanh(row / 7))
    add("relu.", "relu", row, torch.relu(row))
    logits = torch.randn(5, 2, dtype=torch.float64).float().double() * 40
    add("softmax.", "softmax over the last axis", logits, torch.softmax(logits, -1))
    save("ops_misc.safetensors", tensors, description="Pooling, resize and activations, forward.", cases=cases)


def priors(levels, size):
    rows = []
    for (height, width), scale in zip(levels, [24, 48, 96, 192, 384]):
        for j in range(height):
            for i in range(width):
                for ratio in (1, 0.5, 2):
                    side = scale * np.sqrt(ratio) / size
                    rows.append(((i + 0.5) / width, (j + 0.5) / height, side, side))
    return torch.tensor(rows, dtype=torch.float64).float().double()


def detect(loc, conf, boxes_of, classes):
    p = torch.softmax(conf, -1)[:, 1:]
    keep = p.max(1).values > 0.05
    c = boxes_of[keep, :2] + loc[keep, :2] * 0.1 * boxes_of[keep, 2:]
    s = boxes_of[keep, 2:] * torch.exp(loc[keep, 2:] * 0.2)
    boxes = torch.cat([c - s / 2, c + s / 2], 1)
    found = []
    for k in range(classes - 1):
        scores, order = p[keep, k].sort(descending=True, stable=True)
        order = order[:200]
        b = boxes[order]
        low = torch.max(b[:, None, :2], b[None, :, :2])
        high = torch.min(b[:, None, 2:], b[None, :, 2:])
        inter = (high - low).clamp(min=0).prod(-1)
        area = (b[:, 2:] - b[:, :2]).prod(-1)
        iou = inter / (area[:, None] + area[None, :] - inter)
        alive = iou.triu(1).max(0).values <= 0.5
        rows = keep.nonzero()[order, 0]
        found += [(float(scores[i]), k, *b[i].tolist(), int(rows[i])) for i in range(len(order)) if alive[i]]
    found.sort(key=lambda row: -row[0])
    found = np.array(found[:100])
    return found[:, 0].astype(np.float32), found[:, 1].astype(np.int64), found[:, 2:6].astype(np.float32), found[:, 6].astype(np.int64)


def run_formula(name, size, outputs):
    """The network on the formula's input: its outputs in float64, and how far those in float32 are from them."""
    model = yolact_torch.load_formula(yolact_torch.Yolact(name, semantic=True))
    x = torch.from_numpy(yolact_torch.formula("input", -2, 2, 3 * size * size).astype(np.float32)).reshape(1, 3, size, size)
    with torch.no_grad():
        singles = model(x)
        doubles = model.double()(x.double())
    difference = {n: float((a.double() - b).abs().max()) for n, a, b in zip(outputs, singles, doubles)}
    return model, [value[0] for value in doubles], difference


def levels_of(size):
    side, levels = (((size + 1) // 2 + 1) // 2 + 1) // 2, []
    for _ in range(5):
        levels.append((side, side))
        side = (side + 1) // 2
    return levels


def keypoints(name, size, row_step):
    outputs = ["loc", "conf", "mask", "keypoint_offsets", "keypoint_visibility", "proto", "segm"]
    model, (loc, conf, _, offsets, visibility, _, _), difference = run_formula(name, size, outputs)
    boxes = priors(levels_of(size), size)
    score, cls, box, rows = detect(loc, conf, boxes, model.classes)
    places = offsets[rows].reshape(len(rows), -1, 2) * 0.1 * boxes[rows, None, 2:] + boxes[rows, None, :2]
    points = torch.cat([places, torch.sigmoid(visibility[rows])[..., None]], -1)
    tensors = {
        "raw.keypoint_offsets_rows": single(offsets[::row_step]), "raw.keypoint_visibility_rows": single(visibility[::row_step]),
        "det.box": box, "det.class": cls, "det.score": score, "det.keypoints": single(points),
    }
    save(f"keypoints_{name}_{size}.safetensors", tensors, config=name, input_size=size, row_step=row_step, float32_vs_float64=difference,
         description=f"The keypoints of {name} with formula weights and input, by yolact_torch.py; relative to the image.")


def formula(name, size, row_step=1, proto_step=1):
    model, outputs, difference = run_formula(name, size, ["loc", "conf", "mask", "proto", "segm"])
    loc, conf, mask, proto, segm = outputs
    score, cls, box, _ = detect(loc, conf, priors(levels_of(size), size), model.classes)
    tensors = {
        "raw.loc_rows": single(loc[::row_step]), "raw.conf_rows": single(conf[::row_step]), "raw.mask_rows": single(mask[::row_step]),
        "raw.proto_sub": single(proto[::proto_step, ::proto_step]), "raw.segm_sub": single(segm[:, ::2, ::2]), "det.box": box, "det.class": cls, "det.score": score,
    }
    save(f"formula_{name}_{size}.safetensors", tensors, config=f"{name}_config", input_size=size, cfg_max_size=size, row_step=row_step,
         proto_step=proto_step, float32_vs_float64=difference, description=f"{name} with formula weights and input, by yolact_torch.py.")


def options():
    tensors, cases = {}, []
    for name in option_networks.CASES:
        outputs = option_networks.forward(name)
        tensors.update({f"{name}.{key}": single(value) for key, value in outputs.items()})
        cases.append({"prefix": f"{name}.", "outputs": list(outputs)})
    save("option_networks.safetensors", tensors, cases=cases,
         description="Raw outputs of the small networks in option_networks.py, with formula weights and input; proto is [h, w, M].")


convolutions()
miscellaneous()
options()
formula("yolact_person", 96)
formula("yolact_darknet53", 96, row_step=5, proto_step=3)
keypoints("yolact_person_keypoints", 96, row_step=7)
with open(os.path.join(HERE, "MANIFEST.json"), "w") as f:
    json.dump({"produced_with": f"make_golden.py, torch {torch.__version__.split('+')[0]}, float64", "files": entries}, f, indent=1)
    f.write("\n")
