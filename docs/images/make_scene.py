#!/usr/bin/env python3
"""Draws scene.png, the picture that the README runs on: shaded balls on a table, by ray casting. Needs numpy and Pillow."""
import numpy as np
from PIL import Image

W, H, AA = 640, 480, 3
LIGHT = np.array([-0.5, 0.9, -0.45]) / np.linalg.norm([-0.5, 0.9, -0.45])
EYE = np.array([0.0, 1.6, -5.2])
BALLS = [  # centre, radius, colour
    ((-1.7, 0.7, 0.4), 0.7, (0.85, 0.22, 0.20)),
    ((-0.35, 0.45, -0.9), 0.45, (0.20, 0.50, 0.85)),
    ((0.9, 0.9, 0.9), 0.9, (0.95, 0.70, 0.15)),
    ((1.35, 0.35, -1.3), 0.35, (0.30, 0.70, 0.35)),
    ((2.5, 0.6, 0.2), 0.6, (0.60, 0.35, 0.75)),
    ((-2.9, 0.5, 1.6), 0.5, (0.95, 0.50, 0.55)),
]


def hit_ball(o, d, centre, radius):
    oc = o - np.array(centre)
    b = (oc * d).sum(-1)
    disc = b * b - ((oc * oc).sum(-1) - radius * radius)
    t = -b - np.sqrt(np.where(disc > 0, disc, 0))
    return np.where((disc > 0) & (t > 1e-3), t, np.inf)


def shade(o, d, depth=0):
    nearest = np.full(d.shape[:-1], np.inf)
    colour = np.zeros(d.shape)
    sky = 0.5 * (d[..., 1:2] + 1)
    colour[:] = (1 - sky) * np.array([0.96, 0.93, 0.88]) + sky * np.array([0.55, 0.70, 0.88])
    t = np.where(d[..., 1] < -1e-4, -o[..., 1] / np.where(d[..., 1] < -1e-4, d[..., 1], -1), np.inf)
    p = o + d * np.where(np.isfinite(t), t, 0)[..., None]
    planks = 0.5 + 0.5 * np.sin(p[..., 0] * 7 + 0.6 * np.sin(p[..., 2] * 2.1))
    wood = np.array([0.62, 0.44, 0.28]) + 0.07 * planks[..., None] * np.array([1.0, 0.8, 0.6])
    lit = np.ones(t.shape)
    for c, r, _ in BALLS:
        lit = np.where(np.isfinite(hit_ball(p + 1e-3 * LIGHT, np.broadcast_to(LIGHT, d.shape), c, r)), 0.45, lit)
    fade = np.clip(t / 28, 0, 1)[..., None]
    table = (wood * lit[..., None]) * (1 - fade) + colour * fade
    colour = np.where(np.isfinite(t)[..., None], table, colour)
    nearest = np.minimum(nearest, t)
    for c, r, base in BALLS:
        tb = hit_ball(o, d, c, r)
        closer = tb < nearest
        n = (o + d * np.where(closer, tb, 0)[..., None] - np.array(c)) / r
        diffuse = np.clip((n * LIGHT).sum(-1), 0, 1)
        half = LIGHT - d
        half /= np.linalg.norm(half, axis=-1, keepdims=True)
        shine = np.clip((n * half).sum(-1), 0, 1) ** 60
        ball = np.array(base) * (0.25 + 0.75 * diffuse[..., None]) + 0.55 * shine[..., None]
        colour = np.where(closer[..., None], ball, colour)
        nearest = np.where(closer, tb, nearest)
    return colour


x = (np.arange(W * AA) + 0.5) / (W * AA) * 2 - 1
y = 1 - (np.arange(H * AA) + 0.5) / (H * AA) * 2
d = np.stack(np.broadcast_arrays(x[None, :] * W / H * 0.62, y[:, None] * 0.62 - 0.18, 1.0), -1)
d = d / np.linalg.norm(d, axis=-1, keepdims=True)
image = shade(np.broadcast_to(EYE, d.shape), d)
image = image.reshape(H, AA, W, AA, 3).mean((1, 3))
Image.fromarray((np.clip(image, 0, 1) ** (1 / 1.1) * 255 + 0.5).astype(np.uint8)).save("scene.png", optimize=True)
