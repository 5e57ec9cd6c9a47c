package io.coopserve.demo.draw;

import io.coopserve.demo.world.Drawing;

/**
 * Paints drawings, the same words in many ways: no two hands draw alike. Not thread-safe, for it keeps its buffers; cheap to
 * make, one per thread.
 */
public final class Painter {
    private static final int FINER = 2;

    private final Canvas canvas;
    private final Camera camera;

    /** @param side of the picture in pixels */
    public Painter(int side) {
        this.canvas = new Canvas(FINER * side);
        this.camera = new Camera(side, FINER * side);
    }

    /**
     * Side · side · 3 bytes, RGB, row-major. The same drawing and seed give the same bytes.
     *
     * @param seed of all that the drawing leaves open
     */
    public byte[] paint(Drawing drawing, long seed) {
        Dice dice = new Dice(seed);
        int behind = new Backdrop(canvas, new Dice(dice.seed())).paint(drawing);
        if (!drawing.groups().isEmpty()) {
            Dice hand = new Dice(dice.seed());
            Pen pen = new Pen(canvas, hand, drawing.style(), drawing.scene().isPresent(), behind);
            new Objects(canvas, hand, pen).draw(drawing.groups());
        }
        return camera.take(canvas.pixels(), drawing.style(), dice);
    }
}
