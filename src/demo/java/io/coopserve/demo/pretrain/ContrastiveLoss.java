package io.coopserve.demo.pretrain;

import java.util.function.IntPredicate;

import io.coopserve.clip.TrainableClip.Pair;

/**
 * The mean of two cross-entropies, from pictures to captions and back (CLIP, section 2.3). In drawings it is known which
 * captions of a batch are true of which pictures, so a row's target is spread over all that are right (UniCL, arXiv 2204.03610,
 * section 3.2); with one caption each it is CLIP's own loss.
 */
final class ContrastiveLoss {
    private final int width;

    /**
     * @param gradients of the features
     * @param scaleGradient of the logarithm of the scale
     */
    record Result(double loss, Pair gradients, double scaleGradient) {}

    /** @param width e, of a feature */
    ContrastiveLoss(int width) {
        this.width = width;
    }

    /**
     * @param features of B pictures, and of T captions, each of length 1
     * @param right (B, T): whether a caption is true of a picture; each has at least one
     */
    Result of(Pair features, boolean[][] right, double logScale) {
        float scale = (float) Math.exp(logScale);
        int pictures = right.length;
        int captions = right[0].length;
        float[][] logits = logits(features, scale, pictures, captions);
        float[][] turned = transposed(logits);
        float[][] ofPictures = new float[pictures][captions]; // gradients of logits
        float[][] ofCaptions = new float[captions][pictures];
        double loss = 0;
        for (int i = 0; i < pictures; i++) {
            boolean[] row = right[i];
            loss += crossEntropy(logits[i], j -> row[j], 0.5 / pictures, ofPictures[i]);
        }
        for (int j = 0; j < captions; j++) {
            int caption = j;
            loss += crossEntropy(turned[j], i -> right[i][caption], 0.5 / captions, ofCaptions[j]);
        }
        float[] images = new float[pictures * width];
        float[] texts = new float[captions * width];
        double scaleGradient = 0;
        for (int i = 0; i < pictures; i++) {
            for (int j = 0; j < captions; j++) {
                float g = ofPictures[i][j] + ofCaptions[j][i];
                scaleGradient += g * logits[i][j];
                add(images, i, scale * g, features.texts(), j);
                add(texts, j, scale * g, features.images(), i);
            }
        }
        return new Result(loss, new Pair(images, texts), scaleGradient);
    }

    /** Row by row of sums, not sum by sum of rows: so Java multiplies several numbers at a time. */
    private float[][] logits(Pair features, float scale, int pictures, int captions) {
        float[][] columns = new float[width][captions];
        for (int j = 0; j < captions; j++) {
            for (int k = 0; k < width; k++) {
                columns[k][j] = features.texts()[j * width + k];
            }
        }
        float[][] logits = new float[pictures][captions];
        for (int i = 0; i < pictures; i++) {
            float[] row = logits[i];
            for (int k = 0; k < width; k++) {
                float factor = scale * features.images()[i * width + k];
                float[] column = columns[k];
                for (int j = 0; j < captions; j++) {
                    row[j] += factor * column[j];
                }
            }
        }
        return logits;
    }

    private static float[][] transposed(float[][] matrix) {
        float[][] transposed = new float[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                transposed[j][i] = matrix[i][j];
            }
        }
        return transposed;
    }

    private void add(float[] to, int row, float factor, float[] from, int other) {
        for (int k = 0; k < width; k++) {
            to[row * width + k] += factor * from[other * width + k];
        }
    }

    /**
     * @param share of it in the loss
     * @param gradient of the logits, filled in
     * @return its share
     */
    private static double crossEntropy(float[] logits, IntPredicate right, double share, float[] gradient) {
        double largest = Double.NEGATIVE_INFINITY;
        int rights = 0;
        for (int j = 0; j < logits.length; j++) {
            largest = Math.max(largest, logits[j]);
            rights += right.test(j) ? 1 : 0;
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        double loss = 0;
        for (int j = 0; j < logits.length; j++) {
            double target = right.test(j) ? 1.0 / rights : 0;
            double logit = logits[j] - largest;
            loss -= share * target * (logit - Math.log(sum));
            gradient[j] = (float) (share * (Math.exp(logit) / sum - target));
        }
        return loss;
    }
}
