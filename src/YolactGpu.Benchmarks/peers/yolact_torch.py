"""YOLACT in PyTorch, written for this project from the layer list in its docs: the peer in benchmarks and the oracle of its goldens.

Layers carry the names of YOLACT's checkpoints, so that the project's formula weights fit by name. Needs torch and numpy, for
YOLACT++ also torchvision. Mask re-scoring, which comes behind detection, is not here.
"""
import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

try:
    from torchvision.ops import deform_conv2d
except ImportError:  # only YOLACT++ needs it
    deform_conv2d = None

CONFIGS = {  # name: (input size, blocks per stage, classes with background)
    "yolact_resnet50": (550, (3, 4, 6, 3), 81),
    "yolact_base": (550, (3, 4, 23, 3), 81),
    "yolact_plus_resnet50": (550, (3, 4, 6, 3), 81),
    "yolact_plus_base": (550, (3, 4, 23, 3), 81),
    "yolact_darknet53": (550, (1, 2, 8, 8, 4), 81),
    "yolact_im400": (400, (3, 4, 23, 3), 81),
    "yolact_im700": (700, (3, 4, 23, 3), 81),
    "yolact_person": (550, (3, 4, 6, 3), 2),
    "yolact_person_keypoints": (550, (3, 4, 6, 3), 2),
}
DEFORMABLE = {  # name: (blocks per stage, counted from the last; interval)
    "yolact_plus_resnet50": ((0, 4, 6, 3), 1),
    "yolact_plus_base": ((0, 4, 23, 3), 3),
}
PROTOTYPES, FEATURES, KEYPOINTS = 32, 256, 17


class DeformableConv(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.stride = stride
        self.weight = nn.Parameter(torch.zeros(outputs, inputs, 3, 3))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.conv_offset_mask = nn.Conv2d(inputs, 27, 3, stride, 1)

    def forward(self, x):
        raw = self.conv_offset_mask(x)
        return deform_conv2d(x, raw[:, :18], self.weight, self.bias, self.stride, 1, mask=raw[:, 18:].sigmoid())


class Bottleneck(nn.Module):
    def __init__(self, inputs, planes, stride, project, deformable):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, planes, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = DeformableConv(planes, planes, stride) if deformable else nn.Conv2d(planes, planes, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.conv3 = nn.Conv2d(planes, planes * 4, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(planes * 4)
        self.downsample = None
        if project:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, planes * 4, 1, stride, bias=False), nn.BatchNorm2d(planes * 4))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    channels = (512, 1024, 2048)

    def __init__(self, blocks, deformable=(0, 0, 0, 0), interval=1):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.layers = nn.ModuleList()
        inputs = 64
        for stage, count in enumerate(blocks):
            planes = 64 * 2**stage
            stage_blocks = []
            for block in range(count):
                deform = deformable[stage] >= count if block == 0 else block + deformable[stage] >= count and block % interval == 0
                stage_blocks.append(Bottleneck(inputs, planes, 2 if stage and not block else 1, block == 0, deform))
                inputs = planes * 4
            self.layers.append(nn.Sequential(*stage_blocks))

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        stages = []
        for layer in self.layers:
            x = layer(x)
            stages.append(x)
        return stages[1:]


class DarknetUnit(nn.Sequential):
    def __init__(self, inputs, outputs, size, stride=1):
        super().__init__(nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs), nn.LeakyReLU(0.1))


class DarknetBlock(nn.Module):
    def __init__(self, planes):
        super().__init__()
        self.conv1 = DarknetUnit(planes * 2, planes, 1)
        self.conv2 = DarknetUnit(planes, planes * 2, 3)

    def forward(self, x):
        return x + self.conv2(self.conv1(x))


class Darknet(nn.Module):
    channels = (256, 512, 1024)

    def __init__(self, blocks):
        super().__init__()
        self._preconv = DarknetUnit(3, 32, 3)
        self.layers = nn.ModuleList()
        for stage, count in enumerate(blocks):
            planes = 32 * 2**stage
            self.layers.append(nn.Sequential(DarknetUnit(planes, planes * 2, 3, 2), *[DarknetBlock(planes) for _ in range(count)]))

    def forward(self, x):
        x = self._preconv(x)
        stages = []
        for layer in self.layers:
            x = layer(x)
            stages.append(x)
        return stages[2:]


