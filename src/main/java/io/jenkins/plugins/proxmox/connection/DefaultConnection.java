package io.jenkins.plugins.proxmox.connection;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;
import java.util.Optional;

/** Says which connection a job uses whose steps name none. */
public interface DefaultConnection extends ExtensionPoint {
    /**
     * @param connection the name of a connection, which need not exist
     * @param source who says so, as it stands in a sentence: {@code folder 'team'}
     */
    record Choice(String connection, String source) {}

    /** What is said for this item, if anything is. */
    Optional<Choice> of(Item item);

    /** What anybody says for this item. */
    static Optional<Choice> find(Item item) {
        return item == null
                ? Optional.empty()
                : ExtensionList.lookup(DefaultConnection.class).stream()
                        .flatMap(source -> source.of(item).stream())
                        .findFirst();
    }
}
