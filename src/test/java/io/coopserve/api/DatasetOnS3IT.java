package io.coopserve.api;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Data sets, with everything on a real S3 server. */
@QuarkusTest
@TestProfile(S3Store.class)
class DatasetOnS3IT extends DatasetIT {
}
