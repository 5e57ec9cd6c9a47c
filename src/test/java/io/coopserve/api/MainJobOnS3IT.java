package io.coopserve.api;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Teaching a prompt, with everything on a real S3 server. */
@QuarkusTest
@TestProfile(S3Store.class)
class MainJobOnS3IT extends MainJobIT {
}