class Fpn(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.lat_layers = nn.ModuleList([nn.Conv2d(c, FEATURES, 1) for c in reversed(channels)])
        self.pred_layers = nn.ModuleList([nn.Conv2d(FEATURES, FEATURES, 3, padding=1) for _ in range(3)])
        self.downsample_layers = nn.ModuleList([nn.Conv2d(FEATURES, FEATURES, 3, 2, 1) for _ in range(2)])

    def forward(self, stages):
        levels, above = [], None
        for lateral, predict, stage in zip(self.lat_layers, self.pred_layers, reversed(stages)):
            x = lateral(stage)
            if above is not None:
                x = x + F.interpolate(above, size=x.shape[2:], mode="bilinear", align_corners=False)
            above = x
            levels.insert(0, F.relu(predict(x)))
        for layer in self.downsample_layers:
            levels.append(layer(levels[-1]))
        return levels


class Head(nn.Module):
    def __init__(self, classes, anchors, keypoints=0):
        super().__init__()
        self.classes, self.keypoints = classes, keypoints
        self.upfeature = nn.Sequential(nn.Conv2d(FEATURES, FEATURES, 3, padding=1))
        self.bbox_layer = nn.Conv2d(FEATURES, anchors * 4, 3, padding=1)
        self.conf_layer = nn.Conv2d(FEATURES, anchors * classes, 3, padding=1)
        self.mask_layer = nn.Conv2d(FEATURES, anchors * PROTOTYPES, 3, padding=1)
        if keypoints:
            self.keypoint_layer = nn.Conv2d(FEATURES, anchors * keypoints * 2, 3, padding=1)
            self.keypoint_visibility_layer = nn.Conv2d(FEATURES, anchors * keypoints, 3, padding=1)

    def forward(self, x):
        x = F.relu(self.upfeature(x))

        def rows(y, width):
            return y.permute(0, 2, 3, 1).reshape(y.shape[0], -1, width)

        outputs = [rows(self.bbox_layer(x), 4), rows(self.conf_layer(x), self.classes), torch.tanh(rows(self.mask_layer(x), PROTOTYPES))]
        if self.keypoints:
            outputs += [rows(self.keypoint_layer(x), self.keypoints * 2), rows(self.keypoint_visibility_layer(x), self.keypoints)]
        return outputs


class Yolact(nn.Module):
    def __init__(self, name, semantic=False):
        super().__init__()
        self.size, blocks, classes = CONFIGS[name]
        self.classes, self.semantic = classes, semantic
        self.backbone = Darknet(blocks) if "darknet" in name else ResNet(blocks, *DEFORMABLE.get(name, ()))
        self.fpn = Fpn(self.backbone.channels)
        self.proto_net = nn.ModuleDict({
            "0": nn.Conv2d(FEATURES, 256, 3, padding=1),
            "2": nn.Conv2d(256, 256, 3, padding=1),
            "4": nn.Conv2d(256, 256, 3, padding=1),
            "8": nn.Conv2d(256, 256, 3, padding=1),
            "10": nn.Conv2d(256, PROTOTYPES, 1),
        })
        self.prediction_layers = nn.ModuleList([Head(classes, 9 if name in DEFORMABLE else 3, KEYPOINTS if "keypoints" in name else 0)])
        self.semantic_seg_conv = nn.Conv2d(FEATURES, classes - 1, 1)

    def forward(self, x):
        levels = self.fpn(self.backbone(x))
        p = levels[0]
        for index in ("0", "2", "4"):
            p = F.relu(self.proto_net[index](p))
        p = F.interpolate(p, scale_factor=2, mode="bilinear", align_corners=False)
        p = F.relu(self.proto_net["8"](p))
        prototypes = F.relu(self.proto_net["10"](p)).permute(0, 2, 3, 1)
        predictions = [self.prediction_layers[0](level) for level in levels]
        outputs = [torch.cat(parts, 1) for parts in zip(*predictions)] + [prototypes]
        return tuple(outputs + [self.semantic_seg_conv(levels[0])]) if self.semantic else tuple(outputs)


def formula(name, low, high, count):
    """The project's formula for numbers by name; see FormulaWeights."""
    value = 14695981039346656037
    for byte in name.encode():
        value = ((value ^ byte) * 1099511628211) % 2**64
    with np.errstate(over="ignore"):
        z = np.uint64(value) + (np.arange(count, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return low + (high - low) * ((z >> np.uint64(40)).astype(np.float64) / 2**24)


def ends_block(name):
    """Whether a batch norm is the last before a residual sum."""
    return ".bn3." in name or (name.startswith("backbone.layers") and ".conv2.1." in name)


def is_of_batch_norm(name):
    parts = name.split(".")
    return ".bn" in name or (parts[0] == "backbone" and parts[-2] == "1")


def formula_range(name, rank, fan_in, norm):
    """Between what the formula's numbers of a weight lie."""
    if rank == 4:
        gain = math.sqrt(2)
        if "lat_layers" in name:
            gain = 0.2
        elif "conv_offset_mask" in name:
            gain = 0.5
        elif ".keypoint_layer" in name:
            gain = 3
        elif any(key in name for key in ("bbox_layer", "conf_layer", "mask_layer", "keypoint_visibility_layer", "semantic_seg")):
            gain = 1
        bound = math.sqrt(3) * gain / math.sqrt(fan_in)
        return -bound, bound
    if name.endswith("running_var"):
        return 0.8, 1.2
    if norm and name.endswith(".weight"):
        return (0.25, 0.4) if ends_block(name) else (0.8, 1.2)
    return (-0.1, 0.1) if norm else (-0.05, 0.05)


def load_formula(model):
    """Fills a model with the formula's weights."""
    state = model.state_dict()
    for name, tensor in state.items():
        if name.endswith("num_batches_tracked"):
            continue
        low, high = formula_range(name, tensor.dim(), tensor[0].numel() if tensor.dim() else 1, is_of_batch_norm(name))
        values = formula(name, low, high, tensor.numel())
        if name.endswith("conf_layer.bias"):
            values[:: model.classes] += 3
        state[name] = torch.from_numpy(values.astype(np.float32)).reshape(tensor.shape).to(tensor.dtype)
    model.load_state_dict(state)
    return model.eval()
