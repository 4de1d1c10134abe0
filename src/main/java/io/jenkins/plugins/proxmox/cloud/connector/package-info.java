/** How Jenkins and the agent's process in a guest get to each other; knows of agents only that they are about to connect. */
package io.jenkins.plugins.proxmox.cloud.connector;
