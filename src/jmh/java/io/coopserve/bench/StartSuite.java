package io.coopserve.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.coopserve.clip.Clip;

/** From zero: from the start of the process to the first image that is classified. */
final class StartSuite {
    private static final int STARTS = 5;
    private static final int CLASSES = 100;
    private static final String TYPE = "image/jpeg";

    private StartSuite() {
    }

    static List<Measure> run(Path folder, Path model) throws Exception {
        Files.createDirectories(folder);
        byte[] photo = Photo.jpeg(1);
        int threads = Runtime.getRuntime().availableProcessors();
        Path prompt;
        try (Clip clip = ServingSuite.load(model.toString(), threads)) {
            prompt = BenchPrompt.publish(RandomPrompt.of(clip, CLASSES), folder);
        }
        if (!OtherServer.isPythonInstalled()) {
            return List.of();
        }
        ContainerImage image = new ContainerImage(folder.resolve("image"));
        Start ours = new Start(photo, () -> OtherServer.image(image, model.toString(), folder, ServingLoad.PRECISION)
                .awaitReady());
        Pairs times = Pairs.measure(1, STARTS, ours, new Start(photo, () -> OtherServer.python(model, prompt, threads)));
        return List.of(new Measure("start.vsPython", times.ratio(), "x",
                ("from the start of the process to the first classified JPEG, ViT-B/16 fp32, files in the page cache, as "
                        + "deploy/Containerfile starts it, on Java %d, against baseline: FastAPI, uvicorn and Debian's PyTorch; %s")
                        .formatted(image.version(), times)));
    }

    @FunctionalInterface
    private interface Launch {
        OtherServer start() throws Exception;
    }

    private static final class Start implements Pairs.Turn {
        private final byte[] photo;
        private final Launch launch;
        private OtherServer server;

        private Start(byte[] photo, Launch launch) {
            this.photo = photo;
            this.launch = launch;
        }

        @Override
        public void take() throws Exception {
            server = launch.start().awaitAnswer(TYPE, photo);
        }

        @Override
        public void rest() {
            server.close();
        }
    }
}
