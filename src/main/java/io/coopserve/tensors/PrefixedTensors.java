package io.coopserve.tensors;

import java.util.Set;
import java.util.stream.Collectors;

/** The tensors of a file whose names begin alike, by the rest of their names. */
final class PrefixedTensors implements TensorFile {
    private final TensorFile file;
    private final String prefix;
    private final Set<String> names;

    PrefixedTensors(TensorFile file, String prefix) {
        this.file = file;
        this.prefix = prefix;
        this.names = file.names().stream().filter(name -> name.startsWith(prefix)).map(name -> name.substring(prefix.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public Header header(String name) {
        return file.header(prefix + name);
    }

    @Override
    public Tensor tensor(String name) {
        return file.tensor(prefix + name);
    }
}
