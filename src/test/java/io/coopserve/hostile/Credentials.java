package io.coopserve.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.coopserve.tenant.ApiKey;

/** Who the requests come from. */
enum Credentials {
    /** Anybody is let in. */
    NONE,
    /** Tenants have keys: the neighbour one of its own, attackers that of another tenant. */
    KEYS;

    private static final String CONTROL = "coop_key-of-control";
    private static final String MALLORY = "coop_key-of-mallory";

    /** Options of the service. */
    String[] options(Path folder) throws IOException {
        if (this == NONE) {
            return new String[0];
        }
        Path file = Files.write(folder.resolve("service.keys"),
                List.of(ApiKey.of("control", "control", CONTROL).toString(), ApiKey
                        .of("mallory", "mallory", MALLORY).toString()));
        return new String[]{"-Dcoop.auth.mode=keys", "-Dcoop.auth.keys-file=" + file, "-Dcoop.limits.requests-per-second=0"};
    }

    Attack sign(Attack attack) {
        if (this == NONE || attack.category().equals("elsewhere")) {
            return attack;
        }
        boolean neighbours = attack.category().equals("control") && !attack.start().contains("/mallory/");
        return attack.with("Authorization: Bearer " + (neighbours ? CONTROL : MALLORY));
    }
}
