package io.coopserve.demo.pretrain;

import io.coopserve.demo.world.Drawing;

/**
 * A drawing and how it came out.
 *
 * @param pixels n · n · 3 bytes, RGB, row-major
 */
record Example(Drawing drawing, byte[] pixels) {}
