package io.coopserve.tenant;

/** Who a prompt, a data set or a run belongs to. Every object key starts with one, so nothing is shared by accident. */
public record TenantId(String value) {
    public TenantId {
        Name.check(value, "tenant");
    }

    @Override
    public String toString() {
        return value;
    }
}
