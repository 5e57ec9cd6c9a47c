package io.coopserve.demo.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import io.coopserve.clip.TrainableClip.Pair;

class ContrastiveLossTest {
    private static final double LOG_SCALE = Math.log(10);
    private static final Pair FEATURES = new Pair(new float[]{1, 0, 0.6f, 0.8f}, new float[]{0.8f, 0.6f, 0, 1});

    @Test
    void withOneCaptionEachItIsClips() {
        boolean[][] right = {{true, false}, {false, true}};
        double[][] logits = {{8, 0}, {9.6, 8}};
        double expected = 0;
        for (int i = 0; i < 2; i++) {
            expected -= logits[i][i] - Math.log(Math.exp(logits[i][0]) + Math.exp(logits[i][1]));
            expected -= logits[i][i] - Math.log(Math.exp(logits[0][i]) + Math.exp(logits[1][i]));
        }
        assertEquals(expected / 4, new ContrastiveLoss(2).of(FEATURES, right, LOG_SCALE).loss(), 1e-5);
    }

    @Test
    void aTargetIsSpreadOverAllThatIsRight() {
        boolean[][] all = {{true, true}, {true, true}};
        Pair alike = new Pair(new float[]{1, 0, 1, 0}, new float[]{1, 0, 1, 0});
        ContrastiveLoss.Result result = new ContrastiveLoss(2).of(alike, all, LOG_SCALE);
        assertEquals(Math.log(2), result.loss(), 1e-6);
        for (float gradient : result.gradients().images()) {
            assertEquals(0, gradient, 1e-6f);
        }
    }

    @Test
    void whatIsRightAndFarAwayIsPulledNearer() {
        boolean[][] right = {{true, false}, {false, true}};
        float[] pull = new ContrastiveLoss(2).of(FEATURES, right, LOG_SCALE).gradients().images();
        // the second picture is nearer to the first caption than to its own: away from the one to the other the loss is lower
        assertTrue(pull[2] * (0 - 0.8f) + pull[3] * (1 - 0.6f) < 0);
    }

    @Test
    void thereMayBeMoreCaptionsThanPictures() {
        boolean[][] right = {{true, false, true}, {false, true, false}};
        Pair features = new Pair(FEATURES.images(), new float[]{1, 0, 0.6f, 0.8f, 1, 0});
        ContrastiveLoss.Result result = new ContrastiveLoss(2).of(features, right, LOG_SCALE);
        assertEquals(4, result.gradients().images().length);
        assertEquals(6, result.gradients().texts().length);
    }
}
