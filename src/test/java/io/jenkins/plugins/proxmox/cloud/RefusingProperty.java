package io.jenkins.plugins.proxmox.cloud;

import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.queue.CauseOfBlockage;
import hudson.slaves.NodeProperty;
import hudson.slaves.NodePropertyDescriptor;
import org.jvnet.hudson.test.TestExtension;

/** Lets no build run on a node. */
final class RefusingProperty extends NodeProperty<Node> {
    @Override
    public CauseOfBlockage canTake(Queue.BuildableItem item) {
        return new CauseOfBlockage() {
            @Override
            public String getShortDescription() {
                return "not here";
            }
        };
    }

    @TestExtension
    public static final class DescriptorImpl extends NodePropertyDescriptor {}
}
