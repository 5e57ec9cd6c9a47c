package io.coopserve.demo.pretrain;

import io.coopserve.clip.TrainableClip.Pair;

/**
 * The mean of two cross-entropies, from pictures to captions and back (CLIP, section 2.3). In drawings it is known which
 * captions of a batch are true of which pictures, so a row's target is spread over all that are right (UniCL, arXiv 2204.03610,
 * section 3.2); with one caption each it is CLIP's own loss.
 */
final class ContrastiveLoss {
    private final int batch;
    private final int width;

    /**
     * @param gradients of the features
     * @param scaleGradient of the logarithm of the scale
     */
    record Result(double loss, Pair gradients, double scaleGradient) {}

    /**
     * @param batch B
     * @param width e, of a feature
     */
    ContrastiveLoss(int batch, int width) {
        this.batch = batch;
        this.width = width;
    }

    /**
     * @param features each of length 1
     * @param right whether a caption is true of a picture, by picture; always where both belong together
     */
    Result of(Pair features, boolean[][] right, double logScale) {
        float scale = (float) Math.exp(logScale);
        float[][] cosines = new float[batch][batch];
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < batch; j++) {
                cosines[i][j] = dot(features, i, j);
            }
        }
        float[][] gradient = new float[batch][batch]; // of logits
        double loss = 0;
        for (int i = 0; i < batch; i++) {
            loss += row(cosines, gradient, right, scale, i, false) + row(cosines, gradient, right, scale, i, true);
        }
        float[] images = new float[batch * width];
        float[] texts = new float[batch * width];
        double scaleGradient = 0;
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < batch; j++) {
                float g = scale * gradient[i][j];
                scaleGradient += g * cosines[i][j];
                for (int k = 0; k < width; k++) {
                    images[i * width + k] += g * features.texts()[j * width + k];
                    texts[j * width + k] += g * features.images()[i * width + k];
                }
            }
        }
        return new Result(loss, new Pair(images, texts), scaleGradient);
    }

    private float dot(Pair features, int image, int text) {
        float sum = 0;
        for (int k = 0; k < width; k++) {
            sum += features.images()[image * width + k] * features.texts()[text * width + k];
        }
        return sum;
    }

    /** Cross-entropy of one picture against all captions, or of one caption against all pictures; adds to the gradient. */
    private double row(float[][] cosines, float[][] gradient, boolean[][] right, float scale, int row, boolean ofCaption) {
        double largest = Double.NEGATIVE_INFINITY;
        int rights = 0;
        for (int other = 0; other < batch; other++) {
            largest = Math.max(largest, scale * at(cosines, row, other, ofCaption));
            rights += (ofCaption ? right[other][row] : right[row][other]) ? 1 : 0;
        }
        double sum = 0;
        for (int other = 0; other < batch; other++) {
            sum += Math.exp(scale * at(cosines, row, other, ofCaption) - largest);
        }
        double loss = 0;
        double share = 0.5 / batch;
        for (int other = 0; other < batch; other++) {
            double logit = scale * at(cosines, row, other, ofCaption) - largest;
            double target = (ofCaption ? right[other][row] : right[row][other]) ? 1.0 / rights : 0;
            loss -= share * target * (logit - Math.log(sum));
            float g = (float) (share * (Math.exp(logit) / sum - target));
            if (ofCaption) {
                gradient[other][row] += g;
            } else {
                gradient[row][other] += g;
            }
        }
        return loss;
    }

    private static float at(float[][] matrix, int row, int other, boolean transposed) {
        return transposed ? matrix[other][row] : matrix[row][other];
    }
}
