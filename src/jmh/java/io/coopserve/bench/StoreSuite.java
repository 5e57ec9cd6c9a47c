package io.coopserve.bench;

import java.util.ArrayList;
import java.util.List;

/** What the service adds to its object storage; S3 is s3proxy, a process of its own on the same machine. */
final class StoreSuite {
    private StoreSuite() {
    }

    static List<Measure> run() throws Exception {
        List<Measure> measures = new ArrayList<>(UploadSuite.run());
        measures.addAll(TenantsSuite.run());
        return measures;
    }
}
